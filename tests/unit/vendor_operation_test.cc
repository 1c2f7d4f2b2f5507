// Every answer of every call of every operation: what is called next, and what is reported.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "engine/vendor/operation.h"
#include "tests/support/vendor_talk.h"

namespace lockstep::vendor {
namespace {

using domain::Account;
using events::CallFailure;
using events::SyncResult;
using ports::VendorErrc;

VendorAnswer team() {
  return ports::VendorTeam{MetactfTeamId{5}, "9", "red"};
}
VendorAnswer assignment() {
  return ports::VendorAssignment{"ada", "red"};
}
VendorAnswer listed(const std::string& who, const std::optional<std::string>& on,
                    std::int64_t total = 1) {
  return ports::VendorAssignments{{{who, on}}, total};
}
const VendorAnswer kEmptyList = ports::VendorAssignments{};

const std::vector<VendorErrc> kAll{
    VendorErrc::connection,   VendorErrc::timeout,       VendorErrc::server,
    VendorErrc::rate_limited, VendorErrc::unauthorized,  VendorErrc::forbidden,
    VendorErrc::not_found,    VendorErrc::conflict,      VendorErrc::rejected,
    VendorErrc::malformed,    VendorErrc::switched_off,  VendorErrc::withheld,
    VendorErrc::foreign,      VendorErrc::wrong_address, VendorErrc::unreadable,
    VendorErrc::recalled};
const std::set<VendorErrc> kUnknownOutcome{VendorErrc::timeout, VendorErrc::unreadable,
                                           VendorErrc::server};
/// After a creation that ended like this the user is there, or may be. (400 too.)
const std::set<VendorErrc> kLookedUp{VendorErrc::timeout, VendorErrc::unreadable,
                                     VendorErrc::server, VendorErrc::conflict,
                                     VendorErrc::malformed};
std::vector<VendorErrc> all_but(std::set<VendorErrc> these) {
  std::vector<VendorErrc> out;
  for (const auto code : kAll)
    if (!these.contains(code)) out.push_back(code);
  return out;
}

EnsureUser ensure_user(const std::string& role = "user") {
  auto payload = kUser;
  payload.role = role;
  return {.call_id = kCall, .payload = payload};
}
domain::RecordOnboardingOutcome onboarding(const std::vector<VendorAnswer>& answers) {
  return reported<domain::RecordOnboardingOutcome, domain::CompetitorCommand>(ensure_user(),
                                                                              answers);
}
std::optional<bool> nothing_written(const EnsureUser& operation,
                                    const std::vector<VendorAnswer>& answers) {
  const auto outcome =
      reported<domain::RecordOnboardingOutcome, domain::CompetitorCommand>(operation, answers);
  return std::get<CallFailure>(outcome.outcome).nothing_written;
}
std::string code_of(const std::variant<Account, CallFailure>& outcome) {
  const auto* failure = std::get_if<CallFailure>(&outcome);
  return failure != nullptr ? failure->code : "done";
}

TEST(EnsureUser, TakesWhomTheVendorHasAndSendsNothing) {
  EXPECT_EQ(talk(ensure_user(), {user()}), (Names{"get_user", "report"}));
  const auto outcome = onboarding({user("verbatim-Status")});
  EXPECT_EQ(outcome.call_id, kCall);
  const Account expected{
      {7}, Sealed<std::string>{"ada.q"}, "verbatim-Status", VendorTime{5}, false};
  EXPECT_EQ(std::get<Account>(outcome.outcome), expected);
}

TEST(EnsureUser, WhomACallThatDiedMayHaveMadeCountsAsMade) {
  auto operation = ensure_user();
  operation.may_have_written = true;
  const auto outcome =
      reported<domain::RecordOnboardingOutcome, domain::CompetitorCommand>(operation, {user()});
  EXPECT_TRUE(std::get<Account>(outcome.outcome).created) << "its payload may have been sent";
}

// lessons.md: what cannot be known is not made up.
TEST(EnsureUser, SaysWhenAnEarlierCallMayHaveMadeTheUser) {
  const auto doubt = [](const EnsureUser& operation, const std::vector<VendorAnswer>& answers) {
    const auto outcome =
        reported<domain::RecordOnboardingOutcome, domain::CompetitorCommand>(operation, answers);
    return std::get<Account>(outcome.outcome).maker_unknown;
  };
  const auto unknown = error(VendorErrc::not_found);
  EXPECT_EQ(doubt(ensure_user(), {user()}), std::nullopt) << "nothing was written";
  EXPECT_EQ(doubt(ensure_user(), {unknown, user()}), std::nullopt) << "the write was answered";
  EXPECT_EQ(doubt(ensure_user(), {unknown, error(VendorErrc::timeout), user()}), true);
  EXPECT_EQ(doubt(ensure_user(), {unknown, error(VendorErrc::conflict), user()}), true);
  auto again = ensure_user();
  again.may_have_written = true;
  EXPECT_EQ(doubt(again, {user()}), true);
}

TEST(EnsureUser, CreatesWhomTheVendorDoesNotKnow) {
  EXPECT_EQ(talk(ensure_user(), {error(VendorErrc::not_found), user()}),
            (Names{"get_user", "create_user", "report"}));
  EXPECT_TRUE(
      std::get<Account>(onboarding({error(VendorErrc::not_found), user()}).outcome).created);
}

TEST(EnsureUser, SendsExactlyThePayloadOfTheIntent) {
  auto operation = ensure_user();
  operation.start();
  EXPECT_EQ(name(operation.on(error(VendorErrc::not_found))), "record first")
      << "who is found later may be ours: that must be in the log";
  const auto step = operation.recorded();
  EXPECT_EQ(std::get<CreateUser>(std::get<VendorCall>(step)).payload, kUser);
}

TEST(EnsureUser, ReportsACoachToTheCoach) {
  const auto outcomes = end_of(ensure_user("coach"), {user()});
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].id, "ada");
  const auto& command = std::get<domain::CoachCommand>(outcomes[0].command);
  EXPECT_EQ(std::get<domain::RecordCoachAccountOutcome>(command).call_id, kCall);
}

