// The whole engine with the real client against the real mock, without sockets and in virtual time:
// what both do over HTTP, as fast as it can be computed and the same for the same seed.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/metactf_mock/in_process.h"
#include "tests/simulation/world.h"

namespace lockstep::simulation {

/// A request as it arrived at the vendor, and what the vendor did, whatever it answered.
struct SeenCall {
  std::string method;
  std::string path;
  std::string user;  ///< Of whom it speaks; of a team without somebody: empty.
  std::string team;  ///< To which team; empty when it names none.
  /// Of a user or a team that is to be made: what it was told, by the names of DisclosedRow.
  std::map<std::string, std::string> told;
  std::string sent;  ///< Of a user that is to be made: the body as it came.
  bool taken{};      ///< A write that was carried out; the caller may not have heard of it.
  bool changed{};    ///< It made a difference to what the vendor has.
  bool lied{};       ///< 404 or 409 by a fault: what it says about the vendor's records is false.
  bool unclear{};    ///< What it says about them is in words that the contract does not know.
  int status{};      ///< 0: no answer.
};

class MockWorld {
 public:
  MockWorld(std::uint64_t seed, const metactf_mock::Behaviour& behaviour);

  /// POST /__admin/<route>; throws when it is refused.
  boost::json::value admin(const std::string& route, const boost::json::object& body);
  void set_faults(const boost::json::object& faults) { admin("faults", faults); }
  /// `count` solves for somebody the vendor knows, ending now.
  void solve(const std::string& user, std::int64_t count, const std::string& feed);

  /// Behind the engine's back: the vendor has the user on this team, or on none.
  void move_there(const std::string& user, const std::optional<std::string>& team);
  /// The vendor's list, by user.
  [[nodiscard]] std::map<std::string, std::string> assignments();

  /// Told of every request while it is at the vendor. Set it before anything is asked.
  std::function<void(const SeenCall&)> on_call;
  /// The vendor's own records.
  metactf_mock::MockStore& records() { return *mock_->world().store; }
  /// A second POST of a user or team takes the newer values.
  [[nodiscard]] bool updates() const {
    return mock_->world().behaviour.on_repeat == metactf_mock::OnRepeat::update;
  }

  /// What GET /__admin/state says.
  [[nodiscard]] boost::json::object state();
  /// What the vendor has about somebody.
  [[nodiscard]] metactf_mock::VendorPerson person(const std::string& user);
  /// Requests that the mock has seen, oldest first.
  [[nodiscard]] boost::json::array requests() { return mock_->trace().to_json(); }

 private:
  World::MakeApi client_maker();
  std::unique_ptr<metactf_mock::InProcessMock> mock_;

 public:
  World world;  ///< Ends before the mock does.
};

}  // namespace lockstep::simulation
