#include "actors/work_plan.h"

#include <algorithm>

#include "events/any_event.h"
#include "projections/disclosed.h"

namespace lockstep::actors {

namespace {

using projections::OpenWorkRow;
using projections::WorkKind;
using enum projections::WorkKind;

const Error kNothingToDo{Errc::not_found, "no-such-work", "", ""};

Result<events::StoredEvent> read_intent(const Environment& env, Position position) {
  LOCKSTEP_TRY(auto found,
               env.log.read_all(Position{position.value - 1}, {.max_events = 1, .max_bytes = 1}));
  if (found.empty() || found.front().position != position) return kNothingToDo;
  return std::move(found.front());
}

RunningWork running(process::VendorOperation operation, const events::StoredEvent& cause,
                    const CallId& call_id) {
  RunningWork work;
  work.operation = std::move(operation);
  work.correlation_id = cause.correlation_id;
  work.outcome_id = "outcome:" + call_id.value;
  return work;
}

process::VendorOperation reconciliation(const Environment& env,
                                        const events::PlatformReconciliationRequested& e) {
  const process::Comparison run{e.run_id, env.log.head().position, env.settings.removal_limits,
                                std::nullopt};
  if (e.dry_run) return process::ReconcileDryRun{run};
  return process::Reconcile{run};
}

Result<RunningWork> operation_of_intent(const Environment& env, const events::StoredEvent& stored,
                                        bool again, const TeamPlaces& places) {
  LOCKSTEP_TRY(auto event, events::decode(stored));
  return std::visit(
      [&]<class E>(const E& e) -> Result<RunningWork> {
        using namespace events;  // NOLINT(google-build-using-namespace)
        if constexpr (std::same_as<E, CoachAccountRequested> ||
                      std::same_as<E, CompetitorOnboardingRequested>) {
          // An erased person is not disclosed: there is nothing left to send.
          if (!e.payload.readable()) return kNothingToDo;
          process::EnsureUser ensure{e.call_id, e.payload.reveal()};
          ensure.may_have_written = again;
          return running(std::move(ensure), stored, e.call_id);
        } else if constexpr (std::same_as<E, TeamRemoteCreationRequested>) {
          process::EnsureTeam ensure{e.call_id, e.payload};
          ensure.may_have_written = again;
          return running(std::move(ensure), stored, e.call_id);
        } else if constexpr (std::same_as<E, TeamRemoteDeletionRequested>) {
          return running(process::EnsureNoTeam{e.call_id, e.team_id}, stored, e.call_id);
        } else if constexpr (std::same_as<E, CompetitorAssignmentRequested>) {
          process::SetAssignment set{e.call_id, e.competitor_id, e.team_id};
          set.may_be_so = again || e.attempt > 1;
          set.may_have_written = again;
          set.no_place = e.team_id && !places.has_place(*e.team_id, e.competitor_id);
          return running(std::move(set), stored, e.call_id);
        } else if constexpr (std::same_as<E, PlatformReconciliationRequested>) {
          return running(reconciliation(env, e), stored, e.run_id);
        } else if constexpr (std::same_as<E, CompetitorPasswordResetRequested>) {
          return running(process::MailPasswordReset{e.call_id, e.competitor_id, again}, stored,
                         e.call_id);
        } else {
          return kNothingToDo;
        }
      },
      event);
}

// Incremental once totals are known; asked again with an overlap, because the boundary is unknown.
Result<RunningWork> poll_odl_operation(const Environment& env, const CompetitorId& id, bool whole) {
  std::optional<VendorTime> after;
  if (!whole) {
    LOCKSTEP_TRY(auto state, env.reads.sync_state(id));
    const auto overlap = std::max<std::int64_t>(1, env.settings.cursor_overlap.count());
    if (state && state->last_odl_synced_at && state->odl_cursor)
      after = VendorTime{state->odl_cursor->value - overlap};
  }
  RunningWork work;
  const CallId call{"poll." + env.ids.next()};
  work.operation = process::PollOdl{call, id, after, std::nullopt};
  work.correlation_id = work.outcome_id = call.value;
  return work;
}

RunningWork poll_flash_operation(const Environment& env, const CompetitorId& id) {
  RunningWork work;
  const CallId call{"poll." + env.ids.next()};
  work.operation = process::PollFlash{call, id};
  work.correlation_id = work.outcome_id = call.value;
  return work;
}

RunningWork check_status_operation(const Environment& env, const CoachId& id) {
  RunningWork work;
  work.operation = process::CheckCoachStatus{id};
  work.correlation_id = work.outcome_id = "check." + env.ids.next();
  return work;
}

bool is_poll(WorkKind kind) {
  return kind == poll_odl || kind == poll_totals || kind == poll_flash;
}

}  // namespace

Lane lane_of(WorkKind kind, bool asked_for) {
  if (kind == poll_totals || kind == call_reconciliation || kind == reconcile) return Lane::sweep;
  if (is_poll(kind)) return asked_for ? Lane::manual_refresh : Lane::sla_poll;
  if (kind == check_coach_status) return Lane::sla_poll;
  return Lane::interactive_write;
}

std::int64_t due_at(const OpenWorkRow& row, WorkKind kind, std::optional<Timestamp> tried,
                    Timestamp now, const Settings& settings) {
  const auto past = [&](Timestamp time) { return std::min(time.value, now.value); };
  std::int64_t due = 0;
  if (row.not_before)
    due = retry_is_due(*row.not_before, now) ? 0 : row.not_before->value;
  else if (row.last_at && kind == check_coach_status)
    due = past(*row.last_at) + settings.coach_check_interval.count();
  else if (row.last_at && is_poll(kind))
    due = past(*row.last_at) + settings.poll_interval.count();
  else if (row.last_at && kind == reconcile)
    due = past(*row.last_at) + settings.reconcile_interval.count();
  // What left no trace in the log when it was tried must not be tried in a loop.
  if (tried) due = std::max(due, past(*tried) + settings.coach_check_interval.count());
  return due;
}

std::optional<AnyCommand> due_command(const Environment& env, WorkKind kind) {
  if (kind == retry_coach_account)
    return domain::CoachCommand{domain::EnsureCoachAccount{.retry = true}};
  if (kind == retry_onboarding) return domain::CompetitorCommand{domain::RetryOnboarding{}};
  if (kind == retry_assignment)
    return domain::CompetitorCommand{domain::ConvergeAssignment{.retry = true}};
  if (kind == retry_team_creation || kind == retry_team_deletion)
    return domain::TeamCommand{domain::ConvergeTeam{.retry = true}};
  if (kind == reconcile)
    return domain::PlatformCommand{domain::RequestReconciliation{{env.ids.next()}, false}};
  return std::nullopt;
}

std::string subject_id(const std::string& stream) {
  return stream.substr(stream.find('-') + 1);
}

std::string work_tenant(ports::ReadStore& reads, const WorkKey& key) {
  const auto id = subject_id(key.first);
  if (key.first.starts_with(domain::Coach::kCategory)) return id;
  if (key.first.starts_with(domain::Platform::kCategory)) return {};
  const auto coach_of = [](const auto& row) {
    return row && row.value() ? row.value()->coach_id.value : std::string{};
  };
  if (key.first.starts_with(domain::Team::kCategory)) return coach_of(reads.team({id}));
  return coach_of(reads.competitor({id}));
}

Result<RunningWork> plan_operation(const Environment& env, const WorkKey& key,
                                   const OpenWorkRow& row, bool again, const TeamPlaces& places) {
  const auto id = subject_id(key.first);
  if (key.second == poll_odl || key.second == poll_totals)
    return poll_odl_operation(env, {id}, key.second == poll_totals);
  if (key.second == poll_flash) return poll_flash_operation(env, {id});
  if (key.second == check_coach_status) return check_status_operation(env, {id});
  LOCKSTEP_TRY(auto intent, read_intent(env, row.position));
  return operation_of_intent(env, intent, again, places);
}

namespace {

process::KnownAssignment known(const projections::AssignmentRow& row) {
  return {
      .competitor_id = row.competitor_id,
      .onboarded = row.onboarded,
      .team = row.team_id,
      .remote_team = row.remote_team_id,
      .settled = row.call == "none" && !row.requested_team_id && (!row.team_id || row.team_ready),
      .team_changes = row.team_changes,
      .changed_at = row.position};
}

process::Difference difference(const projections::DisclosedRow& row) {
  const auto id = subject_id(row.subject);
  auto fields = projections::field_names(row);
  if (row.subject.starts_with(domain::Team::kCategory)) return {"", TeamId{id}, std::move(fields)};
  return {id, std::nullopt, std::move(fields)};
}

process::Roster roster_of(const ports::DriftRoster& rows) {
  process::Roster out;
  for (const auto& row : rows.assignments) out.competitors.push_back(known(row));
  for (const auto& team : rows.teams) out.teams.insert(team.value);
  for (const auto& row : rows.rejected)
    out.rejected.push_back({row.competitor_id, row.remote_team_id, row.team_changes});
  for (const auto& row : rows.otherwise) out.differences.push_back(difference(row));
  out.position = rows.position;
  return out;
}

}  // namespace

void before_answer(const Environment& env, process::VendorOperation& operation) {
  auto* run = process::comparison_of(operation);
  if (run == nullptr) return;
  if (const auto rows = env.reads.drift_roster()) run->roster = roster_of(rows.value());
}

}  // namespace lockstep::actors