TEST(EnsureUser, CreatesNobodyUnlessTheLookUpSaysThatTheUserIsUnknown) {
  for (const auto code : all_but({VendorErrc::not_found}))
    EXPECT_EQ(talk(ensure_user(), {error(code)}), (Names{"get_user", "report"}));
  EXPECT_EQ(talk(ensure_user(), {team()}), (Names{"get_user", "report"}));
  EXPECT_EQ(code_of(onboarding({team()}).outcome), "vendor-answer-malformed");
}

TEST(EnsureUser, SaysWhetherAnythingMayHaveChanged) {
  const auto lost = error(VendorErrc::server);
  EXPECT_EQ(nothing_written(ensure_user(), {lost}), true);
  EXPECT_EQ(nothing_written(ensure_user(), {error(VendorErrc::not_found), lost, lost}),
            std::nullopt);
  auto again = ensure_user();
  again.may_have_written = true;
  EXPECT_EQ(nothing_written(again, {lost}), std::nullopt) << "by who died";
}

TEST(EnsureUser, WritesAreLookedUpBeforeTheyAreRepeated) {
  const auto unknown = error(VendorErrc::not_found);
  for (const auto code : kLookedUp) {
    EXPECT_EQ(talk(ensure_user(), {unknown, error(code), user()}),
              (Names{"get_user", "create_user", "get_user", "report"}));
    EXPECT_EQ(code_of(onboarding({unknown, error(code), user()}).outcome), "done");
  }
}

// lessons.md: a schema error after POST was retried: second create, orphan.
TEST(EnsureUser, AnAnswerToTheCreationThatMakesNoSenseIsLookedUpAndNotRepeated) {
  const auto unknown = error(VendorErrc::not_found);
  for (const auto& nonsense : {error(VendorErrc::malformed), team()}) {
    const auto made = onboarding({unknown, nonsense, user()});
    EXPECT_TRUE(std::get<Account>(made.outcome).created);
    for (const auto code : all_but({VendorErrc::not_found}))
      EXPECT_EQ(talk(ensure_user(), {unknown, nonsense, error(code)}),
                (Names{"get_user", "create_user", "get_user", "report"}));
  }
}

