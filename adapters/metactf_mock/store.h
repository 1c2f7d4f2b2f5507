// Where the mock keeps what the vendor would know. A small interface of records, so that other
// storage can stand behind it; the rules of the vendor are not in here (see vendor_calls.h).
// Not safe to share between threads: the mock executes one call at a time.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/metactf_mock/dataset.h"

namespace lockstep::metactf_mock {

struct UserRecord {
  std::string syned_user_id;
  std::int64_t metactf_user_id{};
  std::string metactf_username;
  std::string role;
  std::string status;
  std::optional<std::int64_t> last_login;
  std::optional<std::string> syned_coach_user_id;
};
struct TeamRecord {
  std::string syned_team_id;
  std::int64_t metactf_team_id{};
  std::int64_t metactf_coach_id{};
  std::string syned_coach_user_id;
  std::string team_name;
  std::string division;
  std::string affiliation;
};

/// Numbers the vendor gives out; each counts up by itself.
enum class Sequence : std::uint8_t { user, team, solve };

class MockStore {
 public:
  MockStore() = default;
  MockStore(const MockStore&) = delete;
  MockStore& operator=(const MockStore&) = delete;
  virtual ~MockStore() = default;

  /// `memory` or the like.
  [[nodiscard]] virtual std::string_view mode() const = 0;
  /// Forgets everything; sequences begin anew.
  virtual void clear() = 0;
  virtual std::int64_t next(Sequence sequence) = 0;

  virtual void put_user(const UserRecord& user) = 0;  ///< Adds or replaces.
  virtual std::optional<UserRecord> user(const std::string& syned_user_id) = 0;
  virtual std::vector<UserRecord> users() = 0;  ///< In the order of their ids.

  virtual void put_team(const TeamRecord& team) = 0;  ///< Adds or replaces.
  virtual std::optional<TeamRecord> team(const std::string& syned_team_id) = 0;
  virtual void erase_team(const std::string& syned_team_id) = 0;
  virtual std::vector<TeamRecord> teams() = 0;  ///< In the order of their ids.

  /// Without a team: takes him off the one he is on.
  virtual void assign(const std::string& syned_user_id,
                      const std::optional<std::string>& syned_team_id) = 0;
  virtual std::optional<std::string> team_of(const std::string& syned_user_id) = 0;
  virtual std::vector<std::string> members(const std::string& syned_team_id) = 0;
  /// (user, team), in the order of the users' ids.
  virtual std::vector<std::pair<std::string, std::string>> assignments() = 0;

  /// Scores and the like, there before the user is. Adds or replaces.
  virtual void put_person(VendorPerson person) = 0;
  /// Null when nothing is known.
  virtual std::shared_ptr<const VendorPerson> person(const std::string& syned_user_id) = 0;
};

}  // namespace lockstep::metactf_mock
