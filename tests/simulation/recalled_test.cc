// What waits for the vendor is decided again when the facts change: what was acknowledged counts at
// once, also for what has not gone out yet.
#include <algorithm>

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
      calls_.push_back(call);
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
  void is_active(const std::string& kid, bool active) {
    domain::ChangeCompetitorFacts change;
    change.competitor_id = {kid};
    change.is_active = active;
    EXPECT_TRUE(world_.give(kid, domain::CompetitorCommand{std::move(change)}));
  }
  std::size_t calls_of(const std::string& kid) const {
    return static_cast<std::size_t>(
        std::ranges::count(calls_, kid, [](const SeenCall& call) { return call.user; }));
  }
  std::size_t writes_of(const std::string& kid) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        calls_, [&](const SeenCall& call) { return call.user == kid && call.method != "GET"; }));
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
  std::vector<SeenCall> sent_;   ///< Carried out, and told something about somebody.
  std::vector<SeenCall> calls_;  ///< All.
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

TEST_F(Recalled, WhatTheCoachLendsIsWhatIsRecordedThen) {
  ASSERT_TRUE(world_.onboard("ada"));
  ASSERT_TRUE(world_.put_team("red", "carl"));
  wait_at_the_vendor();
  ASSERT_TRUE(world_.give("carl", domain::CoachCommand{domain::ChangeCoachFacts{
                                      .coach_id = {"carl"},
                                      .school_name = std::optional<std::string>{"Dale School"},
                                      .region = std::optional<std::string>{"south"}}}));
  let_through();
  EXPECT_EQ(sent_of("school"), std::vector<std::string>{"Dale School"});
  EXPECT_EQ(sent_of("region"), std::vector<std::string>{"south"});
  EXPECT_EQ(sent_of("affiliation"), std::vector<std::string>{"Dale School"});
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

TEST_F(Recalled, NothingIsSentOrFetchedOfWhoBecameInactiveMeanwhile) {
  mock_.set_faults({});
  ASSERT_TRUE(world_.put_team("red", "carl"));
  world_.pass(20s);
  mock_.set_faults({{"errorRate", 1}, {"status", 429}, {"retryAfter", 30}});
  world_.join("bob", "red");
  ASSERT_TRUE(world_.give("bob", domain::CompetitorCommand{domain::RequestPasswordReset{}}));
  ASSERT_TRUE(world_.give("bob", domain::ScoresCommand{domain::RequestSync{}}));
  wait_at_the_vendor();
  is_active("bob", false);
  calls_.clear();
  let_through();
  EXPECT_EQ(calls_of("bob"), 0U);
  EXPECT_FALSE(mock_.assignments().contains("bob"));
  is_active("bob", true);
  world_.pass(20s);
  EXPECT_EQ(mock_.assignments()["bob"], "red") << "active again, it goes on";
}

TEST_F(Recalled, ATeamChangeThatIsNoLongerWantedIsNotMade) {
  mock_.set_faults({});
  ASSERT_TRUE(world_.put_team("red", "carl"));
  ASSERT_TRUE(world_.put_team("blue", "carl"));
  world_.pass(20s);
  mock_.set_faults({{"errorRate", 1}, {"status", 429}, {"retryAfter", 30}});
  world_.join("bob", "red");
  wait_at_the_vendor();
  world_.join("bob", "blue");
  world_.leave("bob", "blue");
  wait_at_the_vendor();
  calls_.clear();
  let_through();
  EXPECT_EQ(writes_of("bob"), 0U) << "never sent there, so there is nothing to undo";
  world_.join("bob", "blue");
  world_.pass(20s);
  EXPECT_EQ(mock_.assignments()["bob"], "blue");
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
