// Whose account it is that a look-up found: the rule as a table (found, intent of ours, named by
// whom, setting), and a competitor who is held until an admin decides.
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
using Text = std::optional<std::string>;
using Words = std::vector<std::string>;

const MetactfUserId kSeven{7};
const MetactfUserId kEight{8};
constexpr OnboardingPolicy kAdoptAll{.found_account = FoundAccounts::adopt};

struct Whose {
  std::string name;
  bool created;       ///< By this call, as far as it can know.
  bool perhaps_made;  ///< By one before.
  bool named;
  std::optional<MetactfUserId> as;
  FoundAccounts setting;
  bool ours;
};
void PrintTo(const Whose& row, std::ostream* out) {
  *out << row.name;
}
constexpr auto kHold = FoundAccounts::hold;
constexpr auto kAdopt = FoundAccounts::adopt;
const std::vector<Whose> kWhose{
    {"NobodyOfOursMadeIt", false, false, false, {}, kHold, false},
    {"TheOwnerHasSetThatItIsTaken", false, false, false, {}, kAdopt, true},
    {"ThisCallMadeIt", true, false, false, {}, kHold, true},
    {"ACallBeforeMayHaveMadeIt", false, true, false, {}, kHold, true},
    {"AnImportNamedWhicheverIsThere", false, false, true, {}, kHold, true},
    {"AnImportNamedThisOne", false, false, true, kSeven, kHold, true},
    {"AnImportNamedAnotherOne", false, false, true, kEight, kHold, false},
    {"AnImportNamedAnotherOneWhateverIsSet", false, false, true, kEight, kAdopt, false},
    {"OursThoughAnotherWasNamed", true, false, true, kEight, kHold, true},
};

class WhoseAccount : public testing::TestWithParam<Whose> {};

TEST_P(WhoseAccount, IsSaidByTheLogAlone) {
  const auto& row = GetParam();
  const Account account{kSeven, Sealed<std::string>{"ada.q"}, "approved", {}, row.created};
  EXPECT_EQ(is_ours(account, {row.perhaps_made, row.named, row.as}, row.setting), row.ours);
}

INSTANTIATE_TEST_SUITE_P(Table, WhoseAccount, testing::ValuesIn(kWhose),
                         [](const auto& it) { return it.param.name; });

TEST(Likeness, IsOfWhatTheVendorShowsAlone) {
  const events::UserPayload payload{"Ada", "Quillon", "ada@home.test", "user", "ada", "Ada.Q", {},
                                    {},    "kim"};
  Account account{kSeven, Sealed<std::string>{"ada.q"}, {}, {}, false};
  EXPECT_EQ(likeness_of(account, payload).same, Words{"username"}) << "in any case";
  EXPECT_EQ(likeness_of(account, payload).different, Words{});
  account.vendor_raw = Sealed<boost::json::value>{boost::json::object{
      {"email", "other@home.test"}, {"first_name", "ADA"}, {"last_name", "Quillon"}, {"x", 1}}};
  EXPECT_EQ(likeness_of(account, payload).same, (Words{"name", "username"}));
  EXPECT_EQ(likeness_of(account, payload).different, Words{"email"});
  account.metactf_username = Sealed<std::string>{"bob"};
  EXPECT_EQ(likeness_of(account, payload).different, (Words{"email", "username"}));
}

const CompetitorId kAda{"ada"};
const CoachId kKim{"coach-kim"};
const CoachId kLee{"coach-lee"};
const CallId kCall{"call-1"};
const CallId kNewCall{"seed.onboarding"};

