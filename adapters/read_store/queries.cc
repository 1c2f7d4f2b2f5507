// Questions about one thing, and lists. Lists are exact: nothing is capped without a cursor to go
// on.
#include <array>
#include <climits>

#include "adapters/read_store/ask.h"
#include "adapters/read_store/cursor.h"
#include "adapters/read_store/text_fold.h"
#include "projections/row_key.h"

namespace lockstep::read_store {

namespace {

using namespace projections;  // Row types, Value, Values.

constexpr std::size_t kMaxPage = 500;
constexpr std::size_t kMaxReaders = 4;
constexpr std::chrono::seconds kReaderWait{5};

// Conditions of a list, ANDed, with their parameters.
struct Filter {
  std::string where = "WHERE 1";
  Values parameters;
  void add(const std::string& condition, std::string parameter) {
    where += " AND " + condition;
    parameters.emplace_back(clean_text(std::move(parameter)));
  }
};

Result<std::int64_t> count(SqliteConnection& connection, const std::string& table,
                           const Filter& filter) {
  LOCKSTEP_TRY(auto statement,
               connection.prepare("SELECT count(*) FROM " + table + " " + filter.where));
  statement.bind_all(filter.parameters);
  LOCKSTEP_TRY(statement.step());
  return statement.integer(0);
}

template <class Row>
Result<ports::Page<Row>> page(SqliteConnection& connection, Filter filter,
                              const std::optional<std::string>& cursor, std::size_t limit) {
  if (limit < 1 || limit > kMaxPage)
    return Error{Errc::invalid, "limit-out-of-range", "A page has 1 to 500 rows.",
                 "Ask for fewer rows and follow the cursor."};
  const std::string table(Row::kTable);
  ports::Page<Row> out;
  LOCKSTEP_TRY(out.total, count(connection, table, filter));
  if (cursor) {
    LOCKSTEP_TRY(auto after, read_cursor(table, *cursor));
    filter.add("id > ?", std::move(after));
  }
  filter.parameters.emplace_back(static_cast<std::int64_t>(limit) + 1);  // One more: is there more?
  LOCKSTEP_TRY(out.rows,
               select_rows<Row>(connection, select<Row>(filter.where + " ORDER BY id LIMIT ?"),
                                filter.parameters));
  if (out.rows.size() > limit) {
    out.rows.pop_back();
    out.next = make_cursor(table, out.rows.back().id.value);
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteReadStore::take_reader() {
  std::unique_lock lock(mutex_);
  const auto free = [&] { return !idle_readers_.empty() || readers_ < kMaxReaders; };
  if (!reader_free_.wait_for(lock, kReaderWait, free))
    return Error{Errc::unavailable, "read-store-busy", "Too many questions at once.",
                 "Try again in a moment."};
  if (!idle_readers_.empty()) {
    auto reader = std::move(idle_readers_.back());
    idle_readers_.pop_back();
    return reader;
  }
  LOCKSTEP_TRY(auto reader,
               SqliteConnection::open(file_, kStoreName, {.add_functions = add_fold_function}));
  ++readers_;
  return reader;
}

void SqliteReadStore::give_back(std::unique_ptr<SqliteConnection> reader) {
  {
    const std::lock_guard lock(mutex_);
    idle_readers_.push_back(std::move(reader));
  }
  reader_free_.notify_one();
}

Result<std::optional<CoachRow>> SqliteReadStore::coach(const CoachId& id) {
  return find<CoachRow>(id.value);
}

Result<std::optional<CompetitorRow>> SqliteReadStore::competitor(const CompetitorId& id) {
  return find<CompetitorRow>(id.value);
}

Result<std::optional<TeamRow>> SqliteReadStore::team(const TeamId& id) {
  return find<TeamRow>(id.value);
}

Result<std::optional<MembershipRow>> SqliteReadStore::membership(const CompetitorId& id) {
  return find<MembershipRow>(id.value);
}

Result<std::optional<SyncStateRow>> SqliteReadStore::sync_state(const CompetitorId& id) {
  return find<SyncStateRow>(id.value);
}

Result<std::optional<PasswordResetRow>> SqliteReadStore::password_reset(const CompetitorId& id) {
  return find<PasswordResetRow>(id.value);
}

Result<std::optional<StatsRow>> SqliteReadStore::stats(const CompetitorId& id) {
  return find<StatsRow>(id.value);
}

Result<ports::Page<CompetitorRow>> SqliteReadStore::competitors(
    const ports::CompetitorQuery& query) {
  Filter filter;
  if (query.coach_id) filter.add("coach_id = ?", query.coach_id->value);
  if (query.status) filter.add("status = ?", *query.status);
  if (query.text)
    filter.add("fold(first_name || ' ' || last_name) LIKE ? ESCAPE '\\'",
               like_pattern(*query.text));
  return ask<ports::Page<CompetitorRow>>(
      [&](auto& c) { return page<CompetitorRow>(c, filter, query.cursor, query.limit); });
}

Result<ports::Page<TeamRow>> SqliteReadStore::teams(const ports::TeamQuery& query) {
  Filter filter;
  if (query.coach_id) filter.add("coach_id = ?", query.coach_id->value);
  return ask<ports::Page<TeamRow>>(
      [&](auto& c) { return page<TeamRow>(c, filter, query.cursor, query.limit); });
}

// Whoever is a member is shown, with what is known of him.
Result<std::vector<ports::MemberView>> SqliteReadStore::members(const TeamId& id) {
  using Views = std::vector<ports::MemberView>;
  return ask<Views>([&](auto& c) -> Result<Views> {
    LOCKSTEP_TRY(auto memberships,
                 select_rows<MembershipRow>(
                     c, select<MembershipRow>("WHERE team_id = ? ORDER BY competitor_id"),
                     {clean_text(id.value)}));
    Views out;
    for (auto& membership : memberships) {
      LOCKSTEP_TRY(auto competitor, one<CompetitorRow>(c, membership.competitor_id.value));
      if (!competitor) competitor = keyed<CompetitorRow>(membership.competitor_id);
      out.push_back({std::move(*competitor), std::move(membership)});
    }
    return out;
  });
}

Result<std::vector<FlashEventRow>> SqliteReadStore::flash_events(const CompetitorId& id) {
  return ask<std::vector<FlashEventRow>>([&](auto& c) {
    return select_rows<FlashEventRow>(
        c, select<FlashEventRow>("WHERE syned_user_id = ? ORDER BY started_at DESC, event_id"),
        {clean_text(id.value)});
  });
}

Result<std::vector<SolveRow>> SqliteReadStore::recent_solves(const CompetitorId& id,
                                                             std::size_t limit) {
  const auto at_most = static_cast<std::int64_t>(std::min<std::size_t>(limit, INT_MAX));
  return ask<std::vector<SolveRow>>([&](auto& c) {
    return select_rows<SolveRow>(
        c,
        select<SolveRow>("WHERE syned_user_id = ? ORDER BY solved_at DESC, source, event_id, "
                         "challenge_solve_id, challenge_id LIMIT ?"),
        {clean_text(id.value), at_most});
  });
}

Result<ports::Owners> SqliteReadStore::owners_of(const std::vector<StreamId>& streams) {
  if (streams.size() > ports::kMaxOwners)
    return Error{Errc::invalid, "too-many-streams", "So many owners are not looked up at once.",
                 ""};
  std::string where = "WHERE stream IN (";
  Values names;
  for (const auto& stream : streams) {
    where += names.empty() ? "?" : ",?";
    names.emplace_back(clean_text(stream.text()));
  }
  return owners(where + ")", names);
}

Result<ports::Owners> SqliteReadStore::owned_by(const CoachId& coach) {
  return owners("WHERE coach_id = ?", {clean_text(coach.value)});
}

Result<ports::Owners> SqliteReadStore::owners(const std::string& where, const Values& parameters) {
  return ask<ports::Owners>([&](auto& c) -> Result<ports::Owners> {
    ports::Owners out;
    LOCKSTEP_TRY(out.rows, select_rows<OwnerRow>(c, select<OwnerRow>(where), parameters));
    LOCKSTEP_TRY(out.position, position_of(c));
    return out;
  });
}

Result<std::vector<OpenWorkRow>> SqliteReadStore::open_work_of(const StreamId& stream) {
  return ask<std::vector<OpenWorkRow>>([&](auto& c) {
    return select_rows<OpenWorkRow>(c, select<OpenWorkRow>("WHERE subject = ? ORDER BY kind"),
                                    {clean_text(stream.text())});
  });
}

Result<ports::OpenWork> SqliteReadStore::open_work() {
  return ask<ports::OpenWork>([&](auto& c) -> Result<ports::OpenWork> {
    ports::OpenWork out;
    LOCKSTEP_TRY(out.rows,
                 select_rows<OpenWorkRow>(c, select<OpenWorkRow>("ORDER BY subject, kind"), {}));
    LOCKSTEP_TRY(out.assignments, select_rows<AssignmentRow>(c, select<AssignmentRow>(""), {}));
    LOCKSTEP_TRY(out.position, position_of(c));
    return out;
  });
}

}  // namespace lockstep::read_store
