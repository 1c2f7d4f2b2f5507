// The decide table of a competitor's facts and onboarding.
#include <gtest/gtest.h>

#include "engine/domain/competitor.h"
#include "engine/domain/user_payload.h"
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
using Text = std::optional<std::string>;

const CompetitorId kAda{"ada"};
const CoachId kKim{"coach-kim"};
const CoachId kLee{"coach-lee"};
const events::CompetitorPerson kPerson{"Ada", "Quillon", "ada@home.test", "ada@school.test", {}};

RecordCompetitorFacts record() {
  return {kAda, kKim, kPerson, Division::high_school, true, true, true, "2026-01-02", {}, {}};
}
events::CompetitorFactsRecorded recorded(const RecordCompetitorFacts& c) {
  return {c.competitor_id,
          c.coach_id,
          Sealed<events::CompetitorPerson>{c.person},
          c.division,
          c.is_active,
          c.profile_complete,
          c.compliance_complete,
          c.compliance_date,
          c.syned_school_id,
          c.syned_region_id};
}
template <class Change>
RecordCompetitorFacts record(Change change) {
  auto out = record();
  change(out);
  return out;
}
RecordCompetitorFacts record_with_email(const Text& email) {
  return record([&](auto& c) { c.person.email_personal = email; });
}
RecordCompetitorFacts record_under(const CoachId& coach) {
  return record([&](auto& c) { c.coach_id = coach; });
}
const auto kFacts = recorded(record());
const auto kIncomplete = recorded(record([](auto& c) { c.compliance_complete = false; }));
const auto kInactive = recorded(record([](auto& c) { c.is_active = false; }));
const auto kUnderLee = recorded(record_under(kLee));

const CallId kCall{"call-1"};
const CallId kNewCall{"seed.onboarding"};  // What kContext opens.
events::CompetitorOnboardingRequested requested(const CallId& call, std::int64_t attempt = 1,
                                                const std::string& email = "ada@home.test",
                                                const CoachId& coach = kKim) {
  return {kAda, coach, call, attempt,
          Sealed<events::UserPayload>{{"Ada", "Quillon", email, "user", "ada", "ada.quillon",
                                       "Hill School", "north", coach.value}}};
}
const events::CompetitorOnboardingWanted kWanted{kAda, kKim};
const events::CompetitorOnboardingWanted kWantedOfLee{kAda, kLee};
const events::CompetitorCoachCleared kCleared{kAda, Sealed<Text>{"Hill School"}, "north", kKim};
const events::CompetitorCoachCleared kClearedByLee{kAda, Sealed<Text>{"Hill School"}, "north",
                                                   kLee};
const events::CompetitorOnboardingParked kParked{kAda, "pending_approval"};
const ProceedOnboarding kProceed{kKim, "Hill School", "north"};
const ProceedOnboarding kLentDale{kKim, "Dale School", "north"};
const events::CompetitorCoachCleared kClearedAtDale{kAda, Sealed<Text>{"Dale School"}, "north",
                                                    kKim};
const ProceedOnboarding kProceedOfLee{kLee, "Hill School", "north"};

const CallFailure kPassing{"vendor-timeout", 0, "No answer.", "Wait.", true};
const CallFailure kLasting{"vendor-rejected", 422, "email: invalid.", "Correct it.", false};
const CallFailure kRecalled{"facts-changed", 0, "Changed.", "Wait.", false, true};
const Timestamp kLater{kContext.now.value + 1};
const Timestamp kRetry = *next_retry(kPassing, 1, kContext.now, "seed");
events::CompetitorOnboardingFailed failed(const CallFailure& why,
                                          std::optional<Timestamp> retry_at) {
  return {kAda, kCall, 1, why, retry_at};
}
events::CompetitorOnboarded onboarded(const Text& status = "user_created", bool created = true) {
  return {kAda, kCall, {7}, Sealed<std::string>{"ada.quillon"}, status, {}, created};
}
RecordOnboardingOutcome account(const Text& status = "user_created", bool created = true) {
  return {kCall, Account{{7}, Sealed<std::string>{"ada.quillon"}, status, {}, created}};
}
Events plus(Events events, const Events& more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}
const Events kCalling{kFacts, kWanted, kCleared, requested(kCall)};
const Events kDone = plus(kCalling, {onboarded()});
const events::CompetitorOnboardingWithdrawn kWithdrawn{kAda};
const Events kRejected = plus(kCalling, {failed(kLasting, {})});
const Events kDue = plus(kCalling, {failed(kPassing, kContext.now)});

