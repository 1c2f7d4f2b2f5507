#include "actors/pump_reads.h"

#include <utility>

#include "engine/domain/coach.h"
#include "engine/domain/platform.h"
#include "engine/domain/team.h"
#include "projections/disclosed/disclosed.h"

namespace lockstep::actors {

namespace {

std::string tenant_of(ports::ReadStore& reads, const effects::WorkKey& key) {
  const auto id = effects::subject_id(key.first);
  if (key.first.starts_with(domain::Coach::kCategory)) return id;
  if (key.first.starts_with(domain::Platform::kCategory)) return {};
  const auto coach_of = [](const auto& row) {
    return row && row.value() ? row.value()->coach_id.value : std::string{};
  };
  if (key.first.starts_with(domain::Team::kCategory)) return coach_of(reads.roster().team({id}));
  return coach_of(reads.roster().competitor({id}));
}

process::KnownAssignment known(const projections::AssignmentRow& row) {
  return {.competitor_id = row.competitor_id,
          .onboarded = row.onboarded,
          .team = row.team_id,
          .remote_team = row.remote_team_id,
          .settled = row.call == projections::AssignmentCall::none && !row.requested_team_id &&
                     (!row.team_id || row.team_ready),
          .team_changes = row.team_changes,
          .changed_at = row.position,
          .inactive = row.inactive};
}

process::Difference difference(const projections::DisclosedRow& row) {
  const auto id = effects::subject_id(row.subject);
  auto fields = projections::field_names(row);
  if (row.subject.starts_with(domain::Team::kCategory)) return {"", TeamId{id}, std::move(fields)};
  return {id, std::nullopt, std::move(fields)};
}

process::Roster roster_of(const ports::DriftRoster& rows) {
  process::Roster out;
  for (const auto& row : rows.assignments) out.competitors.push_back(known(row));
  for (const auto& team : rows.teams) out.teams.insert(team.value);
  for (const auto& row : rows.removals) {
    auto& removals = row.state == projections::RemovalState::held ? out.held : out.rejected;
    removals.push_back({row.competitor_id, row.remote_team_id, row.team_changes});
  }
  out.more_are_held = rows.holds_unlisted;
  for (const auto& row : rows.otherwise) out.differences.push_back(difference(row));
  for (const auto& [id, account] : rows.accounts) out.accounts.push_back({id, account});
  out.position = rows.position;
  return out;
}

}  // namespace

Result<Position> load_open_work(const Environment& env, effects::Planner& planner) {
  LOCKSTEP_TRY(auto rows, env.reads.work().open_work());
  planner.load(std::move(rows.rows), std::move(rows.assignments), env.log.head().position);
  return rows.position;
}

std::vector<std::string> tenants_of(const Environment& env,
                                    const std::vector<effects::WorkKey>& keys) {
  std::vector<std::string> out;
  out.reserve(keys.size());
  for (const auto& key : keys) out.push_back(tenant_of(env.reads, key));
  return out;
}

std::optional<effects::Intent> read_intent(const Environment& env, Position position) {
  auto found = env.log.read_all(Position{position.value - 1}, {.max_events = 1, .max_bytes = 1});
  if (!found || found.value().empty()) return std::nullopt;
  auto& event = found.value().front();
  if (event.position != position) return std::nullopt;
  return effects::Intent{std::move(event), env.log.head().position};
}

std::optional<effects::Cursor> read_cursor(const Environment& env, const CompetitorId& id) {
  const auto state = env.reads.scores().sync_state(id);
  if (!state) return std::nullopt;
  const auto& row = state.value();
  // A poll that was never answered whole has no cursor, whatever solves are there. And what is
  // mended may be older than the cursor.
  const bool filter = row && row->last_odl_synced_at && !row->look_again;
  return effects::Cursor{filter ? row->odl_cursor : std::nullopt};
}

std::optional<process::Roster> read_roster(const Environment& env) {
  const auto rows = env.reads.across().drift_roster();
  return rows ? std::optional(roster_of(rows.value())) : std::nullopt;
}

}  // namespace lockstep::actors