TEST(EnsureUser, WhoIsNotThereAfterItsWritesFailedForTheReasonOfTheLast) {
  const auto unknown = error(VendorErrc::not_found);
  const auto nonsense = error(VendorErrc::malformed);
  EXPECT_EQ(code_of(onboarding({unknown, nonsense, unknown, nonsense, unknown}).outcome),
            "vendor-answer-malformed");
}

TEST(EnsureUser, KeepsTheWholeAnswerWhereItHasFieldsThatNobodyKnows) {
  auto more = std::get<ports::VendorUser>(user());
  more.raw = {{"badge", "teal"}};
  EXPECT_EQ(std::get<Account>(onboarding({more}).outcome).vendor_raw.reveal(), more.raw);
  EXPECT_FALSE(std::get<Account>(onboarding({user()}).outcome).vendor_raw.readable());
}

TEST(EnsureUser, EndsWhenTheCreationFailsForGood) {
  const auto unknown = error(VendorErrc::not_found);
  for (const auto code : all_but(kLookedUp))
    EXPECT_EQ(talk(ensure_user(), {unknown, error(code)}),
              (Names{"get_user", "create_user", "report"}));
}

TEST(EnsureUser, WritesAreBounded) {
  const auto unknown = error(VendorErrc::not_found);
  const auto lost = error(VendorErrc::timeout);
  EXPECT_EQ(talk(ensure_user(), {unknown, lost, unknown, lost, unknown}),
            (Names{"get_user", "create_user", "get_user", "create_user", "get_user", "report"}));
}

domain::RecordTeamCreationOutcome creation(const std::vector<VendorAnswer>& answers) {
  return reported<domain::RecordTeamCreationOutcome, domain::TeamCommand>(
      EnsureTeam{.call_id = kCall, .payload = kTeam}, answers);
}

TEST(EnsureTeam, ReportsTheVendorsIds) {
  const auto outcome = creation({team()});
  EXPECT_EQ(outcome.call_id, kCall);
  EXPECT_EQ(outcome.failure, std::nullopt);
  EXPECT_EQ(outcome.metactf_team_id, MetactfTeamId{5});
  EXPECT_EQ(outcome.metactf_coach_id, "9");
}

TEST(EnsureTeam, ReportsWhatTheVendorSaysThatItHas) {
  const auto answered = [](const std::string& name, const std::string& division) {
    ports::VendorTeam team{MetactfTeamId{5}, "9", "red"};
    team.team_name = name;
    team.division = division;
    return reported<domain::RecordTeamCreationOutcome, domain::TeamCommand>(
        EnsureTeam{.call_id = kCall, .payload = kTeam}, {team});
  };
  EXPECT_EQ(answered("Crimson", "college").team_name, "Crimson");
  EXPECT_EQ(answered("Crimson", "college").division, events::Division::college);
  EXPECT_EQ(answered("", "elementary_school").team_name, std::nullopt);
  EXPECT_EQ(answered("", "elementary_school").division, std::nullopt) << "says nothing to us";
}

TEST(EnsureTeam, TakesAConflictAsThere) {
  const auto outcome = creation({error(VendorErrc::conflict)});
  EXPECT_EQ(outcome.call_id, kCall);
  EXPECT_EQ(outcome.failure, std::nullopt);
  EXPECT_EQ(outcome.metactf_team_id, std::nullopt);
}

TEST(EnsureTeam, SaysWhenAnEarlierCallMayHaveMadeIt) {
  EXPECT_EQ(creation({team()}).maker_unknown, std::nullopt);
  EXPECT_EQ(creation({error(VendorErrc::conflict)}).maker_unknown, std::nullopt) << "it was there";
  EXPECT_EQ(creation({error(VendorErrc::timeout), error(VendorErrc::conflict)}).maker_unknown,
            true);
  EnsureTeam again{.call_id = kCall, .payload = kTeam};
  again.may_have_written = true;
  const auto outcome = reported<domain::RecordTeamCreationOutcome, domain::TeamCommand>(
      again, {error(VendorErrc::conflict)});
  EXPECT_EQ(outcome.maker_unknown, true);
}

