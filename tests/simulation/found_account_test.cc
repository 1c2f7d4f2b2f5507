// An account that nobody of ours made is held: nothing is sent about it until an admin has decided.
// What we made ourselves never is, whatever happened to the answer.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/simulation/lessons_lab.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;
using domain::CompetitorCommand;
using projections::CompetitorRow;
using projections::OnboardingState;

const domain::AccountInQuestion kOfSomebody{MetactfUserId{900}};

class FoundAccount : public testing::Test {
 protected:
  /// A coach and a team; kid0, whose account is somebody else's.
  void kid_is_there_already() {
    lab.world.vendor.put_account("kid0", 900, "somebody");
    lab.has_kids(1);
    ASSERT_TRUE(lab.world.onboard("kid0"));
    lab.world.pass(10s);
  }
  CompetitorRow kid0() { return lab.world.competitor("kid0"); }
  std::size_t writes_about(const std::string& id) {
    return static_cast<std::size_t>(std::ranges::count_if(
        lab.watch.calls, [&](const Call& c) { return c.writes && c.subject == id; }));
  }
  std::size_t calls_about(const std::string& id) {
    return static_cast<std::size_t>(std::ranges::count(lab.watch.calls, id, &Call::subject));
  }
  void give(const CompetitorCommand& command) {
    ASSERT_TRUE(lab.world.give("kid0", command));
    lab.world.pass(30s);
  }

  Lab lab{31};
};

TEST_F(FoundAccount, IsHeldAndNothingIsSentAboutIt) {
  kid_is_there_already();
  lab.world.join("kid0", "red");
  lab.world.pass(7200s, 1s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::held);
  EXPECT_EQ(kid0().game_platform_sync_error_code, "account-found");
  EXPECT_FALSE(kid0().game_platform_sync_remedy.value_or("").empty());
  EXPECT_EQ(writes_about("kid0"), 0U) << "no data, no team";
  EXPECT_EQ(calls_about("kid0"), 1U) << "the look-up alone: no poll, no look again";
  EXPECT_FALSE(lab.world.give("kid0", CompetitorCommand{domain::RequestPasswordReset{}}));
  EXPECT_EQ(lab.world.vendor.password_resets(), 0);
}

TEST_F(FoundAccount, StaysHeldOverARestart) {
  kid_is_there_already();
  lab.start();
  lab.world.pass(600s, 1s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::held);
  EXPECT_EQ(calls_about("kid0"), 1U);
}

// An intent that waited, and was found open at the start, has sent nothing yet.
TEST_F(FoundAccount, IsHeldAlsoWhenTheIntentWaitedOverARestart) {
  lab.has_kids(1);
  lab.world.pass(10s);
  lab.settings.integration_enabled = false;
  lab.start();
  ASSERT_TRUE(lab.world.onboard("kid0"));
  lab.world.pass(10s);
  lab.world.vendor.put_account("kid0", 900, "somebody");
  lab.settings.integration_enabled = true;
  lab.start();
  lab.world.pass(3600s, 1s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::held);
  EXPECT_EQ(writes_about("kid0"), 0U);
}

TEST_F(FoundAccount, IsTakenWhereTheOwnerSetsThat) {
  lab.settings.onboarding.found_account = FoundAccounts::adopt;
  lab.start();
  kid_is_there_already();
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
  EXPECT_EQ(kid0().metactf_user_id, MetactfUserId{900});
}

