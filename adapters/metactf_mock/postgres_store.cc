// See postgres_store.h. Every record is a row; many records are one statement, told as JSON.
#include "adapters/metactf_mock/postgres_store.h"

#include <algorithm>
#include <chrono>
#include <span>

#include "adapters/libpq/pg_connection.h"
#include "adapters/metactf_mock/postgres_tables.h"
#include "events/codec.h"

namespace lockstep::metactf_mock {

namespace {

using libpq::PgConnection;
using libpq::PgParameters;
using libpq::PgRows;
using libpq::PgTransaction;

constexpr std::size_t kRowsPerStatement = 5000;
/// After a failure to connect nobody waits for the next one for so long.
constexpr std::chrono::seconds kPause{1};

std::string text_of(Sequence sequence) {
  return sequence == Sequence::user ? "user" : sequence == Sequence::team ? "team" : "solve";
}

std::string text_at(const PgRows& rows, int row, int column) {
  return rows.text(row, column).value_or("");
}

/// A row as JSON: the one column that the statement selects.
template <class T>
T record_at(const PgRows& rows, int row) {
  T out;
  boost::system::error_code failed;
  const auto value = boost::json::parse(text_at(rows, row, 0), failed);
  if (failed || !events::from_json(value, out))
    throw StoreFailed({Errc::corrupt, "mock-database-damaged",
                       "a row in the mock's database is not as the mock wrote it",
                       "start the mock with --reset"});
  return out;
}

template <class T>
std::vector<T> records(const PgRows& rows) {
  std::vector<T> out;
  out.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row) out.push_back(record_at<T>(rows, row));
  return out;
}

template <class T>
std::optional<T> record(const PgRows& rows) {
  if (rows.size() == 0) return std::nullopt;
  return record_at<T>(rows, 0);
}

class PostgresStore final : public MockStore {
 public:
  explicit PostgresStore(std::string url) : url_(std::move(url)) {}

  Result<void> open() {
    LOCKSTEP_TRY(connect());
    LOCKSTEP_TRY(connection_->script(kMakeTables));
    return boost::outcome_v2::success();
  }

  [[nodiscard]] std::string_view mode() const override { return "postgres"; }
  [[nodiscard]] bool reads_at_once() const override { return false; }  // One connection.

  void transact(const std::function<void()>& work) override {
    must(connect());
    auto transaction = must(PgTransaction::begin(*connection_));
    const InTransaction here{*this};
    begun_.reset();
    work();
    must(transaction.commit());
    if (begun_) expected_ = begun_;
  }

  std::optional<Origin> origin() override {
    const auto rows = run(kOrigin);
    if (rows.size() > 0) expected_ = rows.text(0, 0);
    return record<Origin>(rows);
  }
  void begin_anew(const Origin& origin) override {
    begun_ = boost::json::serialize(events::to_json(origin));
    run(kForgetEverything);
    run("INSERT INTO metactf_mock.origin (body) VALUES ($1)", {begun_});
  }
  std::int64_t next(Sequence sequence, std::int64_t count) override {
    return run(kTakeNumbers,
               {text_of(sequence), std::to_string(before_first(sequence)), std::to_string(count)})
        .integer(0, 0);
  }

  void put(const Records& records) override {
    put_rows<UserRecord>(kPutUsers, records.users);
    put_rows<TeamRecord>(kPutTeams, records.teams);
    put_rows<AssignmentRecord>(kPutAssignments, records.assignments);
    put_rows<VendorPerson>(kPutPersons, records.persons);
  }

  std::optional<UserRecord> user(const std::string& id) override {
    return record<UserRecord>(run(kUser, {id}));
  }
  std::vector<UserRecord> users() override { return records<UserRecord>(run(kUsers)); }
  std::optional<TeamRecord> team(const std::string& id) override {
    return record<TeamRecord>(run(kTeam, {id}));
  }
  std::vector<TeamRecord> teams() override { return records<TeamRecord>(run(kTeams)); }
  void erase_team(const std::string& id) override {
    run("DELETE FROM metactf_mock.teams WHERE syned_team_id = $1", {id});
  }