events::CompetitorFactsRecorded facts(const std::string& email = "ada@home.test",
                                      const CoachId& coach = kKim) {
  return {kAda,
          coach,
          Sealed<events::CompetitorPerson>{{"Ada", "Quillon", email, {}, {}}},
          Division::high_school,
          true,
          true,
          true,
          "2026-01-02",
          {},
          {}};
}
events::CompetitorFactsRecorded facts_of_bea() {
  auto out = facts();
  out.person = Sealed<events::CompetitorPerson>{{"Bea", "Quillon", "ada@home.test", {}, {}}};
  return out;
}
RecordCompetitorFacts record(const std::string& email, const CoachId& coach = kKim) {
  return {kAda,
          coach,
          {"Ada", "Quillon", email, {}, {}},
          Division::high_school,
          true,
          true,
          true,
          "2026-01-02",
          {},
          {}};
}
events::CompetitorOnboardingRequested requested(const CallId& call, std::int64_t attempt = 1,
                                                const std::string& email = "ada@home.test") {
  return {kAda, kKim, call, attempt,
          Sealed<events::UserPayload>{{"Ada", "Quillon", email, "user", "ada", "ada.quillon",
                                       "Hill School", "north", kKim.value}}};
}
events::CompetitorOnboardingRequested looked_for(const CallId& call, std::int64_t attempt,
                                                 const std::string& email = "ada@home.test") {
  auto out = requested(call, attempt, email);
  out.look_only = true;
  return out;
}
const events::CompetitorOnboardingWanted kWanted{kAda, kKim};
const events::CompetitorOnboardingWanted kWantedOfLee{kAda, kLee};
const events::CompetitorCoachCleared kCleared{kAda, Sealed<Text>{"Hill School"}, "north", kKim};
Events plus(Events events, const Events& more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}
const Events kCalling{facts(), kWanted, kCleared, requested(kCall)};

const Sealed<std::string> kName{"ada.quillon"};
events::CompetitorAccountFound found(std::int64_t attempt = 1,
                                     const MetactfUserId& account = kSeven) {
  return {kAda,  kCall,      attempt, account_is_held(), account,
          kName, "approved", {},      {"username"},      {}};
}
events::CompetitorAccountFound found_unlike() {
  auto out = found();
  out.same = {};
  out.different = {"username"};
  return out;
}
RecordCompetitorFacts record_bea() {
  auto out = record("ada@home.test");
  out.person.first_name = "Bea";
  return out;
}
events::CompetitorOnboarded onboarded(const CallId& call = kCall) {
  return {kAda, call, kSeven, kName, "approved", {}, false};
}
RecordOnboardingOutcome outcome(const CallId& call = kCall) {
  return {call, Account{kSeven, kName, "approved", {}, false}};
}
events::CompetitorOnboardingFailed failed(const CallFailure& why,
                                          std::optional<bool> nothing_made = {}) {
  return {kAda, kCall, 1, why, {}, nothing_made};
}
const CallFailure kRejected{"vendor-rejected", 422, "email: invalid.", "Correct it.", false};
const CallFailure kOnlyLooked{"vendor-timeout", 0, "No answer.", "Wait.", false, true};
const CallFailure kLost{"vendor-timeout", 0, "No answer.", "Wait.", false};

const events::CompetitorCreationBegun kBegun{kAda, kCall};
events::CompetitorAccountAdopted adopted(std::optional<MetactfUserId> as = kSeven) {
  return {kAda, as};
}
const events::CompetitorAccountRejected kNotTheirs{kAda, kSeven, account_is_rejected()};
const Events kHeld = plus(kCalling, {found()});
const Events kTurnedDown = plus(kHeld, {kNotTheirs});
const Events kDone = plus(kCalling, {kBegun, onboarded()});

const AdoptAccount kAdoptIt{{kSeven}};
const RejectAccount kRejectIt{{kSeven}};

const Refusal kIsHeld{Errc::conflict, "account-found", account_is_held().remedy};
const Refusal kIsRejected{Errc::conflict, "account-rejected", account_is_rejected().remedy};
const Refusal kNoneHeld{Errc::conflict, "no-account-held",
                        "Look at the list of held accounts again."};
const Refusal kChanged{Errc::conflict, "account-changed",
                       "Look at the list of held accounts again."};
const Refusal kUnknown{Errc::not_found, "competitor-unknown",
                       "Record the competitor's facts first."};
const Refusal kNotOpen{Errc::conflict, "call-not-open", ""};

