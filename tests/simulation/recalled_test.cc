// What waits for the vendor is decided again when the facts change: what was acknowledged counts at
// once, also for what has not gone out yet.
#include <gtest/gtest.h>

#include "tests/simulation/mock_world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;

class Recalled : public testing::Test {
 protected:
  Recalled() {
    mock_.on_call = [this](const SeenCall& call) {
      if (call.taken && !call.told.empty()) sent_.push_back(call);
    };
    EXPECT_TRUE(world_.put_coach("carl"));
    EXPECT_TRUE(world_.put_competitor("ada", "carl"));
    EXPECT_TRUE(world_.put_competitor("bob", "carl"));
    EXPECT_TRUE(world_.onboard("bob"));
    world_.pass(10s);
    EXPECT_EQ(world_.competitor("bob").onboarding, projections::OnboardingState::done);
    sent_.clear();
    mock_.set_faults({{"errorRate", 1}, {"status", 429}, {"retryAfter", 30}});
  }
  void complete_compliance(bool complete) {
    domain::ChangeCompetitorFacts change;
    change.compliance_complete = complete;
    give(std::move(change));
  }
  void give(domain::ChangeCompetitorFacts change) {
    change.competitor_id = {"ada"};
    EXPECT_TRUE(world_.give("ada", domain::CompetitorCommand{std::move(change)}));
  }
  void wait_at_the_vendor() { world_.pass(5s); }
  void let_through() {
    mock_.set_faults({});
    world_.pass(120s);
  }
  std::vector<std::string> sent_of(const std::string& name) const {
    std::vector<std::string> out;
    for (const auto& call : sent_)
      if (call.told.contains(name)) out.push_back(call.told.at(name));
    return out;
  }

  MockWorld mock_{7, {}};
  World& world_ = mock_.world;
  std::vector<SeenCall> sent_;
};

TEST_F(Recalled, NobodyIsSentWhoseConsentWasWithdrawnMeanwhile) {
  ASSERT_TRUE(world_.onboard("ada"));
  wait_at_the_vendor();
  complete_compliance(false);
  wait_at_the_vendor();
  EXPECT_EQ(world_.competitor("ada").onboarding, projections::OnboardingState::failed)
      << "told at once, not when the vendor answers again";
  let_through();
  EXPECT_TRUE(sent_.empty());
  complete_compliance(true);
  world_.pass(10s);
  EXPECT_EQ(sent_.size(), 1U) << "and goes on by itself";
  EXPECT_EQ(world_.competitor("ada").onboarding, projections::OnboardingState::done);
}

TEST_F(Recalled, WhatIsSentIsWhatIsRecordedThen) {
  ASSERT_TRUE(world_.onboard("ada"));
  wait_at_the_vendor();
  domain::ChangeCompetitorFacts corrected;
  corrected.email_personal = std::optional<std::string>{"corrected@home.test"};
  give(std::move(corrected));
  let_through();
  EXPECT_EQ(sent_of("email"), std::vector<std::string>{"corrected@home.test"});
  EXPECT_EQ(world_.competitor("ada").onboarding, projections::OnboardingState::done);
}

TEST_F(Recalled, AlsoAfterARestart) {
  ASSERT_TRUE(world_.onboard("ada"));
  wait_at_the_vendor();
  world_.settings.integration_enabled = false;
  world_.restart();
  complete_compliance(false);
  world_.settings.integration_enabled = true;
  world_.restart();
  let_through();
  EXPECT_TRUE(sent_.empty());
  EXPECT_EQ(world_.competitor("ada").onboarding, projections::OnboardingState::failed);
}

TEST_F(Recalled, ATeamThatIsDeletedBeforeItIsMadeIsNeverMade) {
  ASSERT_TRUE(world_.put_team("red", "carl"));
  wait_at_the_vendor();
  ASSERT_TRUE(world_.give("red", domain::TeamCommand{domain::DeleteTeam{}}));
  let_through();
  EXPECT_TRUE(sent_.empty());
  EXPECT_EQ(world_.count("team.remote_deletion_requested.v1"), 0U) << "there is nothing to delete";
}

}  // namespace
}  // namespace lockstep::simulation