TEST_F(FoundAccount, IsTakenWhenAnImportHasNamedIt) {
  lab.world.vendor.put_account("kid0", 900, "somebody");
  lab.has_kids(1);
  give(domain::AdoptAccount{kOfSomebody, true});
  ASSERT_TRUE(lab.world.onboard("kid0"));
  lab.world.pass(10s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
}

TEST_F(FoundAccount, GoesOnWhenAnAdminAdoptsIt) {
  kid_is_there_already();
  lab.world.join("kid0", "red");
  give(domain::AdoptAccount{kOfSomebody});
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
  EXPECT_EQ(kid0().metactf_user_id, MetactfUserId{900});
  EXPECT_EQ(lab.world.vendor.assignments().at("kid0"), "red");
  EXPECT_EQ(lab.watch.named("create_user", "kid0").size(), 0U);
}

TEST_F(FoundAccount, IsHeldAgainWhenItIsAnotherByThen) {
  kid_is_there_already();
  lab.world.vendor.put_account("kid0", 901, "another");
  give(domain::AdoptAccount{kOfSomebody});
  EXPECT_EQ(kid0().onboarding, OnboardingState::held);
  EXPECT_EQ(lab.world.reads->accounts().found_account("kid0").value()->metactf_user_id,
            MetactfUserId{901});
}

TEST_F(FoundAccount, ARejectedOneIsNotCalledAboutUntilSomebodyReopensIt) {
  kid_is_there_already();
  give(domain::RejectAccount{kOfSomebody});
  lab.world.pass(3600s, 1s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::rejected);
  EXPECT_EQ(calls_about("kid0"), 1U);
  EXPECT_FALSE(lab.world.onboard("kid0")) << "not by a coach";
  give(domain::OnboardCompetitor{.may_reopen = true});
  EXPECT_EQ(kid0().onboarding, OnboardingState::held) << "it is there still";
  EXPECT_EQ(writes_about("kid0"), 0U);
}

TEST_F(FoundAccount, AllThatAreAlikeAreAdoptedAtOnce) {
  lab.world.vendor.put_account("kid0", 900, "somebody");
  lab.world.vendor.put_account("kid1", 901, "somebody.else");
  lab.has_kids(2);
  for (const auto* id : {"kid0", "kid1"}) ASSERT_TRUE(lab.world.onboard(id));
  lab.world.pass(10s);
  const auto held = lab.world.reads->accounts().found_accounts({}).value();
  ASSERT_EQ(held.total, 2);
  std::vector<events::FoundAccount> all;
  for (const auto& row : held.rows) all.push_back({row.holder, row.id, row.metactf_user_id});
  const domain::DecideAccounts decide{{"d"}, events::AccountDecision::adopt, {}, all};
  ASSERT_TRUE(lab.world.give("reconciliation", domain::PlatformCommand{decide}));
  lab.world.pass(30s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
  EXPECT_EQ(lab.world.competitor("kid1").onboarding, OnboardingState::done);
}

TEST_F(FoundAccount, OfACoachHoldsWhoWaitsForTheCoach) {
  lab.world.vendor.put_account("carl", 900, "carl");
  lab.has_kids(1);
  ASSERT_TRUE(lab.world.onboard("kid0"));
  lab.world.pass(600s, 1s);
  EXPECT_EQ(kid0().metactf_user_id, std::nullopt);
  EXPECT_EQ(writes_about("kid0") + writes_about("carl") + writes_about("red"), 0U);
  EXPECT_EQ(calls_about("carl"), 1U);
  ASSERT_TRUE(lab.world.give("carl", domain::CoachCommand{domain::AdoptCoachAccount{kOfSomebody}}));
  lab.world.pass(60s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
}

// kill -9 between the POST and its answer.
TEST_F(FoundAccount, OurOwnLostPostIsNeverHeld) {
  lab.has_kids(1);
  lab.watch.after = [](const Call& call) -> std::optional<ports::VendorErrc> {
    if (call.name == "create_user" && call.subject == "kid0") return ports::VendorErrc::timeout;
    return std::nullopt;
  };
  lab.watch.before = [this](const Call& call) -> std::optional<ports::VendorErrc> {
    const bool posted = !lab.watch.named("create_user", "kid0").empty();
    if (posted && call.name == "get_user" && call.subject == "kid0")
      return ports::VendorErrc::timeout;
    return std::nullopt;
  };
  ASSERT_TRUE(lab.world.onboard("kid0"));
  lab.world.pass(1s);
  lab.watch.before = lab.watch.after = {};
  lab.start();
  lab.world.pass(60s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
  EXPECT_EQ(lab.world.vendor.creations("kid0"), 1);
}

TEST_F(FoundAccount, NorOneWhoseLookUpsFailedForHoursAfterwards) {
  lab.has_kids(1);
  lab.watch.after = [](const Call& call) -> std::optional<ports::VendorErrc> {
    if (call.name == "create_user" && call.subject == "kid0") return ports::VendorErrc::server;
    return std::nullopt;
  };
  lab.watch.before = [this](const Call& call) -> std::optional<ports::VendorErrc> {
    const bool posted = !lab.watch.named("create_user", "kid0").empty();
    if (posted && call.name == "get_user" && call.subject == "kid0")
      return ports::VendorErrc::forbidden;
    return std::nullopt;
  };
  ASSERT_TRUE(lab.world.onboard("kid0"));
  lab.world.pass(7200s, 1s);
  lab.watch.before = lab.watch.after = {};
  lab.world.pass(2000s, 1s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
}

TEST_F(FoundAccount, NorOneThatIsAnswered409OnOurOwnRepeat) {
  lab.world.vendor.behaviour.second_create_conflicts = true;
  lab.has_kids(1);
  int looks = 0;
  int posts = 0;
  lab.watch.after = [&](const Call& call) -> std::optional<ports::VendorErrc> {
    if (call.subject != "kid0") return std::nullopt;
    if (call.name == "create_user" && ++posts == 1) return ports::VendorErrc::timeout;
    // The vendor is not up to date with itself: not there, though it is.
    if (call.name == "get_user" && ++looks == 2) return ports::VendorErrc::not_found;
    return std::nullopt;
  };
  ASSERT_TRUE(lab.world.onboard("kid0"));
  lab.world.pass(60s);
  EXPECT_EQ(posts, 2);
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
}

// Another team there has the name: said once as there, and once more when it was not.
TEST_F(FoundAccount, ATeamThatIsRefusedAndNotThereIsALastingConflict) {
  lab.watch.before = [](const Call& call) -> std::optional<ports::VendorErrc> {
    if (call.name == "create_team" && call.subject == "red") return ports::VendorErrc::conflict;
    return std::nullopt;
  };
  lab.has_onboarded(1);
  lab.world.join("kid0", "red");
  lab.world.pass(7200s, 1s);
  EXPECT_EQ(lab.watch.named("create_team", "red").size(), 2U);
  const auto red = lab.world.reads->roster().team({"red"}).value();
  EXPECT_EQ(red->game_platform_sync_error_code, "vendor-conflict");
  EXPECT_NE(red->game_platform_sync_remedy.value_or("").find("name"), std::string::npos);
}

TEST_F(FoundAccount, AnswersAboutAnotherAccountAreDriftAndNobodysScores) {
  lab.has_onboarded(1);
  const auto before = kid0().metactf_user_id;
  lab.world.vendor.put_account("kid0", 900, "somebody");
  ASSERT_TRUE(lab.world.give("kid0", domain::ScoresCommand{domain::RequestSync{}}));
  lab.world.pass(120s);
  EXPECT_EQ(kid0().metactf_user_id, before);
  EXPECT_EQ(lab.world.count("competitor.account_differs.v1"), 1U) << "once, not with every poll";
  EXPECT_EQ(lab.world.poll("kid0", "poll_odl")->result, "failed");
  const domain::RequestReconciliation run{{"run"}, true};
  ASSERT_TRUE(lab.world.give("reconciliation", domain::PlatformCommand{run}));
  lab.world.pass(10s);
  const auto row = lab.world.reads->drift().drift_run({"run"}).value();
  EXPECT_NE(boost::json::serialize(row->findings).find("metactfUserId"), std::string::npos);
}

TEST_F(FoundAccount, OneAccountForTwoOfOursIsDrift) {
  lab.has_kids(2);
  lab.world.vendor.put_account("kid0", 900, "somebody");
  lab.world.vendor.put_account("kid1", 900, "somebody");
  for (const auto* id : {"kid0", "kid1"}) {
    ASSERT_TRUE(lab.world.give(id, CompetitorCommand{domain::AdoptAccount{kOfSomebody, true}}));
    ASSERT_TRUE(lab.world.onboard(id));
  }
  lab.world.pass(10s);
  const domain::RequestReconciliation run{{"run"}, true};
  ASSERT_TRUE(lab.world.give("reconciliation", domain::PlatformCommand{run}));
  lab.world.pass(10s);
  const auto row = lab.world.reads->drift().drift_run({"run"}).value();
  EXPECT_NE(boost::json::serialize(row->findings).find("sharedAccount"), std::string::npos);
}

TEST_F(FoundAccount, ARefusedCreationIsNotSentAgainUnasked) {
  lab.has_kids(1);
  lab.watch.before = [](const Call& call) -> std::optional<ports::VendorErrc> {
    if (call.name == "create_user" && call.subject == "kid0") return ports::VendorErrc::conflict;
    return std::nullopt;
  };
  ASSERT_TRUE(lab.world.onboard("kid0"));
  lab.world.pass(7200s, 1s);
  EXPECT_EQ(lab.watch.named("create_user", "kid0").size(), 1U) << "disclosed once";
  EXPECT_EQ(kid0().game_platform_sync_error_code, "vendor-conflict");
  lab.watch.before = {};
  ASSERT_TRUE(lab.world.onboard("kid0")) << "a person asks";
  lab.world.pass(10s);
  EXPECT_EQ(kid0().onboarding, OnboardingState::done);
}

TEST_F(FoundAccount, AnIdIsOneKindsForEver) {
  lab.has_kids(1);
  EXPECT_EQ(lab.world.put_competitor("carl", "carl").error().type, "id-of-another-kind");
  EXPECT_EQ(lab.world.put_coach("kid0").error().type, "id-of-another-kind");
  EXPECT_EQ(lab.world.count("competitor.facts_recorded.v1"), 1U);
  EXPECT_EQ(lab.world.count("coach.facts_recorded.v1"), 1U);
}

}  // namespace
}  // namespace lockstep::simulation