const events::CompetitorTeamRequested kAsked{kAda, {"red"}, 1, Division::high_school, kKim};
const events::CompetitorTeamAssigned kAssigned{kAda, {"red"}, 1, {}};

const Refusal kMissing{Errc::invalid, "competitor-facts-missing", ""};
const Refusal kUnknown{Errc::not_found, "competitor-unknown",
                       "Record the competitor's facts first."};
const Refusal kBound{Errc::conflict, "competitor-on-team",
                     "Take the competitor off the team first."};
const Refusal kNotYours{
    Errc::forbidden, "not-yours-to-say",
    "Leave out profileComplete, complianceComplete and complianceDate, or ask an admin."};
const OnboardingPolicy kCoachesSay{.coaches_set_completeness = true};
const Refusal kIsInactive{Errc::conflict, "competitor-inactive", "Set isActive to true first."};
const Refusal kNotEligible{Errc::conflict, "competitor-not-eligible",
                           "Complete what is missing, then add the competitor again."};

// Every fact once, each to another value than in record().
const ChangeCompetitorFacts kAllChanges{.competitor_id = kAda,
                                        .only_of = {},
                                        .coach_id = kLee,
                                        .first_name = "Ida",
                                        .last_name = "Quill",
                                        .email_personal = Text{},
                                        .email_school = "ida@school.test",
                                        .preferred_username = "ida",
                                        .division = Division::college,
                                        .is_active = false,
                                        .profile_complete = false,
                                        .compliance_complete = false,
                                        .compliance_date = Text{},
                                        .syned_school_id = "s-1",
                                        .syned_region_id = "r-1"};
const RecordCompetitorFacts kAllChanged{kAda,
                                        kLee,
                                        {"Ida", "Quill", {}, "ida@school.test", "ida"},
                                        Division::college,
                                        false,
                                        false,
                                        false,
                                        {},
                                        "s-1",
                                        "r-1"};

const std::vector<CompetitorRow> kChangeRows{
    {"AChangeOfEveryFactIsRecorded", {kFacts}, kAllChanges, Events{recorded(kAllChanged)}},
    {"AChangeOfNothingChangesNothing", {kFacts}, ChangeCompetitorFacts{kAda, {}}, Events{}},
    {"AChangeOfEveryFactMakesACompetitor", {}, kAllChanges, Events{recorded(kAllChanged)}},
    {"WhatAChangeDoesNotNameStays",
     {kFacts},
     ChangeCompetitorFacts{.competitor_id = kAda, .only_of = {}, .email_personal = "a@home.test"},
     Events{recorded(record_with_email("a@home.test"))}},
    {"ANewCompetitorIsActive",
     {},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = {},
                           .coach_id = kKim,
                           .first_name = "Ada",
                           .last_name = "Quillon",
                           .division = Division::college},
     Events{recorded({.competitor_id = kAda,
                      .coach_id = kKim,
                      .person = {"Ada", "Quillon", {}, {}, {}},
                      .division = Division::college,
                      .is_active = true,
                      .profile_complete = false,
                      .compliance_complete = false,
                      .compliance_date = {},
                      .syned_school_id = {},
                      .syned_region_id = {}})}},
    {"AChangeMakesNoCompetitorWithoutADivision",
     {},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = {},
                           .coach_id = kKim,
                           .first_name = "Ada",
                           .last_name = "Quillon"},
     kMissing},
    {"AChangeMakesNoCompetitorWithoutAName",
     {},
     ChangeCompetitorFacts{
         .competitor_id = kAda, .only_of = {}, .coach_id = kKim, .division = Division::college},
     kMissing},
    {"ACoachChangesNobodyElsesCompetitor",
     {kFacts},
     ChangeCompetitorFacts{.competitor_id = kAda, .only_of = kLee, .first_name = "Ida"},
     kUnknown},
    {"ACoachWhoGaveACompetitorAwayChangesThemNoMore",
     {kFacts, kUnderLee},
     ChangeCompetitorFacts{.competitor_id = kAda, .only_of = kKim, .coach_id = kKim},
     kUnknown},
    {"ACoachDoesNotSayWhetherTheProfileIsComplete",
     {kFacts},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = kKim,
                           .may_say_completeness = false,
                           .profile_complete = false},
     kNotYours},
    {"NorThatComplianceIs",
     {kIncomplete},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = kKim,
                           .may_say_completeness = false,
                           .compliance_complete = true},
     kNotYours},
    {"NorThatItIsNot",
     {kFacts},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = kKim,
                           .may_say_completeness = false,
                           .compliance_complete = false},
     kNotYours},
    {"NorSinceWhen",
     {kFacts},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = kKim,
                           .may_say_completeness = false,
                           .compliance_date = "2026-09-01"},
     kNotYours},
    {"NorOfANewCompetitor",
     {},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = kKim,
                           .may_say_completeness = false,
                           .coach_id = kKim,
                           .first_name = "Ada",
                           .last_name = "Quillon",
                           .division = Division::high_school,
                           .compliance_complete = true},
     kNotYours},
    {"AServiceSaysItForACoach",
     {kIncomplete},
     ChangeCompetitorFacts{.competitor_id = kAda, .only_of = kKim, .compliance_complete = true},
     Events{kFacts}},
    {"ACoachMayRepeatWhatIsSo",
     {kFacts},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = kKim,
                           .may_say_completeness = false,
                           .compliance_complete = true},
     Events{}},
    {"ACoachSaysItWhereTheOwnerAllowsThat",
     {kIncomplete},
     ChangeCompetitorFacts{.competitor_id = kAda,
                           .only_of = kKim,
                           .may_say_completeness = false,
                           .compliance_complete = true},
     Events{kFacts},
     kContext,
     kCoachesSay},
    {"AChangeToTheTeamsConditionsIsRefusedLikeAnyOther",
     {kFacts, kAsked, kAssigned},
     ChangeCompetitorFacts{.competitor_id = kAda, .only_of = {}, .division = Division::college},
     kBound},
};

