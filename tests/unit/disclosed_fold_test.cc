// What the vendor has for all we know, and which facts are otherwise here by now.
#include <gtest/gtest.h>

#include "projections/disclosed/disclosed.h"
#include "tests/support/memory_rows.h"

namespace lockstep::projections {
namespace {

using events::CallFailure;
using Names = std::vector<std::string>;

const CompetitorId kAda{"ada"};
const CoachId kKim{"kim"};
const TeamId kRed{"red"};
const CallFailure kUnheard{"vendor-timeout", 0, "No answer.", "Wait.", true};
const CallFailure kRefused{"vendor-rejected", 422, "No.", "Correct it.", false};

class DisclosedFold : public testing::Test {
 protected:
  template <class E>
  void see(const StreamId& stream, const E& event) {
    ++at_.value;
    const EventMeta meta{at_, Version{at_.value}, Timestamp{1}, stream};
    Disclosed::apply(RowAccess{rows_}, meta, events::AnyEvent{event});
  }
  Names differ(const StreamId& stream) {
    const auto row = rows_.get(keyed<DisclosedRow>(stream.text()));
    return row ? field_names(*row) : Names{"no row"};
  }

  // Ada
  void facts(const std::string& email, const CoachId& coach = kKim,
             const std::optional<std::string>& school_email = {}) {
    events::CompetitorFactsRecorded e;
    e.competitor_id = kAda;
    e.coach_id = coach;
    e.person = Sealed<events::CompetitorPerson>{{"Ada", "L", email, school_email, {}}};
    see(ada_, e);
  }
  void asked(const std::string& email) {
    events::UserPayload payload;
    payload.email = email;
    see(ada_, events::CompetitorOnboardingRequested{kAda, kKim, {"call"}, 1, Sealed{payload}});
  }
  void failed(const CallFailure& why) {
    see(ada_, events::CompetitorOnboardingFailed{kAda, {"call"}, 1, why, {}});
  }
  void onboarded(bool created, std::optional<bool> maker_unknown = {}) {
    events::CompetitorOnboarded e;
    e.competitor_id = kAda;
    e.created = created;
    e.maker_unknown = maker_unknown;
    see(ada_, e);
  }
  // Red
  void team(const std::string& name, events::Division division = events::Division::college) {
    see(red_, events::TeamFactsRecorded{kRed, kKim, Sealed{name}, division, {}});
  }
  void team_asked(const std::string& name, events::Division division = events::Division::college) {
    see(red_, events::TeamRemoteCreationRequested{
                  kRed,
                  {"call"},
                  1,
                  Sealed<events::TeamPayload>{{"kim", "red", name, "Hill", division}}});
  }
  void team_created(const std::optional<std::string>& name = {},
                    const std::optional<events::Division>& division = {},
                    std::optional<bool> maker_unknown = {}) {
    see(red_,
        events::TeamRemoteCreated{kRed, {"call"}, {}, {}, Sealed{name}, division, maker_unknown});
  }

  const StreamId ada_{"competitor", "ada"};
  const StreamId red_{"team", "red"};
  testing_support::MemoryRows rows_;

