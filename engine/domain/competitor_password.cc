// Asking the vendor to mail a password reset. A mail cannot be taken back: it is never repeated
// unasked, and a person may ask again once there is an outcome.
#include "engine/domain/competitor_rules.h"

namespace lockstep::domain::competitor_rules {

Result<Events> request_password_reset(const State& state, const Context& context) {
  if (state.id.empty()) return kUnknownCompetitor;
  if (!state.metactf_user_id) return kNotOnboarded;
  if (state.password_reset_call) return Events{};  // On its way.
  if (!state.is_active) return kInactiveCompetitor;
  return Events{
      events::CompetitorPasswordResetRequested{state.id, call_id_for(context, "password-reset")}};
}

Result<Events> record_password_reset(const State& state, const RecordPasswordResetOutcome& c) {
  if (state.password_reset_call != c.call_id) return Events{};  // Late or repeated.
  if (c.failure)
    return Events{events::CompetitorPasswordResetFailed{state.id, c.call_id, *c.failure}};
  return Events{events::CompetitorPasswordResetSent{state.id, c.call_id}};
}

}  // namespace lockstep::domain::competitor_rules