const std::vector<CompetitorRow> kFactRows{
    {"NewFactsAreRecorded", {}, record(), Events{kFacts}},
    {"SameFactsChangeNothing", {kFacts}, record(), Events{}},
    {"ClearingIsAnEvent",
     {kFacts},
     record([](auto& c) { c.compliance_date.reset(); }),
     Events{recorded(record([](auto& c) { c.compliance_date.reset(); }))}},
    {"AnIdIsNeeded", {}, record([](auto& c) { c.competitor_id = {}; }), kMissing},
    {"ACoachIsNeeded", {}, record([](auto& c) { c.coach_id = {}; }), kMissing},
    {"AFirstNameIsNeeded", {}, record([](auto& c) { c.person.first_name = ""; }), kMissing},
    {"ALastNameIsNeeded", {}, record([](auto& c) { c.person.last_name = ""; }), kMissing},
    {"NobodyChangesDivisionOnATeam",
     {kFacts, kAsked, kAssigned},
     record([](auto& c) { c.division = Division::college; }),
     kBound},
    {"NobodyChangesDivisionWhileATeamIsAsked",
     {kFacts, kAsked},
     record([](auto& c) { c.division = Division::college; }),
     kBound},
    {"NobodyChangesCoachOnATeam", {kFacts, kAsked, kAssigned}, record_under(kLee), kBound},
    {"WhoHasLeftTheTeamMayChange",
     {kFacts, kAsked, kAssigned, events::CompetitorTeamLeft{kAda, {"red"}, 1, {}}},
     record_under(kLee),
     Events{kUnderLee}},
    {"OnATeamOtherFactsMayChange",
     {kFacts, kAsked, kAssigned},
     record_with_email("a@home.test"),
     Events{recorded(record_with_email("a@home.test"))}},
    {"FactsAloneWantNothing", {kIncomplete}, record(), Events{kFacts}},
    {"CompletedFactsOfWhoIsWantedAndClearedStartTheCall",
     {kFacts, kWanted, kIncomplete, kCleared},
     record(),
     Events{kFacts, requested(kNewCall)}},
    {"CorrectedFactsStartANewCallAfterARejection", kRejected, record_with_email("a@home.test"),
     Events{recorded(record_with_email("a@home.test")), requested(kNewCall, 2, "a@home.test")}},
    {"WhatWasRecalledGoesOnWhenNothingIsMissingAnyMore",
     plus(kCalling, {kIncomplete, failed(kRecalled, {})}), record(),
     Events{kFacts, requested(kNewCall, 2)}},
    {"WhoIsActiveAgainIsPutOnTheTeam",
     plus(kDone, {kAsked, kAssigned, kInactive, events::CompetitorTeamReady{kAda, {"red"}, 1}}),
     record(),
     Events{
         kFacts,
         events::CompetitorAssignmentRequested{kAda, {"seed.assignment"}, 1, TeamId{"red"}, {}}}},
    {"FactsThatMakeTheCompetitorIneligibleStartNone", kRejected,
     record([](auto& c) { c.profile_complete = false; }),
     Events{recorded(record([](auto& c) { c.profile_complete = false; }))}},
    {"FactsChangedDuringACallDoNotOpenASecond", kCalling, record_with_email("a@home.test"),
     Events{recorded(record_with_email("a@home.test"))}},
    {"FactsOfWhoIsOnboardedOnlyChangeHere", kDone, record_with_email("a@home.test"),
     Events{recorded(record_with_email("a@home.test"))}},
    {"ANewCoachIsAskedForWhoWaitedForTheOldOne",
     {kFacts, kWanted, kParked},
     record_under(kLee),
     Events{kUnderLee, kWantedOfLee}},
    {"ANewCoachIsAskedForWhoWasRejectedUnderTheOldOne", kRejected, record_under(kLee),
     Events{kUnderLee, kWantedOfLee}},
    {"ACoachWhoClearedTheCompetitorBeforeNeedNotBeAskedAgain",
     {kFacts, kWanted, kCleared, kUnderLee, kWantedOfLee},
     record(),
     Events{kFacts, requested(kNewCall)}},
};