const std::vector<CompetitorRow> kFound{
    {"WhomNobodyOfOursMadeIsHeld", kCalling, outcome(), Events{found()}},
    {"WhomNobodyOfOursMadeIsTakenWhereTheOwnerSetsThat", kCalling, outcome(), Events{onboarded()},
     kContext, kAdoptAll},
    {"WhomACallBeforeMayHaveMadeIsTaken", plus(kCalling, {failed(kLost), requested(kCall, 2)}),
     outcome(), Events{onboarded()}},
    {"WhoIsFoundAfterARefusalIsHeld",
     plus(kCalling, {failed(kRejected, true), requested(kCall, 2)}), outcome(), Events{found(2)}},
    {"WhoIsFoundAfterALookUpAloneIsHeld",
     plus(kCalling, {failed(kOnlyLooked), requested(kCall, 2)}), outcome(), Events{found(2)}},
    {"WhomAnImportNamedIsTaken",
     plus({facts(), adopted(std::nullopt)}, {kWanted, kCleared, requested(kCall)}), outcome(),
     Events{onboarded()}},
    {"WhomAnImportNamedOtherwiseIsHeld",
     {facts(), adopted(kEight), kWanted, kCleared, requested(kCall)},
     outcome(),
     Events{found()}},
    {"WhatWasRefusedIsSaidToHaveMadeNobody", kCalling,
     RecordOnboardingOutcome{kCall, kRejected, true}, Events{failed(kRejected, true)}},
};

const std::vector<CompetitorRow> kWhileHeld{
    {"ACoachCannotAddWhoIsHeld", kHeld, OnboardCompetitor{}, kIsHeld},
    {"AnAdminLetsItBeLookedAtAgain", kHeld, OnboardCompetitor{.may_reopen = true},
     Events{requested(kNewCall, 2)}},
    {"NoTimerCallsForWhoIsHeld", kHeld, RetryOnboarding{}, Events{}},
    {"OtherFactsCallNobody", kHeld, record("a@home.test"), Events{facts("a@home.test")}},
    {"OfOtherFactsItIsAnotherComparison", kHeld, record_bea(),
     Events{facts_of_bea(), found_unlike()}},
    {"NorDoesTheCoach", kHeld, ProceedOnboarding{kKim, "Dale School", "north"},
     Events{events::CompetitorCoachCleared{kAda, Sealed<Text>{"Dale School"}, "north", kKim}}},
    {"NoPasswordIsMailed", kHeld, RequestPasswordReset{},
     Refusal{Errc::conflict, "competitor-not-onboarded",
             "Add the competitor to the game platform first."}},
    {"NoTeamIsChanged",
     plus({events::CompetitorTeamRequested{kAda, {"red"}, 1, Division::high_school, kKim},
           events::CompetitorTeamAssigned{kAda, {"red"}, 1, {}}},
          kHeld),
     MarkTeamReady{{"red"}, 1}, Events{events::CompetitorTeamReady{kAda, {"red"}, 1}}},
};