TEST(EnsureTeam, RepeatsAnUnknownOutcomeOnceBecauseNoCallLooksATeamUp) {
  const EnsureTeam operation{.call_id = kCall, .payload = kTeam};
  for (const auto code : kUnknownOutcome) {
    EXPECT_EQ(talk(operation, {error(code), team()}),
              (Names{"create_team", "create_team", "report"}));
    EXPECT_EQ(talk(operation, {error(code), error(code)}),
              (Names{"create_team", "create_team", "report"}));
    EXPECT_TRUE(creation({error(code), error(code)}).failure->passing);
  }
}

TEST(EnsureTeam, ReportsEveryOtherFailure) {
  auto known = kUnknownOutcome;
  known.insert(VendorErrc::conflict);
  for (const auto code : all_but(known)) EXPECT_TRUE(creation({error(code)}).failure.has_value());
  EXPECT_EQ(creation({user()}).failure->code, "vendor-answer-malformed");
  EXPECT_EQ(talk(EnsureTeam{.call_id = kCall, .payload = kTeam}, {error(VendorErrc::malformed)}),
            (Names{"create_team", "report"}));
}

domain::RecordTeamDeletionOutcome deletion(const std::vector<VendorAnswer>& answers) {
  return reported<domain::RecordTeamDeletionOutcome, domain::TeamCommand>(
      EnsureNoTeam{.call_id = kCall, .team_id = {"red"}}, answers);
}

// A second assign, and the deletion of a team with members, may be refused with either.
const std::map<VendorErrc, std::string_view> kRefusals{
    {VendorErrc::conflict, events::kVendorConflict},
    {VendorErrc::rejected, events::kVendorRejected}};

TEST(EnsureNoTeam, IsDoneWhenItIsGone) {
  for (const auto& answer : {VendorAnswer{Done{}}, error(VendorErrc::not_found)}) {
    EXPECT_EQ(deletion({answer}).failure, std::nullopt);
    EXPECT_EQ(deletion({answer}).call_id, kCall);
  }
  EXPECT_EQ(deletion({error(VendorErrc::timeout), error(VendorErrc::not_found)}).failure,
            std::nullopt);
}

TEST(EnsureNoTeam, WritesAreBounded) {
  const EnsureNoTeam operation{.call_id = kCall, .team_id = {"red"}};
  const auto lost = error(VendorErrc::server);
  EXPECT_EQ(talk(operation, {lost, lost}), (Names{"delete_team", "delete_team", "report"}));
}

TEST(EnsureNoTeam, ComesBackWhenItIsRefusedBecauseOfMembers) {
  const auto refused_with = [](VendorErrc code, const VendorAnswer& list) {
    return deletion({error(code), list}).failure.value_or(CallFailure{});
  };
  for (const auto& [code, told] : kRefusals) {
    const auto full = refused_with(code, listed("bob", "red"));
    EXPECT_EQ(full.code, events::kVendorTeamNotEmpty);
    EXPECT_NE(full.message.find("1 still are"), std::string::npos) << full.message;
    EXPECT_TRUE(full.passing);
    for (const auto& other : {listed("bob", "blue"), kEmptyList, error(VendorErrc::server)}) {
      const auto refused = refused_with(code, other);
      EXPECT_EQ(refused.code, told) << "who is on it is not known";
      EXPECT_TRUE(refused.passing);
    }
  }
}

TEST(EnsureNoTeam, ReportsEveryOtherFailure) {
  auto known = kUnknownOutcome;
  known.insert(VendorErrc::not_found);
  for (const auto& [code, told] : kRefusals) known.insert(code);
  for (const auto code : all_but(known)) EXPECT_TRUE(deletion({error(code)}).failure.has_value());
  EXPECT_EQ(deletion({user()}).failure->code, "vendor-answer-malformed");
}

