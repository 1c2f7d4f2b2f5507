// What the read models make of an account that was found, and of what becomes of it.
#include <gtest/gtest.h>

#include "engine/process/accounts.h"
#include "projections/all_projections.h"
#include "projections/disclosed/disclosed.h"
#include "projections/vendor_work/work_kind.h"
#include "tests/support/memory_rows.h"

namespace lockstep {
namespace {

using namespace projections;
using Words = std::vector<std::string>;

const CompetitorId kAda{"ada"};
const CoachId kKim{"kim"};
const CallId kCall{"call-1"};
const MetactfUserId kSeven{7};
const events::CallFailure kHeld{"account-found", 0, "Found.", "Decide.", false, true};
const events::CallFailure kNotTheirs{"account-rejected", 0, "Not theirs.", "Ask.", false, true};

class AccountsFold : public testing::Test {
 protected:
  AccountsFold() {
    facts();
    see(ada_, events::CompetitorOnboardingRequested{kAda, kKim, kCall, 1, {}});
  }
  template <class E>
  void see(const StreamId& stream, const E& event) {
    events::StoredEvent stored;
    stored.position = Position{++at_};
    stored.version = Version{at_};
    stored.recorded_at = Timestamp{static_cast<std::int64_t>(at_)};
    stored.stream = stream;
    project_all(rows_, stored, events::AnyEvent{event});
  }
  void facts() {
    events::CompetitorFactsRecorded e;
    e.competitor_id = kAda;
    e.coach_id = kKim;
    e.person = Sealed<events::CompetitorPerson>{{"Ada", "Q", "a@home.test", {}, {}}};
    e.is_active = true;
    see(ada_, e);
  }
  void found() {
    see(ada_, events::CompetitorAccountFound{kAda,
                                             kCall,
                                             1,
                                             kHeld,
                                             kSeven,
                                             Sealed<std::string>{"ada.q"},
                                             "approved",
                                             {},
                                             {"username"},
                                             {"email"}});
  }
  void onboarded() {
    events::CompetitorOnboarded e;
    e.competitor_id = kAda;
    e.call_id = kCall;
    e.metactf_user_id = kSeven;
    see(ada_, e);
  }
  CompetitorRow ada() { return rows_.get(keyed<CompetitorRow>(kAda)).value(); }
  std::optional<FoundAccountRow> account(const std::string& id = "ada") {
    return rows_.get(keyed<FoundAccountRow>(id));
  }
  std::optional<OpenWorkRow> work(WorkKind kind, const std::string& subject = "competitor-ada") {
    return rows_.get(keyed<OpenWorkRow>(subject, kind));
  }

