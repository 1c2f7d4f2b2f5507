// Questions about what is and was at the vendor: open work, reconciliations, disclosures.
#include <algorithm>

#include "adapters/read_store/readers.h"
#include "events/drift_plan.h"
#include "projections/all_projections.h"

namespace lockstep::read_store {

using namespace projections;  // NOLINT(google-build-using-namespace): row types.

namespace {

std::string named(RemovalState state) {
  return std::string(events::enum_name(state));
}

/// See DriftRoster.
Result<bool> holds_unlisted(SqliteConnection& c) {
  LOCKSTEP_TRY(const auto newest,
               select_rows<DriftRunRow>(
                   c,
                   select<DriftRunRow>("WHERE state = ? AND NOT dry_run AND set_aside_why IS NULL "
                                       "ORDER BY position DESC LIMIT 1"),
                   {std::string(events::enum_name(DriftRunState::recorded))}));
  events::DriftCounts counts;
  std::vector<events::DriftFinding> findings;
  if (newest.empty() || !events::from_json(newest.front().counts, counts) ||
      !events::from_json(newest.front().findings, findings))
    return false;
  return counts.hold >
         std::ranges::count(findings, events::DriftAction::hold, &events::DriftFinding::action);
}

}  // namespace

Result<std::vector<OpenWorkRow>> SqliteReaders::open_work_of(const StreamId& stream) {
  return rows<Work, OpenWorkRow>("WHERE subject = ? ORDER BY kind", {clean_text(stream.text())});
}

Result<ports::OpenWork> SqliteReaders::open_work() {
  constexpr auto kWork = GroupSet::of<Work>();
  return ask<ports::OpenWork>(kWork, [&](auto& c) -> Result<ports::OpenWork> {
    ports::OpenWork out;
    LOCKSTEP_TRY(out.rows,
                 select_rows<OpenWorkRow>(c, select<OpenWorkRow>("ORDER BY subject, kind"), {}));
    LOCKSTEP_TRY(out.assignments, select_rows<AssignmentRow>(c, select<AssignmentRow>(""), {}));
    LOCKSTEP_TRY(out.position, position_of(c, kWork));
    return out;
  });
}

Result<std::optional<AssignmentRow>> SqliteReaders::assignment(const CompetitorId& id) {
  return find<Work, AssignmentRow>(id.value);
}

Result<std::optional<DriftRunRow>> SqliteReaders::drift_run(const CallId& id) {
  return find<Drift, DriftRunRow>(id.value);
}

Result<std::optional<DriftRunRow>> SqliteReaders::newest_drift_run() {
  LOCKSTEP_TRY(auto newest,
               (rows<Drift, DriftRunRow>("ORDER BY requested_position DESC LIMIT 1", {})));
  if (newest.empty()) return std::optional<DriftRunRow>{};
  return std::optional{std::move(newest.front())};
}

Result<std::optional<DriftRemovalRow>> SqliteReaders::drift_removal(const CompetitorId& id) {
  return find<Drift, DriftRemovalRow>(id.value);
}

Result<std::vector<DriftRemovalRow>> SqliteReaders::drift_removals(
    const std::optional<CallId>& run) {
  const std::string which = run ? "WHERE run_id = ?" : "WHERE state = ?";
  return rows<Drift, DriftRemovalRow>(which + " ORDER BY competitor_id",
                                      {run ? clean_text(run->value) : named(RemovalState::held)});
}

Result<ports::DriftRoster> SqliteReaders::drift_roster() {
  constexpr auto kGroups = GroupSet::of<Work, Drift, Disclosed, Roster>();
  return ask<ports::DriftRoster>(kGroups, [&](auto& c) -> Result<ports::DriftRoster> {
    ports::DriftRoster out;
    LOCKSTEP_TRY(out.assignments, select_rows<AssignmentRow>(c, select<AssignmentRow>(""), {}));
    LOCKSTEP_TRY(out.removals, select_rows<DriftRemovalRow>(
                                   c, select<DriftRemovalRow>("WHERE state IN (?, ?)"),
                                   {named(RemovalState::held), named(RemovalState::rejected)}));
    LOCKSTEP_TRY(out.holds_unlisted, holds_unlisted(c));
    LOCKSTEP_TRY(out.otherwise,
                 select_rows<DisclosedRow>(c, select<DisclosedRow>("WHERE fields <> ''"), {}));
    LOCKSTEP_TRY(auto teams, c.prepare("SELECT id FROM teams WHERE NOT deleted"));
    for (;;) {
      LOCKSTEP_TRY(const bool found, teams.step());
      if (!found) break;
      out.teams.push_back({teams.text(0)});
    }
    LOCKSTEP_TRY(auto accounts, c.prepare("SELECT id, metactf_user_id FROM coaches WHERE "
                                          "metactf_user_id IS NOT NULL UNION ALL "
                                          "SELECT id, metactf_user_id FROM competitors WHERE "
                                          "metactf_user_id IS NOT NULL"));
    for (;;) {
      LOCKSTEP_TRY(const bool found, accounts.step());
      if (!found) break;
      out.accounts.emplace_back(accounts.text(0), MetactfUserId{accounts.integer(1)});
    }
    LOCKSTEP_TRY(out.position, position_of(c, kGroups));
    return out;
  });
}

Result<std::optional<DisclosedRow>> SqliteReaders::disclosed(const StreamId& stream) {
  return find<Disclosed, DisclosedRow>(stream.text());
}

}  // namespace lockstep::read_store