SetAssignment put_on(const std::optional<TeamId>& team) {
  return {.call_id = kCall, .competitor_id = {"ada"}, .team_id = team};
}
const TeamId kRed{"red"};
std::optional<CallFailure> assigning(const SetAssignment& operation,
                                     const std::vector<VendorAnswer>& answers) {
  const auto outcome =
      reported<domain::RecordAssignmentOutcome, domain::CompetitorCommand>(operation, answers);
  EXPECT_EQ(outcome.call_id, kCall);
  return outcome.failure;
}

TEST(SetAssignment, AssignsWithOneCallAndRemovesWithOneCall) {
  EXPECT_EQ(talk(put_on(kRed), {assignment()}), (Names{"assign_team", "report"}));
  EXPECT_EQ(talk(put_on({}), {assignment()}), (Names{"delete_assignment", "report"}));
  EXPECT_EQ(assigning(put_on(kRed), {assignment()}), std::nullopt);
  EXPECT_EQ(assigning(put_on({}), {assignment()}), std::nullopt);
}

TEST(SetAssignment, WhoIsOnNoTeamNeedNotBeRemoved) {
  const auto unknown = error(VendorErrc::not_found);
  EXPECT_EQ(talk(put_on({}), {unknown, listed("bob", "red")}),
            (Names{"delete_assignment", "get_team_assignments", "report"}));
  EXPECT_EQ(assigning(put_on({}), {unknown, listed("bob", "red")}), std::nullopt);
  EXPECT_EQ(talk(put_on({}), {unknown, listed("ada", "red"), assignment()}),
            (Names{"delete_assignment", "get_team_assignments", "delete_assignment", "report"}))
      << "one 404 is no evidence";
}

TEST(SetAssignment, FindsOutWhetherTheUserOrTheTeamIsUnknown) {
  const auto unknown = error(VendorErrc::not_found);
  EXPECT_EQ(talk(put_on(kRed), {unknown, user()}), (Names{"assign_team", "get_user", "report"}));
  EXPECT_EQ(assigning(put_on(kRed), {unknown, user()})->code, events::kVendorTeamMissing);
  EXPECT_EQ(assigning(put_on(kRed), {unknown, unknown})->code, "vendor-unknown-id");
  EXPECT_EQ(assigning(put_on(kRed), {unknown, error(VendorErrc::timeout)})->code, "vendor-timeout");
}

TEST(SetAssignment, WritesAreLookedUpBeforeTheyAreRepeated) {
  for (const auto code : {VendorErrc::timeout, VendorErrc::server, VendorErrc::malformed}) {
    const auto lost = error(code);
    EXPECT_EQ(talk(put_on(kRed), {lost, listed("ada", "red")}),
              (Names{"assign_team", "get_team_assignments", "report"}));
    EXPECT_EQ(talk(put_on(kRed), {lost, listed("bob", "red"), assignment()}),
              (Names{"assign_team", "get_team_assignments", "assign_team", "report"}));
    EXPECT_EQ(talk(put_on({}), {lost, listed("bob", "red")}),
              (Names{"delete_assignment", "get_team_assignments", "report"}));
    EXPECT_EQ(talk(put_on({}), {lost, listed("ada", "red"), assignment()}),
              (Names{"delete_assignment", "get_team_assignments", "delete_assignment", "report"}));
  }
}

TEST(SetAssignment, LooksWhereTheUserShouldBeAndElseEverywhere) {
  const auto looked_up = [](SetAssignment operation) {
    operation.start();
    const auto step = operation.on(error(VendorErrc::timeout));
    return std::get<GetAssignments>(std::get<VendorCall>(step)).syned_team_id;
  };
  EXPECT_EQ(looked_up(put_on(kRed)), "red");
  EXPECT_EQ(looked_up(put_on({})), std::nullopt);
}

