// The vendor in memory, for simulations: no network, but every way of answering wrongly that the
// contract and experience allow, by seed.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "engine/ports/metactf_api.h"

namespace lockstep::testing_support {

/// What the vendor knows, and how it misbehaves. Any thread.
class FakeVendor {
 public:
  explicit FakeVendor(std::uint64_t seed) : dice_(seed) {}

  struct Faults {
    double timeout_before = 0;  ///< No answer, and nothing was done.
    double timeout_after = 0;   ///< No answer, but it was done.
    double server_error = 0;    ///< 500, done or not.
    double rate_limited = 0;    ///< 429 with Retry-After 1 s, not done.
    double refused = 0;         ///< Connection refused, not done.
  };
  struct Behaviour {
    bool second_create_conflicts = false;  ///< 409 on a second POST with the same id.
    bool offers_password_reset = false;
    bool moving_conflicts = false;              ///< Assigning without un-assigning first: 409.
    std::map<std::string, std::string> status;  ///< Of a user once created; else `user_created`.
  };

  std::unique_ptr<ports::MetactfApi> client();

  void set_faults(const Faults& faults);
  Behaviour behaviour;
  void set_status(const std::string& user, const std::string& status);
  /// An account that somebody else has made there; also in place of the one that is there.
  void put_account(const std::string& user, std::int64_t metactf_user_id,
                   const std::string& username, boost::json::value raw = {});
  void set_odl(const std::string& user, ports::OdlScores scores);
  void set_flash(const std::string& user, ports::FlashProgress progress);

  [[nodiscard]] std::map<std::string, std::string> assignments();  ///< User to team.
  [[nodiscard]] std::vector<std::string> users();
  [[nodiscard]] std::vector<std::string> teams();
  /// How often a POST really made this user or team. More than once is a duplicate.
  [[nodiscard]] int creations(const std::string& id);
  [[nodiscard]] std::size_t calls();
  [[nodiscard]] int password_resets();  ///< Mails that went out.

 private:
  friend class FakeVendorClient;
  std::mutex mutex_;
  std::mt19937_64 dice_;
  Faults faults_;
  std::map<std::string, ports::VendorUser> users_;
  std::map<std::string, ports::VendorTeam> teams_;
  std::map<std::string, std::string> assignments_;
  std::map<std::string, int> creations_;
  std::map<std::string, ports::OdlScores> odl_;
  std::map<std::string, ports::FlashProgress> flash_;
  std::int64_t next_id_ = 1;
  std::size_t calls_ = 0;
  int password_resets_ = 0;
};

}  // namespace lockstep::testing_support
