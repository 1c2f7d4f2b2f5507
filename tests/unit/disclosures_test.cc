// What the disclosure log tells of intents and outcomes.
#include "engine/usecases/disclosures.h"

#include <gtest/gtest.h>

#include "events/any_event.h"
#include "events/codec.h"

namespace lockstep::usecases {
namespace {

const events::Principal kCoach{"coach", "cleo"};
const events::Principal kSystem{"system", "process"};
const events::UserPayload kPayload{.first_name = "Ada",
                                   .last_name = "Zuckermandel",
                                   .email = "ada@example.org",
                                   .role = "user",
                                   .syned_user_id = "ada",
                                   .preferred_username = std::nullopt,
                                   .syned_school_id = std::nullopt,
                                   .syned_region_id = std::nullopt,
                                   .syned_coach_user_id = "cleo"};
const events::CallFailure kTimeout{"vendor-timeout", 0, "No answer.", "Wait.", true};

class DisclosureLog : public testing::Test {
 protected:
  template <class E>
  void happens(const E& event, const events::Principal& who = kSystem,
               const std::string& correlation = "c-1", bool erased = false) {
    const auto encoded = events::encode(event);
    events::StoredEvent stored;
    stored.position = Position{++at_};
    stored.stream = {"competitor", "ada"};
    stored.version = Version{at_};
    stored.type = E::kType;
    stored.recorded_at = Timestamp{static_cast<std::int64_t>(at_) * 1000};
    stored.who = who;
    stored.correlation_id = correlation;
    stored.body = boost::json::serialize(encoded.body);
    if (!erased && !encoded.personal.empty())
      stored.personal = boost::json::serialize(encoded.personal);
    ASSERT_TRUE(log_.add(stored));
  }
  void onboarding_is_wanted() {
    happens(events::CompetitorOnboardingWanted{{"ada"}, {"cleo"}}, kCoach);
  }
  void onboarding_is_requested(const std::string& call, const std::string& correlation = "c-1",
                               bool erased = false) {
    happens(
        events::CompetitorOnboardingRequested{
            {"ada"}, {"cleo"}, {call}, 1, Sealed<events::UserPayload>{kPayload}},
        kSystem, correlation, erased);
  }
  void onboarded(const std::string& call, bool created) {
    events::CompetitorOnboarded event;
    event.competitor_id = {"ada"};
    event.call_id = {call};
    event.created = created;
    happens(event);
  }

  Disclosures log_;
  std::uint64_t at_ = 0;
};

TEST_F(DisclosureLog, HoldsExactlyThePayloadOfTheIntentAndWhoAskedForIt) {
  onboarding_is_wanted();
  onboarding_is_requested("k1");
  ASSERT_EQ(log_.all().size(), 1U);
  const auto& told = log_.all().front();
  EXPECT_EQ(told.payload, events::to_json(kPayload).as_object());
  EXPECT_EQ(told.call, "create_user");
  EXPECT_EQ(told.asked_by, kCoach);
  EXPECT_EQ(told.requested_at, Timestamp{2000});
  EXPECT_EQ(told.state, DisclosureState::open);
  EXPECT_EQ(told.sent, Sent::possibly);
}

TEST_F(DisclosureLog, SaysThatNothingButTheIdWasSentWhenTheVendorHadTheUserAlready) {
  onboarding_is_requested("k1");
  onboarded("k1", false);
  onboarding_is_requested("k2");
  onboarded("k2", true);
  EXPECT_EQ(log_.all()[0].state, DisclosureState::confirmed);
  EXPECT_EQ(log_.all()[0].sent, Sent::id_only);
  EXPECT_EQ(log_.all()[0].settled_at, Timestamp{2000});
  EXPECT_EQ(log_.all()[1].sent, Sent::yes);
}

TEST_F(DisclosureLog, KeepsTheFirstAskerOfWhatIsRepeatedByTheTimer) {
  onboarding_is_wanted();
  onboarding_is_requested("k1");
  happens(events::CompetitorOnboardingFailed{{"ada"}, {"k1"}, 1, kTimeout, Timestamp{9000}});
  onboarding_is_requested("k2", "retry:1");
  ASSERT_EQ(log_.all().size(), 2U);
  EXPECT_EQ(log_.all()[0].state, DisclosureState::failed);
  EXPECT_EQ(log_.all()[0].sent, Sent::possibly) << "a time-out proves nothing";
  EXPECT_EQ(log_.all()[0].failure, kTimeout);
  EXPECT_EQ(log_.all()[1].asked_by, kCoach);
  EXPECT_EQ(log_.all()[1].correlation_id, "retry:1");
}

TEST_F(DisclosureLog, SaysWhatWasNotEvenTried) {
  auto looked_up_only = kTimeout;
  looked_up_only.nothing_written = true;
  onboarding_is_requested("k1");
  happens(events::CompetitorOnboardingFailed{{"ada"}, {"k1"}, 1, looked_up_only, {}});
  happens(events::CompetitorAssignmentRequested{{"ada"}, {"k2"}, 1, TeamId{"apes"}, {}});
  happens(
      events::CompetitorAssignmentFailed{{"ada"}, {"k2"}, 1, TeamId{"apes"}, looked_up_only, {}});
  EXPECT_EQ(log_.all()[0].sent, Sent::id_only);
  EXPECT_EQ(log_.all()[1].sent, Sent::no);
}

TEST_F(DisclosureLog, KnowsWhoAskedForWhatHadToWaitForSomethingElse) {
  onboarding_is_wanted();
  onboarding_is_requested("k1", "of-the-coach's-approval");
  EXPECT_EQ(log_.all().front().asked_by, kCoach);
}

TEST_F(DisclosureLog, SaysSystemWhenTheLogDoesNotTellWhoAsked) {
  onboarding_is_requested("k1");
  EXPECT_EQ(log_.all().front().asked_by, kSystem);
}

TEST_F(DisclosureLog, ListsTheIdsOfAssignments) {
  happens(events::CompetitorAssignmentRequested{{"ada"}, {"k1"}, 1, TeamId{"apes"}, std::nullopt});
  happens(events::CompetitorAssignmentRecorded{{"ada"}, {"k1"}, TeamId{"apes"}});
  happens(events::CompetitorAssignmentRequested{{"ada"}, {"k2"}, 1, std::nullopt, TeamId{"apes"}});
  const boost::json::object both{{"syned_team_id", "apes"}, {"syned_user_id", "ada"}};
  const boost::json::object user{{"syned_user_id", "ada"}};
  EXPECT_EQ(log_.all()[0].payload, both);
  EXPECT_EQ(log_.all()[0].sent, Sent::yes);
  EXPECT_EQ(log_.all()[1].call, "delete_assignment");
  EXPECT_EQ(log_.all()[1].payload, user);
}

TEST_F(DisclosureLog, ShowsAnErasedSubjectAsErased) {
  onboarding_is_requested("k1", "c-1", true);
  onboarded("k1", true);
  ASSERT_EQ(log_.all().size(), 1U);
  EXPECT_FALSE(log_.all().front().payload);
  EXPECT_EQ(log_.all().front().state, DisclosureState::confirmed);
}

TEST_F(DisclosureLog, IgnoresPollsAndLateOutcomes) {
  events::ScoresOdlRecorded poll;
  poll.competitor_id = {"ada"};
  poll.call_id = {"p1"};
  happens(poll);
  onboarded("k9", true);
  EXPECT_TRUE(log_.all().empty());
}

}  // namespace
}  // namespace lockstep::usecases