TEST(SetAssignment, AbsenceNeedsEvidence) {
  const auto lost = error(VendorErrc::timeout);
  const Names again{"delete_assignment", "get_team_assignments", "delete_assignment"};
  EXPECT_EQ(talk(put_on({}), {lost, listed("bob", "red", 2)}), again);  // Cut short.
  EXPECT_EQ(talk(put_on({}), {lost, listed("ada", "blue")}), again);    // On another team.
  EXPECT_EQ(assigning(put_on({}), {lost, listed("ada", std::nullopt)}), std::nullopt);
  EXPECT_EQ(assigning(put_on({}), {lost, kEmptyList}), std::nullopt);
  for (const auto code : kAll) EXPECT_TRUE(assigning(put_on({}), {lost, error(code)}).has_value());
}

TEST(SetAssignment, TakesTheUserOffFirstWhereTheVendorDoesNotMove) {
  const auto elsewhere = listed("ada", "blue");
  const Names both{"assign_team", "get_team_assignments", "delete_assignment", "assign_team",
                   "report"};
  for (const auto& [code, told] : kRefusals) {
    const auto no = error(code);
    EXPECT_EQ(talk(put_on(kRed), {no, elsewhere, assignment(), assignment()}), both) << told;
    EXPECT_EQ(assigning(put_on(kRed), {no, elsewhere, assignment(), assignment()}), std::nullopt);
    EXPECT_EQ(talk(put_on(kRed), {no, elsewhere, assignment(), no}), both) << told;
    EXPECT_EQ(assigning(put_on(kRed), {no, elsewhere, assignment(), no})->code, told);
  }
}

TEST(SetAssignment, TakesNobodyOffForARefusalAboutSomethingElse) {
  const Names looked{"assign_team", "get_team_assignments", "report"};
  for (const auto& [code, told] : kRefusals) {
    const auto no = error(code);
    EXPECT_EQ(talk(put_on(kRed), {no, listed("bob", "blue")}), looked) << told;
    EXPECT_EQ(assigning(put_on(kRed), {no, listed("bob", "blue")})->code, told);
    EXPECT_EQ(assigning(put_on(kRed), {no, listed("ada", "red")}), std::nullopt) << "it is so";
    for (const auto other : kAll) EXPECT_TRUE(assigning(put_on(kRed), {no, error(other)}));
  }
}

TEST(SetAssignment, WhatMayBeSoIsLookedUpBeforeItIsWritten) {
  const auto again = [](std::optional<TeamId> team) {
    auto out = put_on(team);
    out.may_be_so = true;
    return out;
  };
  const Names looked{"get_team_assignments", "report"};
  EXPECT_EQ(talk(again(kRed), {listed("ada", "red")}), looked);
  EXPECT_EQ(talk(again({}), {listed("bob", "red")}), looked);
  EXPECT_EQ(assigning(again(kRed), {listed("ada", "red")}), std::nullopt);
  EXPECT_EQ(assigning(again({}), {listed("bob", "red")}), std::nullopt);
  EXPECT_EQ(talk(again(kRed), {listed("ada", "blue"), assignment()}),
            (Names{"get_team_assignments", "assign_team", "report"}));
  EXPECT_EQ(talk(again({}), {listed("ada", "blue"), assignment()}),
            (Names{"get_team_assignments", "delete_assignment", "report"}));
}

TEST(SetAssignment, WhoCannotBeLookedUpIsNotWritten) {
  for (const auto code : kAll) {
    auto on_none = put_on({});
    on_none.may_be_so = true;
    EXPECT_EQ(talk(on_none, {error(code)}), (Names{"get_team_assignments", "report"}));
    if (code == VendorErrc::not_found) continue;
    auto on_red = put_on(kRed);
    on_red.may_be_so = true;
    EXPECT_EQ(talk(on_red, {error(code)}), (Names{"get_team_assignments", "report"}));
  }
  // Nobody is on a team that has no list: whether it is there, the write tells.
  auto on_red = put_on(kRed);
  on_red.may_be_so = true;
  const auto unknown = error(VendorErrc::not_found);
  EXPECT_EQ(talk(on_red, {unknown, unknown, user()}),
            (Names{"get_team_assignments", "assign_team", "get_user", "report"}));
  EXPECT_EQ(assigning(on_red, {unknown, unknown, user()})->code, events::kVendorTeamMissing);
}

