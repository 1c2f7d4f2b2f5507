// Fold of coach events into coach rows. A row exists from the first facts on.
#include "projections/roster/coaches.h"

#include "projections/roster/account.h"
#include "projections/tables/call_error.h"

namespace lockstep::projections {

namespace {

void change(CoachRow& row, const EventMeta& /*meta*/, const events::CoachFactsRecorded& e) {
  const auto& person = e.person.reveal();
  row.first_name = person.first_name;
  row.last_name = person.last_name;
  row.email = person.email;
  row.school_name = e.school_name.reveal();
  row.region = e.region;
  row.division = e.division;
}
void change(CoachRow& row, const EventMeta& /*meta*/, const events::CoachAccountRequested& /*e*/) {
  row.account = CoachAccount::calling;
}
void change(CoachRow& row, const EventMeta& meta, const events::CoachAccountRecorded& e) {
  row.account = CoachAccount::done;
  set_account(row, e.coach_id.value, e, meta.recorded_at);
}
void change(CoachRow& row, const EventMeta& /*meta*/, const events::CoachAccountFailed& e) {
  row.account = CoachAccount::failed;
  set_call_error(row, e.failure);
}
void change(CoachRow& row, const EventMeta& /*meta*/, const events::CoachAccountFound& e) {
  row.account = CoachAccount::held;
  set_call_error(row, e.failure);
}
void change(CoachRow& row, const EventMeta& /*meta*/, const events::CoachAccountRejected& e) {
  row.account = CoachAccount::rejected;
  set_call_error(row, e.failure);
}
void change(CoachRow& row, const EventMeta& /*meta*/, const events::CoachAccountAdopted& /*e*/) {
  if (row.account != CoachAccount::held && row.account != CoachAccount::rejected) return;
  row.account = CoachAccount::none;
  clear_call_error(row);
}
void change(CoachRow& row, const EventMeta& meta, const events::CoachAccountMissing& e) {
  row.account = CoachAccount::gone;
  row.game_platform_synced_at = meta.recorded_at;
  set_call_error(row, e.failure);
}
void change(CoachRow& row, const EventMeta& meta, const events::CoachPlatformStatusRecorded& e) {
  if (row.account == CoachAccount::gone) {
    row.account = CoachAccount::done;
    clear_call_error(row);
  }
  row.metactf_user_status = e.metactf_user_status;
  row.last_login_at = login_of(e.last_login_at);
  row.game_platform_synced_at = meta.recorded_at;
}
// These only move the version.
template <QuietOrOneOf<events::CoachDependentWaiting, events::CoachDependentCleared,
                       events::CoachTeamNameHeld, events::CoachTeamNameRefused,
                       events::CoachAccountDiffers>
              E>
void change(CoachRow& /*row*/, const EventMeta& /*meta*/, const E& /*e*/) {}

}  // namespace

void Coaches::apply(const RosterRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<events::CoachEvent>(event, [&]<class E>(const E& e) {
    fold_row<events::CoachFactsRecorded, E>(rows, meta, keyed<CoachRow>(e.coach_id),
                                            [&](CoachRow& row) { change(row, meta, e); });
  });
}

}  // namespace lockstep::projections
