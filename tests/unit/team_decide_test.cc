// The decide table of a team: facts, roster, deletion, and its twin at the vendor.
#include <gtest/gtest.h>

#include "engine/domain/team.h"
#include "engine/domain/team_refusals.h"
#include "tests/support/decide_table.h"

namespace lockstep::domain {
namespace {

using events::CallFailure;
using events::Division;
using events::RemovalReason;
using test::kContext;
using test::Refusal;
using Events = std::vector<Team::Event>;
using TeamRow = test::Row<Team>;
using Text = std::optional<std::string>;

const TeamId kRed{"red"};
const CoachId kKim{"coach-kim"};
const CoachId kLee{"coach-lee"};
const CompetitorId kAda{"ada"};

events::TeamFactsRecorded facts(const std::string& name = "Red",
                                const Text& affiliation = "Hill Club",
                                Division division = Division::high_school) {
  return {kRed, kKim, Sealed{name}, division, Sealed{affiliation}, 1};
}
// Renamed: what was held for `replaced` is not needed any more.
events::TeamFactsRecorded renamed(const std::string& name, std::int64_t request_no,
                                  std::int64_t replaced) {
  auto out = facts(name);
  out.name_request_no = request_no;
  out.replaced_request_no = replaced;
  return out;
}
ChangeTeamFacts record(const std::string& name = "Red", const Text& affiliation = "Hill Club",
                       Division division = Division::high_school) {
  return {.team_id = kRed,
          .coach_id = kKim,
          .name = name,
          .division = division,
          .affiliation = affiliation};
}
events::TeamNameRequested asked(std::int64_t request_no, const std::string& name = "Red",
                                Division division = Division::high_school) {
  return {kRed, kKim, request_no,
          Sealed<events::TeamFactsChange>{{name, division, true, "Hill Club"}}};
}
events::TeamNameRefused name_refused(std::int64_t request_no,
                                     const std::string& why = "team-name-taken") {
  return {kRed, kKim, request_no, why};
}
template <class M>
M on_revision(M message, std::int64_t revision) {
  message.if_revision = revision;
  return message;
}
template <class E>
E of_lee(E event) {
  event.coach_id = kLee;
  return event;
}
AddTeamMember add(std::int64_t request_no, const CompetitorId& who = kAda) {
  return {kRed, who, request_no, Division::high_school, kKim};
}
events::TeamMemberRefused not_taken(const std::string& why, std::int64_t request_no = 1) {
  return {kRed, kAda, request_no, why};
}
events::TeamMemberAdded added(std::int64_t request_no, const CompetitorId& who = kAda) {
  return {kRed, who, request_no};
}
events::TeamMemberCleared cleared(std::int64_t request_no, const CompetitorId& who = kAda) {
  return {kRed, who, request_no};
}
events::TeamMemberRemoved removed(std::int64_t request_no,
                                  RemovalReason reason = RemovalReason::asked) {
  return {kRed, kAda, request_no, reason};
}
RemoveTeamMember remove(std::optional<std::int64_t> up_to = {},
                        RemovalReason reason = RemovalReason::asked) {
  return {kAda, up_to, reason};
}
const CallId kCall{"call-1"};
const CallId kCreationCall{"seed.creation"};  // What kContext opens.
const CallId kDeletionCall{"seed.deletion"};

events::TeamRemoteCreationRequested creation(const CallId& call, std::int64_t attempt = 1,
                                             const std::string& name = "Red",
                                             const std::string& affiliation = "Hill Club") {
  return {
      kRed, call, attempt,
      Sealed<events::TeamPayload>{{"coach-kim", "red", name, affiliation, Division::high_school}}};
}
events::TeamRemoteDeletionRequested deletion(const CallId& call, std::int64_t attempt = 1) {
  return {kRed, call, attempt};
}
const events::TeamDeleted kDeleted{kRed, kKim};
const events::TeamCoachReady kReady{kRed, Sealed<Text>{"Hill School"}};
const events::TeamCoachReady kReadyAtDale{kRed, Sealed<Text>{"Dale School"}};
events::TeamRemoteCreated created(const CallId& call,
                                  std::optional<MetactfTeamId> id = MetactfTeamId{5},
                                  const Text& coach = "9") {
  return {kRed, call, id, coach, Sealed{Text{}}};
}
const events::TeamRemoteCreated kCreated = created(kCall);
const CallFailure kPassing{"vendor-timeout", 0, "No answer.", "Wait.", true};
const CallFailure kLasting{"vendor-rejected", 422, "team_name: taken.", "Correct it.", false};
const CallFailure kRecalled{"facts-changed", 0, "Changed.", "Wait.", false, true};
const Timestamp kLater{kContext.now.value + 1};
const Timestamp kRetry = *next_retry(kPassing, 1, kContext.now, "seed");

events::TeamRemoteCreationFailed not_created(const CallFailure& why,
                                             std::optional<Timestamp> retry_at) {
  return {kRed, kCall, 1, why, retry_at};
}
events::TeamRemoteDeletionFailed not_deleted(const CallFailure& why,
                                             std::optional<Timestamp> retry_at) {
  return {kRed, kCall, 1, why, retry_at};
}
RecordTeamCreationOutcome creation_is(std::optional<CallFailure> failure = {}) {
  if (failure) return {kCall, failure, {}, {}};
  return {kCall, {}, MetactfTeamId{5}, "9"};
}
Events plus(Events events, const Events& more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}
Events full_team() {
  Events out{facts()};
  for (int i = 1; i <= 6; ++i) out.emplace_back(added(1, {"member-" + std::to_string(i)}));
  return out;
}
const Events kCalling{facts(), kReady, creation(kCall)};
const Events kRemote = plus(kCalling, {kCreated});
const Events kDeleting = plus(kRemote, {kDeleted, deletion(kCall)});
const Events kGone = plus(kDeleting, {events::TeamRemoteDeleted{kRed, kCall}});

const Refusal kMissing{Errc::invalid, "team-facts-missing", ""};
const Refusal kUnknown{Errc::not_found, "team-unknown", "Record the team's facts first."};
const Refusal kIsDeleted{Errc::conflict, "team-deleted", "Create a new team under a new id."};
const Refusal kStale{Errc::stale, "version-changed", "Read it again, then repeat the change."};
const Refusal kNotEmpty{Errc::conflict, "team-not-empty", "Take the members off the team first."};
const Refusal kSuperseded{Errc::conflict, "team-request-superseded", ""};

const Refusal kNameRequestEnded{Errc::conflict, "team-name-request-ended", "Try again."};
const Refusal kOfAnotherCoach{Errc::conflict, "team-of-another-coach",
                              "Create a new team for the other coach."};

const std::vector<TeamRow> kFacts{
    {"ANewTeamAsksForItsName", {}, record(), Events{asked(1)}},
    {"ItAsksOnce", {asked(1)}, record(), Events{}},
    {"AnotherNameIsAskedForToo", {asked(1)}, record("Crimson"), Events{asked(2, "Crimson")}},
    {"SameFactsChangeNothing", {facts()}, record(), Events{}},
    {"ATeamMayBeRenamed", {facts()}, record("Crimson"), Events{asked(2, "Crimson")}},
    {"TheSameNameInOtherLettersNeedsNobody", {facts()}, record("RED"), Events{facts("RED")}},
    {"WhatIsLeftOutStays",
     {facts()},
     ChangeTeamFacts{.team_id = kRed, .affiliation = Text{"Dale Club"}},
     Events{facts("Red", "Dale Club")}},
    {"ClearingIsAnEvent", {facts()}, record("Red", {}), Events{facts("Red", {})}},
    {"AnIdIsNeeded", {}, ChangeTeamFacts{.team_id = {}, .coach_id = kKim, .name = "Red"}, kMissing},
    {"ACoachIsNeeded",
     {},
     ChangeTeamFacts{.team_id = kRed, .name = "Red", .division = Division::college},
     kMissing},
    {"ADivisionIsNeeded",
     {},
     ChangeTeamFacts{.team_id = kRed, .coach_id = kKim, .name = "Red"},
     kMissing},
    {"ANameOfOneCharacterIsTooShort", {}, record("R"), kMissing},
    {"EvenWhenItTakesTwoBytes", {}, record("\u00dc"), kMissing},
    {"ANameOfTwoCharactersIsEnough", {}, record("\u00dc\u00e9"), Events{asked(1, "\u00dc\u00e9")}},
    {"AnEmptyTeamMayChangeItsDivision",
     {facts()},
     record("Red", "Hill Club", Division::college),
     Events{facts("Red", "Hill Club", Division::college)}},
    {"ATeamWithMembersMayNot",
     {facts(), added(1)},
     record("Red", "Hill Club", Division::college),
     kNotEmpty},
    {"ATeamStaysWithItsCoach",
     {facts()},
     ChangeTeamFacts{.team_id = kRed, .coach_id = kLee},
     kOfAnotherCoach},
    {"AnotherCoachDoesNotSeeIt",
     {facts()},
     ChangeTeamFacts{.team_id = kRed, .only_of = kLee, .name = "Mine"},
     kUnknown},
    {"ADeletedTeamHasNoFacts", {facts(), kDeleted}, record("Crimson"), kIsDeleted},
    {"WhateverIsRequiredOfIt", {facts(), kDeleted}, on_revision(record("Crimson"), 0), kIsDeleted},
    {"AnotherCoachDoesNotSeeADeletedOneEither",
     {facts(), kDeleted},
     ChangeTeamFacts{.team_id = kRed, .only_of = kLee, .name = "Mine"},
     kUnknown},
    {"WhatIsRequiredHolds", {facts()}, on_revision(record("RED"), 1), Events{facts("RED")}},
    {"OrItIsRefused", {facts(), facts("RED")}, on_revision(record("red"), 1), kStale},
    {"AndSoIsAnotherName", {facts(), facts("RED")}, on_revision(record("Crimson"), 1), kStale},
    {"FactsThatAreAsWantedRequireNothing",
     {facts(), facts("RED")},
     on_revision(record("RED"), 1),
     Events{}},
    {"TheSameUnderTheSameConditionIsAskedForOnce",
     {facts(), on_revision(asked(2, "Crimson"), 1)},
     on_revision(record("Crimson"), 1),
     Events{}},
    {"WhatIsRequiredGoesWithTheName",
     {facts()},
     on_revision(record("Crimson"), 1),
     Events{on_revision(asked(2, "Crimson"), 1)}},
    {"WhoRequiresSomethingAsksWhateverOthersAsk",
     {asked(1)},
     on_revision(record(), 0),
     Events{on_revision(asked(2), 0)}},
    {"AndIsNotAskedForByOthers", {on_revision(asked(1), 0)}, record(), Events{asked(2)}},
    {"CorrectedFactsStartANewCallAfterARejection", plus(kCalling, {not_created(kLasting, {})}),
     record("RED"), Events{facts("RED"), creation(kCreationCall, 2, "RED")}},
    {"FactsChangedDuringACallDoNotOpenASecond", kCalling, record("RED"), Events{facts("RED")}},
    {"FactsOfATeamAtTheVendorOnlyChangeHere", kRemote, record("RED"), Events{facts("RED")}},
};

const std::vector<TeamRow> kNames{
    {"AConfirmedNameMakesTheTeam", {asked(1)}, ConfirmTeamName{1}, Events{facts()}},
    {"AConfirmedNameRenamesTheTeam",
     {facts(), asked(2, "Crimson")},
     ConfirmTeamName{2},
     Events{renamed("Crimson", 2, 1)}},
    {"AndStartsANewCallAfterARejection",
     plus(kCalling, {not_created(kLasting, {}), asked(2, "Crimson")}), ConfirmTeamName{2},
     Events{renamed("Crimson", 2, 1), creation(kCreationCall, 2, "Crimson")}},
    {"WhatChangedMeanwhileStays",
     {facts(),
      events::TeamNameRequested{kRed, kKim, 2,
                                Sealed<events::TeamFactsChange>{{"Crimson", {}, false, {}}}},
      facts("Red", "Dale Club")},
     ConfirmTeamName{2},
     Events{events::TeamFactsRecorded{kRed, kKim, Sealed<std::string>{"Crimson"},
                                      Division::high_school, Sealed<Text>{"Dale Club"}, 2, 1}}},
    {"ANameIsConfirmedOnce",
     {facts(), asked(2, "Crimson"), renamed("Crimson", 2, 1)},
     ConfirmTeamName{2},
     Events{}},
    {"ANameNobodyAskedForIsNotConfirmed", {facts()}, ConfirmTeamName{2}, kNameRequestEnded},
    {"WhatWasRefusedNeverHappens",
     {facts(), asked(2, "Crimson"), name_refused(2)},
     ConfirmTeamName{2},
     kNameRequestEnded},
    {"ADeletedTeamIsNotRenamed",
     {facts(), asked(2, "Crimson"), kDeleted},
     ConfirmTeamName{2},
     kNameRequestEnded},
    {"WhoJoinedMeanwhileKeepsTheDivision",
     {facts(), asked(2, "Crimson", Division::college), added(1)},
     ConfirmTeamName{2},
     Events{name_refused(2, "team-not-empty")}},
    {"WhatWasRequiredStillHolds",
     {facts(), on_revision(asked(2, "Crimson"), 1)},
     ConfirmTeamName{2},
     Events{renamed("Crimson", 2, 1)}},
    {"OfTwoWhoRequireTheSameFactsOneIsFirst",
     {facts(), on_revision(asked(2, "Crimson"), 1), on_revision(asked(3, "Scarlet"), 1),
      renamed("Crimson", 2, 1)},
     ConfirmTeamName{3},
     Events{name_refused(3, "team-facts-changed")}},
    {"OfTwoWhoRequireThatThereIsNoTeamOneMakesIt",
     {on_revision(asked(1), 0), on_revision(asked(2), 0), facts()},
     ConfirmTeamName{2},
     Events{name_refused(2, "team-facts-changed")}},
    {"OfTwoCoachesWhoAskForANewTeamItIsTheFirstOnes",
     {asked(1), of_lee(asked(2)), facts()},
     ConfirmTeamName{2},
     Events{of_lee(name_refused(2, "team-of-another-coach"))}},
    {"ARefusalEndsTheRequest",
     {asked(1)},
     RefuseTeamName{1, "team-name-taken"},
     Events{name_refused(1)}},
    {"ItEndsItOnce", {asked(1), name_refused(1)}, RefuseTeamName{1, "team-name-taken"}, Events{}},
    {"AConfirmedNameIsNotRefusedLate",
     {asked(1), facts()},
     RefuseTeamName{1, "team-name-withdrawn"},
     Events{}},
};

const std::vector<TeamRow> kRoster{
    {"AnUnknownTeamTakesNobody", {}, add(1), Events{not_taken("team-unknown")}},
    {"ADeletedTeamTakesNobody", {facts(), kDeleted}, add(1), Events{not_taken("team-unknown")}},
    {"ATeamTakesAMember", {facts()}, add(1), Events{added(1)}},
    {"ATeamAtTheVendorClearsTheMemberAtOnce", kRemote, add(1), Events{added(1), cleared(1)}},
    {"TheSameRequestChangesNothing", {facts(), added(1)}, add(1), Events{}},
    {"AnOlderRequestOfAMemberChangesNothing", {facts(), added(3)}, add(1), Events{}},
    {"ANewerRequestOfAMemberIsRecorded", {facts(), added(1)}, add(3), Events{added(3)}},
    {"ARequestFromBeforeLeavingIsRefused", {facts(), added(1), removed(1)}, add(1), kSuperseded},
    {"ARequestFromAfterLeavingIsNot", {facts(), added(1), removed(1)}, add(2), Events{added(2)}},
    {"AnotherCoachsCompetitorIsRefused",
     {facts()},
     AddTeamMember{kRed, kAda, 1, Division::high_school, kLee},
     Events{not_taken("team-of-another-coach")}},
    {"AMembersDivisionEqualsTheTeams",
     {facts()},
     AddTeamMember{kRed, kAda, 1, Division::college, kKim},
     Events{not_taken("division-mismatch")}},
    {"OneActorPerTeamDecidesThatSixIsTheLimit", full_team(), add(1),
     Events{not_taken("team-full")}},
    {"WhoWasRefusedIsNotTakenLaterForTheSameRequest",
     plus(full_team(), {not_taken("team-full"),
                        events::TeamMemberRemoved{kRed, {"member-1"}, 1, RemovalReason::asked}}),
     add(1), kSuperseded},
    {"AMemberOfAFullTeamMayAskAgain", full_team(), add(2, {"member-3"}),
     Events{added(2, {"member-3"})}},
    {"AMemberIsRemoved", {facts(), added(2)}, remove(), Events{removed(2)}},
    {"WhoIsNoMemberIsNotRemoved", {facts()}, remove(), Events{}},
    {"NobodyIsRemovedFromAnUnknownTeam", {}, remove(), Events{}},
    {"AMoveRemovesTheMembershipItEnds",
     {facts(), added(2)},
     remove(2, RemovalReason::moved),
     Events{removed(2, RemovalReason::moved)}},
    {"AMoveDoesNotRemoveANewerMembership",
     {facts(), added(1), added(3)},
     remove(2, RemovalReason::moved),
     Events{}},
    {"AMemberOfATeamAtTheVendorIsRemovedToo", plus(kRemote, {added(1), cleared(1)}), remove(),
     Events{removed(1)}},
};

const CallId kSecondCall{"second.creation"};
const Events kCallingAgain =
    plus(kCalling, {not_created(kPassing, kLater), creation(kSecondCall, 2)});
const std::vector<TeamRow> kDeletion{
    {"AnUnknownTeamCannotBeDeleted", {}, DeleteTeam{}, kUnknown},
    {"ATeamTheVendorNeverHadIsJustDeleted", {facts()}, DeleteTeam{}, Events{kDeleted}},
    {"ATeamWithMembersCannotBeDeleted", {facts(), added(1)}, DeleteTeam{}, kNotEmpty},
    {"ATeamAtTheVendorIsDeletedThereToo", kRemote, DeleteTeam{},
     Events{kDeleted, deletion(kDeletionCall)}},
    {"ATeamThatMayBeAtTheVendorIsDeletedThereToo", plus(kCalling, {not_created(kPassing, kLater)}),
     DeleteTeam{}, Events{kDeleted, deletion(kDeletionCall)}},
    {"ATeamWhoseCreationWasRecalledIsJustDeleted", plus(kCalling, {not_created(kRecalled, {})}),
     DeleteTeam{}, Events{kDeleted}},
    {"ADeletionWaitsForTheOpenCreation", kCalling, DeleteTeam{}, Events{kDeleted}},
    {"AlsoForOneThatIsTriedAgain", kCallingAgain, DeleteTeam{}, Events{kDeleted}},
    {"AndWhatThatOneMakesIsUndone", plus(kCallingAgain, {kDeleted}),
     RecordTeamCreationOutcome{kSecondCall, {}, MetactfTeamId{5}, "9"},
     Events{created(kSecondCall), deletion(kDeletionCall)}},
    {"ADeletedTeamIsNotDeletedTwice", kDeleting, DeleteTeam{}, Events{}},
    {"ACreationThatEndsAfterTheDeletionIsUndone", plus(kCalling, {kDeleted}), creation_is(),
     Events{kCreated, deletion(kDeletionCall)}},
    {"ARecalledOneHasLeftNothing", plus(kCalling, {kDeleted}), creation_is(kRecalled),
     Events{not_created(kRecalled, {})}},
    {"UnlessAnEarlierOneMayHave", plus(kCallingAgain, {kDeleted}),
     RecordTeamCreationOutcome{kSecondCall, kRecalled, {}, {}},
     Events{events::TeamRemoteCreationFailed{kRed, kSecondCall, 2, kRecalled, {}},
            deletion(kDeletionCall)}},
    {"ACreationOfUnknownOutcomeIsUndoneToo", plus(kCalling, {kDeleted}), creation_is(kPassing),
     Events{not_created(kPassing, {}), deletion(kDeletionCall)}},
    {"AConfirmedDeletionIsRecorded", kDeleting, RecordTeamDeletionOutcome{kCall, {}},
     Events{events::TeamRemoteDeleted{kRed, kCall}}},
    {"AFailedDeletionStaysPending", kDeleting, RecordTeamDeletionOutcome{kCall, kPassing},
     Events{not_deleted(kPassing, kRetry)}},
    {"ALastingFailureOfItWaitsForAPerson", kDeleting, RecordTeamDeletionOutcome{kCall, kLasting},
     Events{not_deleted(kLasting, {})}},
    {"ALateDeletionChangesNothing", kGone, RecordTeamDeletionOutcome{kCall, {}}, Events{}},
    {"ADeletionNobodyAskedForChangesNothing", kRemote, RecordTeamDeletionOutcome{kCall, {}},
     Events{}},
};

const std::vector<TeamRow> kCreation{
    {"AnUnknownTeamDoesNotProceed", {}, ProceedTeamCreation{"Hill School"}, Events{}},
    {"ADeletedTeamDoesNotProceed",
     {facts(), kDeleted},
     ProceedTeamCreation{"Hill School"},
     Events{}},
    {"TheIntentEventHoldsTheExactPayload",
     {facts()},
     ProceedTeamCreation{"Hill School"},
     Events{kReady, creation(kCreationCall)}},
    {"ATeamWithoutAffiliationTakesTheCoachsSchool",
     {facts("Red", {})},
     ProceedTeamCreation{"Hill School"},
     Events{kReady, creation(kCreationCall, 1, "Red", "Hill School")}},
    {"ATeamProceedsOnce", kCalling, ProceedTeamCreation{"Hill School"}, Events{}},
    {"ANewSchoolEndsNoOpenCall", kCalling, ProceedTeamCreation{"Dale School"},
     Events{kReadyAtDale}},
    {"ARejectedCreationIsTriedWithTheNewSchool",
     {facts("Red", {}), kReady, creation(kCall, 1, "Red", "Hill School"),
      not_created(kLasting, {})},
     ProceedTeamCreation{"Dale School"},
     Events{kReadyAtDale, creation(kCreationCall, 2, "Red", "Dale School")}},
    {"ARejectedCreationThatDoesNotCarryItIsNotTriedAgain",
     plus(kCalling, {not_created(kLasting, {})}), ProceedTeamCreation{"Dale School"},
     Events{kReadyAtDale}},
    {"ATeamThatIsThereIsNotMadeAgain", kRemote, ProceedTeamCreation{"Dale School"},
     Events{kReadyAtDale}},
    {"ACreationIsRecorded", kCalling, creation_is(), Events{kCreated}},
    {"ACreationWithoutIdsIsRecordedToo", kCalling, RecordTeamCreationOutcome{kCall, {}, {}, {}},
     Events{created(kCall, {}, {})}},
    {"ACreationClearsTheMembersOfTheirPresentRequests",
     plus(kCalling, {added(1), added(3), added(1, {"bob"})}), creation_is(),
     Events{kCreated, cleared(3), cleared(1, {"bob"})}},
    {"ALateCreationChangesNothing", kRemote, creation_is(), Events{}},
    {"ACreationNobodyAskedForChangesNothing", {facts()}, creation_is(), Events{}},
    {"APassingFailureComesBack", kCalling, creation_is(kPassing),
     Events{not_created(kPassing, kRetry)}},
    {"ALastingFailureWaitsForAPerson", kCalling, creation_is(kLasting),
     Events{not_created(kLasting, {})}},
    {"FactsCorrectedDuringARejectedCallAreTriedAtOnce", plus(kCalling, {facts("RED")}),
     creation_is(kLasting), Events{not_created(kLasting, kContext.now)}},
    {"ACreationThatWasRecalledIsMadeAnewFromTheNewFacts", plus(kCalling, {facts("RED")}),
     creation_is(kRecalled), Events{not_created(kRecalled, kContext.now)}},
};

const std::vector<TeamRow> kConverge{
    {"AnUnknownTeamCannotConverge", {}, ConvergeTeam{}, kUnknown},
    {"ATeamWithoutItsCoachWaits", {facts()}, ConvergeTeam{}, Events{}},
    {"ATeamThatIsThereIsConverged", kRemote, ConvergeTeam{}, Events{}},
    {"AnOpenCreationIsNotRepeated", kCalling, ConvergeTeam{}, Events{}},
    {"WhatIsWantedAndNotSoIsRetried", plus(kCalling, {not_created(kPassing, kContext.now)}),
     ConvergeTeam{true}, Events{creation(kCreationCall, 2)}},
    {"ButNotBeforeItsTime", plus(kCalling, {not_created(kPassing, kLater)}), ConvergeTeam{true},
     Events{}},
    {"APersonMayAlwaysTryAgain", plus(kCalling, {not_created(kLasting, {})}), ConvergeTeam{},
     Events{creation(kCreationCall, 2)}},
    {"AFailedDeletionIsRetried", plus(kDeleting, {not_deleted(kPassing, kContext.now)}),
     ConvergeTeam{true}, Events{deletion(kDeletionCall, 2)}},
    {"AFailedDeletionIsNotRetriedTooEarly", plus(kDeleting, {not_deleted(kPassing, kLater)}),
     ConvergeTeam{true}, Events{}},
    {"APersonMayAlwaysTryToDeleteAgain", plus(kDeleting, {not_deleted(kLasting, {})}),
     ConvergeTeam{}, Events{deletion(kDeletionCall, 2)}},
    {"AnOpenDeletionIsNotRepeated", kDeleting, ConvergeTeam{}, Events{}},
    {"ADeletedTeamThatIsStillBeingMadeWaits", plus(kCallingAgain, {kDeleted}), ConvergeTeam{},
     Events{}},
    {"ATeamThatIsGoneIsConverged", kGone, ConvergeTeam{}, Events{}},
    {"ADeletedTeamTheVendorNeverHadIsConverged", {facts(), kDeleted}, ConvergeTeam{}, Events{}},
};

const CallId kFinder{"bob.assignment"};
const events::TeamRemoteMissing kIsMissing{kRed, kFinder};
const events::TeamRemoteCreated kOnlySaid{kRed, kCall, {}, {}, Sealed<Text>{std::nullopt}};
const Events kSaidToExist = plus(kCalling, {kOnlySaid});
const std::vector<TeamRow> kMissingAtVendor{
    {"ATeamTheVendorDoesNotHaveIsMadeAgain", kRemote, ReportTeamMissing{kFinder},
     Events{events::TeamRemoteMissing{kRed, kFinder}, creation(kCreationCall)}},
    {"ARefusalIsTakenAsThereOnce", kSaidToExist, ReportTeamMissing{kFinder},
     Events{kIsMissing, creation(kCreationCall)}},
    {"ButNotAgainWhenItWasNot", plus(kSaidToExist, {kIsMissing, creation(kCall)}),
     RecordTeamCreationOutcome{kCall, {}, {}, {}}, Events{not_created(team_name_clashes(), {})}},
    {"ButForWhoAsksAgain",
     plus(kSaidToExist,
          {kIsMissing, creation(kCall), not_created(team_name_clashes(), {}), creation(kCall, 2)}),
     RecordTeamCreationOutcome{kCall, {}, {}, {}}, Events{kOnlySaid}},
    {"AMadeOneIsThereAllTheSame", plus(kSaidToExist, {kIsMissing, creation(kCall)}), creation_is(),
     Events{kCreated}},
    {"AnotherNameMayBeThere", plus(kSaidToExist, {kIsMissing, creation(kCall), facts("Crimson")}),
     RecordTeamCreationOutcome{kCall, {}, {}, {}}, Events{kOnlySaid}},
    {"OneThatIsBeingMadeIsNotMissing", kCalling, ReportTeamMissing{kFinder}, Events{}},
    {"ADeletedOneMayBeMissing", kDeleting, ReportTeamMissing{kFinder}, Events{}},
    {"AnUnknownOneIsNobodysLoss", {}, ReportTeamMissing{kFinder}, Events{}},
};

std::vector<TeamRow> all_rows() {
  std::vector<TeamRow> out;
  for (const auto* part :
       {&kFacts, &kNames, &kRoster, &kDeletion, &kCreation, &kConverge, &kMissingAtVendor})
    out.insert(out.end(), part->begin(), part->end());
  return out;
}

class TeamDecide : public testing::TestWithParam<TeamRow> {};

TEST_P(TeamDecide, YieldsTheEventsAndYieldsThemOnce) {
  test::expect_row(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, TeamDecide, testing::ValuesIn(all_rows()),
                         [](const auto& it) { return it.param.name; });

TEST(TeamDecideTable, HasARowForEveryCommandAndEveryEvent) {
  EXPECT_EQ(test::commands_in(all_rows()), test::places<TeamCommand>());
  EXPECT_EQ(test::events_in(all_rows()), test::places<Team::Event>());
}

}  // namespace
}  // namespace lockstep::domain
