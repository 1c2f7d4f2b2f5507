// Questions about one thing, and lists. Lists are exact: nothing is capped without a cursor to go
// on.
#include <algorithm>
#include <climits>

#include "adapters/read_store/plain_text.h"
#include "adapters/read_store/readers.h"
#include "projections/all_projections.h"
#include "projections/tables/row_key.h"

namespace lockstep::read_store {

namespace {

using namespace projections;  // Row types, Value, Values.

constexpr std::size_t kMaxPage = 500;
constexpr auto kRoster = GroupSet::of<Roster>();

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
std::string id_of(const Row& row) {
  if constexpr (requires { row.id.value; })
    return row.id.value;
  else
    return row.id;
}

template <class Row>
Result<ports::Page<Row>> page(SqliteConnection& connection, Filter filter,
                              const std::optional<std::string>& after, std::size_t limit) {
  if (limit < 1 || limit > kMaxPage)
    return Error{Errc::invalid, "limit-out-of-range", "A page has 1 to 500 rows.",
                 "Ask for fewer rows and follow the cursor."};
  const std::string table(Row::kTable);
  ports::Page<Row> out;
  LOCKSTEP_TRY(out.total, count(connection, table, filter));
  if (after) filter.add("id > ?", *after);
  filter.parameters.emplace_back(static_cast<std::int64_t>(limit) + 1);  // One more: is there more?
  LOCKSTEP_TRY(out.rows,
               select_rows<Row>(connection, select<Row>(filter.where + " ORDER BY id LIMIT ?"),
                                filter.parameters));
  if (out.rows.size() > limit) {
    out.rows.pop_back();
    out.next = id_of(out.rows.back());
  }
  return out;
}

}  // namespace

Result<Position> position_of(SqliteConnection& connection, GroupSet groups) {
  LOCKSTEP_TRY(auto statement,
               connection.prepare("SELECT name, position FROM lockstep_groups WHERE beside = 0"));
  std::optional<Position> lowest;
  for (;;) {
    LOCKSTEP_TRY(const bool found, statement.step());
    if (!found) break;
    const auto group = projections::find_group(statement.text(0));
    const Position at{static_cast<std::uint64_t>(statement.integer(1))};
    if (group && groups.contains(*group)) lowest = lowest ? std::min(*lowest, at) : at;
  }
  return lowest.value_or(Position{});
}

Result<std::optional<CoachRow>> SqliteReaders::coach(const CoachId& id) {
  return find<Roster, CoachRow>(id.value);
}

Result<std::optional<CompetitorRow>> SqliteReaders::competitor(const CompetitorId& id) {
  return find<Roster, CompetitorRow>(id.value);
}

Result<std::optional<TeamRow>> SqliteReaders::team(const TeamId& id) {
  return find<Roster, TeamRow>(id.value);
}

Result<std::optional<MembershipRow>> SqliteReaders::membership(const CompetitorId& id) {
  return find<Roster, MembershipRow>(id.value);
}

Result<std::optional<SyncStateRow>> SqliteReaders::sync_state(const CompetitorId& id) {
  return find<Scores, SyncStateRow>(id.value);
}

Result<std::optional<PasswordResetRow>> SqliteReaders::password_reset(const CompetitorId& id) {
  return find<PasswordResets, PasswordResetRow>(id.value);
}

Result<std::optional<StatsRow>> SqliteReaders::stats(const CompetitorId& id) {
  return find<Scores, StatsRow>(id.value);
}

Result<ports::Page<CompetitorRow>> SqliteReaders::competitors(const ports::CompetitorQuery& query) {
  Filter filter;
  if (query.coach_id) filter.add("coach_id = ?", query.coach_id->value);
  if (query.status) filter.add("status = ?", *query.status);
  if (query.text)
    // With line breaks between, which nobody can search for.
    filter.add(
        "plain(first_name || ' ' || last_name || char(10) || coalesce(email_personal, '') "
        "|| char(10) || coalesce(email_school, '')) LIKE ? ESCAPE '\\'",
        like_pattern(*query.text));
  return ask<ports::Page<CompetitorRow>>(
      kRoster, [&](auto& c) { return page<CompetitorRow>(c, filter, query.after, query.limit); });
}

Result<ports::Page<TeamRow>> SqliteReaders::teams(const ports::TeamQuery& query) {
  Filter filter;
  if (query.coach_id) filter.add("coach_id = ?", query.coach_id->value);
  return ask<ports::Page<TeamRow>>(
      kRoster, [&](auto& c) { return page<TeamRow>(c, filter, query.after, query.limit); });
}

Result<std::optional<FoundAccountRow>> SqliteReaders::found_account(const std::string& id) {
  return find<Accounts, FoundAccountRow>(id);
}

Result<ports::Page<FoundAccountRow>> SqliteReaders::found_accounts(
    const ports::FoundAccountsQuery& query) {
  Filter filter;
  if (query.state) filter.add("state = ?", std::string(events::enum_name(*query.state)));
  return ask<ports::Page<FoundAccountRow>>(GroupSet::of<Accounts>(), [&](auto& c) {
    return page<FoundAccountRow>(c, filter, query.after, query.limit);
  });
}

namespace {

/// `(?,?,?)`
std::string list_of(std::size_t count) {
  std::string out = "(";
  for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ",?";
  return out + ")";
}

template <class Id>
Values texts_of(const std::vector<Id>& ids) {
  Values out;
  for (const auto& id : ids) out.emplace_back(clean_text(id.value));
  return out;
}

}  // namespace

Result<std::map<CompetitorId, SyncStateRow>> SqliteReaders::sync_states(
    const std::vector<CompetitorId>& ids) {
  using States = std::map<CompetitorId, SyncStateRow>;
  return ask<States>(GroupSet::of<Scores>(), [&](auto& c) -> Result<States> {
    States out;
    for (std::size_t first = 0; first < ids.size(); first += kMaxPage) {
      const auto count = std::min(kMaxPage, ids.size() - first);
      const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(first);
      LOCKSTEP_TRY(auto rows,
                   select_rows<SyncStateRow>(
                       c, select<SyncStateRow>("WHERE syned_user_id IN " + list_of(count)),
                       texts_of(std::vector(begin, begin + static_cast<std::ptrdiff_t>(count)))));
      for (auto& row : rows) {
        const auto id = row.syned_user_id;
        out.insert_or_assign(id, std::move(row));
      }
    }
    return out;
  });
}

// Whoever is a member is shown, with what is known of them.
Result<std::map<TeamId, std::vector<ports::MemberView>>> SqliteReaders::members_of(
    const std::vector<TeamId>& ids) {
  using Views = std::map<TeamId, std::vector<ports::MemberView>>;
  if (ids.size() > kMaxPage)
    return Error{Errc::invalid, "too-many-teams", "So many teams are not looked up at once.", ""};
  return ask<Views>(kRoster, [&](auto& c) -> Result<Views> {
    const auto in_teams = "WHERE team_id IN " + list_of(ids.size());
    LOCKSTEP_TRY(
        auto memberships,
        select_rows<MembershipRow>(c, select<MembershipRow>(in_teams + " ORDER BY competitor_id"),
                                   texts_of(ids)));
    LOCKSTEP_TRY(
        auto competitors,
        select_rows<CompetitorRow>(c,
                                   select<CompetitorRow>("WHERE id IN (SELECT competitor_id FROM "
                                                         "team_memberships " +
                                                         in_teams + ")"),
                                   texts_of(ids)));
    std::map<CompetitorId, CompetitorRow> known;
    for (auto& row : competitors) known.emplace(row.id, std::move(row));
    Views out;
    for (auto& membership : memberships) {
      const auto& who = membership.competitor_id;
      const auto found = known.find(who);
      auto competitor = found == known.end() ? keyed<CompetitorRow>(who) : found->second;
      const auto team = membership.team_id;
      out[team].push_back({std::move(competitor), std::move(membership)});
    }
    return out;
  });
}

Result<std::vector<FlashEventRow>> SqliteReaders::flash_events(const CompetitorId& id) {
  return rows<Scores, FlashEventRow>("WHERE syned_user_id = ? ORDER BY started_at DESC, event_id",
                                     {clean_text(id.value)});
}

Result<std::vector<SolveRow>> SqliteReaders::recent_solves(const CompetitorId& id,
                                                           std::size_t limit) {
  const auto at_most = static_cast<std::int64_t>(std::min<std::size_t>(limit, INT_MAX));
  return rows<Scores, SolveRow>(
      "WHERE syned_user_id = ? ORDER BY solved_at DESC, source, event_id, "
      "challenge_solve_id, challenge_id LIMIT ?",
      {clean_text(id.value), at_most});
}

Result<ports::Owners> SqliteReaders::owners_of(const std::vector<StreamId>& streams) {
  if (streams.size() > ports::kMaxOwners)
    return Error{Errc::invalid, "too-many-streams", "So many owners are not looked up at once.",
                 ""};
  Values names;
  for (const auto& stream : streams) names.emplace_back(clean_text(stream.text()));
  return owners("WHERE stream IN " + list_of(names.size()), names);
}

Result<ports::Owners> SqliteReaders::owned_by(const CoachId& coach) {
  return owners("WHERE coach_id = ?", {clean_text(coach.value)});
}

Result<ports::Owners> SqliteReaders::owners(const std::string& where, const Values& parameters) {
  constexpr auto kOwners = GroupSet::of<Owners>();
  return ask<ports::Owners>(kOwners, [&](auto& c) -> Result<ports::Owners> {
    ports::Owners out;
    LOCKSTEP_TRY(out.rows, select_rows<OwnerRow>(c, select<OwnerRow>(where), parameters));
    LOCKSTEP_TRY(out.position, position_of(c, kOwners));
    return out;
  });
}

}  // namespace lockstep::read_store