const std::vector<CompetitorRow> kDecided{
    {"AnAdoptedAccountIsLookedForAgain", kHeld, kAdoptIt,
     Events{adopted(), requested(kNewCall, 2)}},
    {"AndTaken", plus(kHeld, {adopted(), requested(kCall, 2)}), outcome(), Events{onboarded()}},
    {"UnlessItIsAnotherByNow",
     plus(plus(kCalling, {found(1, kEight)}), {adopted(kEight), requested(kCall, 2)}), outcome(),
     Events{found(2)}},
    {"AnotherAccountThanWasShownIsNotAdopted", kHeld, AdoptAccount{{kEight}}, kChanged},
    {"NorOneThatIsNotAsAlikeAsItHasToBe", kHeld, AdoptAccount{{kSeven, {"email"}}}, kChanged},
    {"OneThatIsAlikeIs", kHeld, AdoptAccount{{kSeven, {"username"}}},
     Events{adopted(), requested(kNewCall, 2)}},
    {"AlsoWithFactsThatAreAsAlike", plus(kHeld, {facts("a@home.test")}),
     AdoptAccount{{kSeven, {"username"}}},
     Events{adopted(), requested(kNewCall, 2, "a@home.test")}},
    {"ButNotWithOthers", plus(kHeld, {facts_of_bea(), found_unlike()}),
     AdoptAccount{{kSeven, {"username"}}}, kChanged},
    {"UnderAnotherCoachThatCoachIsAskedFirst", plus(kHeld, {facts("ada@home.test", kLee)}),
     kAdoptIt, Events{adopted(), kWantedOfLee}},
    {"NothingIsAdoptedThatDoesNotWait", {facts()}, kAdoptIt, kNoneHeld},
    {"ButAnImportKnowsBeforehand", {facts()}, AdoptAccount{{kSeven}, true}, Events{adopted()}},
    {"NobodyHasNoAccount", {}, kAdoptIt, kUnknown},
    {"WhoHasItNeedNotAdoptIt", kDone, kAdoptIt, Events{}},
    {"WhoHasAnotherKeepsThat", kDone, AdoptAccount{{kEight}},
     Refusal{Errc::conflict, "account-recorded", ""}},
    {"ARejectedAccountStaysANamedState", kHeld, kRejectIt, Events{kNotTheirs}},
    {"AnotherThanWasShownIsNotRejected", kHeld, RejectAccount{{kEight}}, kChanged},
    {"NothingIsRejectedThatDoesNotWait", {facts()}, kRejectIt, kNoneHeld},
    {"NobodyHasNoneToReject", {}, kRejectIt, kUnknown},
    {"ACoachCannotAddWhoWasRejected", kTurnedDown, OnboardCompetitor{}, kIsRejected},
    {"AnAdminCan", kTurnedDown, OnboardCompetitor{.may_reopen = true},
     Events{requested(kNewCall, 2)}},
    {"NoTimerCallsForThem", kTurnedDown, RetryOnboarding{}, Events{}},
    {"CorrectedFactsLookAgain", kTurnedDown, record("a@home.test"),
     Events{facts("a@home.test"), requested(kNewCall, 2, "a@home.test")}},
    {"AndMayFindTheSame", plus(kTurnedDown, {requested(kCall, 2)}), outcome(), Events{found(2)}},
    {"AnAdminMayAdoptItAfterAll", kTurnedDown, kAdoptIt, Events{adopted(), requested(kNewCall, 2)}},
};

const CallFailure kClash{"vendor-conflict", 409, "Another has the e-mail.", "Change it.", false};
const Events kClashing = plus(kCalling, {kBegun, failed(kClash, true)});
const CallFailure kEmailTaken{"vendor-email-taken", 409, "Another has it.", "Change it.", false};
const CallFailure kTaken{"vendor-username-taken", 409, "Another has it.", "Change it.", false};
events::CompetitorOnboardingFailed taken(std::int64_t attempt, bool tried_again) {
  events::CompetitorOnboardingFailed out{kAda, kCall, attempt, kTaken, {}, true};
  if (!tried_again) return out;
  out.retry_at = kContext.now;
  out.failure.remedy = "Nothing to do: it is tried once more, with a number in the username.";
  return out;
}
events::CompetitorOnboardingRequested requested_as(const std::string& username, const CallId& call,
                                                   std::int64_t attempt) {
  auto payload = requested(call).payload.reveal();
  payload.preferred_username = username;
  return {kAda, kKim, call, attempt, Sealed{payload}};
}
events::CompetitorFactsRecorded facts_as(const std::string& username) {
  auto out = facts();
  out.person = Sealed<events::CompetitorPerson>{{"Ada", "Quillon", "ada@home.test", {}, username}};
  return out;
}
RecordCompetitorFacts record_as(const std::string& username) {
  auto out = record("ada@home.test");
  out.person.preferred_username = username;
  return out;
}
const Events kTakenOnce = plus(kCalling, {kBegun, taken(1, true)});
const Events kTakenTwice =
    plus(kTakenOnce, {requested_as("ada.quillon2", kCall, 2), kBegun, taken(2, true)});
const Events kTakenThrice =
    plus(kTakenTwice, {requested_as("ada.quillon3", kCall, 3), kBegun, taken(3, false)});
