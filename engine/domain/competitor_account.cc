// Whose account the vendor has under the competitor's id: what a look-up found and nobody of ours
// made waits for an admin.
#include "engine/domain/competitor_rules.h"

namespace lockstep::domain::competitor_rules {

Result<Events> begin_creation(const State& state, const BeginCreation& c) {
  if (state.onboarding_call.call_id != c.call_id) return kCallNotOpen;
  if (state.account.creation_begun) return Events{};
  if (state.onboarding_call.outdated) return kCallNotOpen;
  return Events{events::CompetitorCreationBegun{state.id, c.call_id}};
}

events::CompetitorAccountFound account_found(const State& state, const CallId& call,
                                             const Account& account, const PolicyContext& context) {
  return found_event<events::CompetitorAccountFound>(state.id, call, state.onboarding_call.attempts,
                                                     account, payload_of(state, context));
}

std::optional<events::CompetitorAccountFound> account_compared_anew(const State& before,
                                                                    const State& now,
                                                                    const PolicyContext& context) {
  return compared_anew<events::CompetitorAccountFound>(
      now.id, now.held_account, payload_of(before, context), payload_of(now, context));
}

Result<Events> adopt_account(const State& state, const AdoptAccount& c,
                             const PolicyContext& context) {
  if (state.id.empty()) return kUnknownCompetitor;
  LOCKSTEP_TRY(const bool news,
               may_adopt(state.account, state.metactf_user_id, c.question, c.beforehand));
  if (!news) return Events{};
  const events::CompetitorAccountAdopted adopted{state.id,
                                                 account_meant(state.account, c.question)};
  const auto next = Competitor::evolve(state, adopted);
  Events out{adopted};
  if (onboarding_is_due(next, context)) out.emplace_back(onboarding_request(next, context));
  // The coach may have changed while it waited.
  if (state.account.doubt != AccountDoubt::none && !next.coach_cleared)
    out.emplace_back(events::CompetitorOnboardingWanted{next.id, next.coach_id});
  return out;
}

Result<Events> reject_account(const State& state, const RejectAccount& c) {
  if (state.id.empty()) return kUnknownCompetitor;
  LOCKSTEP_TRY(const bool news, may_reject(state.account, c.question));
  if (!news) return Events{};
  return Events{
      events::CompetitorAccountRejected{state.id, *state.account.found, account_is_rejected()}};
}

Events seen_account(const State& state, const MetactfUserId& seen) {
  if (!state.metactf_user_id || !is_news(state.account, *state.metactf_user_id, seen)) return {};
  return {events::CompetitorAccountDiffers{state.id, *state.metactf_user_id, seen}};
}

}  // namespace lockstep::domain::competitor_rules
