// A dry run of the onboarding tells exactly what the real one would disclose, or refuse.
#include "engine/domain/onboarding_preview.h"

#include <gtest/gtest.h>

#include "engine/domain/user_payload.h"

namespace lockstep::domain {
namespace {

const Context kContext{Timestamp{1}, "seed"};
const OnboardingPolicy kPolicy{EmailPreference::school};
const CoachClearance kCoach{"Hill School", "north"};

Competitor::State ready() {
  events::CompetitorFactsRecorded facts;
  facts.competitor_id = {"ada"};
  facts.coach_id = {"kim"};
  facts.person = Sealed<events::CompetitorPerson>{
      {"Ada", "Quillon", "ada@home.test", "ada@school.test", std::nullopt}};
  facts.is_active = facts.profile_complete = facts.compliance_complete = true;
  return fold<Competitor>({}, {facts});
}

// What the real commands would write into the intent.
events::UserPayload real_payload(Competitor::State state) {
  for (const Competitor::Command& command :
       {Competitor::Command{OnboardCompetitor{}},
        Competitor::Command{ProceedOnboarding{{"kim"}, kCoach.school, kCoach.region}}}) {
    const auto decided = Competitor::decide(state, command, kContext, kPolicy).value();
    for (const auto& event : decided)
      if (const auto* e = std::get_if<events::CompetitorOnboardingRequested>(&event))
        return e->payload.reveal();
    state = fold<Competitor>(std::move(state), decided);
  }
  return {};
}

TEST(OnboardingPreview, TellsThePayloadThatTheRealOneWouldDisclose) {
  const auto preview = preview_onboarding(ready(), kCoach, true, kContext, kPolicy);
  EXPECT_EQ(preview.outcome, WouldDo::disclose);
  ASSERT_TRUE(preview.payload);
  EXPECT_EQ(*preview.payload, real_payload(ready()));
  EXPECT_EQ(preview.payload->email, "ada@school.test");
  EXPECT_EQ(preview.payload->syned_school_id, "Hill School");
}

TEST(OnboardingPreview, SaysThatItWouldWaitForTheCoach) {
  const auto preview = preview_onboarding(ready(), kCoach, false, kContext, kPolicy);
  EXPECT_EQ(preview.outcome, WouldDo::wait_for_coach);
  EXPECT_EQ(preview.payload, real_payload(ready()));
}

TEST(OnboardingPreview, RefusesAsTheRealOneDoes) {
  auto state = ready();
  state.compliance_complete = false;
  const auto preview = preview_onboarding(state, kCoach, true, kContext, kPolicy);
  EXPECT_EQ(preview.outcome, WouldDo::refuse);
  EXPECT_FALSE(preview.payload);
  EXPECT_EQ(preview.refusal,
            Competitor::decide(state, OnboardCompetitor{}, kContext, kPolicy).error());
}

TEST(OnboardingPreview, HasNothingToTellOfWhoIsThereAlready) {
  auto state = ready();
  state.metactf_user_id = MetactfUserId{7};
  EXPECT_EQ(preview_onboarding(state, kCoach, true, kContext, kPolicy).outcome, WouldDo::nothing);
}

TEST(OnboardingPreview, UsesWhatTheCoachLentWhenTheCoachAllowedIt) {
  auto state = ready();
  state.coach_cleared = true;
  state.coach_school = Sealed<std::optional<std::string>>{"Old School"};
  state.clearances =
      Sealed<std::map<std::string, CoachClearance>>{{{"kim", {"Old School", std::nullopt}}}};
  EXPECT_EQ(preview_onboarding(state, kCoach, true, kContext, kPolicy).payload->syned_school_id,
            "Old School");
}

}  // namespace
}  // namespace lockstep::domain
