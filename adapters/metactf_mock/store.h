// Where the mock keeps what the vendor would know. A small interface of records, so that other
// storage can stand behind it; the rules of the vendor are not in here (see vendor_calls.h).
// Whoever changes it is alone; whoever reads is alone unless reads_at_once().
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/metactf_mock/dataset.h"
#include "events/result.h"

namespace lockstep::metactf_mock {

struct UserRecord {
  std::string syned_user_id;
  std::int64_t metactf_user_id{};
  std::string metactf_username;
  std::string role;
  std::string status;
  std::optional<std::int64_t> last_login;
  std::optional<std::string> syned_coach_user_id;
  bool operator==(const UserRecord&) const = default;
};
struct TeamRecord {
  std::string syned_team_id;
  std::int64_t metactf_team_id{};
  std::int64_t metactf_coach_id{};
  std::string syned_coach_user_id;
  std::string team_name;
  std::string division;
  std::string affiliation;
  bool operator==(const TeamRecord&) const = default;
};
struct AssignmentRecord {
  std::string syned_user_id;
  std::string syned_team_id;
  bool operator==(const AssignmentRecord&) const = default;
};
// The members are the columns of stores that have columns.
BOOST_DESCRIBE_STRUCT(UserRecord, (),
                      (syned_user_id, metactf_user_id, metactf_username, role, status, last_login,
                       syned_coach_user_id))
BOOST_DESCRIBE_STRUCT(TeamRecord, (),
                      (syned_team_id, metactf_team_id, metactf_coach_id, syned_coach_user_id,
                       team_name, division, affiliation))
BOOST_DESCRIBE_STRUCT(AssignmentRecord, (), (syned_user_id, syned_team_id))

struct Records {
  std::vector<UserRecord> users{};
  std::vector<TeamRecord> teams{};
  std::vector<AssignmentRecord> assignments{};
  std::vector<VendorPerson> persons{};  ///< Scores and the like, there before the user is.
};

struct Counts {
  std::int64_t users = 0;
  std::int64_t teams = 0;
  std::int64_t assignments = 0;
  bool operator==(const Counts&) const = default;
};

/// What a store was filled with at first.
struct Origin {
  std::string dataset;
  std::int64_t size = 0;   ///< Of `large`; 0 for others.
  std::uint64_t seed = 0;  ///< Of datasets that are made up by seed; 0 for others.
  std::int64_t shift = 0;  ///< Added to every time of a dataset, in seconds.
  bool operator==(const Origin&) const = default;
};
BOOST_DESCRIBE_STRUCT(Origin, (), (dataset, size, seed, shift))

/// Numbers the vendor gives out; each counts up by itself.
enum class Sequence : std::uint8_t { user, team, solve };
/// The number before the first one that is given out.
constexpr std::int64_t before_first(Sequence sequence) {
  return sequence == Sequence::user ? 1000 : sequence == Sequence::team ? 200 : 900'000;
}

/// The storage is not there or cannot do it. Thrown, not returned: the vendor's rules read as if
/// storage always worked, and one place makes a 500 of this (reply.cc, in_process.cc).
class StoreFailed : public std::runtime_error {
 public:
  explicit StoreFailed(Error error) : std::runtime_error(error.type), error_(std::move(error)) {}
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  Error error_;
};

/// Any member may throw StoreFailed.
class MockStore {
 public:
  MockStore() = default;
  MockStore(const MockStore&) = delete;
  MockStore& operator=(const MockStore&) = delete;
  virtual ~MockStore() = default;

  /// `memory` or the like.
  [[nodiscard]] virtual std::string_view mode() const = 0;
  /// Members that only read may be called by many threads at the same time.
  [[nodiscard]] virtual bool reads_at_once() const = 0;
  /// What `work` does to the store is kept whole or, where storage can fail, not at all.
  virtual void transact(const std::function<void()>& work) = 0;

  virtual std::optional<Origin> origin() = 0;  ///< None: it was never filled.
  /// Forgets everything; sequences begin anew.
  virtual void begin_anew(const Origin& origin) = 0;
  /// Takes `count` numbers in a row; the first of them.
  virtual std::int64_t next(Sequence sequence, std::int64_t count) = 0;
  std::int64_t next(Sequence sequence) { return next(sequence, 1); }

  /// Adds or replaces.
  virtual void put(const Records& records) = 0;
  void put_user(UserRecord user) { put({.users = {std::move(user)}}); }
  void put_team(TeamRecord team) { put({.teams = {std::move(team)}}); }
  void put_person(VendorPerson person) { put({.persons = {std::move(person)}}); }
  void assign(std::string syned_user_id, std::string syned_team_id) {
    put({.assignments = {{std::move(syned_user_id), std::move(syned_team_id)}}});
  }

  // Lists are in the order of the ids' bytes.
  virtual std::optional<UserRecord> user(const std::string& syned_user_id) = 0;
  virtual std::vector<UserRecord> users() = 0;
  virtual std::optional<TeamRecord> team(const std::string& syned_team_id) = 0;
  virtual std::vector<TeamRecord> teams() = 0;
  virtual void erase_team(const std::string& syned_team_id) = 0;

  virtual void unassign(const std::string& syned_user_id) = 0;
  virtual std::optional<std::string> team_of(const std::string& syned_user_id) = 0;
  virtual std::vector<std::string> members(const std::string& syned_team_id) = 0;
  virtual std::vector<AssignmentRecord> assignments() = 0;
  virtual Counts counts() = 0;

  /// Null when nothing is known.
  virtual std::shared_ptr<const VendorPerson> person(const std::string& syned_user_id) = 0;
  /// When the Flash CTF of this name began, if anybody's entry says so.
  virtual std::optional<std::int64_t> flash_start(const std::string& name) = 0;
};

}  // namespace lockstep::metactf_mock
