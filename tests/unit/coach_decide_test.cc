// The decide table of a coach: facts, account, who waits for it, and team names.
#include <gtest/gtest.h>

#include "engine/domain/coach.h"
#include "events/coach_account.h"
#include "tests/support/decide_table.h"
#include "tests/unit/coach_concerns.h"

namespace lockstep::domain {
namespace {

using events::CallFailure;
using events::DependentKind;
using events::Division;
using test::kContext;
using test::Refusal;
using Events = std::vector<Coach::Event>;
using CoachRow = test::Row<Coach>;
using Text = std::optional<std::string>;

const CoachId kKim{"coach-kim"};
const events::CoachPerson kPerson{"Kim", "Quillon", "kim@school.test"};

events::CoachFactsRecorded facts(const Text& school = "Hill School", const Text& region = "north") {
  return {kKim, Sealed<events::CoachPerson>{kPerson}, Sealed{school}, region,
          Division::high_school};
}
RecordCoachFacts record(const Text& school = "Hill School", const Text& region = "north") {
  return {kKim, kPerson, school, region, Division::high_school};
}
events::UserPayload payload(const Text& school = "Hill School") {
  return {"Kim",        "Quillon", "kim@school.test", "coach",     "coach-kim",
          std::nullopt, school,    "north",           std::nullopt};
}
events::CoachAccountRequested requested(const CallId& call, std::int64_t attempt,
                                        const Text& school = "Hill School") {
  return {kKim, call, attempt, Sealed<events::UserPayload>{payload(school)}};
}
const CallId kCall{"call-1"};
const CallId kNewCall{"seed.account"};  // What kContext opens.

events::CoachAccountRecorded recorded(const Text& status, bool created = true) {
  return {kKim, kCall, {7}, Sealed<std::string>{"kimq"}, status, VendorTime{500}, created};
}
RecordCoachAccountOutcome account(const Text& status, const CallId& call = kCall) {
  return {call, Account{{7}, Sealed<std::string>{"kimq"}, status, VendorTime{500}, true}};
}
const CallFailure kPassing{"vendor-timeout", 0, "No answer.", "Wait.", true};
const CallFailure kLasting{"vendor-rejected", 422, "email: invalid.", "Correct it.", false};

events::CoachAccountFailed failed(const CallFailure& why, std::optional<Timestamp> retry_at,
                                  std::int64_t attempt = 1) {
  return {kKim, kCall, attempt, why, retry_at};
}
const Timestamp kLater{kContext.now.value + 1};
const CallFailure kRecalled{"facts-changed", 0, "Changed.", "Wait.", false, true};
const Timestamp kRetry = *next_retry(kPassing, 1, kContext.now, "seed");

events::CoachDependentWaiting waits(const std::string& id, const Text& status = {},
                                    DependentKind kind = DependentKind::competitor) {
  return {kKim, kind, id, status};
}
events::CoachDependentCleared cleared(const std::string& id, const Text& school = "Hill School",
                                      DependentKind kind = DependentKind::competitor) {
  return {kKim, kind, id, Sealed{school}, "north"};
}
const ClearDependent kClearAda{kKim, DependentKind::competitor, "ada"};
const ClearDependent kClearRedTeam{kKim, DependentKind::team, "red"};
events::CoachTeamNameHeld held(const std::string& team, std::int64_t no, const std::string& name) {
  return {kKim, {team}, no, Sealed<std::string>{name}};
}
events::CoachTeamNameRefused refused(const std::string& team, std::int64_t no,
                                     const std::string& why = "team-name-taken") {
  return {kKim, {team}, no, why};
}
events::CoachTeamNameReleased released(const std::string& team, std::int64_t no) {
  return {kKim, {team}, no};
}
HoldTeamName hold(const std::string& team, std::int64_t no, const std::string& name) {
  return {kKim, {team}, no, name};
}
const Refusal kMissing{Errc::invalid, "coach-facts-missing", ""};
const Refusal kUnknown{Errc::not_found, "coach-unknown", "Record the coach's facts first."};
const Refusal kIncomplete{Errc::conflict, "coach-incomplete",
                          "Complete the coach's school name and region, then try again."};
const Refusal kNameRequestEnded{Errc::conflict, "team-name-request-ended", "Try again."};

const std::vector<CoachRow> kFacts{
    {"NewFactsAreRecorded", {}, record(), Events{facts()}},
    {"SameFactsChangeNothing", {facts()}, record(), Events{}},
    {"ChangedFactsAreRecorded", {facts()}, record("Dale School"), Events{facts("Dale School")}},
    {"ClearingIsAnEvent", {facts()}, record({}, {}), Events{facts({}, {})}},
    {"AnIdIsNeeded", {}, RecordCoachFacts{{}, kPerson, {}, {}, {}}, kMissing},
    {"AnEmailIsNeeded", {}, RecordCoachFacts{kKim, {"Kim", "Quillon", ""}, {}, {}, {}}, kMissing},
    {"AFirstNameIsNeeded", {}, RecordCoachFacts{kKim, {"", "Q", "k@s.test"}, {}, {}, {}}, kMissing},
    {"ALastNameIsNeeded", {}, RecordCoachFacts{kKim, {"K", "", "k@s.test"}, {}, {}, {}}, kMissing},
    {"AChangeLeavesWhatItDoesNotName",
     {facts()},
     ChangeCoachFacts{.coach_id = kKim, .school_name = "Dale School"},
     Events{facts("Dale School")}},
    {"AChangeToTheSameChangesNothing",
     {facts()},
     ChangeCoachFacts{.coach_id = kKim, .school_name = "Hill School"},
     Events{}},
    {"AChangeMayClear",
     {facts()},
     ChangeCoachFacts{.coach_id = kKim, .school_name = Text{}, .region = Text{}},
     Events{facts({}, {})}},
    {"AChangeMakesNoCoachOfHalfTheFacts",
     {},
     ChangeCoachFacts{.coach_id = kKim, .email = "kim@school.test", .first_name = "Kim"},
     kMissing},
    {"AChangeThatNamesAllThatIsNeededMakesACoach",
     {},
     ChangeCoachFacts{.coach_id = kKim,
                      .email = kPerson.email,
                      .first_name = kPerson.first_name,
                      .last_name = kPerson.last_name},
     Events{{events::CoachFactsRecorded{
         kKim, Sealed<events::CoachPerson>{kPerson}, Sealed<Text>{Text{}}, {}, {}}}}},
    {"ANewSchoolIsLentAnewToAllWhoMayGoOn",
     {facts(), cleared("ada"), cleared("red", "Hill School", DependentKind::team), waits("bob")},
     record("Dale School"),
     Events{facts("Dale School"), cleared("ada", "Dale School"),
            cleared("red", "Dale School", DependentKind::team),
            requested(kNewCall, 1, "Dale School")}},
    {"SoIsANewRegion",
     {facts("Hill School", "south"), cleared("ada")},
     record(),
     Events{facts(), cleared("ada")}},
    {"WhatIsNotLentIsNotTold",
     {facts(), cleared("ada")},
     ChangeCoachFacts{.coach_id = kKim, .division = std::optional<Division>{}},
     Events{{events::CoachFactsRecorded{
         kKim, Sealed<events::CoachPerson>{kPerson}, Sealed<Text>{"Hill School"}, "north", {}}}}},
    {"FactsAloneAskForNoAccount", {facts({})}, record(), Events{facts()}},
    {"CompletedFactsStartTheAccountSomebodyWaitsFor",
     {facts({}), waits("ada")},
     record(),
     Events{facts(), requested(kNewCall, 1)}},
    {"FactsOfACoachSomebodyWaitsForAlreadyStartTheAccount",
     {waits("ada")},
     record(),
     Events{facts(), requested(kNewCall, 1)}},
    {"ATeamThatWaitsIsAReasonToo",
     {facts({}), waits("red", {}, DependentKind::team)},
     record(),
     Events{facts(), requested(kNewCall, 1)}},
    {"CorrectedFactsStartANewCallAfterARejection",
     {facts(), requested(kCall, 1), failed(kLasting, {})},
     record("Dale School"),
     Events{facts("Dale School"), requested(kNewCall, 2, "Dale School")}},
    {"FactsThatStayIncompleteStartNoCall",
     {facts({}, {}), waits("ada")},
     record({}, "north"),
     Events{facts({})}},
    {"FactsChangedDuringACallDoNotOpenASecond",
     {facts(), requested(kCall, 1)},
     record("Dale School"),
     Events{facts("Dale School")}},
    {"FactsChangedWithAnAccountOnlyChangeTheFacts",
     {facts(), requested(kCall, 1), recorded("approved"), waits("ada")},
     record("Dale School"),
     Events{facts("Dale School")}},
};

const std::vector<CoachRow> kAccount{
    {"AnUnknownCoachHasNoAccount", {}, EnsureCoachAccount{}, kUnknown},
    {"ACoachOfWhomSomebodyOnlyAskedIsUnknown", {waits("ada")}, EnsureCoachAccount{}, kUnknown},
    {"TheIntentEventHoldsTheExactPayload",
     {facts()},
     EnsureCoachAccount{},
     Events{requested(kNewCall, 1)}},
    {"TheSchoolIsNeeded", {facts({})}, EnsureCoachAccount{}, kIncomplete},
    {"TheRegionIsNeeded", {facts("Hill School", {})}, EnsureCoachAccount{}, kIncomplete},
    {"AnIncompleteCoachIsNoErrorOfTheTimer",
     {facts(), requested(kCall, 1), failed(kPassing, kContext.now), facts({})},
     EnsureCoachAccount{true},
     Events{}},
    {"AnOpenCallIsNotRepeated", {facts(), requested(kCall, 1)}, EnsureCoachAccount{}, Events{}},
    {"AnOpenCallIsNotRetried", {facts(), requested(kCall, 1)}, EnsureCoachAccount{true}, Events{}},
    {"AnAccountIsNotMadeTwice",
     {facts(), requested(kCall, 1), recorded("approved")},
     EnsureCoachAccount{},
     Events{}},
    {"TheTimerDoesNotStartWhatNobodyTried", {facts()}, EnsureCoachAccount{true}, Events{}},
    {"WhatIsWantedAndNotSoIsRetried",
     {facts(), requested(kCall, 1), failed(kPassing, kContext.now)},
     EnsureCoachAccount{true},
     Events{requested(kNewCall, 2)}},
    {"ButNotBeforeItsTime",
     {facts(), requested(kCall, 1), failed(kPassing, kLater)},
     EnsureCoachAccount{true},
     Events{}},
    {"AndNotUnaskedAfterARejection",
     {facts(), requested(kCall, 1), failed(kLasting, {})},
     EnsureCoachAccount{true},
     Events{}},
    {"APersonMayAlwaysTryAgain",
     {facts(), requested(kCall, 1), failed(kLasting, {})},
     EnsureCoachAccount{},
     Events{requested(kNewCall, 2)}},
    {"APersonNeedNotWaitForTheTimer",
     {facts(), requested(kCall, 1), failed(kPassing, kLater)},
     EnsureCoachAccount{},
     Events{requested(kNewCall, 2)}},
    {"TheVendorsStatusIsStoredVerbatim",
     {facts(), requested(kCall, 1)},
     account("half_Approved?"),
     Events{recorded("half_Approved?")}},
    {"AnAbsentStatusStaysAbsent",
     {facts(), requested(kCall, 1)},
     account({}),
     Events{recorded({})}},
    {"AnApprovedAccountClearsAllWhoWait",
     {facts(), waits("ada"), waits("red", {}, DependentKind::team), requested(kCall, 1)},
     account("approved"),
     Events{recorded("approved"), cleared("ada"),
            cleared("red", "Hill School", DependentKind::team)}},
    {"ACreatedAccountMayHaveCompetitorsToo",
     {facts(), waits("ada"), requested(kCall, 1)},
     account("user_created"),
     Events{recorded("user_created"), cleared("ada")}},
    {"APendingAccountTellsWhyTheyWait",
     {facts(), waits("ada"), requested(kCall, 1)},
     account("pending_approval"),
     Events{recorded("pending_approval"), waits("ada", "pending_approval")}},
    {"ALateOutcomeChangesNothing",
     {facts(), requested(kCall, 1), failed(kPassing, kLater), requested({"call-2"}, 2)},
     account("approved"),
     Events{}},
    {"AnOutcomeNobodyAskedForChangesNothing", {facts()}, account("approved"), Events{}},
    {"APassingFailureComesBack",
     {facts(), requested(kCall, 1)},
     RecordCoachAccountOutcome{kCall, kPassing},
     Events{failed(kPassing, kRetry)}},
    {"ALastingFailureWaitsForAPerson",
     {facts(), requested(kCall, 1)},
     RecordCoachAccountOutcome{kCall, kLasting},
     Events{failed(kLasting, {})}},
    {"FactsCorrectedDuringARejectedCallAreTriedAtOnce",
     {facts(), requested(kCall, 1), facts("Dale School")},
     RecordCoachAccountOutcome{kCall, kLasting},
     Events{failed(kLasting, kContext.now)}},
    {"ACallThatWasRecalledIsMadeAnewFromTheNewFacts",
     {facts(), requested(kCall, 1), facts("Dale School")},
     RecordCoachAccountOutcome{kCall, kRecalled},
     Events{failed(kRecalled, kContext.now)}},
    {"OrWaitsForWhatIsMissingByNow",
     {facts(), requested(kCall, 1), facts({})},
     RecordCoachAccountOutcome{kCall, kRecalled},
     Events{failed(kRecalled, {})}},
    {"ALateFailureChangesNothing",
     {facts(), requested(kCall, 1), recorded("approved")},
     RecordCoachAccountOutcome{kCall, kPassing},
     Events{}},
};

events::CoachPlatformStatusRecorded says(const Text& status, std::int64_t login = 500) {
  return {kKim, status, VendorTime{login}};
}
const Events kPending{facts(), waits("ada"), requested(kCall, 1), recorded("pending_approval"),
                      waits("ada", "pending_approval")};
const Events kApproved{facts(), requested(kCall, 1), recorded("approved")};

Events after(Events events, const Coach::Event& event) {
  events.push_back(event);
  return events;
}

const std::vector<CoachRow> kStatus{
    {"AStatusWithoutAnAccountIsNoFact",
     {facts()},
     RecordCoachPlatformStatus{"approved", {}},
     Events{}},
    {"TheSameStatusChangesNothing", kPending,
     RecordCoachPlatformStatus{"pending_approval", VendorTime{500}}, Events{}},
    {"AnApprovalClearsThoseWhoWait", kPending,
     RecordCoachPlatformStatus{"approved", VendorTime{500}},
     Events{says("approved"), cleared("ada")}},
    {"ADenialIsToldToThoseWhoWait", kPending, RecordCoachPlatformStatus{"denied", VendorTime{500}},
     Events{says("denied"), waits("ada", "denied")}},
    {"AStatusNeverSeenBeforeIsKeptAndAllowsNothing", kPending,
     RecordCoachPlatformStatus{"on_hold", VendorTime{500}},
     Events{says("on_hold"), waits("ada", "on_hold")}},
    {"ALoginAloneTellsNobody", kPending,
     RecordCoachPlatformStatus{"pending_approval", VendorTime{900}},
     Events{says("pending_approval", 900)}},
};

const std::vector<CoachRow> kDependents{
    {"WhoAsksForAnUnknownCoachWaits", {}, kClearAda, Events{waits("ada")}},
    {"WhoWaitsForAnUnknownCoachIsNotToldTwice", {waits("ada")}, kClearAda, Events{}},
    {"WhoAsksFirstStartsTheAccount",
     {facts()},
     kClearAda,
     Events{waits("ada"), requested(kNewCall, 1)}},
    {"ATeamStartsItToo",
     {facts()},
     kClearRedTeam,
     Events{waits("red", {}, DependentKind::team), requested(kNewCall, 1)}},
    {"AnIncompleteCoachLetsThemWait", {facts({})}, kClearAda, Events{waits("ada")}},
    {"WhoAsksDuringTheCallWaits", {facts(), requested(kCall, 1)}, kClearAda, Events{waits("ada")}},
    {"WhoAsksAfterAFailureWaitsForTheTimer",
     {facts(), requested(kCall, 1), failed(kPassing, kLater)},
     kClearAda,
     Events{waits("ada")}},
    {"WhoAsksAnApprovedCoachIsClearedAtOnce", kApproved, kClearAda, Events{cleared("ada")}},
    {"ATeamOfAnApprovedCoachIsClearedAtOnce", kApproved, kClearRedTeam,
     Events{cleared("red", "Hill School", DependentKind::team)}},
    {"WhoAsksADeniedCoachWaits", after(kApproved, says("denied")), kClearAda,
     Events{waits("ada", "denied")}},
    {"WhoWasClearedIsNotClearedAgain", after(kApproved, cleared("ada")), kClearAda, Events{}},
    {"ATeamAndACompetitorOfOneIdAreTwo", after(kApproved, cleared("red")), kClearRedTeam,
     Events{cleared("red", "Hill School", DependentKind::team)}},
};

const std::vector<CoachRow> kNames{
    {"AFreeNameIsHeld", {facts()}, hold("red", 1, "Red"), Events{held("red", 1, "Red")}},
    {"ANameIsHeldOnceForARequest",
     {facts(), held("red", 1, "Red")},
     hold("red", 1, "Red"),
     Events{}},
    {"ANameInUseIsRefused",
     {facts(), held("red", 1, "Red")},
     hold("blue", 1, "Red"),
     Events{refused("blue", 1)}},
    {"NamesAreOneByFoldedNameWithoutWhatIsNotSeen",
     {facts(), held("red", 1, "Caf\u00e9 Club")},
     hold("blue", 1, " CAFE\u0301  \u200bclub "),
     Events{refused("blue", 1)}},
    {"ATeamMayHoldTwoWhileItIsRenamed",
     {facts(), held("red", 1, "Red")},
     hold("red", 2, "Crimson"),
     Events{held("red", 2, "Crimson")}},
    {"ATeamIsNotInItsOwnWay",
     {facts(), held("red", 1, "Red")},
     hold("red", 2, "RED"),
     Events{held("red", 2, "RED")}},
    {"ARefusedRequestStaysRefusedThoughTheNameIsFree",
     {facts(), held("red", 1, "Red"), refused("blue", 1), released("red", 1)},
     hold("blue", 1, "Red"),
     kNameRequestEnded},
    {"ANewRequestGetsTheFreeName",
     {facts(), held("red", 1, "Red"), refused("blue", 1), released("red", 1)},
     hold("blue", 2, "Red"),
     Events{held("blue", 2, "Red")}},
    {"ARequestThatIsOverIsNotHeldLate",
     {facts(), released("red", 1)},
     hold("red", 1, "Red"),
     kNameRequestEnded},
    {"ACoachNobodyKnowsHoldsNoName",
     {},
     hold("red", 1, "Red"),
     Events{refused("red", 1, "coach-unknown")}},
    {"AHeldNameIsReleased",
     {facts(), held("red", 1, "Red")},
     ReleaseTeamName{{"red"}, 1},
     Events{released("red", 1)}},
    {"WhatWasNeverHeldIsOverAllTheSame",
     {facts()},
     ReleaseTeamName{{"red"}, 1},
     Events{released("red", 1)}},
    {"OnlyTheRequestThatIsOverIsReleased",
     {facts(), held("red", 1, "Red"), held("red", 2, "Crimson")},
     ReleaseTeamName{{"red"}, 1},
     Events{released("red", 1)}},
    {"ADeletedTeamReleasesAllItsNames",
     {facts(), held("red", 1, "Red"), held("red", 2, "Crimson"), held("blue", 1, "Blue")},
     ReleaseTeamName{{"red"}, {}},
     Events{released("red", 1), released("red", 2)}},
    {"WithoutNamesThereIsNothingToRelease", {facts()}, ReleaseTeamName{{"red"}, {}}, Events{}},
};

std::vector<CoachRow> all_rows() {
  std::vector<CoachRow> out;
  for (const auto* part : {&kFacts, &kAccount, &kStatus, &kDependents, &kNames})
    out.insert(out.end(), part->begin(), part->end());
  return out;
}

class CoachDecide : public testing::TestWithParam<CoachRow> {};

TEST_P(CoachDecide, YieldsTheEventsAndYieldsThemOnce) {
  test::expect_row(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, CoachDecide, testing::ValuesIn(all_rows()),
                         [](const auto& it) { return it.param.name; });

TEST(CoachDecideTable, HasARowForEveryCommandAndEveryEvent) {
  EXPECT_EQ(test::commands_in(all_rows()),
            without(test::places<CoachCommand>(), coach_account_commands()));
  EXPECT_EQ(test::events_in(all_rows()),
            without(test::places<Coach::Event>(), coach_account_events()));
}

TEST(CoachStatus, OnlyApprovedAndCreatedAccountsMayHaveCompetitors) {
  EXPECT_TRUE(events::may_have_competitors("approved"));
  EXPECT_TRUE(events::may_have_competitors("user_created"));
  EXPECT_TRUE(events::may_have_competitors(std::nullopt));  // Just created: absent at times.
  for (const auto* status : {"pending_approval", "denied", "APPROVED", "approved ", "", "new"})
    EXPECT_FALSE(events::may_have_competitors(status)) << status;
}

}  // namespace
}  // namespace lockstep::domain
