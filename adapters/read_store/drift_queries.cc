// Questions about reconciliations: what they compare with, what they found, what they hold.
#include "adapters/read_store/ask.h"

namespace lockstep::read_store {

using namespace projections;  // NOLINT(google-build-using-namespace): row types.

Result<std::optional<AssignmentRow>> SqliteReadStore::assignment(const CompetitorId& id) {
  return ask<std::optional<AssignmentRow>>(
      [&](auto& c) { return one<AssignmentRow>(c, id.value); });
}

Result<std::optional<DriftRunRow>> SqliteReadStore::drift_run(const CallId& id) {
  return ask<std::optional<DriftRunRow>>([&](auto& c) { return one<DriftRunRow>(c, id.value); });
}

Result<std::optional<DriftRunRow>> SqliteReadStore::newest_drift_run() {
  using Answer = std::optional<DriftRunRow>;
  return ask<Answer>([&](auto& c) -> Result<Answer> {
    LOCKSTEP_TRY(auto rows,
                 select_rows<DriftRunRow>(
                     c, select<DriftRunRow>("ORDER BY requested_position DESC LIMIT 1"), {}));
    if (rows.empty()) return Answer{};
    return Answer{std::move(rows.front())};
  });
}

Result<std::vector<DriftRemovalRow>> SqliteReadStore::drift_removals(
    const std::optional<CallId>& run) {
  const std::string which = run ? "WHERE run_id = ?" : "WHERE state = ?";
  return ask<std::vector<DriftRemovalRow>>([&](auto& c) {
    return select_rows<DriftRemovalRow>(c,
                                        select<DriftRemovalRow>(which + " ORDER BY competitor_id"),
                                        {run ? clean_text(run->value) : std::string("held")});
  });
}

Result<ports::DriftRoster> SqliteReadStore::drift_roster() {
  return ask<ports::DriftRoster>([&](auto& c) -> Result<ports::DriftRoster> {
    ports::DriftRoster out;
    LOCKSTEP_TRY(out.assignments, select_rows<AssignmentRow>(c, select<AssignmentRow>(""), {}));
    LOCKSTEP_TRY(out.rejected,
                 select_rows<DriftRemovalRow>(c, select<DriftRemovalRow>("WHERE state = ?"),
                                              {std::string("rejected")}));
    LOCKSTEP_TRY(out.otherwise,
                 select_rows<DisclosedRow>(c, select<DisclosedRow>("WHERE fields <> ''"), {}));
    LOCKSTEP_TRY(auto teams, c.prepare("SELECT id FROM teams WHERE NOT deleted"));
    for (;;) {
      LOCKSTEP_TRY(const bool found, teams.step());
      if (!found) break;
      out.teams.push_back({teams.text(0)});
    }
    LOCKSTEP_TRY(out.position, position_of(c));
    return out;
  });
}

Result<std::optional<DisclosedRow>> SqliteReadStore::disclosed(const StreamId& stream) {
  return ask<std::optional<DisclosedRow>>(
      [&](auto& c) { return one<DisclosedRow>(c, stream.text()); });
}

}  // namespace lockstep::read_store