const std::vector<CompetitorRow> kWantedRows{
    {"AnUnknownCompetitorIsRefused", {}, OnboardCompetitor{}, kUnknown},
    {"WhoIsEligibleIsWanted", {kFacts}, OnboardCompetitor{}, Events{kWanted}},
    {"WhoseCoachIsClearedAlreadyIsCalledAtOnce",
     {kFacts, kCleared},
     OnboardCompetitor{},
     Events{kWanted, requested(kNewCall)}},
    {"WithoutComplianceTheCompetitorIsRefused", {kIncomplete}, OnboardCompetitor{}, kNotEligible},
    {"WithoutAProfileTheCompetitorIsRefused",
     {recorded(record([](auto& c) { c.profile_complete = false; }))},
     OnboardCompetitor{},
     kNotEligible},
    {"WithoutAnEmailTheCompetitorIsRefused",
     {recorded(record([](auto& c) { c.person.email_personal = c.person.email_school = {}; }))},
     OnboardCompetitor{},
     kNotEligible},
    {"WhoIsInactiveIsNotAdded", {kInactive}, OnboardCompetitor{}, kIsInactive},
    {"NorIsTheRestOfAFailedOne", plus(kRejected, {kInactive}), OnboardCompetitor{}, kIsInactive},
    {"WhoIsInactiveIsNotSentWhenTheCoachIsApproved",
     {kFacts, kWanted, kParked, kInactive},
     kProceed,
     Events{kCleared}},
    {"WhoIsActiveAgainGoesOn",
     {kFacts, kWanted, kParked, kInactive, kCleared},
     record(),
     Events{kFacts, requested(kNewCall)}},
    {"WhoIsWantedIsNotWantedTwice", {kFacts, kWanted}, OnboardCompetitor{}, Events{}},
    {"WhoIsParkedIsNotWantedTwice", {kFacts, kWanted, kParked}, OnboardCompetitor{}, Events{}},
    {"AnOpenCallIsNotRepeated", kCalling, OnboardCompetitor{}, Events{}},
    {"WhoIsOnboardedStaysSo", kDone, OnboardCompetitor{}, Events{}},
    {"AFailedOnboardingCanBeRetriedByAPerson", kRejected, OnboardCompetitor{},
     Events{requested(kNewCall, 2)}},
    {"UnderAnotherCoachItIsWantedAnew", plus(kRejected, {kUnderLee}), OnboardCompetitor{},
     Events{kWantedOfLee}},
    {"WhoIsWantedIsParked", {kFacts, kWanted}, ParkOnboarding{"pending_approval"}, Events{kParked}},
    {"TheReasonForParkingMayChange",
     {kFacts, kWanted, kParked},
     ParkOnboarding{"denied"},
     Events{events::CompetitorOnboardingParked{kAda, "denied"}}},
    {"TheSameReasonChangesNothing",
     {kFacts, kWanted, kParked},
     ParkOnboarding{"pending_approval"},
     Events{}},
    {"WhoIsNotWantedIsNotParked", {kFacts}, ParkOnboarding{"denied"}, Events{}},
    {"AnUnknownCompetitorIsNotParked", {}, ParkOnboarding{"denied"}, Events{}},
    {"WhoWasClearedIsNotParkedByALateWord",
     {kFacts, kWanted, kCleared},
     ParkOnboarding{"denied"},
     Events{}},
    {"WhoIsBeingCalledIsNotParked", kCalling, ParkOnboarding{"denied"}, Events{}},
    {"WhoIsOnboardedIsNotParked", kDone, ParkOnboarding{"denied"}, Events{}},
    {"ParkedCompetitorsGoOnByThemselves",
     {kFacts, kWanted, kParked},
     kProceed,
     Events{kCleared, requested(kNewCall)}},
    {"SoDoThoseWhoWereNeverParked",
     {kFacts, kWanted},
     kProceed,
     Events{kCleared, requested(kNewCall)}},
    {"WhoIsNotWantedIsOnlyCleared", {kFacts}, kProceed, Events{kCleared}},
    {"WhoBecameIneligibleIsOnlyCleared",
     {kFacts, kWanted, kIncomplete},
     kProceed,
     Events{kCleared}},
    {"AnUnknownCompetitorDoesNotProceed", {}, kProceed, kUnknown},
    {"TheCompetitorIsClearedOnce", {kFacts, kCleared}, kProceed, Events{}},
    {"AnotherCoachsWordIsKeptButDoesNotCount",
     {kFacts, kWanted},
     kProceedOfLee,
     Events{kClearedByLee}},
    {"ACoachWhoClearedTheCompetitorOnceNeedNotSayItAgain",
     {kFacts, kWanted, kClearedByLee},
     kProceedOfLee,
     Events{}},
};