  void unassign(const std::string& user_id) override {
    run("DELETE FROM metactf_mock.assignments WHERE syned_user_id = $1", {user_id});
  }
  std::optional<std::string> team_of(const std::string& user_id) override {
    const auto rows = run(kTeamOf, {user_id});
    if (rows.size() == 0) return std::nullopt;
    return rows.text(0, 0);
  }
  std::vector<std::string> members(const std::string& team_id) override {
    const auto rows = run(kMembers, {team_id});
    std::vector<std::string> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int row = 0; row < rows.size(); ++row) out.push_back(text_at(rows, row, 0));
    return out;
  }
  std::vector<AssignmentRecord> assignments() override {
    const auto rows = run(kAssignments);
    std::vector<AssignmentRecord> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int row = 0; row < rows.size(); ++row)
      out.push_back({text_at(rows, row, 0), text_at(rows, row, 1)});
    return out;
  }
  Counts counts() override {
    const auto rows = run(kCounts);
    return {rows.integer(0, 0), rows.integer(0, 1), rows.integer(0, 2)};
  }

  std::shared_ptr<const VendorPerson> person(const std::string& user_id) override {
    auto found = record<VendorPerson>(run(kPerson, {user_id}));
    return found ? std::make_shared<const VendorPerson>(std::move(*found)) : nullptr;
  }
  std::optional<std::int64_t> flash_start(const std::string& name) override {
    const auto rows = run(kFlashStart, {name});
    if (rows.size() == 0) return std::nullopt;
    return rows.integer(0, 0);
  }

 private:
  using Clock = std::chrono::steady_clock;

  /// A connection that is lost within a transaction must not come back before its end: the rest
  /// would be kept without the beginning.
  class InTransaction {
   public:
    explicit InTransaction(PostgresStore& store) : store_(store) { store_.in_transaction_ = true; }
    ~InTransaction() { store_.in_transaction_ = false; }
    InTransaction(const InTransaction&) = delete;
    InTransaction& operator=(const InTransaction&) = delete;

   private:
    PostgresStore& store_;
  };

  Result<void> connect() {
    if (connection_ && connection_->alive()) return boost::outcome_v2::success();
    connection_.reset();
    if (Clock::now() < try_again_) return last_failure_;
    auto connection = PgConnection::connect(url_);
    auto usable =
        connection ? check(*connection.value()) : Result<void>(failed(connection.error()));
    if (usable) {
      connection_ = std::move(connection).value();
    } else {
      try_again_ = Clock::now() + kPause;
      last_failure_ = usable.error();
    }
    return usable;
  }

  /// Nobody else uses the database, and it is the one that we have filled.
  Result<void> check(PgConnection& connection) {
    const auto claim = connection.script(kClaim);
    if (!claim) return claim.error().type == "postgres-locked" ? in_use() : failed(claim.error());
    if (!expected_) return boost::outcome_v2::success();
    const auto present = connection.query(kOrigin);
    if (present && present.value().size() == 1 && present.value().text(0, 0) == expected_)
      return boost::outcome_v2::success();
    return Error{Errc::conflict, "mock-database-changed",
                 "the mock's database is not the one that this mock has filled",
                 "start the mock anew"};
  }

  /// Whoever was reached and refuses says so itself.
  static Error failed(const Error& by_postgres) {
    if (by_postgres.type != "postgres-unreachable") return by_postgres;
    return {Errc::unavailable, "mock-database-unreachable", "the mock's database cannot be reached",
            "check META_CTF_MOCK_PG_URL and that the server runs and lets us in"};
  }
  static Error in_use() {
    return {Errc::conflict, "mock-database-in-use", "another mock uses this database",
            "stop it, or give this one another database"};
  }

  template <class T>
  static T must(Result<T> result) {
    if (!result) throw StoreFailed(std::move(result.error()));
    if constexpr (!std::is_void_v<T>) return std::move(result).value();
  }

  PgRows run(const std::string& sql, const PgParameters& parameters = {}) {
    if (!in_transaction_) must(connect());
    return must(connection_->query(sql, parameters));
  }

  template <class T>
  void put_rows(const char* sql, std::span<const T> all) {
    for (std::size_t at = 0; at < all.size(); at += kRowsPerStatement) {
      boost::json::array rows;
      for (const auto& one : all.subspan(at, std::min(kRowsPerStatement, all.size() - at)))
        rows.push_back(events::to_json(one));
      run(sql, {boost::json::serialize(rows)});
    }
  }

  std::string url_;
  std::unique_ptr<PgConnection> connection_;
  Clock::time_point try_again_;
  Error last_failure_;  ///< Until then.
  bool in_transaction_ = false;
  std::optional<std::string> expected_;  ///< The origin, as it is stored.
  std::optional<std::string> begun_;     ///< By the transaction under way.
};

}  // namespace

Result<std::unique_ptr<MockStore>> open_postgres_store(const std::string& url) {
  auto out = std::make_unique<PostgresStore>(url);
  LOCKSTEP_TRY(out->open());
  return std::unique_ptr<MockStore>(std::move(out));
}

}  // namespace lockstep::metactf_mock