const RecordOnboardingOutcome kTakenAgain{kCall, kTaken, true};
const std::vector<CompetitorRow> kUsernames{
    {"OneThatWasMadeUpAndIsTakenIsTriedWithANumber", plus(kCalling, {kBegun}), kTakenAgain,
     Events{taken(1, true)}},
    {"AtOnce", kTakenOnce, RetryOnboarding{}, Events{requested_as("ada.quillon2", kNewCall, 2)}},
    {"TwiceAtMost", kTakenTwice, RetryOnboarding{},
     Events{requested_as("ada.quillon3", kNewCall, 3)}},
    {"AndThenItLasts", plus(kTakenTwice, {requested_as("ada.quillon3", kCall, 3), kBegun}),
     kTakenAgain, Events{taken(3, false)}},
    {"NoTimerSendsTheThirdAgain", kTakenThrice, RetryOnboarding{}, Events{}},
    {"NorAnotherAddress", kTakenThrice, record("a@home.test"), Events{facts("a@home.test")}},
    {"WhoAsksHasItSentAsItWas", kTakenThrice, OnboardCompetitor{},
     Events{requested_as("ada.quillon3", kNewCall, 4)}},
    {"AnotherPreferredOneIsSent", kTakenThrice, record_as("adaq"),
     Events{facts_as("adaq"), requested_as("adaq", kNewCall, 4)}},
    {"OneThatThePersonPrefersGetsNoNumber",
     {facts_as("adaq"), kWanted, kCleared, requested_as("adaq", kCall, 1), kBegun},
     kTakenAgain,
     Events{taken(1, false)}},
    {"WhatIsSaidOfTheAddressIsNotSaidOfTheUsername", plus(kCalling, {kBegun}),
     RecordOnboardingOutcome{kCall, kEmailTaken, true}, Events{failed(kEmailTaken, true)}},
    {"WhoseAddressIsTakenIsNotSentForAnotherUsername",
     plus(kCalling, {kBegun, failed(kEmailTaken, true)}), record_as("adaq"),
     Events{facts_as("adaq")}},
};
RecordCompetitorFacts with_other_date() {
  auto out = record("ada@home.test");
  out.compliance_date = "2026-02-03";
  return out;
}
events::CompetitorFactsRecorded facts_with_other_date() {
  auto out = facts();
  out.compliance_date = "2026-02-03";
  return out;
}
const std::vector<CompetitorRow> kClashes{
    {"WhatClashesIsSentAgainWhenItChanges", kClashing, record("a@home.test"),
     Events{facts("a@home.test"), requested(kNewCall, 2, "a@home.test")}},
    {"AndNotWhenSomethingElseDoes", kClashing, with_other_date(), Events{facts_with_other_date()}},
    {"NorWhenTheCoachLendsAnotherSchool", kClashing,
     ProceedOnboarding{kKim, "Dale School", "north"},
     Events{events::CompetitorCoachCleared{kAda, Sealed<Text>{"Dale School"}, "north", kKim}}},
    {"ButWhenSomebodyAsks", kClashing, OnboardCompetitor{}, Events{requested(kNewCall, 2)}},
    {"NoTimerSendsIt", kClashing, RetryOnboarding{}, Events{}},
};

const CallFailure kInVain{"vendor-error", 500, "The game platform failed.", "Wait.", true};
const CallFailure kOnlyLookedInVain{"vendor-error", 500, "It failed.", "Wait.", true, true};
events::CompetitorOnboardingFailed due(std::int64_t attempt, const CallFailure& why = kInVain) {
  return {kAda, kCall, attempt, why, kContext.now};
}
RecordCompetitorFacts with_school_address() {
  auto out = record("ada@home.test");
  out.person.email_school = "ada@school.test";
  return out;
}
events::CompetitorFactsRecorded facts_with_school_address() {
  auto out = facts();
  out.person = Sealed{with_school_address().person};
  return out;
}
const Events kSentOnce = plus(kCalling, {kBegun, due(1)});
const Events kSentTwice = plus(kSentOnce, {requested(kCall, 2), kBegun, due(2)});
const std::vector<CompetitorRow> kSends{
    {"WhatWasSentOnceInVainIsSentAgain", kSentOnce, RetryOnboarding{},
     Events{requested(kNewCall, 2)}},
    {"WhatWasSentTwiceInVainIsOnlyLookedFor", kSentTwice, RetryOnboarding{},
     Events{looked_for(kNewCall, 3)}},
    {"AlsoWhenOnlyTheCaseOfTheAddressChanges", kSentTwice, record("ADA@home.test"),
     Events{facts("ADA@home.test"), looked_for(kNewCall, 3, "ADA@home.test")}},
    {"OrWhenSomebodyPrefersTheUsernameThatWasMadeUp", kSentTwice, record_as("ada.quillon"),
     Events{facts_as("ada.quillon"), looked_for(kNewCall, 3)}},
    {"OrWhenAnAddressChangesThatIsNotSent", kSentTwice, with_school_address(),
     Events{facts_with_school_address(), looked_for(kNewCall, 3)}},
    {"AlsoWhenWhatIsNotSentIsCorrected", kSentTwice, with_other_date(),
     Events{facts_with_other_date(), looked_for(kNewCall, 3)}},
    {"SentAgainWhenItChanges", kSentTwice, record("a@home.test"),
     Events{facts("a@home.test"), requested(kNewCall, 3, "a@home.test")}},
    {"OrWhenSomebodyAsks", kSentTwice, OnboardCompetitor{}, Events{requested(kNewCall, 3)}},
    {"OnceForEachWhoAsks", plus(kSentTwice, {requested(kCall, 3), kBegun, due(3)}),
     RetryOnboarding{}, Events{looked_for(kNewCall, 4)}},
    {"WhatWasOnlyLookedForWasNotSent",
     plus(kCalling, {due(1, kOnlyLookedInVain), requested(kCall, 2), due(2, kOnlyLookedInVain)}),
     RetryOnboarding{}, Events{requested(kNewCall, 3)}},
    {"WhatARefusalSaidWasSentAllTheSame",
     plus(kCalling, {failed(kRejected, true), requested(kCall, 2), failed(kRejected, true)}),
     with_other_date(), Events{facts_with_other_date(), looked_for(kNewCall, 3)}},
    {"WhoIsFoundByLookingAloneIsOurs", plus(kSentTwice, {looked_for(kCall, 3)}), outcome(),
     Events{onboarded()}},
};

