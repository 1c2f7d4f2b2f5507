// The dashboard's first summary: counts and sums over the rows, in one read transaction.
#include <limits>

#include "adapters/read_store/readers.h"
#include "base/saturating.h"

namespace lockstep::read_store {

namespace {

using ports::Summary;

// Of numbers in halves, because SQLite ends a query whose sum is too large: the vendor may say
// anything. A sum of nothing is null, and reads as 0.
std::int64_t sum_of(std::int64_t high, std::int64_t low) {
  constexpr std::int64_t kHalf = std::int64_t{1} << 32;
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max() / kHalf;
  if (high > kMost) return std::numeric_limits<std::int64_t>::max();
  if (high < -kMost - 1) return std::numeric_limits<std::int64_t>::min();
  return base::saturating_add(high * kHalf, low);
}

// One row of numbers about the competitors of a coach, or of all of them (`?1` is null). Optional
// relations are joined as such: who was never polled still counts.
constexpr const char* kCompetitorNumbers = R"sql(
  SELECT count(*), count(c.team_id),
    count(*) FILTER (WHERE m.sync = 'synced'),
    count(*) FILTER (WHERE m.sync = 'pending'),
    count(*) FILTER (WHERE m.sync = 'error'),
    count(*) FILTER (WHERE c.onboarding IN ('failed', 'held', 'rejected')),
    count(*) FILTER (WHERE c.onboarding = 'parked'),
    sum(t.odl_solves_stored >> 32), sum(t.odl_solves_stored & 4294967295),
    sum(t.flash_solves_stored >> 32), sum(t.flash_solves_stored & 4294967295),
    sum(t.challenges_completed >> 32), sum(t.challenges_completed & 4294967295),
    sum(t.total_score >> 32), sum(t.total_score & 4294967295)
  FROM competitors c
  LEFT JOIN team_memberships m ON m.competitor_id = c.id
  LEFT JOIN game_platform_stats t ON t.syned_user_id = c.id
  WHERE ?1 IS NULL OR c.coach_id = ?1)sql";

constexpr const char* kStatuses =
    "SELECT status, count(*) FROM competitors WHERE ?1 IS NULL OR coach_id = ?1 GROUP BY status";

constexpr const char* kTeams =
    "SELECT count(*), count(game_platform_id) FROM teams "
    "WHERE NOT deleted AND (?1 IS NULL OR coach_id = ?1)";

Result<void> competitor_numbers(SqliteConnection& connection, const projections::Value& coach,
                                Summary& out) {
  LOCKSTEP_TRY(auto row, connection.prepare(kCompetitorNumbers));
  row.bind(1, coach);
  LOCKSTEP_TRY(row.step());
  int column = 0;
  for (auto* number :
       {&out.competitors, &out.competitors_on_team, &out.members_synced, &out.members_pending,
        &out.members_error, &out.onboarding_errors, &out.waiting_for_coach})
    *number = row.integer(column++);
  for (auto* sum :
       {&out.odl_solves, &out.flash_solves, &out.challenges_completed, &out.total_score}) {
    *sum = sum_of(row.integer(column), row.integer(column + 1));
    column += 2;
  }
  return boost::outcome_v2::success();
}

}  // namespace

Result<std::vector<CompetitorId>> SqliteReaders::on_platform(
    const std::optional<CoachId>& coach_id) {
  projections::Value coach;
  if (coach_id) coach = projections::clean_text(coach_id->value);
  using Ids = std::vector<CompetitorId>;
  return ask<Ids>(GroupSet::of<projections::Roster>(), [&](auto& c) -> Result<Ids> {
    LOCKSTEP_TRY(auto rows, c.prepare("SELECT id FROM competitors WHERE game_platform_id IS NOT "
                                      "NULL AND (?1 IS NULL OR coach_id = ?1) ORDER BY id"));
    rows.bind(1, coach);
    Ids out;
    for (;;) {
      LOCKSTEP_TRY(const bool found, rows.step());
      if (!found) return out;
      out.push_back({rows.text(0)});
    }
  });
}

Result<Summary> SqliteReaders::summary(const std::optional<CoachId>& coach_id) {
  projections::Value coach;
  if (coach_id) coach = projections::clean_text(coach_id->value);
  constexpr auto kGroups = GroupSet::of<projections::Roster, projections::Scores>();
  return ask<Summary>(kGroups, [&](auto& c) -> Result<Summary> {
    Summary out;
    LOCKSTEP_TRY(competitor_numbers(c, coach, out));
    LOCKSTEP_TRY(auto statuses, c.prepare(kStatuses));
    statuses.bind(1, coach);
    for (;;) {
      LOCKSTEP_TRY(const bool found, statuses.step());
      if (!found) break;
      out.competitors_by_status[statuses.text(0)] = statuses.integer(1);
    }
    LOCKSTEP_TRY(auto teams, c.prepare(kTeams));
    teams.bind(1, coach);
    LOCKSTEP_TRY(teams.step());
    out.teams = teams.integer(0);
    out.teams_on_platform = teams.integer(1);
    LOCKSTEP_TRY(out.position, position_of(c, kGroups));
    return out;
  });
}

}  // namespace lockstep::read_store
