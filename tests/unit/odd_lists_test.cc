// What follows from answers about users and teams in which something is odd: a list with a row set
// aside proves who is on it and never who is not, and what cannot be read is neither it nor none.
#include <gtest/gtest.h>

#include "engine/domain/coach.h"
#include "engine/domain/platform.h"
#include "engine/process/reconciliation.h"
#include "tests/support/decide_table.h"
#include "tests/support/vendor_talk.h"

namespace lockstep::vendor {
namespace {

using events::DriftAction;
using events::DriftClass;
using ports::VendorErrc;

const TeamId kRed{"red"};
const TeamId kBlue{"blue"};
constexpr Position kAsOf{100};

ports::VendorAssignments list_of(std::vector<ports::VendorAssignment> rows, std::int64_t aside) {
  ports::VendorAssignments out;
  out.total_count = static_cast<std::int64_t>(rows.size()) + aside;
  out.assignments = std::move(rows);
  out.set_aside = aside;
  if (aside > 0) out.set_aside_why = "syned_user_id is missing";
  return out;
}
ports::VendorAssignments without_count(std::vector<ports::VendorAssignment> rows) {
  auto out = list_of(std::move(rows), 0);
  out.total_count.reset();
  out.set_aside_why = "total_count is null";
  return out;
}
process::Roster roster_of(const std::vector<std::pair<std::string, std::optional<TeamId>>>& all) {
  process::Roster out{{}, {"red", "blue"}, {}, kAsOf};
  for (const auto& [id, team] : all)
    out.competitors.push_back({{id}, true, team, kRed, true, 6, Position{50}});
  return out;
}
process::ReconciliationPlan plan_of(const process::Roster& roster,
                                    const ports::VendorAssignments& list) {
  return process::make_plan(roster, list, {}, kAsOf);
}

TEST(OddLists, ProveWhoIsOnThemAndNeverWhoIsNot) {
  // Ada is on another team than desired, Bob on one though on none is desired, Cy is not seen.
  const auto roster =
      roster_of({{"ada", kRed}, {"bob", {}}, {"cy", kRed}, {"dee", kRed}, {"eve", kRed}});
  const std::vector<ports::VendorAssignment> rows{
      {"ada", "blue"}, {"bob", "red"}, {"dee", "red"}, {"eve", "red"}};
  for (const auto& list : {list_of(rows, 1), without_count(rows)}) {
    const auto plan = plan_of(roster, list);
    ASSERT_FALSE(plan.inconclusive) << "one odd row costs itself alone";
    ASSERT_EQ(plan.findings.size(), 2U);
    EXPECT_EQ(plan.findings[0].syned_user_id, "ada");
    EXPECT_EQ(plan.findings[0].action, DriftAction::heal);
    EXPECT_EQ(plan.findings[1].syned_user_id, "bob");
    EXPECT_EQ(plan.findings[1].action, DriftAction::report) << "nobody is taken off";
    EXPECT_EQ(plan.counts.skipped, 1) << "nobody is missing";
    EXPECT_EQ(process::to_record(plan).set_aside_why, list.set_aside_why);
  }
  const auto whole = plan_of(roster, list_of(rows, 0));
  EXPECT_EQ(whole.counts.missing, 1);
  EXPECT_EQ(whole.counts.remove, 1);
  EXPECT_FALSE(whole.set_aside_why);
}

TEST(OddLists, AreNoEvidenceWhereTheyAreShorterThanTheySay) {
  auto list = list_of({{"ada", "red"}}, 1);
  list.total_count = 3;
  EXPECT_TRUE(plan_of(roster_of({{"ada", kRed}}), list).inconclusive);
}

TEST(OddLists, LeaveWhatIsHeldHeld) {
  using domain::Platform;
  events::DriftPlan held;
  held.findings = {{DriftClass::extra, DriftAction::hold, "ada", {}, kRed, 4}};
  auto state = Platform::evolve({}, events::PlatformReconciliationRequested{{"run-1"}, false});
  state = Platform::evolve(state, events::PlatformReconciliationRecorded{{"run-1"}, false, held});
  events::DriftPlan partly;
  partly.rows_set_aside = 1;
  partly.set_aside_why = "syned_user_id is missing";
  const auto decided =
      Platform::decide(state, domain::RecordReconciliation{{"run-2"}, partly, true}, test::kContext)
          .value();
  ASSERT_EQ(decided.size(), 1U) << "it is told, and makes nothing void";
  state = Platform::evolve(state, decided.front());
  EXPECT_TRUE(Platform::decide(state, domain::ApproveRemovals{{"run-1"}, CompetitorId{"ada"}},
                               test::kContext));
  EXPECT_TRUE(
      Platform::decide(state, domain::RecordReconciliation{{"run-3"}, partly, true}, test::kContext)
          .value()
          .empty())
      << "the same again is no event";
}

SetAssignment taking_off() {
  SetAssignment out{.call_id = kCall, .competitor_id = {"ada"}, .team_id = {}};
  out.may_be_so = true;
  return out;
}

TEST(OddLists, DoNotSayThatSomebodyIsOnNoTeam) {
  EXPECT_EQ(talk(taking_off(), {list_of({{"bob", "red"}}, 0)}),
            (Names{"get_team_assignments", "report"}));
  for (const auto& list : {list_of({{"bob", "red"}}, 1), without_count({{"bob", "red"}})})
    EXPECT_EQ(talk(taking_off(), {list}), (Names{"get_team_assignments", "delete_assignment"}));
}

TEST(OddLists, DoNotSayThatAConflictIsAboutSomethingElse) {
  const SetAssignment assign{.call_id = kCall, .competitor_id = {"ada"}, .team_id = kRed};
  const auto failure_after = [&](const ports::VendorAssignments& list) {
    return reported<domain::RecordAssignmentOutcome, domain::CompetitorCommand>(
               assign, {error(VendorErrc::conflict), list})
        .failure.value();
  };
  EXPECT_EQ(failure_after(list_of({{"bob", "red"}}, 0)).code, "vendor-conflict");
  const auto unclear = failure_after(list_of({{"bob", "red"}}, 1));
  EXPECT_EQ(unclear.code, "vendor-answer-malformed");
  EXPECT_TRUE(unclear.passing);
}

ports::VendorUser odd_user(const std::string& member) {
  auto out = std::get<ports::VendorUser>(user("approved"));
  out.odd = {{member}};
  return out;
}

TEST(OddUsers, AStatusThatCannotBeReadIsNeitherThatOneNorNone) {
  auto odd = odd_user("metactf_user_status");
  odd.metactf_user_status.reset();
  EXPECT_TRUE(end_of(CheckCoachStatus{{"kim"}}, {odd}).empty());
  const PollOdl poll{.call_id = kCall, .competitor_id = {"ada"}, .after = {}, .forbidden = {}};
  EXPECT_EQ(end_of(poll, {error(VendorErrc::forbidden), odd}).size(), 1U) << "the failure alone";
  EXPECT_EQ(end_of(poll, {error(VendorErrc::forbidden), user()}).size(), 2U);
}

TEST(OddUsers, ALoginThatCannotBeReadIsAsItWas) {
  auto odd = odd_user("last_login_unix_timestamp");
  odd.last_login_at.reset();
  const auto outcomes = end_of(CheckCoachStatus{{"kim"}}, {odd});
  ASSERT_EQ(outcomes.size(), 1U);
  const auto& command = std::get<domain::CoachCommand>(outcomes[0].command);
  domain::Coach::State state;
  state.id = {"kim"};
  state.metactf_user_id = MetactfUserId{7};
  state.metactf_user_status = "approved";
  state.last_login_at = VendorTime{5};
  EXPECT_TRUE(domain::Coach::decide(state, command, test::kContext).value().empty());
}

TEST(OddUsers, ANameThatCannotBeReadKeepsNobodyOut) {
  auto odd = odd_user("metactf_username");
  odd.metactf_username.clear();
  const EnsureUser ensure{.call_id = kCall, .payload = kUser};
  const auto outcome =
      reported<domain::RecordOnboardingOutcome, domain::CompetitorCommand>(ensure, {odd});
  EXPECT_TRUE(std::holds_alternative<domain::Account>(outcome.outcome));
}

TEST(OddUsers, AnAccountWithoutItsNumberIsNotRecorded) {
  const EnsureUser ensure{.call_id = kCall, .payload = kUser};
  const auto outcome = reported<domain::RecordOnboardingOutcome, domain::CompetitorCommand>(
      ensure, {odd_user("metactf_user_id")});
  EXPECT_EQ(std::get<events::CallFailure>(outcome.outcome).code, "vendor-answer-malformed");
}

TEST(OddTeams, ANumberOrAnAffiliationThatCannotBeReadMakesNoSecondTeam) {
  ports::VendorTeam odd{std::nullopt, "", "red"};
  odd.odd = {{"metactf_team_id", "metactf_coach_id", "affiliation"}};
  const EnsureTeam ensure{.call_id = kCall, .payload = kTeam};
  const auto outcome =
      reported<domain::RecordTeamCreationOutcome, domain::TeamCommand>(ensure, {odd});
  EXPECT_FALSE(outcome.failure);
  EXPECT_FALSE(outcome.metactf_team_id);
  EXPECT_FALSE(outcome.metactf_coach_id);
}

TEST(OddParts, AreCountedInEveryAnswer) {
  EXPECT_EQ(odd_parts(error(VendorErrc::timeout)), 0);
  EXPECT_EQ(odd_parts(Done{}), 0);
  EXPECT_EQ(odd_parts(user()), 0);
  EXPECT_EQ(odd_parts(odd_user("metactf_user_id")), 1);
  EXPECT_EQ(odd_parts(list_of({{"ada", "red"}}, 3)), 3);
  EXPECT_EQ(odd_parts(without_count({})), 1);
  ports::OdlScores scores;
  scores.set_aside.count = 2;
  scores.solves.resize(2);
  scores.solves[1].odd = {{"challenge_title", "challenge_points"}};
  EXPECT_EQ(odd_parts(scores), 4);
}

}  // namespace
}  // namespace lockstep::vendor