const auto kOwnSchool = record([](auto& c) {
  c.syned_school_id = "school-9";
  c.syned_region_id = "region-9";
});
events::CompetitorOnboardingRequested at_dale() {
  auto payload = requested(kNewCall).payload.reveal();
  payload.syned_school_id = "Dale School";
  return {kAda, kKim, kNewCall, 2, Sealed<events::UserPayload>{payload}};
}

const std::vector<CompetitorRow> kLentRows{
    {"ANewSchoolIsKeptForLater", {kFacts, kCleared}, kLentDale, Events{kClearedAtDale}},
    {"ItEndsNoOpenCall", kCalling, kLentDale, Events{kClearedAtDale}},
    {"ARejectedCallIsTriedWithIt", kRejected, kLentDale, Events{kClearedAtDale, at_dale()}},
    {"ARejectedCallThatDoesNotCarryItIsNotTriedAgain",
     {recorded(kOwnSchool), kWanted, kCleared, requested(kCall), failed(kLasting, {})},
     kLentDale,
     Events{kClearedAtDale}},
    {"ARejectionOfTheOldSchoolIsTriedAtOnce", plus(kCalling, {kClearedAtDale}),
     RecordOnboardingOutcome{kCall, kLasting}, Events{failed(kLasting, kContext.now)}},
    {"TheWordOfAFormerCoachIsNoReasonForThat", plus(kCalling, {kClearedByLee}),
     RecordOnboardingOutcome{kCall, kLasting}, Events{failed(kLasting, {})}},
    {"WhoIsThereAlreadyIsNotSentAgain", kDone, kLentDale, Events{kClearedAtDale}},
};

events::CompetitorOnboardingRequested with_own_school() {
  auto payload = requested(kNewCall).payload.reveal();
  payload.syned_school_id = "school-9";
  payload.syned_region_id = "region-9";
  return {kAda, kKim, kNewCall, 1, Sealed<events::UserPayload>{payload}};
}
const OnboardingPolicy kSchoolFirst{EmailPreference::school};