const std::vector<CompetitorRow> kCreation{
    {"ACreationIsInTheLogBeforeItIsSent", kCalling, BeginCreation{kCall}, Events{kBegun}},
    {"NotOfACallThatIsOver", kHeld, BeginCreation{kCall}, kNotOpen},
    {"NotOfAnotherCall", kCalling, BeginCreation{{"call-2"}}, kNotOpen},
    {"NotOfFactsThatHaveChanged", plus(kCalling, {facts("a@home.test")}), BeginCreation{kCall},
     kNotOpen},
};

const std::vector<CompetitorRow> kSeen{
    {"AnotherAccountThanIsRecordedIsNamed", kDone, RecordSeenAccount{kEight},
     Events{events::CompetitorAccountDiffers{kAda, kSeven, kEight}}},
    {"TheSameIsNoNews", kDone, RecordSeenAccount{kSeven}, Events{}},
    {"ThatItIsSoAgainIs", plus(kDone, {events::CompetitorAccountDiffers{kAda, kSeven, kEight}}),
     RecordSeenAccount{kSeven}, Events{events::CompetitorAccountDiffers{kAda, kSeven, kSeven}}},
    {"OfWhoHasNoneNothingDiffers", {facts()}, RecordSeenAccount{kEight}, Events{}},
    {"WhatIsSaidOfAnotherAccountIsNotTheirStatus", kDone,
     RecordPlatformStatus{"denied", {}, kEight},
     Events{events::CompetitorAccountDiffers{kAda, kSeven, kEight}}},
    {"WhatIsSaidOfTheirsIs", kDone, RecordPlatformStatus{"denied", {}, kSeven},
     Events{events::CompetitorPlatformStatusRecorded{kAda, "denied", {}}}},
};

std::vector<CompetitorRow> all_rows() {
  std::vector<CompetitorRow> out;
  for (const auto* part :
       {&kFound, &kWhileHeld, &kDecided, &kClashes, &kUsernames, &kSends, &kCreation, &kSeen})
    out.insert(out.end(), part->begin(), part->end());
  return out;
}

class CompetitorAccount : public testing::TestWithParam<CompetitorRow> {};

TEST_P(CompetitorAccount, YieldsTheEventsAndYieldsThemOnce) {
  test::expect_row(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, CompetitorAccount, testing::ValuesIn(all_rows()),
                         [](const auto& it) { return it.param.name; });

TEST(CompetitorAccountTable, HasARowForEveryCommandOfItsConcern) {
  const auto told = test::commands_in(all_rows());
  for (const auto place : account_commands()) EXPECT_TRUE(told.contains(place)) << place;
}

}  // namespace
}  // namespace lockstep::domain
