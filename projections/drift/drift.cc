// Fold of reconciliations into a row per run, and a row per competitor whose removal was held.
#include "projections/drift/drift.h"

#include "events/codec.h"
#include "projections/group_info.h"

namespace lockstep::projections {

namespace {

void change(const DriftRows& rows, const EventMeta& meta,
            const events::PlatformReconciliationRequested& e) {
  auto row = keyed<DriftRunRow>(e.run_id);
  row.dry_run = e.dry_run;
  row.state = DriftRunState::under_way;
  row.requested_at = meta.recorded_at;
  row.requested_position = row.position = meta.position;
  rows.put(std::move(row));
}

void hold(const DriftRows& rows, const EventMeta& meta, const CallId& run,
          const events::DriftFinding& found) {
  auto row = keyed<DriftRemovalRow>(CompetitorId{found.syned_user_id});
  row.run_id = run;
  row.remote_team_id = found.remote_team_id.value_or(TeamId{});
  row.team_changes = found.team_changes;
  row.state = RemovalState::held;
  row.changed_at = meta.recorded_at;
  row.position = meta.position;
  rows.put(std::move(row));
}

void change(const DriftRows& rows, const EventMeta& meta,
            const events::PlatformReconciliationRecorded& e) {
  auto row = take_or(rows, keyed<DriftRunRow>(e.run_id));
  const auto& plan = e.plan;
  if (row.requested_position.value == 0) {  // The clock asked for it, which is no event.
    row.requested_at = meta.recorded_at;
    row.requested_position = meta.position;
  }
  row.dry_run = e.dry_run;
  row.state = plan.inconclusive ? DriftRunState::inconclusive : DriftRunState::recorded;
  row.recorded_at = meta.recorded_at;
  row.known_assignments = plan.known_assignments;
  row.listed_assignments = plan.listed_assignments;
  row.counts = events::to_json(plan.counts);
  row.findings = events::to_json(plan.findings);
  row.findings_left_out = plan.findings_left_out;
  row.rows_set_aside = plan.rows_set_aside.value_or(0);
  row.set_aside_why = plan.set_aside_why;
  if (plan.inconclusive) {
    row.inconclusive_code = plan.inconclusive->code;
    row.inconclusive_message = plan.inconclusive->message;
    row.inconclusive_remedy = plan.inconclusive->remedy;
  }
  row.position = meta.position;
  rows.put(std::move(row));
  if (e.dry_run) return;
  for (const auto& found : plan.findings)
    if (found.action == events::DriftAction::hold) hold(rows, meta, e.run_id, found);
}

// Of this run: another one may have held the competitor since.
void settle(const DriftRows& rows, const EventMeta& meta, const CallId& run,
            const CompetitorId& competitor, RemovalState state) {
  auto row = rows.get(keyed<DriftRemovalRow>(competitor));
  if (!row || row->run_id != run || row->state != RemovalState::held) return;
  row->state = state;
  row->changed_at = meta.recorded_at;
  row->position = meta.position;
  rows.put(std::move(*row));
}
void change(const DriftRows& rows, const EventMeta& meta,
            const events::PlatformRemovalsApproved& e) {
  for (const auto& removal : e.removals)
    settle(rows, meta, e.run_id, removal.competitor_id, RemovalState::approved);
}
void change(const DriftRows& rows, const EventMeta& meta,
            const events::PlatformRemovalsRejected& e) {
  for (const auto& removal : e.removals)
    settle(rows, meta, e.run_id, removal.competitor_id, RemovalState::rejected);
}
void change(const DriftRows& rows, const EventMeta& meta,
            const events::PlatformRemovalsSuperseded& e) {
  for (const auto& competitor : e.competitor_ids)
    settle(rows, meta, e.run_id, competitor, RemovalState::superseded);
}

// What it was held for is so no more: to decide about it would change nothing.
template <class E>
requires boost::mp11::mp_contains<events::CompetitorTeamChanges, E>::value void change(
    const DriftRows& rows, const EventMeta& meta, const E& e) {
  const auto row = rows.get(keyed<DriftRemovalRow>(e.competitor_id));
  if (row) settle(rows, meta, row->run_id, e.competitor_id, RemovalState::superseded);
}

}  // namespace

void Drift::apply(const DriftRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Inputs>(event, [&](const auto& e) { change(rows, meta, e); });
}

template GroupInfo info_of<Drift>();

}  // namespace lockstep::projections