  StreamId ada_{"competitor", "ada"};
  StreamId kim_{"coach", "kim"};
  testing_support::MemoryRows rows_;
  std::uint64_t at_ = 0;
};

TEST_F(AccountsFold, ACreationThatHasBegunIsKnownByTheWorkThatIsOpen) {
  EXPECT_FALSE(work(WorkKind::call_onboarding)->begun);
  see(ada_, events::CompetitorCreationBegun{kAda, kCall});
  EXPECT_TRUE(work(WorkKind::call_onboarding)->begun);
  see(ada_, events::CompetitorOnboardingRequested{kAda, kKim, {"call-2"}, 2, {}});
  EXPECT_FALSE(work(WorkKind::call_onboarding)->begun) << "another call";
  see(kim_, events::CoachAccountRequested{kKim, kCall, 1, {}});
  see(kim_, events::CoachCreationBegun{kKim, kCall});
  EXPECT_TRUE(work(WorkKind::call_coach_account, "coach-kim")->begun);
}

TEST_F(AccountsFold, WhoIsHeldSaysSoAndNothingIsOpenForThem) {
  EXPECT_EQ(account(), std::nullopt);
  found();
  EXPECT_EQ(ada().onboarding, OnboardingState::held);
  EXPECT_EQ(ada().game_platform_sync_error_code, "account-found");
  EXPECT_EQ(ada().game_platform_sync_remedy, "Decide.");
  EXPECT_EQ(ada().game_platform_id, std::nullopt);
  EXPECT_EQ(ada().metactf_user_id, std::nullopt);
  EXPECT_EQ(rows_.count<OpenWorkRow>(), 0U) << "no poll, no retry";
  EXPECT_EQ(account()->state, FoundAccountState::held);
  EXPECT_EQ(account()->metactf_user_id, kSeven);
  EXPECT_EQ(account()->metactf_username, "ada.q");
  EXPECT_EQ(account()->same, boost::json::array{"username"});
  EXPECT_EQ(account()->different, boost::json::array{"email"});
}

TEST_F(AccountsFold, OtherFactsLeaveTheComparisonToWhoeverComparesAnew) {
  found();
  facts();
  EXPECT_EQ(account()->same, boost::json::array{"username"});
  EXPECT_EQ(account()->different, boost::json::array{"email"});
  EXPECT_EQ(account()->state, FoundAccountState::held);
}

TEST_F(AccountsFold, AnAdoptedOneIsWantedAgain) {
  found();
  see(ada_, events::CompetitorAccountAdopted{kAda, kSeven});
  EXPECT_EQ(ada().onboarding, OnboardingState::wanted);
  EXPECT_EQ(ada().game_platform_sync_error_code, std::nullopt);
  EXPECT_EQ(account()->state, FoundAccountState::adopted);
}

TEST_F(AccountsFold, ARejectedOneStaysNamed) {
  found();
  see(ada_, events::CompetitorAccountRejected{kAda, kSeven, kNotTheirs});
  EXPECT_EQ(ada().onboarding, OnboardingState::rejected);
  EXPECT_EQ(ada().game_platform_sync_error_code, "account-rejected");
  EXPECT_EQ(account()->state, FoundAccountState::rejected);
}

TEST_F(AccountsFold, WhatAnImportNamesIsNoStateOfItsOwn) {
  see(ada_, events::CompetitorAccountAdopted{kAda, kSeven});
  EXPECT_EQ(ada().onboarding, OnboardingState::calling);
  EXPECT_EQ(account(), std::nullopt);
}

TEST_F(AccountsFold, ACoachIsHeldLikewise) {
  events::CoachFactsRecorded facts;
  facts.coach_id = kKim;
  facts.person = Sealed<events::CoachPerson>{{"Kim", "Q", "k@school.test"}};
  facts.school_name = Sealed<std::optional<std::string>>{std::nullopt};
  see(kim_, facts);
  see(kim_, events::CoachAccountRequested{kKim, kCall, 1, {}});
  see(kim_, events::CoachAccountFound{kKim, kCall, 1, kHeld, kSeven, {}, {}, {}, {}, {}});
  const auto kim = [&] { return rows_.get(keyed<CoachRow>(kKim)).value(); };
  EXPECT_EQ(kim().account, CoachAccount::held);
  EXPECT_EQ(kim().game_platform_sync_error_code, "account-found");
  EXPECT_EQ(work(WorkKind::call_coach_account, "coach-kim"), std::nullopt);
  EXPECT_EQ(account("kim")->holder, events::AccountHolder::coach);
  see(kim_, events::CoachAccountRejected{kKim, kSeven, kNotTheirs});
  EXPECT_EQ(kim().account, CoachAccount::rejected);
  see(kim_, events::CoachAccountAdopted{kKim, kSeven});
  EXPECT_EQ(kim().account, CoachAccount::none);
  EXPECT_EQ(kim().game_platform_sync_error_code, std::nullopt);
  EXPECT_EQ(account("kim")->state, FoundAccountState::adopted);
}

TEST_F(AccountsFold, AnswersAboutAnotherAccountAreDriftUntilTheyAreNot) {
  onboarded();
  const auto fields = [&] {
    return field_names(rows_.get(keyed<DisclosedRow>(std::string("competitor-ada"))).value());
  };
  const auto differs = [&] {
    return rows_.get(keyed<AssignmentRow>(kAda)).value().account_differs;
  };
  EXPECT_EQ(rows_.get(keyed<AssignmentRow>(kAda)).value().metactf_user_id, kSeven);
  see(ada_, events::CompetitorAccountDiffers{kAda, kSeven, MetactfUserId{8}});
  EXPECT_EQ(fields(), Words{"metactfUserId"});
  EXPECT_TRUE(differs());
  EXPECT_EQ(ada().metactf_user_id, kSeven) << "not recorded over";
  see(ada_, events::CompetitorAccountDiffers{kAda, kSeven, kSeven});
  EXPECT_EQ(fields(), Words{});
  EXPECT_FALSE(differs());
}

TEST(AccountsProcess, TellsEachHolderWhatWasDecidedAboutAll) {
  const events::PlatformAccountsDecided decided{
      {"d"},
      events::AccountDecision::adopt,
      {"email"},
      {{events::AccountHolder::competitor, "ada", kSeven},
       {events::AccountHolder::coach, "kim", MetactfUserId{8}}}};
  const auto told = process::accounts::react(decided);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].id, "ada");
  const auto& adopt =
      std::get<domain::AdoptAccount>(std::get<domain::CompetitorCommand>(told[0].command));
  EXPECT_EQ(adopt.question.metactf_user_id, kSeven);
  EXPECT_EQ(adopt.question.same, Words{"email"});
  EXPECT_FALSE(adopt.beforehand);
  EXPECT_EQ(told[1].id, "kim");
  EXPECT_TRUE(std::holds_alternative<domain::AdoptCoachAccount>(
      std::get<domain::CoachCommand>(told[1].command)));
  auto rejected = decided;
  rejected.decision = events::AccountDecision::reject;
  EXPECT_TRUE(std::holds_alternative<domain::RejectAccount>(
      std::get<domain::CompetitorCommand>(process::accounts::react(rejected)[0].command)));
}

}  // namespace
}  // namespace lockstep