TEST(SetAssignment, PutsNobodyOnAFullTeam) {
  auto full = put_on(kRed);
  full.no_place = true;
  const auto failure_of = [](const NextStep& step) {
    const auto& outcome = std::get<Outcomes>(step).at(0);
    const auto& command = std::get<domain::CompetitorCommand>(outcome.command);
    return std::get<domain::RecordAssignmentOutcome>(command).failure;
  };
  auto first = full;
  const auto refused = failure_of(first.start());
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, events::kVendorTeamFull);
  EXPECT_TRUE(refused->passing);
  EXPECT_EQ(refused->nothing_written, true);
  full.may_be_so = true;
  EXPECT_EQ(assigning(full, {listed("ada", "red")}), std::nullopt) << "Ada is on it already";
  EXPECT_EQ(talk(full, {listed("bob", "red")}), (Names{"get_team_assignments", "report"}));
  EXPECT_EQ(assigning(full, {error(VendorErrc::not_found)})->code, events::kVendorTeamFull);
}

TEST(SetAssignment, SaysWhetherAnythingMayHaveChanged) {
  auto again = put_on(kRed);
  again.may_be_so = true;
  EXPECT_EQ(assigning(again, {error(VendorErrc::server)})->nothing_written, true);
  again.may_have_written = true;
  EXPECT_EQ(assigning(again, {error(VendorErrc::server)})->nothing_written, std::nullopt);
  EXPECT_EQ(assigning(put_on(kRed), {error(VendorErrc::rejected), kEmptyList})->nothing_written,
            std::nullopt);
}

TEST(SetAssignment, ReportsEveryOtherFailure) {
  auto looked_into = kLookedUp;
  looked_into.insert({VendorErrc::not_found, VendorErrc::rejected});
  for (const auto code : all_but(looked_into))
    EXPECT_TRUE(assigning(put_on(kRed), {error(code)}).has_value());
  for (const auto& [code, told] : kRefusals) looked_into.erase(code);
  for (const auto code : all_but(looked_into))
    EXPECT_TRUE(assigning(put_on({}), {error(code)}).has_value());
}

TEST(VendorAnswers, SayHowManyFieldsNobodyKnows) {
  auto someone = std::get<ports::VendorUser>(user());
  someone.unknown_fields = 2;
  ports::VendorAssignments list{{{"ada", "red"}}, 1};
  list.unknown_fields = 3;
  EXPECT_EQ(unknown_fields(someone), 2);
  EXPECT_EQ(unknown_fields(list), 3);
  EXPECT_EQ(unknown_fields(user()), 0);
  EXPECT_EQ(unknown_fields(Done{}), 0);
  EXPECT_EQ(unknown_fields(error(VendorErrc::timeout)), 0);
}

// Whatever the vendor answers, in whatever order: it ends soon, and writes few times.
int most_writes(const VendorOperation& operation, const VendorCall& call, int writes, int depth) {
  if (vendor::writes(call)) ++writes;
  EXPECT_LT(depth, 8) << "it does not end";
  if (depth >= 8) return writes;
  std::vector<VendorAnswer> answers{user(), team(), assignment(), kEmptyList, listed("ada", "red"),
                                    Done{}};
  for (const auto code : kAll) answers.push_back(error(code));
  int most = writes;
  for (const auto& answer : answers) {
    auto next = operation;
    auto step = advance(next, answer);
    if (std::holds_alternative<RecordFirst>(step)) step = recorded(next);
    if (const auto* more = std::get_if<VendorCall>(&step))
      most = std::max(most, most_writes(next, *more, writes, depth + 1));
  }
  return most;
}

std::optional<CallFailure> reset_failure(const NextStep& step) {
  const auto& outcome = std::get<Outcomes>(step).at(0);
  const auto& command = std::get<domain::CompetitorCommand>(outcome.command);
  return std::get<domain::RecordPasswordResetOutcome>(command).failure;
}

