// Fold of intents, outcomes and answers into what is still to be done at the vendor. The effect
// pump has no other table of pending work, so a row must go exactly when its reason goes.
#include "projections/vendor_work/open_work.h"

#include "events/coach_account.h"

namespace lockstep::projections {

namespace {

// The rows of one stream.
struct Subject {
  const WorkRows& rows;
  const EventMeta& meta;

  [[nodiscard]] OpenWorkRow key(WorkKind kind) const {
    return keyed<OpenWorkRow>(meta.stream.text(), kind);
  }
  void erase(WorkKind kind) const { rows.erase(key(kind)); }
  void put(WorkKind kind, std::optional<Timestamp> not_before,
           std::optional<Timestamp> last_at) const {
    auto row = key(kind);
    row.not_before = not_before;
    row.last_at = last_at;
    row.position = meta.position;
    rows.put(std::move(row));
  }
  /// Puts it unless it is there: its position stays that of the event which opened it.
  void open(WorkKind kind, std::optional<Timestamp> last_at = std::nullopt) const {
    if (rows.find(key(kind)) == nullptr) put(kind, std::nullopt, last_at);
  }
  /// It is wanted now, and not only when the clock says so.
  void ask(WorkKind kind) const {
    auto row = take_or(rows, key(kind));
    if (row.position.value == 0) row.position = meta.position;
    row.asked_at = meta.recorded_at;
    rows.put(std::move(row));
  }
  /// Changes the row if it is there.
  void reschedule(WorkKind kind, std::optional<Timestamp> not_before,
                  std::optional<Timestamp> last_at) const {
    auto row = rows.get(key(kind));
    if (!row) return;
    row->not_before = not_before;
    row->last_at = last_at;
    rows.put(std::move(*row));
  }
  /// The open call was decided on facts that no longer hold.
  void recall(WorkKind call) const {
    auto row = rows.get(key(call));
    if (!row || row->recalled) return;
    row->recalled = true;
    rows.put(std::move(*row));
  }
  /// Somebody may be there by the open call from now on.
  void begin(WorkKind call) const {
    auto row = rows.get(key(call));
    if (!row) return;
    row->begun = true;
    rows.put(std::move(*row));
  }
  void intent(WorkKind call, WorkKind retry) const {
    put(call, std::nullopt, std::nullopt);
    erase(retry);
  }
  void done(WorkKind call, WorkKind retry) const {
    erase(call);
    erase(retry);
  }
  void failed(WorkKind call, WorkKind retry, std::optional<Timestamp> retry_at) const {
    done(call, retry);
    if (retry_at) put(retry, retry_at, std::nullopt);
  }
};

using enum WorkKind;

// Coach.
void change(const Subject& w, const events::CoachFactsRecorded& /*e*/) {
  w.recall(call_coach_account);
}
void change(const Subject& w, const events::CoachAccountRequested& /*e*/) {
  w.intent(call_coach_account, retry_coach_account);
}
void change(const Subject& w, const events::CoachAccountRecorded& e) {
  w.done(call_coach_account, retry_coach_account);
  // Absent from the answer that made it, it is read later.
  if (!e.metactf_user_status) return w.open(check_coach_status, w.meta.recorded_at);
  if (events::may_have_competitors(e.metactf_user_status)) w.erase(check_coach_status);
}
void change(const Subject& w, const events::CoachAccountFailed& e) {
  w.failed(call_coach_account, retry_coach_account, e.retry_at);
}
void change(const Subject& w, const events::CoachCreationBegun& /*e*/) {
  w.begin(call_coach_account);
}
void change(const Subject& w, const events::CoachAccountFound& /*e*/) {
  w.done(call_coach_account, retry_coach_account);
}
void change(const Subject& w, const events::CoachAccountMissing& /*e*/) {
  w.open(check_coach_status);
  w.reschedule(check_coach_status, std::nullopt, w.meta.recorded_at);
}
void change(const Subject& w, const events::CoachStatusCheckRequested& /*e*/) {
  w.ask(check_coach_status);
}
void change(const Subject& w, const events::CoachPlatformStatusRecorded& e) {
  if (events::may_have_competitors(e.metactf_user_status)) return w.erase(check_coach_status);
  w.reschedule(check_coach_status, std::nullopt, w.meta.recorded_at);
}
void change(const Subject& w, const events::CoachDependentWaiting& e) {
  // A status comes with an account only, and somebody waits only when it does not allow them to
  // go on.
  if (events::may_have_competitors(e.metactf_user_status)) return;
  w.open(check_coach_status, w.meta.recorded_at);
}

// Competitor.
void begin_polls(const Subject& scores) {
  scores.ask(poll_odl);
  scores.ask(poll_flash);
}
bool is_inactive(const Subject& w, const CompetitorId& id) {
  const auto* row = w.rows.find(keyed<AssignmentRow>(id));
  return row != nullptr && row->inactive;
}
// Where the open call would put the competitor is not where they are wanted any more.
void recall_assignment_unless_to(const Subject& w, const CompetitorId& id,
                                 const std::optional<TeamId>& team) {
  const auto* row = w.rows.find(keyed<AssignmentRow>(id));
  const bool is_called =
      row != nullptr && row->call == AssignmentCall::open && row->calling_team_id.has_value();
  if (is_called && row->calling_team_id != team) w.recall(call_assignment);
}
void change(const Subject& w, const events::CompetitorFactsRecorded& e) {
  w.recall(call_onboarding);
  if (is_inactive(w, e.competitor_id) == !e.is_active) return;
  auto row = take_or(w.rows, keyed<AssignmentRow>(e.competitor_id));
  row.inactive = !e.is_active;
  const bool polled = row.onboarded;
  w.rows.put(std::move(row));
  if (!e.is_active) {
    w.recall(call_password_reset);
    recall_assignment_unless_to(w, e.competitor_id, std::nullopt);
    w.erase(retry_onboarding);  // What is asked for again when the competitor is active.
  }
  auto meta = w.meta;
  meta.stream = {"scores", e.competitor_id.value};
  const Subject scores{w.rows, meta};
  if (e.is_active && polled) return begin_polls(scores);
  for (const auto kind : {poll_odl, poll_flash, poll_totals}) scores.erase(kind);
}
// Said again, it lends another school or region than the open call carries.
void change(const Subject& w, const events::CompetitorCoachCleared& /*e*/) {
  w.recall(call_onboarding);
}
void change(const Subject& w, const events::CompetitorOnboardingRequested& /*e*/) {
  w.intent(call_onboarding, retry_onboarding);
}
void change(const Subject& w, const events::CompetitorCreationBegun& /*e*/) {
  w.begin(call_onboarding);
}
void change(const Subject& w, const events::CompetitorAccountFound& /*e*/) {
  w.done(call_onboarding, retry_onboarding);
}
void change(const Subject& w, const events::CompetitorAccountDiffers& e) {
  auto row = w.rows.get(keyed<AssignmentRow>(e.competitor_id));
  if (!row) return;
  row->account_differs = e.seen != e.metactf_user_id;
  w.rows.put(std::move(*row));
}
// From the first onboarding on there is something to compare: once every interval.
void open_reconcile(const Subject& w) {
  auto row = keyed<OpenWorkRow>(
      StreamId{std::string(events::kPlatformCategory), std::string(events::kReconciliationId)}
          .text(),
      reconcile);
  if (w.rows.find(row) != nullptr) return;
  row.last_at = w.meta.recorded_at;
  row.position = w.meta.position;
  w.rows.put(std::move(row));
}
void change(const Subject& w, const events::CompetitorOnboarded& /*e*/) {
  w.done(call_onboarding, retry_onboarding);
  open_reconcile(w);
}
void change(const Subject& w, const events::CompetitorOnboardingWithdrawn& /*e*/) {
  w.erase(retry_onboarding);
}
void change(const Subject& w, const events::CompetitorOnboardingFailed& e) {
  w.failed(call_onboarding, retry_onboarding, e.retry_at);
}
void change(const Subject& w, const events::CompetitorTeamAssigned& e) {
  recall_assignment_unless_to(w, e.competitor_id, e.team_id);
}
void change(const Subject& w, const events::CompetitorTeamLeft& e) {
  recall_assignment_unless_to(w, e.competitor_id, std::nullopt);
}
void change(const Subject& w, const events::CompetitorAssignmentRequested& /*e*/) {
  w.intent(call_assignment, retry_assignment);
}
void change(const Subject& w, const events::CompetitorAssignmentRecorded& /*e*/) {
  w.done(call_assignment, retry_assignment);
}
void change(const Subject& w, const events::CompetitorAssignmentFailed& e) {
  w.failed(call_assignment, retry_assignment, e.retry_at);
}

// Scores.
void change(const Subject& w, const events::ScoresBegun& e) {
  if (!is_inactive(w, e.competitor_id)) begin_polls(w);
}
void change(const Subject& w, const events::ScoresSyncRequested& e) {
  if (!is_inactive(w, e.competitor_id)) begin_polls(w);
}
void change(const Subject& w, const events::ScoresOdlRecorded& e) {
  w.reschedule(poll_odl, std::nullopt, w.meta.recorded_at);
  if (e.totals) return w.erase(poll_totals);
  if (!e.new_solves.empty() && !is_inactive(w, e.competitor_id)) w.open(poll_totals);
}
void change(const Subject& w, const events::ScoresFlashRecorded& /*e*/) {
  w.reschedule(poll_flash, std::nullopt, w.meta.recorded_at);
}
void change(const Subject& w, const events::ScoresSyncFailed& e) {
  const auto kind = e.feed == events::Feed::odl ? poll_odl : poll_flash;
  w.reschedule(kind, std::nullopt, w.meta.recorded_at);
}

void change(const Subject& w, const events::CompetitorPasswordResetRequested& /*e*/) {
  w.put(call_password_reset, std::nullopt, std::nullopt);
}
void change(const Subject& w, const events::CompetitorPasswordResetSent& /*e*/) {
  w.erase(call_password_reset);
}
void change(const Subject& w, const events::CompetitorPasswordResetFailed& /*e*/) {
  w.erase(call_password_reset);
}

// Team.
void change(const Subject& w, const events::TeamFactsRecorded& /*e*/) {
  w.recall(call_team_creation);
}
void change(const Subject& w, const events::TeamCoachReady& /*e*/) {
  w.recall(call_team_creation);
}
void change(const Subject& w, const events::TeamDeleted& /*e*/) {
  w.recall(call_team_creation);
  w.erase(retry_team_creation);
}
void change(const Subject& w, const events::TeamRemoteCreationRequested& /*e*/) {
  w.intent(call_team_creation, retry_team_creation);
}
void change(const Subject& w, const events::TeamRemoteCreated& /*e*/) {
  w.done(call_team_creation, retry_team_creation);
}
void change(const Subject& w, const events::TeamRemoteCreationFailed& e) {
  w.failed(call_team_creation, retry_team_creation, e.retry_at);
}
void change(const Subject& w, const events::TeamRemoteDeletionRequested& /*e*/) {
  w.intent(call_team_deletion, retry_team_deletion);
}
void change(const Subject& w, const events::TeamRemoteDeleted& /*e*/) {
  w.done(call_team_deletion, retry_team_deletion);
}
void change(const Subject& w, const events::TeamRemoteDeletionFailed& e) {
  w.failed(call_team_deletion, retry_team_deletion, e.retry_at);
}

// A fact that is its own stream's alone asks the vendor for nothing.
template <class E>
requires(events::kIsQuiet<E>&& events::kRoleOf<E> ==
         events::EventRole::fact) void change(const Subject& /*w*/, const E& /*e*/) {}

// Platform.
void change(const Subject& w, const events::PlatformReconciliationRequested& e) {
  w.put(call_reconciliation, std::nullopt, std::nullopt);
  if (!e.dry_run) w.reschedule(reconcile, std::nullopt, w.meta.recorded_at);
}
void change(const Subject& w, const events::PlatformReconciliationRecorded& /*e*/) {
  w.erase(call_reconciliation);
}

}  // namespace

void OpenWork::apply(const WorkRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Inputs>(event, [&](const auto& e) { change(Subject{rows, meta}, e); });
}

}  // namespace lockstep::projections