const std::vector<CompetitorRow> kCallRows{
    {"TheIntentEventHoldsTheExactPayload",
     {recorded(kOwnSchool), kWanted},
     kProceed,
     Events{kCleared, with_own_school()}},
    {"TheSchoolAddressIsSentWhenItIsPreferred",
     {kFacts, kWanted},
     kProceed,
     Events{kCleared, requested(kNewCall, 1, "ada@school.test")},
     kContext,
     kSchoolFirst},
    {"TheVendorsStatusIsStoredVerbatim", kCalling, account("Awaiting-Merge"),
     Events{onboarded("Awaiting-Merge")}},
    {"WhoTheVendorHadAlreadyIsNotCreated",
     kCalling,
     account("approved", false),
     Events{onboarded("approved", false)},
     kContext,
     {.found_account = FoundAccounts::adopt}},
    {"ALateOutcomeChangesNothing", kDone, account("denied"), Events{}},
    {"AnOutcomeOfAnOlderCallChangesNothing", plus(kRejected, {requested({"call-2"}, 2)}), account(),
     Events{}},
    {"APassingFailureComesBack", kCalling, RecordOnboardingOutcome{kCall, kPassing},
     Events{failed(kPassing, kRetry)}},
    {"ALastingFailureWaitsForAPerson", kCalling, RecordOnboardingOutcome{kCall, kLasting},
     Events{failed(kLasting, {})}},
    {"FactsCorrectedDuringARejectedCallAreTriedAtOnce",
     plus(kCalling, {recorded(record_with_email("a@home.test"))}),
     RecordOnboardingOutcome{kCall, kLasting}, Events{failed(kLasting, kContext.now)}},
    {"ACallThatWasRecalledIsMadeAnewFromTheNewFacts",
     plus(kCalling, {recorded(record_with_email("a@home.test"))}),
     RecordOnboardingOutcome{kCall, kRecalled}, Events{failed(kRecalled, kContext.now)}},
    {"OrWaitsForWhatIsMissingByNow", plus(kCalling, {kIncomplete}),
     RecordOnboardingOutcome{kCall, kRecalled}, Events{failed(kRecalled, {})}},
    {"OrForWhoIsInactiveByNow", plus(kCalling, {kInactive}),
     RecordOnboardingOutcome{kCall, kRecalled}, Events{failed(kRecalled, {})}},
    {"AsDoesOneThatFailedInPassing", plus(kCalling, {kIncomplete}),
     RecordOnboardingOutcome{kCall, kPassing}, Events{failed(kPassing, {})}},
    {"ACallThatFailsAfterTheCoachChangedAsksTheNewCoach", plus(kCalling, {kUnderLee}),
     RecordOnboardingOutcome{kCall, kPassing}, Events{failed(kPassing, {}), kWantedOfLee}},
    {"WhatIsWantedAndNotSoIsRetried", kDue, RetryOnboarding{}, Events{requested(kNewCall, 2)}},
    {"ButNotBeforeItsTime", plus(kCalling, {failed(kPassing, kLater)}), RetryOnboarding{},
     Events{}},
    {"AndNotUnaskedAfterARejection", kRejected, RetryOnboarding{}, Events{}},
    {"AndNotWhileIneligible", plus(kDue, {kIncomplete}), RetryOnboarding{}, Events{}},
    {"AnOpenCallIsNotRetried", kCalling, RetryOnboarding{}, Events{}},
    {"WhoIsOnboardedIsNotRetried", kDone, RetryOnboarding{}, Events{}},
    {"WhatFailedIsWithdrawn", plus(kCalling, {failed(kLasting, {})}), WithdrawOnboarding{},
     Events{kWithdrawn}},
    {"WhatWaitsIsWithdrawn", {kFacts, kWanted}, WithdrawOnboarding{}, Events{kWithdrawn}},
    {"AndNothingGoesOnByItself",
     {kFacts, kWanted, kWithdrawn},
     ProceedOnboarding{kKim, "Hill School", "north"},
     Events{kCleared}},
    {"WhatNobodyWantsNeedNotBeWithdrawn", {kFacts}, WithdrawOnboarding{}, Events{}},
    {"WhatIsUnderWayIsNotWithdrawn", kCalling, WithdrawOnboarding{},
     Refusal{Errc::conflict, "onboarding-under-way",
             "Wait until it has answered. To keep what is not sent yet from being sent, record "
             "that compliance is not complete."}},
    {"NorWhoIsThere", kDone, WithdrawOnboarding{},
     Refusal{Errc::conflict, "competitor-onboarded", "Ask MetaCTF support to delete the account."}},
    {"NorWhoNobodyKnows",
     {},
     WithdrawOnboarding{},
     Refusal{Errc::not_found, "competitor-unknown", "Record the competitor's facts first."}},
    {"AStatusWithoutAnAccountIsNoFact", {kFacts}, RecordPlatformStatus{"approved", {}}, Events{}},
    {"TheSameStatusChangesNothing", kDone, RecordPlatformStatus{"user_created", {}}, Events{}},
    {"AChangedStatusIsRecordedVerbatim", kDone, RecordPlatformStatus{"never seen", VendorTime{5}},
     Events{events::CompetitorPlatformStatusRecorded{kAda, "never seen", VendorTime{5}}}},
    {"AnAbsentStatusIsRecordedAsAbsent", kDone, RecordPlatformStatus{{}, {}},
     Events{events::CompetitorPlatformStatusRecorded{kAda, {}, {}}}},
    {"WhoIsOnATeamThatIsReadyIsPutOnItWhenOnboarded",
     plus({kFacts, kAsked, kAssigned, events::CompetitorTeamReady{kAda, {"red"}, 1}},
          {kWanted, kCleared, requested(kCall)}),
     account(),
     Events{
         onboarded(),
         events::CompetitorAssignmentRequested{kAda, {"seed.assignment"}, 1, TeamId{"red"}, {}}}},
};

