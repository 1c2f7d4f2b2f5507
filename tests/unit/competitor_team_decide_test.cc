// The decide table of a competitor's teams: the desired one, and the calls that make the vendor's
// the same.
#include <gtest/gtest.h>

#include "engine/domain/competitor.h"
#include "tests/support/decide_table.h"
#include "tests/unit/competitor_concerns.h"

namespace lockstep::domain {
namespace {

using events::CallFailure;
using events::Division;
using test::kContext;
using test::Refusal;
using Events = std::vector<Competitor::Event>;
using CompetitorRow = test::Row<Competitor>;
using Team = std::optional<TeamId>;

const CompetitorId kAda{"ada"};
const CoachId kKim{"coach-kim"};
const TeamId kRed{"red"};
const TeamId kBlue{"blue"};
const CallId kCall{"call-1"};
const CallId kNewCall{"seed.assignment"};  // What kContext opens.

const events::CompetitorFactsRecorded kFacts{
    kAda, kKim, {}, Division::high_school, true, true, true, {}, {}, {}};
events::CompetitorFactsRecorded inactive(events::CompetitorFactsRecorded facts) {
  facts.is_active = false;
  return facts;
}
const auto kInactive = inactive(kFacts);
const events::CompetitorOnboarded kOnboarded{kAda, {"call-0"}, {7}, {}, "approved", {}, true};

events::CompetitorTeamRequested asked(const TeamId& team, std::int64_t no) {
  return {kAda, team, no, Division::high_school, kKim};
}
events::CompetitorTeamAssigned assigned(const TeamId& team, std::int64_t no, const Team& was = {}) {
  return {kAda, team, no, was};
}
events::CompetitorTeamLeft left(const TeamId& team, std::int64_t no, const Team& was = {}) {
  return {kAda, team, no, was};
}
events::CompetitorTeamReady ready(const TeamId& team, std::int64_t no) {
  return {kAda, team, no};
}
events::CompetitorTeamRefused refused(const TeamId& team, std::int64_t no) {
  return {kAda, team, no, "team-full"};
}
events::CompetitorAssignmentRequested call(const CallId& id, const Team& team, const Team& remote,
                                           std::int64_t attempt = 1) {
  return {kAda, id, attempt, team, remote};
}
events::CompetitorAssignmentRecorded done(const Team& team) {
  return {kAda, kCall, team};
}
const CallFailure kPassing{"vendor-timeout", 0, "No answer.", "Wait.", true};
const CallFailure kRecalled{"facts-changed", 0, "Changed.", "Wait.", false, true};
const CallFailure kLasting{"vendor-rejected", 422, "syned_team_id: unknown.", "Correct it.", false};
const CallFailure kFull{std::string(events::kVendorTeamFull), 0, "No place.", "Wait.", true};
const Timestamp kRetryFull = *next_retry(kFull, 1, kContext.now, "seed");
const Timestamp kLater{kContext.now.value + 1};
const Timestamp kRetry = *next_retry(kPassing, 1, kContext.now, "seed");

events::CompetitorAssignmentFailed failed(const Team& team, const CallFailure& why,
                                          std::optional<Timestamp> retry_at) {
  return {kAda, kCall, 1, team, why, retry_at};
}
Events plus(Events events, const Events& more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

// Step by step: on red, ready there, and there at the vendor; then asked for blue.
const Events kOnRed{kFacts, kOnboarded, asked(kRed, 1), assigned(kRed, 1)};
const Events kCallingRed = plus(kOnRed, {ready(kRed, 1), call(kCall, kRed, {})});
const Events kAtRed = plus(kCallingRed, {done(kRed)});
const Events kToBlue = plus(kAtRed, {asked(kBlue, 2), assigned(kBlue, 2, kRed)});
const Events kCallingBlue = plus(kToBlue, {ready(kBlue, 2), call(kCall, kBlue, kRed)});
const Events kLeavingRed = plus(kAtRed, {left(kRed, 1), call(kCall, {}, kRed)});

const Refusal kUnknown{Errc::not_found, "competitor-unknown",
                       "Record the competitor's facts first."};
const Refusal kSuperseded{Errc::conflict, "team-request-superseded", ""};

const Refusal kIsInactive{Errc::conflict, "competitor-inactive", "Set isActive to true first."};
const std::vector<CompetitorRow> kWishes{
    {"AnUnknownCompetitorAsksForNothing", {}, RequestTeam{kRed}, kUnknown},
    {"NoTeamIsNoWish", {kFacts}, RequestTeam{{}}, Refusal{Errc::invalid, "team-missing", ""}},
    {"AWishIsRecorded", {kFacts}, RequestTeam{kRed}, Events{asked(kRed, 1)}},
    {"TheSameWishIsNotRecordedTwice", {kFacts, asked(kRed, 1)}, RequestTeam{kRed}, Events{}},
    {"WhoIsOnTheTeamNeedNotAsk", kOnRed, RequestTeam{kRed}, Events{}},
    {"AnotherWishHasAHigherNumber", kOnRed, RequestTeam{kBlue}, Events{asked(kBlue, 2)}},
    {"TheNewestWishHolds", plus(kOnRed, {asked(kBlue, 2)}), RequestTeam{kRed},
     Events{asked(kRed, 3)}},
    {"ARefusedWishMayBeAskedAgain",
     {kFacts, asked(kRed, 1), refused(kRed, 1)},
     RequestTeam{kRed},
     Events{asked(kRed, 2)}},
    {"WhoLeftMayAskAgain", plus(kOnRed, {left(kRed, 1)}), RequestTeam{kRed},
     Events{asked(kRed, 2)}},
    {"WhoIsInactiveGetsNoNewTeam", {kInactive}, RequestTeam{kRed}, kIsInactive},
    {"NorAnotherOne", plus(kAtRed, {kInactive}), RequestTeam{kBlue}, kIsInactive},
    {"WhoIsInactiveStaysOnTheTeam", plus(kAtRed, {kInactive}), RequestTeam{kRed}, Events{}},
    {"WhoIsInactiveMayLeave", plus(kAtRed, {kInactive}), LeaveTeam{kRed, 1},
     Events{left(kRed, 1), call(kNewCall, {}, kRed)}},
    {"WhoIsInactiveIsNotPutOnATeamThatIsReadyNow", plus(kOnRed, {kInactive}),
     MarkTeamReady{kRed, 1}, Events{ready(kRed, 1)}},
    {"WhatFailedIsNotRetriedForWhoIsInactive", plus(kCallingRed, {kInactive}),
     RecordAssignmentOutcome{kCall, kPassing}, Events{failed(kRed, kPassing, {})}},
    {"ARefusalIsRecorded", plus(kOnRed, {asked(kBlue, 2)}),
     RecordTeamRefused{kBlue, 2, "team-full"}, Events{refused(kBlue, 2)}},
    {"ARefusalOfAnOlderWishIsNoNews", plus(kOnRed, {asked(kBlue, 2), asked(kRed, 3)}),
     RecordTeamRefused{kBlue, 2, "team-full"}, Events{}},
    {"ARefusalOfWhatWasConfirmedIsNoNews", kOnRed, RecordTeamRefused{kRed, 1, "team-full"},
     Events{}},
    {"AConfirmedTeamIsTheDesiredOne",
     {kFacts, asked(kRed, 1)},
     ConfirmTeam{kRed, 1},
     Events{assigned(kRed, 1)}},
    {"AMoveNamesTheOldTeam", plus(kOnRed, {asked(kBlue, 2)}), ConfirmTeam{kBlue, 2},
     Events{assigned(kBlue, 2, kRed)}},
    {"TheSameTeamConfirmedAnewIsNoMove", plus(kOnRed, {asked(kRed, 3)}), ConfirmTeam{kRed, 3},
     Events{assigned(kRed, 3)}},
    {"AConfirmationIsTakenOnce", kOnRed, ConfirmTeam{kRed, 1}, Events{}},
    {"TheDesiredTeamBelongsToTheCompetitor", kToBlue, ConfirmTeam{kRed, 1}, kSuperseded},
    {"ALateConfirmationOfATeamThatWasLeftIsRefused", plus(kOnRed, {left(kRed, 1)}),
     ConfirmTeam{kRed, 1}, kSuperseded},
    {"AConfirmationWhileANewerWishIsOpenCountsUntilThatIsConfirmed",
     {kFacts, asked(kRed, 1), asked(kBlue, 2)},
     ConfirmTeam{kRed, 1},
     Events{assigned(kRed, 1)}},
    {"WhoIsLetGoHasNoDesiredTeam", kOnRed, LeaveTeam{kRed, 1}, Events{left(kRed, 1)}},
    {"AWishCanBeWithdrawnBeforeItIsConfirmed",
     {kFacts, asked(kRed, 1)},
     LeaveTeam{kRed, 1},
     Events{left(kRed, 1)}},
    {"AWithdrawnWishMayBeAskedAgain",
     {kFacts, asked(kRed, 1), left(kRed, 1)},
     RequestTeam{kRed},
     Events{asked(kRed, 2)}},
    {"AWithdrawnWishIsNotConfirmedAnyMore",
     {kFacts, asked(kRed, 1), left(kRed, 1)},
     ConfirmTeam{kRed, 1},
     kSuperseded},
    {"AWithdrawnMoveTakesBackTheOldTeamToo", plus(kOnRed, {asked(kBlue, 2)}), LeaveTeam{kBlue, 2},
     Events{left(kBlue, 2, kRed)}},
    {"ALateGoodbyeOfTheOldTeamIsNoNews", kToBlue, LeaveTeam{kRed, 1}, Events{}},
    {"AGoodbyeToAnOlderMembershipIsNoNews", plus(kOnRed, {asked(kRed, 3), assigned(kRed, 3)}),
     LeaveTeam{kRed, 1}, Events{}},
    {"AnUnknownCompetitorLeavesNothing", {}, LeaveTeam{kRed, 1}, Events{}},
};

const std::vector<CompetitorRow> kCalls{
    {"ATeamThatIsReadyStartsTheCall", kOnRed, MarkTeamReady{kRed, 1},
     Events{ready(kRed, 1), call(kNewCall, kRed, {})}},
    {"WhoIsNotOnboardedIsNotCalled",
     {kFacts, asked(kRed, 1), assigned(kRed, 1)},
     MarkTeamReady{kRed, 1},
     Events{ready(kRed, 1)}},
    {"ATeamIsReadyOnce", kCallingRed, MarkTeamReady{kRed, 1}, Events{}},
    {"TheOldTeamsReadinessIsNoNews", kToBlue, MarkTeamReady{kRed, 1}, Events{}},
    {"AnOlderRequestsReadinessIsNoNews", plus(kOnRed, {asked(kRed, 3), assigned(kRed, 3)}),
     MarkTeamReady{kRed, 1}, Events{}},
    {"AnAnswerMakesTheRemoteTeamKnown", kCallingRed, RecordAssignmentOutcome{kCall, {}},
     Events{done(kRed)}},
    {"ALateAnswerChangesNothing", kAtRed, RecordAssignmentOutcome{kCall, {}}, Events{}},
    {"AnAnswerNobodyAskedForChangesNothing", kOnRed, RecordAssignmentOutcome{kCall, {}}, Events{}},
    {"TheCompetitorStaysOnTheOldRemoteTeamUntilTheNewOneIsReady", plus(kAtRed, {asked(kBlue, 2)}),
     ConfirmTeam{kBlue, 2}, Events{assigned(kBlue, 2, kRed)}},
    {"AMoveIsOneCall", kToBlue, MarkTeamReady{kBlue, 2},
     Events{ready(kBlue, 2), call(kNewCall, kBlue, kRed)}},
    {"WhoLeavesIsTakenOffAtTheVendor", kAtRed, LeaveTeam{kRed, 1},
     Events{left(kRed, 1), call(kNewCall, {}, kRed)}},
    {"WhatChangedDuringTheCallFollowsItsAnswer", plus(kCallingRed, {left(kRed, 1)}),
     RecordAssignmentOutcome{kCall, {}}, Events{done(kRed), call(kNewCall, {}, kRed)}},
    {"AMoveBackDuringTheCallFollowsItsAnswer",
     plus(kCallingBlue, {asked(kRed, 3), assigned(kRed, 3, kBlue), ready(kRed, 3)}),
     RecordAssignmentOutcome{kCall, {}}, Events{done(kBlue), call(kNewCall, kRed, kBlue)}},
    {"AnOpenCallIsNotRepeated", kCallingRed, ConvergeAssignment{}, Events{}},
    {"NorDoesTheTimerRepeatIt", kCallingRed, ConvergeAssignment{true}, Events{}},
    {"WhoIsWhereTheyShouldBeNeedsNoCall", kAtRed, ConvergeAssignment{}, Events{}},
    {"AnUnknownCompetitorNeedsNone", {}, ConvergeAssignment{}, Events{}},
    {"ATeamThatIsNotReadyIsWaitedFor", kToBlue, ConvergeAssignment{}, Events{}},
};

const CallId kSecondCall{"call-2"};
const std::vector<CompetitorRow> kFailures{
    {"ACallThatWasRecalledIsMadeForWhatIsWantedNow",
     plus(kCallingRed, {asked(kBlue, 2), assigned(kBlue, 2, kRed), ready(kBlue, 2)}),
     RecordAssignmentOutcome{kCall, kRecalled},
     Events{failed(kRed, kRecalled, {}), call(kNewCall, kBlue, {}, 2)}},
    {"AlsoWhenThatIsTheSameAgain", kCallingRed, RecordAssignmentOutcome{kCall, kRecalled},
     Events{failed(kRed, kRecalled, {}), call(kNewCall, kRed, {}, 2)}},
    {"WhoWasNeverSentThereNeedNotBeTakenOff", plus(kCallingRed, {left(kRed, 1)}),
     RecordAssignmentOutcome{kCall, kRecalled}, Events{failed(kRed, kRecalled, {})}},
    {"UnlessAnEarlierCallMayHaveDoneIt",
     plus(kCallingRed,
          {failed(kRed, kPassing, kRetry), call(kSecondCall, kRed, {}, 2), left(kRed, 1)}),
     RecordAssignmentOutcome{kSecondCall, kRecalled},
     Events{events::CompetitorAssignmentFailed{kAda, kSecondCall, 2, kRed, kRecalled, {}},
            call(kNewCall, {}, {}, 3)}},
    {"NothingIsCalledForWhoIsInactiveByNow", plus(kCallingRed, {kInactive}),
     RecordAssignmentOutcome{kCall, kRecalled}, Events{failed(kRed, kRecalled, {})}},
    {"APassingFailureComesBack", kCallingRed, RecordAssignmentOutcome{kCall, kPassing},
     Events{failed(kRed, kPassing, kRetry)}},
    {"ALastingFailureWaitsForAPerson", kCallingRed, RecordAssignmentOutcome{kCall, kLasting},
     Events{failed(kRed, kLasting, {})}},
    {"AFailedAssignmentWithAChangedWishIsCalledAtOnce",
     plus(kCallingBlue, {asked(kRed, 3), assigned(kRed, 3, kBlue), ready(kRed, 3)}),
     RecordAssignmentOutcome{kCall, kPassing},
     Events{failed(kBlue, kPassing, kRetry), call(kNewCall, kRed, kRed, 2)}},
    {"AFailedAssignmentOfWhoHasLeftIsUndoneAtOnce", plus(kCallingRed, {left(kRed, 1)}),
     RecordAssignmentOutcome{kCall, kPassing},
     Events{failed(kRed, kPassing, kRetry), call(kNewCall, {}, {}, 2)}},
    {"AfterAFailureWhereTheCompetitorWasSeenLastProvesNothing",
     plus(kCallingRed, {failed(kRed, kPassing, kLater)}), LeaveTeam{kRed, 1},
     Events{left(kRed, 1), call(kNewCall, {}, {}, 2)}},
    {"AFailedRemovalIsRepeatedByTheTimer", plus(kLeavingRed, {failed({}, kPassing, kContext.now)}),
     ConvergeAssignment{true}, Events{call(kNewCall, {}, kRed, 2)}},
    {"RemovedMembersDoNotStayOnTheRemoteTeam",
     plus(kCallingRed, {left(kRed, 1), failed(kRed, kPassing, kLater), call(kCall, {}, {}, 2),
                        failed({}, kPassing, kContext.now)}),
     ConvergeAssignment{true}, Events{call(kNewCall, {}, {}, 3)}},
    {"WhatIsWantedAndNotSoIsRetried", plus(kCallingRed, {failed(kRed, kPassing, kContext.now)}),
     ConvergeAssignment{true}, Events{call(kNewCall, kRed, {}, 2)}},
    {"ButNotBeforeItsTime", plus(kCallingRed, {failed(kRed, kPassing, kLater)}),
     ConvergeAssignment{true}, Events{}},
    {"AndNotUnaskedAfterARejection", plus(kCallingRed, {failed(kRed, kLasting, {})}),
     ConvergeAssignment{true}, Events{}},
    {"APersonMayAlwaysTryAgain", plus(kCallingRed, {failed(kRed, kLasting, {})}),
     ConvergeAssignment{}, Events{call(kNewCall, kRed, {}, 2)}},
    {"AMoveAfterAFailureNeedNotWait",
     plus(kCallingRed, {failed(kRed, kPassing, kLater), asked(kBlue, 2), assigned(kBlue, 2, kRed)}),
     MarkTeamReady{kBlue, 2}, Events{ready(kBlue, 2), call(kNewCall, kBlue, {}, 2)}},
    {"SuccessForgetsTheFailure",
     plus(kCallingRed,
          {failed(kRed, kPassing, kContext.now), call(kCall, kRed, {}, 2), done(kRed)}),
     ConvergeAssignment{true}, Events{}},
};

// There was no place on blue, so the competitor leaves red.
const Events kMakingWay =
    plus(kCallingBlue, {failed(kBlue, kFull, kLater), call(kCall, {}, kRed, 2)});
const std::vector<CompetitorRow> kPlaces{
    {"WhoWaitsForAPlaceFreesTheirOwn", kCallingBlue, RecordAssignmentOutcome{kCall, kFull},
     Events{failed(kBlue, kFull, kRetryFull), call(kNewCall, {}, kRed, 2)}},
    {"WhoHasNoPlaceWaits", kCallingRed, RecordAssignmentOutcome{kCall, kFull},
     Events{failed(kRed, kFull, kRetryFull)}},
    {"WhoIsWantedElsewhereByNowGoesThere",
     plus(kCallingBlue, {asked(kRed, 3), assigned(kRed, 3, kBlue), ready(kRed, 3)}),
     RecordAssignmentOutcome{kCall, kFull},
     Events{failed(kBlue, kFull, kRetryFull), call(kNewCall, kRed, kRed, 2)}},
    {"WhoHasMadeWayAsksForThePlaceAtOnce", kMakingWay, RecordAssignmentOutcome{kCall, {}},
     Events{done({}), call(kNewCall, kBlue, {})}},
    {"WhoCouldNotMakeWayWaitsBeforeTryingAgain", kMakingWay,
     RecordAssignmentOutcome{kCall, kPassing},
     Events{events::CompetitorAssignmentFailed{
         kAda, kCall, 2, {}, kPassing, next_retry(kPassing, 2, kContext.now, "seed")}}},
    {"WhoIsOnlyLeftOnATeamFreesThePlace", kToBlue, FreePlace{kRed},
     Events{call(kNewCall, {}, kRed)}},
    {"AlsoWhereACallHasFailedSince",
     plus(kLeavingRed, {failed({}, kPassing, kLater), asked(kBlue, 2), assigned(kBlue, 2)}),
     FreePlace{kRed}, Events{call(kNewCall, {}, kRed, 2)}},
    {"AMemberKeepsTheirPlace", kAtRed, FreePlace{kRed}, Events{}},
    {"WhoIsElsewhereHasNoneToFree", kToBlue, FreePlace{{"green"}}, Events{}},
    {"WhoseNewTeamIsThereGoesUnasked", plus(kToBlue, {ready(kBlue, 2)}), FreePlace{kRed}, Events{}},
    {"WhoIsOnTheWayNeedNotBeAsked", kCallingBlue, FreePlace{kRed}, Events{}},
    {"AnUnknownCompetitorHasNoPlace", {}, FreePlace{kRed}, Events{}},
};

const CallId kReconciliation{"run-1"};
events::CompetitorRemoteTeamFound found_on(const Team& team) {
  return {kAda, kReconciliation, team};
}
RecordRemoteTeam seen_on(const Team& team, std::int64_t team_changes) {
  return {kReconciliation, team, team_changes};
}
const Events kOffRed = plus(kLeavingRed, {done({})});

// kAtRed has six changes of teams, kOffRed nine.
const std::vector<CompetitorRow> kReconciled{
    {"WhoIsMissingIsPutBack", kAtRed, seen_on({}, 6),
     Events{found_on({}), call(kNewCall, kRed, {})}},
    {"WhoIsOnAnotherTeamIsPutBack", kAtRed, seen_on(kBlue, 6),
     Events{found_on(kBlue), call(kNewCall, kRed, kBlue)}},
    {"WhoShouldBeOnNoneIsTakenOff", kOffRed, seen_on(kRed, 9),
     Events{found_on(kRed), call(kNewCall, {}, kRed)}},
    {"WhoIsInactiveIsShownAndNotHealed", plus(kAtRed, {kInactive}), seen_on({}, 6),
     Events{found_on({})}},
    {"AndNotTakenOffUnasked", plus(kOffRed, {kInactive}), seen_on(kRed, 9), Events{found_on(kRed)}},
    {"ButWhereAnAdminHasApprovedIt", plus(kOffRed, {kInactive}),
     RecordRemoteTeam{kReconciliation, kRed, 9, true},
     Events{found_on(kRed), call(kNewCall, {}, kRed)}},
    {"WhatIsAsBelievedIsNothing", kAtRed, seen_on(kRed, 6), Events{}},
    {"WhatWasSeenBeforeTheLastChangeIsNothing", kAtRed, seen_on({}, 5), Events{}},
    {"AMoveInFlightIsNotUndoneByWhatWasSeenBefore", kToBlue, seen_on({}, 6), Events{}},
    {"WhoIsNotOnboardedIsNotTold", {kFacts}, seen_on(kRed, 0), Events{}},
};

std::vector<CompetitorRow> all_rows() {
  std::vector<CompetitorRow> out;
  for (const auto* part : {&kWishes, &kCalls, &kFailures, &kPlaces, &kReconciled})
    out.insert(out.end(), part->begin(), part->end());
  return out;
}

class CompetitorTeam : public testing::TestWithParam<CompetitorRow> {};

TEST_P(CompetitorTeam, YieldsTheEventsAndYieldsThemOnce) {
  test::expect_row(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, CompetitorTeam, testing::ValuesIn(all_rows()),
                         [](const auto& it) { return it.param.name; });

TEST(CompetitorTeamTable, HasARowForEveryCommandOfItsConcern) {
  EXPECT_EQ(test::commands_in(all_rows()), team_commands());
}

}  // namespace
}  // namespace lockstep::domain