 private:
  Position at_{};
};

TEST_F(DisclosedFold, FactsThatAreAsTheyWereToldDoNotDiffer) {
  facts("ada@example.org");
  EXPECT_EQ(differ(ada_), Names{}) << "nothing was told";
  EXPECT_TRUE(rows_.get(keyed<DisclosedRow>(ada_.text()))->has.is_null());
  asked("ada@example.org");
  EXPECT_EQ(differ(ada_), Names{});
  onboarded(true);
  EXPECT_EQ(differ(ada_), Names{});
}

TEST_F(DisclosedFold, ChangedFactsDifferUntilTheyAreAsTheyWere) {
  facts("ada@example.org");
  asked("ada@example.org");
  onboarded(true);
  facts("new@example.org", {"lee"});
  EXPECT_EQ(differ(ada_), (Names{"email", "coachId"}));
  facts("new@example.org");
  EXPECT_EQ(differ(ada_), Names{"email"});
  facts("new@example.org", kKim, "ada@example.org");
  EXPECT_EQ(differ(ada_), Names{}) << "it is still an address of Ada's";
  facts("ada@example.org");
  EXPECT_EQ(differ(ada_), Names{});
}

TEST_F(DisclosedFold, TheCaseOfAnAddressIsNoDifference) {
  facts("ada@example.org");
  asked("ada@example.org");
  onboarded(true);
  facts("Ada@Example.ORG");
  EXPECT_EQ(differ(ada_), Names{});
  facts("Adb@example.org");
  EXPECT_EQ(differ(ada_), Names{"email"});
}

TEST_F(DisclosedFold, OfWhomTheVendorHadBeforeUsWeKnowNothing) {
  facts("ada@example.org");
  asked("ada@example.org");
  onboarded(false);
  facts("new@example.org", {"lee"});
  EXPECT_EQ(differ(ada_), Names{});
}

TEST_F(DisclosedFold, ACallThatNobodyHeardOfMayHaveMadeTheUser) {
  facts("ada@example.org");
  asked("ada@example.org");
  failed(kUnheard);
  facts("new@example.org");
  asked("new@example.org");
  onboarded(false);  // Found there.
  EXPECT_EQ(differ(ada_), Names{"email"});
}

TEST_F(DisclosedFold, ACallThatWasNeverMadeDidNotMakeTheUser) {
  facts("ada@example.org");
  asked("ada@example.org");
  failed(kUnheard);
  facts("new@example.org");
  asked("new@example.org");
  auto only_looked = kUnheard;
  only_looked.nothing_written = true;
  failed(only_looked);
  asked("new@example.org");
  onboarded(false);  // Found there.
  EXPECT_EQ(differ(ada_), Names{"email"});
}

TEST_F(DisclosedFold, WhichOfTwoCallsMadeTheUserNobodyKnows) {
  facts("ada@example.org");
  asked("ada@example.org");
  failed(kUnheard);
  facts("new@example.org");
  asked("new@example.org");
  onboarded(true, true);  // Found there, after a write without an answer.
  EXPECT_EQ(differ(ada_), Names{});
  facts("ada@example.org");
  EXPECT_EQ(differ(ada_), Names{}) << "this, too, may be what it was told";
  facts("third@example.org", {"lee"});
  EXPECT_EQ(differ(ada_), (Names{"email", "coachId"})) << "nobody ever told it that";
}

TEST_F(DisclosedFold, WhicheverOfSeveralUnheardCallsMadeTheUserTheLastOneOnlyFoundThem) {
  for (const auto* email : {"ada@example.org", "new@example.org", "ada@example.org"}) {
    facts(email);
    asked(email);
    failed(kUnheard);
  }
  facts("third@example.org");
  asked("third@example.org");
  onboarded(false);
  EXPECT_EQ(differ(ada_), Names{"email"});
  facts("new@example.org");
  EXPECT_EQ(differ(ada_), Names{});
}

TEST_F(DisclosedFold, AfterManyUnheardCallsItMayHaveAnything) {
  for (int i = 0; i < 20; ++i) {
    facts(std::to_string(i) + "@example.org");
    asked(std::to_string(i) + "@example.org");
    failed(kUnheard);
  }
  const auto row = rows_.get(keyed<DisclosedRow>(ada_.text()));
  EXPECT_LE(row->undecided.as_array().size(), 8U) << "bounded";
  onboarded(false);
  facts("other@example.org");
  EXPECT_EQ(differ(ada_), Names{});
}

TEST_F(DisclosedFold, ARefusedCallMadeNobody) {
  facts("ada@example.org");
  asked("ada@example.org");
  failed(kRefused);
  facts("new@example.org");
  asked("new@example.org");
  onboarded(true);
  EXPECT_EQ(differ(ada_), Names{});
}

TEST_F(DisclosedFold, NothingIsKnownOfThePersonWhoseKeyIsGone) {
  facts("ada@example.org");
  see(ada_, events::CompetitorOnboardingRequested{
                kAda, kKim, {"call"}, 1, Sealed<events::UserPayload>{}});
  onboarded(true);
  facts("new@example.org", {"lee"});
  EXPECT_EQ(differ(ada_), Names{});
}

TEST_F(DisclosedFold, ACoachsEmailIsComparedToo) {
  const StreamId kim{"coach", "kim"};
  const auto coach_facts = [&](const std::string& email) {
    see(kim, events::CoachFactsRecorded{
                 kKim, Sealed<events::CoachPerson>{{"Kim", "L", email}}, {}, "north", {}});
  };
  coach_facts("kim@example.org");
  events::UserPayload payload;
  payload.email = "kim@example.org";
  see(kim, events::CoachAccountRequested{kKim, {"call"}, 1, Sealed{payload}});
  events::CoachAccountRecorded recorded;
  recorded.coach_id = kKim;
  recorded.created = true;
  see(kim, recorded);
  EXPECT_EQ(differ(kim), Names{});
  coach_facts("new@example.org");
  EXPECT_EQ(differ(kim), Names{"email"});
}

TEST_F(DisclosedFold, ATeamIsComparedByNameAndDivisionWhileItIsThere) {
  team("Red");
  team_asked("Red");
  team_created();
  EXPECT_EQ(differ(red_), Names{});
  team("Crimson", events::Division::high_school);
  EXPECT_EQ(differ(red_), (Names{"name", "division"}));
  see(red_, events::TeamRemoteMissing{kRed, {"finder"}});
  EXPECT_EQ(differ(red_), Names{}) << "it is made again, as it is now";
}

TEST_F(DisclosedFold, ATeamThatWasNotMissingAfterAllIsAsItWas) {
  team("Red");
  team_asked("Red");
  team_created();
  team("Crimson");
  see(red_, events::TeamRemoteMissing{kRed, {"finder"}});
  team_asked("Crimson");
  team_created();  // 409: it is there.
  EXPECT_EQ(differ(red_), Names{"name"});
}

TEST_F(DisclosedFold, TheVendorsWordCountsMoreThanWhatItWasTold) {
  team("Red");
  team_asked("Red");
  see(red_, events::TeamRemoteCreationFailed{kRed, {"call"}, 1, kUnheard, {}});
  team("Crimson");
  team_asked("Crimson");
  team_created("Red", events::Division::college);  // It answers with what it has.
  EXPECT_EQ(differ(red_), Names{"name"});
  team_created("Crimson");  // Or it took the newest.
  EXPECT_EQ(differ(red_), Names{});
}

TEST_F(DisclosedFold, ADivisionThatItNamesAsNobodyKnowsIsNoEvidence) {
  team("Red");
  team_asked("Red");
  see(red_, events::TeamRemoteCreationFailed{kRed, {"call"}, 1, kUnheard, {}});
  team("Red", events::Division::high_school);
  team_asked("Red", events::Division::high_school);
  team_created("Red");  // It may have kept the first division, or taken the second.
  EXPECT_EQ(differ(red_), Names{});
}

TEST_F(DisclosedFold, WithoutItsWordTheCallThatMayHaveMadeTheTeamCounts) {
  team("Red");
  team_asked("Red");
  see(red_, events::TeamRemoteCreationFailed{kRed, {"call"}, 1, kUnheard, {}});
  team("Crimson");
  team_asked("Crimson");
  team_created();  // 409: it is there.
  EXPECT_EQ(differ(red_), Names{"name"});
}

TEST_F(DisclosedFold, WhichOfTwoCallsMadeTheTeamNobodyKnows) {
  team("Red");
  team_asked("Red");
  see(red_, events::TeamRemoteCreationFailed{kRed, {"call"}, 1, kUnheard, {}});
  team("Crimson");
  team_asked("Crimson");
  team_created({}, {}, true);  // No answer, then 409.
  EXPECT_EQ(differ(red_), Names{});
  team("Scarlet");
  EXPECT_EQ(differ(red_), Names{"name"});
}

}  // namespace
}  // namespace lockstep::projections
