// Whose account it is that a look-up found under a coach's id: held until an admin decides, and
// whoever waits for the coach waits on.
#include <gtest/gtest.h>

#include "tests/unit/coach_concerns.h"

namespace lockstep::domain {
namespace {

using events::DependentKind;
using test::kContext;
using test::Refusal;
using Events = std::vector<Coach::Event>;
using CoachRow = test::Row<Coach>;
using Text = std::optional<std::string>;

const CoachId kKim{"coach-kim"};
const CallId kCall{"call-1"};
const CallId kNewCall{"seed.account"};
const MetactfUserId kSeven{7};
const MetactfUserId kEight{8};
const Sealed<std::string> kName{"kimq"};

events::CoachFactsRecorded facts(const std::string& email = "kim@school.test") {
  return {kKim, Sealed<events::CoachPerson>{{"Kim", "Quillon", email}}, Sealed<Text>{"Hill School"},
          "north", events::Division::high_school};
}
RecordCoachFacts record(const std::string& email) {
  return {kKim, {"Kim", "Quillon", email}, "Hill School", "north", events::Division::high_school};
}
events::CoachAccountRequested requested(const CallId& call, std::int64_t attempt = 1,
                                        const std::string& email = "kim@school.test") {
  return {kKim, call, attempt,
          Sealed<events::UserPayload>{
              {"Kim", "Quillon", email, "coach", "coach-kim", {}, "Hill School", "north", {}}}};
}
Events plus(Events events, const Events& more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}
RecordCoachAccountOutcome outcome() {
  return {kCall, Account{kSeven, kName, "approved", {}, false}};
}
events::CoachAccountFound found(std::int64_t attempt = 1, const MetactfUserId& account = kSeven) {
  return {kKim, kCall, attempt, account_is_held(), account, kName, "approved", {}, {}, {}};
}
events::CoachAccountRecorded recorded(Text status = "approved") {
  return {kKim, kCall, kSeven, kName, std::move(status), {}, false};
}
events::CoachAccountMissing missing() {
  events::CoachAccountMissing out{kKim, {}};
  out.failure.code = "account-gone";
  out.failure.http_status = 404;
  out.failure.message = "The game platform does not have the coach's account any more.";
  out.failure.remedy =
      "Ask MetaCTF support what became of it. It is looked for by itself: when it "
      "is there again, all goes on.";
  return out;
}
events::CoachPlatformStatusRecorded said(Text status) {
  return {kKim, std::move(status), {}};
}
const events::CoachStatusCheckRequested kCheck{kKim};
const events::CallFailure kLost{"vendor-timeout", 0, "No answer.", "Wait.", false};
const events::CallFailure kRefused{"vendor-rejected", 422, "No.", "Correct it.", false};
events::CoachAccountFailed failed(const events::CallFailure& why,
                                  std::optional<bool> nothing_made = {}) {
  return {kKim, kCall, 1, why, {}, nothing_made};
}
const events::CallFailure kClash{"vendor-conflict", 409, "Another has it.", "Change it.", false};
const events::CoachCreationBegun kBegun{kKim, kCall};
events::CoachAccountAdopted adopted(std::optional<MetactfUserId> as = kSeven) {
  return {kKim, as};
}
const events::CoachAccountRejected kNotTheirs{kKim, kSeven, account_is_rejected()};
const Events kCalling{facts(), requested(kCall)};
const Events kHeld = plus(kCalling, {found()});
const Events kClashing = plus(kCalling, {kBegun, failed(kClash, true)});
const Events kTurnedDown = plus(kHeld, {kNotTheirs});
const Events kDone = plus(kCalling, {kBegun, recorded()});
const AdoptCoachAccount kAdoptIt{{kSeven}};
const RejectCoachAccount kRejectIt{{kSeven}};
constexpr OnboardingPolicy kAdoptAll{.found_account = FoundAccounts::adopt};
const ClearDependent kAdaWaits{kKim, DependentKind::competitor, "ada"};

const Refusal kIsHeld{Errc::conflict, "account-found", account_is_held().remedy};
const Refusal kIsRejected{Errc::conflict, "account-rejected", account_is_rejected().remedy};
const Refusal kNoneHeld{Errc::conflict, "no-account-held",
                        "Look at the list of held accounts again."};
const Refusal kChanged{Errc::conflict, "account-changed",
                       "Look at the list of held accounts again."};
const Refusal kUnknown{Errc::not_found, "coach-unknown", "Record the coach's facts first."};
const Refusal kNotOpen{Errc::conflict, "call-not-open", ""};

const std::vector<CoachRow> kRows{
    {"WhomNobodyOfOursMadeIsHeld", kCalling, outcome(), Events{found()}},
    {"WhoeverWaitsWaitsOn",
     plus({events::CoachDependentWaiting{kKim, DependentKind::competitor, "ada", {}}}, kCalling),
     outcome(), Events{found()}},
    {"AndWhoComesSinceStartsNoCall", kHeld, kAdaWaits,
     Events{events::CoachDependentWaiting{kKim, DependentKind::competitor, "ada", {}}}},
    {"ItIsTakenWhereTheOwnerSetsThat", kCalling, outcome(), Events{recorded()}, kContext,
     kAdoptAll},
    {"WhomACallBeforeMayHaveMadeIsTaken", plus(kCalling, {failed(kLost), requested(kCall, 2)}),
     outcome(), Events{recorded()}},
    {"WhoIsFoundAfterARefusalIsHeld", plus(kCalling, {failed(kRefused, true), requested(kCall, 2)}),
     outcome(), Events{found(2)}},
    {"WhatWasRefusedIsSaidToHaveMadeNobody", kCalling,
     RecordCoachAccountOutcome{kCall, kRefused, true}, Events{failed(kRefused, true)}},
    {"WhomAnImportNamedIsTaken", plus({facts(), adopted(std::nullopt)}, {requested(kCall)}),
     outcome(), Events{recorded()}},
    {"AskedForAgainTheyAreStillHeld", kHeld, EnsureCoachAccount{}, kIsHeld},
    {"AnAdminLetsItBeLookedAtAgain", kHeld, EnsureCoachAccount{.may_reopen = true},
     Events{requested(kNewCall, 2)}},
    {"NoTimerCallsForThem", kHeld, EnsureCoachAccount{.retry = true}, Events{}},
    {"OtherFactsCallNobody", kHeld, record("k@school.test"), Events{facts("k@school.test")}},
    {"AnAdoptedAccountIsLookedForAgain", kHeld, kAdoptIt,
     Events{adopted(), requested(kNewCall, 2)}},
    {"AndTaken", plus(kHeld, {adopted(), requested(kCall, 2)}), outcome(), Events{recorded()}},
    {"AnotherThanWasShownIsNotAdopted", kHeld, AdoptCoachAccount{{kEight}}, kChanged},
    {"NothingIsAdoptedThatDoesNotWait", {facts()}, kAdoptIt, kNoneHeld},
    {"ButAnImportKnowsBeforehand", {facts()}, AdoptCoachAccount{{kSeven}, true}, Events{adopted()}},
    {"NobodyHasNoAccount", {}, kAdoptIt, kUnknown},
    {"WhoHasItNeedNotAdoptIt", kDone, kAdoptIt, Events{}},
    {"WhoHasAnotherKeepsThat", kDone, AdoptCoachAccount{{kEight}},
     Refusal{Errc::conflict, "account-recorded", ""}},
    {"ARejectedAccountStaysANamedState", kHeld, kRejectIt, Events{kNotTheirs}},
    {"AnotherThanWasShownIsNotRejected", kHeld, RejectCoachAccount{{kEight}}, kChanged},
    {"NothingIsRejectedThatDoesNotWait", {facts()}, kRejectIt, kNoneHeld},
    {"NobodyHasNoneToReject", {}, kRejectIt, kUnknown},
    {"ThenItIsNotAskedFor", kTurnedDown, EnsureCoachAccount{}, kIsRejected},
    {"ButByAnAdmin", kTurnedDown, EnsureCoachAccount{.may_reopen = true},
     Events{requested(kNewCall, 2)}},
    {"OrWithCorrectedFacts", kTurnedDown, record("k@school.test"),
     Events{facts("k@school.test"), requested(kNewCall, 2, "k@school.test")}},
    {"AnAdminMayAdoptItAfterAll", kTurnedDown, kAdoptIt, Events{adopted(), requested(kNewCall, 2)}},
    {"WhatClashesIsSentAgainWhenItChanges", kClashing, record("k@school.test"),
     Events{facts("k@school.test"), requested(kNewCall, 2, "k@school.test")}},
    {"AndNotWhenSomethingElseDoes", kClashing,
     RecordCoachFacts{kKim,
                      {"Kim", "Quill", "kim@school.test"},
                      "Hill School",
                      "north",
                      events::Division::high_school},
     Events{events::CoachFactsRecorded{
         kKim, Sealed<events::CoachPerson>{{"Kim", "Quill", "kim@school.test"}},
         Sealed<Text>{"Hill School"}, "north", events::Division::high_school}}},
    {"ACreationIsInTheLogBeforeItIsSent", kCalling, BeginCoachCreation{kCall}, Events{kBegun}},
    {"NotOfACallThatIsOver", kHeld, BeginCoachCreation{kCall}, kNotOpen},
    {"NotOfFactsThatHaveChanged", plus(kCalling, {facts("k@school.test")}),
     BeginCoachCreation{kCall}, kNotOpen},
    {"WhatIsSaidOfAnotherAccountIsNotTheirStatus", kDone,
     RecordCoachPlatformStatus{"denied", {}, kEight},
     Events{events::CoachAccountDiffers{kKim, kSeven, kEight}}},
    {"ThatItIsTheRecordedOneAgainIsNews",
     plus(kDone, {events::CoachAccountDiffers{kKim, kSeven, kEight}}),
     RecordCoachPlatformStatus{"approved", {}, kSeven},
     Events{events::CoachAccountDiffers{kKim, kSeven, kSeven}}},
};

const Events kPending = plus(kCalling, {kBegun, recorded("pending_approval")});
const Events kUntold = plus(kCalling, {kBegun, recorded(std::nullopt)});
const events::CoachDependentWaiting kAdaWaiting{kKim, DependentKind::competitor, "ada",
                                                "pending_approval"};
const events::CoachDependentCleared kAdaCleared{kKim, DependentKind::competitor, "ada",
                                                Sealed<Text>{"Hill School"}, "north"};
const std::vector<CoachRow> kLookedAt{
    {"WhoWaitsForApprovalHasItLookedAtNow", kPending, EnsureCoachAccount{}, Events{kCheck}},
    {"AlsoWhoseStatusNobodyHasTold", kUntold, EnsureCoachAccount{}, Events{kCheck}},
    {"AndWhoseAccountIsGone", plus(kDone, {missing()}), EnsureCoachAccount{}, Events{kCheck}},
    {"AndWhoseAccountWasOnlyCreated", plus(kCalling, {kBegun, recorded("user_created")}),
     EnsureCoachAccount{}, Events{kCheck}},
    {"NotWhoIsApproved", kDone, EnsureCoachAccount{}, Events{}},
    {"NorByATimer", kPending, EnsureCoachAccount{.retry = true}, Events{}},
    {"OnceAtATime", plus(kPending, {kCheck}), EnsureCoachAccount{}, Events{}},
    {"TheSameIsAnAnswerThen", plus(kPending, {kCheck}),
     RecordCoachPlatformStatus{"pending_approval", {}, kSeven}, Events{said("pending_approval")}},
    {"AndNoNewsOtherwise", kPending, RecordCoachPlatformStatus{"pending_approval", {}, kSeven},
     Events{}},
    {"AnAccountThatIsGoneIsTold", kPending, RecordCoachAccountMissing{}, Events{missing()}},
    {"Once", plus(kPending, {missing()}), RecordCoachAccountMissing{}, Events{}},
    {"ButToWhoeverAsks", plus(kPending, {missing(), kCheck}), RecordCoachAccountMissing{},
     Events{missing()}},
    {"WhoHasNoneIsNotGone", kCalling, RecordCoachAccountMissing{}, Events{}},
    {"NobodyGoesOnWhileItIsGone", plus(kDone, {missing()}), kAdaWaits,
     Events{events::CoachDependentWaiting{kKim, DependentKind::competitor, "ada", "approved"}}},
    {"AllGoOnWhenItIsThereAgain",
     plus(kDone, {missing(), events::CoachDependentWaiting{kKim, DependentKind::competitor, "ada",
                                                           "approved"}}),
     RecordCoachPlatformStatus{"approved", {}, kSeven}, Events{said("approved"), kAdaCleared}},
    {"AsWhenItIsApproved", plus(kPending, {kAdaWaiting, kCheck}),
     RecordCoachPlatformStatus{"approved", {}, kSeven}, Events{said("approved"), kAdaCleared}},
};

const events::CallFailure kInVain{"vendor-error", 500, "It failed.", "Wait.", true};
events::CoachAccountFailed due(std::int64_t attempt) {
  return {kKim, kCall, attempt, kInVain, kContext.now};
}
const Events kSentTwice = plus(kCalling, {kBegun, due(1), requested(kCall, 2), kBegun, due(2)});
events::CoachAccountRequested looked_for(const std::string& email = "kim@school.test") {
  auto out = requested(kNewCall, 3, email);
  out.look_only = true;
  return out;
}
const std::vector<CoachRow> kSends{
    {"WhatWasSentTwiceInVainIsOnlyLookedFor", kSentTwice, EnsureCoachAccount{.retry = true},
     Events{looked_for()}},
    {"SentAgainWhenSomebodyAsks", kSentTwice, EnsureCoachAccount{}, Events{requested(kNewCall, 3)}},
    {"NotWhenOnlyItsCaseDoes", kSentTwice, record("KIM@school.test"),
     Events{facts("KIM@school.test"), looked_for("KIM@school.test")}},
    {"OrWhenItChanges", kSentTwice, record("k@school.test"),
     Events{facts("k@school.test"), requested(kNewCall, 3, "k@school.test")}},
};

std::vector<CoachRow> all_rows() {
  std::vector<CoachRow> out;
  for (const auto* part : {&kRows, &kLookedAt, &kSends})
    out.insert(out.end(), part->begin(), part->end());
  return out;
}

class CoachAccountDecide : public testing::TestWithParam<CoachRow> {};

TEST_P(CoachAccountDecide, YieldsTheEventsAndYieldsThemOnce) {
  test::expect_row(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, CoachAccountDecide, testing::ValuesIn(all_rows()),
                         [](const auto& it) { return it.param.name; });

TEST(CoachAccountTable, HasARowForEveryCommandAndEveryEvent) {
  const auto commands = test::commands_in(all_rows());
  for (const auto place : coach_account_commands()) EXPECT_TRUE(commands.contains(place));
  const auto events = test::events_in(all_rows());
  for (const auto place : coach_account_events()) EXPECT_TRUE(events.contains(place));
}

}  // namespace
}  // namespace lockstep::domain