const CallId kResetCall{"seed.password-reset"};
const events::CompetitorPasswordResetRequested kReset{kAda, kResetCall};
const CallFailure kNotOffered{"vendor-not-offered", 404, "Not there.", "Use the page.", false};

const std::vector<CompetitorRow> kPasswordRows{
    {"APasswordResetIsRequested", kDone, RequestPasswordReset{}, Events{kReset}},
    {"WhoIsInactiveGetsNoMail", plus(kDone, {kInactive}), RequestPasswordReset{}, kIsInactive},
    {"AnOpenPasswordResetIsNotRequestedTwice", plus(kDone, {kReset}), RequestPasswordReset{},
     Events{}},
    {"NobodyHasNoPassword",
     {},
     RequestPasswordReset{},
     Refusal{Errc::not_found, "competitor-unknown", "Record the competitor's facts first."}},
    {"WhoIsNotThereHasNoPassword",
     {kFacts},
     RequestPasswordReset{},
     Refusal{Errc::conflict, "competitor-not-onboarded",
             "Add the competitor to the game platform first."}},
    {"APasswordResetIsSent", plus(kDone, {kReset}), RecordPasswordResetOutcome{kResetCall, {}},
     Events{events::CompetitorPasswordResetSent{kAda, kResetCall}}},
    {"APasswordResetFails", plus(kDone, {kReset}),
     RecordPasswordResetOutcome{kResetCall, kNotOffered},
     Events{events::CompetitorPasswordResetFailed{kAda, kResetCall, kNotOffered}}},
    {"AnotherCallsOutcomeIsNoneOfThePasswordReset", plus(kDone, {kReset}),
     RecordPasswordResetOutcome{{"other"}, {}}, Events{}},
    {"AfterItsOutcomeAPersonMayAskAgain",
     plus(kDone, {kReset, events::CompetitorPasswordResetFailed{kAda, kResetCall, kNotOffered}}),
     RequestPasswordReset{}, Events{kReset}},
};

std::vector<CompetitorRow> all_rows() {
  std::vector<CompetitorRow> out;
  for (const auto* part :
       {&kFactRows, &kChangeRows, &kWantedRows, &kLentRows, &kCallRows, &kPasswordRows})
    out.insert(out.end(), part->begin(), part->end());
  return out;
}

class CompetitorOnboarding : public testing::TestWithParam<CompetitorRow> {};

TEST_P(CompetitorOnboarding, YieldsTheEventsAndYieldsThemOnce) {
  test::expect_row(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, CompetitorOnboarding, testing::ValuesIn(all_rows()),
                         [](const auto& it) { return it.param.name; });

TEST(CompetitorOnboardingTable, HasARowForEveryCommandOfItsConcern) {
  EXPECT_EQ(test::commands_in(all_rows()), other_commands());
}

TEST(CompetitorOnboardingRefusal, ListsEverythingThatIsMissing) {
  const auto state = fold<Competitor>({}, {recorded(record([](auto& c) {
                                        c.profile_complete = c.compliance_complete = false;
                                        c.person.email_personal = "";
                                        c.person.email_school = {};
                                      }))});
  const auto refused = Competitor::decide(state, OnboardCompetitor{}, kContext);
  ASSERT_FALSE(refused);
  for (const auto* what : {"a complete profile", "complete compliance", "an e-mail address"})
    EXPECT_NE(refused.error().detail.find(what), std::string::npos) << what;
  for (const auto* secret : {"Ada", "Quillon", "@"})
    EXPECT_EQ(refused.error().detail.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace lockstep::domain
