#include "engine/usecases/preview_onboarding.h"

#include "engine/domain/coach.h"
#include "engine/usecases/recollection.h"
#include "events/coach_account.h"

namespace lockstep::usecases {

namespace {

template <Decider D>
Result<typename D::State> state_in(log::EventReader& log, const std::string& id) {
  auto heard = recollect(log, Recall{{std::string(D::kCategory), id}});
  if (auto* error = std::get_if<Error>(&heard)) return std::move(*error);
  return state_of<D>(std::get<std::vector<events::AnyEvent>>(heard));
}

}  // namespace

Result<domain::OnboardingPreview> preview_onboarding(log::EventReader& log,
                                                     const CompetitorId& competitor, Timestamp now,
                                                     const domain::OnboardingPolicy& policy) {
  LOCKSTEP_TRY(const auto state, state_in<domain::Competitor>(log, competitor.value));
  LOCKSTEP_TRY(const auto coach, state_in<domain::Coach>(log, state.coach_id.value));
  const bool may = coach.metactf_user_id && events::may_have_competitors(coach.metactf_user_status);
  return domain::preview_onboarding(state, {coach.school_name.reveal(), coach.region}, may,
                                    {now, "dry-run"}, policy);
}

}  // namespace lockstep::usecases
