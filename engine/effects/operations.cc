#include "engine/effects/operations.h"

#include <algorithm>
#include <concepts>
#include <utility>

#include "base/saturating.h"
#include "events/any_event.h"
#include "projections/vendor_work/work_due.h"

namespace lockstep::effects {

namespace {

using projections::WorkKind;
using enum projections::WorkKind;
using rate::Lane;
using vendor::VendorOperation;

struct IntentReader {
  const Intent& intent;
  bool again;
  bool begun;
  const TeamPlaces& places;
  const process::RemovalLimits& limits;

  [[nodiscard]] Undertaking undertaking(VendorOperation operation, const CallId& call_id) const {
    return {std::move(operation), intent.event.correlation_id, "outcome:" + call_id.value};
  }
  template <class E>
  requires std::same_as<E, events::CoachAccountRequested> ||
      std::same_as<E, events::CompetitorOnboardingRequested>
          std::optional<Undertaking>
  operator()(const E& e) const {
    // An erased person is not disclosed: there is nothing left to send.
    if (!e.payload.readable()) return std::nullopt;
    vendor::EnsureUser ensure{e.call_id, e.payload.reveal()};
    ensure.may_have_written = begun;
    ensure.look_only = e.look_only.value_or(false);
    return undertaking(std::move(ensure), e.call_id);
  }
  std::optional<Undertaking> operator()(const events::TeamRemoteCreationRequested& e) const {
    if (!e.payload.readable()) return std::nullopt;
    vendor::EnsureTeam ensure{e.call_id, e.payload.reveal()};
    ensure.may_have_written = again;
    return undertaking(std::move(ensure), e.call_id);
  }
  std::optional<Undertaking> operator()(const events::TeamRemoteDeletionRequested& e) const {
    return undertaking(vendor::EnsureNoTeam{e.call_id, e.team_id}, e.call_id);
  }
  std::optional<Undertaking> operator()(const events::CompetitorAssignmentRequested& e) const {
    vendor::SetAssignment set{e.call_id, e.competitor_id, e.team_id};
    set.may_be_so = again || e.attempt > 1;
    set.may_have_written = again;
    set.no_place = e.team_id && !places.has_place(*e.team_id, e.competitor_id);
    return undertaking(std::move(set), e.call_id);
  }
  std::optional<Undertaking> operator()(const events::PlatformReconciliationRequested& e) const {
    const vendor::Comparison run{e.run_id, intent.head, limits, std::nullopt};
    if (e.dry_run) return undertaking(vendor::ReconcileDryRun{run}, e.run_id);
    return undertaking(vendor::Reconcile{run}, e.run_id);
  }
  std::optional<Undertaking> operator()(const events::CompetitorPasswordResetRequested& e) const {
    return undertaking(vendor::MailPasswordReset{e.call_id, e.competitor_id, again}, e.call_id);
  }
  // Not an intent.
  template <class E>
  requires(events::kRoleOf<E> != events::EventRole::intent) std::optional<Undertaking>
  operator()(const E& /*e*/) const { return std::nullopt; }
};

CallId poll_id(const std::string& fresh_id) {
  return {"poll." + fresh_id};
}

Undertaking odl(const PolledAccount& account, std::optional<VendorTime> after, const CallId& call) {
  return {vendor::PollOdl{call, account.competitor_id, after, std::nullopt, account.recorded,
                          account.differs},
          call.value, call.value};
}

}  // namespace

Lane lane_of(WorkKind kind, bool asked_for) {
  if (kind == poll_totals || kind == call_reconciliation || kind == reconcile) return Lane::sweep;
  if (projections::is_poll(kind)) return asked_for ? Lane::manual_refresh : Lane::sla_poll;
  if (kind == check_coach_status) return Lane::sla_poll;
  return Lane::interactive_write;
}

bool needs_intent(WorkKind kind) {
  return kind == call_coach_account || kind == call_onboarding || kind == call_assignment ||
         kind == call_team_creation || kind == call_team_deletion || kind == call_reconciliation ||
         kind == call_password_reset;
}

std::optional<Undertaking> of_intent(const Intent& intent, const Tried& tried,
                                     const TeamPlaces& places,
                                     const process::RemovalLimits& limits) {
  const auto event = events::decode(intent.event);
  if (!event) return std::nullopt;
  return std::visit(IntentReader{intent, tried.again, tried.begun, places, limits}, event.value());
}

Undertaking odl_poll(const PolledAccount& account, const Cursor& cursor,
                     std::chrono::seconds overlap, Timestamp now, const std::string& fresh_id) {
  const auto after = base::saturating_subtract(cursor.newest.value_or(VendorTime{}).value,
                                               std::max<std::int64_t>(1, overlap.count()));
  // One from before odd times moved no cursor; or our clock is behind, and the answer only longer.
  const bool in_the_future = after > now.value / 1000;
  if (after <= 0 || in_the_future) return totals_poll(account, fresh_id);
  return odl(account, VendorTime{after}, poll_id(fresh_id));
}

Undertaking totals_poll(const PolledAccount& account, const std::string& fresh_id) {
  return odl(account, std::nullopt, poll_id(fresh_id));
}

Undertaking flash_poll(const CompetitorId& id, const std::string& fresh_id) {
  const auto call = poll_id(fresh_id);
  return {vendor::PollFlash{call, id}, call.value, call.value};
}

Undertaking coach_check(const CoachId& id, const std::string& fresh_id) {
  return {vendor::CheckCoachStatus{id}, "check." + fresh_id, "check." + fresh_id};
}

std::optional<AnyCommand> due_command(WorkKind kind) {
  if (kind == retry_coach_account)
    return domain::CoachCommand{domain::EnsureCoachAccount{.retry = true}};
  if (kind == retry_onboarding) return domain::CompetitorCommand{domain::RetryOnboarding{}};
  if (kind == retry_assignment)
    return domain::CompetitorCommand{domain::ConvergeAssignment{.retry = true}};
  if (kind == retry_team_creation || kind == retry_team_deletion)
    return domain::TeamCommand{domain::ConvergeTeam{.retry = true}};
  return std::nullopt;
}

Undertaking reconciliation(Position as_of, const process::RemovalLimits& limits,
                           const std::string& fresh_id) {
  return {vendor::Reconcile{{{fresh_id}, as_of, limits, std::nullopt}, true}, fresh_id,
          "outcome:" + fresh_id};
}

Undertaking of_command(AnyCommand command, Position opened_at, Timestamp now) {
  const auto id = "retry:" + std::to_string(opened_at.value) + ":" + std::to_string(now.value);
  return {std::move(command), id, id};
}

}  // namespace lockstep::effects