TEST(MailPasswordReset, IsOneCallWhateverTheAnswer) {
  for (const auto code : kAll) {
    MailPasswordReset op{.call_id = kCall, .competitor_id = {"ada"}};
    const auto first = op.start();
    EXPECT_EQ(std::get<SendPasswordReset>(std::get<VendorCall>(first)).syned_user_id, "ada");
    const auto failure = reset_failure(op.on(error(code)));
    ASSERT_TRUE(failure);
    EXPECT_FALSE(failure->passing) << "nothing repeats it unasked";
    EXPECT_FALSE(failure->remedy.empty());
    EXPECT_EQ(failure->remedy.find("by itself"), std::string::npos) << failure->remedy;
    const bool unknown = kUnknownOutcome.contains(code) || code == VendorErrc::malformed;
    EXPECT_EQ(failure->code == "vendor-outcome-unknown", unknown) << failure->code;
    EXPECT_EQ(failure->code == "vendor-not-offered", code == VendorErrc::not_found);
  }
  MailPasswordReset op{.call_id = kCall, .competitor_id = {"ada"}};
  (void)op.start();
  EXPECT_FALSE(reset_failure(op.on(Done{})));
}

// A proxy and a wrong address are evidence of nothing: no operation goes on after them.
TEST(EveryOperation, EndsWithAFailureAfterSomebodyElsesAnswer) {
  for (const auto code : {VendorErrc::foreign, VendorErrc::wrong_address}) {
    const auto no = error(code);
    EXPECT_EQ(talk(ensure_user(), {no}), (Names{"get_user", "report"}));
    EXPECT_EQ(talk(ensure_user(), {error(VendorErrc::not_found), no}),
              (Names{"get_user", "create_user", "report"}))
        << "nobody's data is sent again";
    EXPECT_TRUE(creation({no}).failure->passing);
    EXPECT_TRUE(deletion({no}).failure->passing);
    EXPECT_TRUE(assigning(put_on(kRed), {no})->passing);
    EXPECT_TRUE(assigning(put_on({}), {no})->passing);
  }
}

TEST(EveryOperation, WhatWasHeldBeforeAWrongAddressIsNoWrite) {
  const VendorAnswer held = ports::VendorError{VendorErrc::wrong_address, 0, "", std::nullopt};
  const auto outcome = onboarding({error(VendorErrc::not_found), held}).outcome;
  EXPECT_EQ(std::get<CallFailure>(outcome).nothing_written, true);
  EXPECT_EQ(creation({held}).failure->nothing_written, true);
  EXPECT_EQ(assigning(put_on(kRed), {held})->nothing_written, true);
  EXPECT_EQ(creation({error(VendorErrc::foreign)}).failure->nothing_written, std::nullopt);
}

TEST(MailPasswordReset, IsNotMadeWhenItMayHaveBeenMadeBefore) {
  MailPasswordReset op{.call_id = kCall, .competitor_id = {"ada"}, .may_have_been_sent = true};
  EXPECT_EQ(reset_failure(op.start())->code, "vendor-outcome-unknown");
}

TEST(EveryOperation, EndsAndWritesABoundedNumberOfTimes) {
  const std::vector<VendorOperation> operations{
      ensure_user(),
      EnsureTeam{.call_id = kCall, .payload = kTeam},
      EnsureNoTeam{.call_id = kCall, .team_id = kRed},
      put_on(kRed),
      put_on({}),
      SetAssignment{.call_id = kCall, .competitor_id = {"ada"}, .team_id = kRed, .may_be_so = true},
      PollOdl{.call_id = kCall, .competitor_id = {"ada"}, .after = {}, .forbidden = {}},
      PollFlash{.call_id = kCall, .competitor_id = {"ada"}},
      CheckCoachStatus{.coach_id = {"kim"}},
      MailPasswordReset{.call_id = kCall, .competitor_id = {"ada"}},
      Reconcile{},
      ReconcileDryRun{}};
  for (auto operation : operations) {
    const auto first = start(operation);
    const int most = most_writes(operation, std::get<VendorCall>(first), 0, 0);
    // One more where the user has to be taken off the old team first.
    EXPECT_LE(most, kMaxWritesPerOperation + 1) << operation.index();
  }
}

}  // namespace
}  // namespace lockstep::vendor
