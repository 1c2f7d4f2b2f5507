// What is to be done at the vendor next, decided on values alone: when, in whose turn, and as what.
#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "tests/support/planning.h"

namespace lockstep::effects {
namespace {

using namespace std::chrono_literals;
using projections::WorkKind;
using testing_support::Planning;
using enum WorkKind;

const events::CallFailure kPassing{"vendor-timeout", 0, "No answer.", "Wait.", true};

std::vector<WorkKind> kinds(const std::vector<WorkItem>& items) {
  std::vector<WorkKind> out;
  for (const auto& item : items) out.push_back(item.key.second);
  return out;
}
std::vector<std::string> streams(const std::vector<WorkItem>& items) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(item.key.first);
  return out;
}
PlanSettings at_most(std::size_t in_flight) {
  PlanSettings out;
  out.max_in_flight = in_flight;
  return out;
}
template <class Operation>
const Operation& operation_of(const WorkItem& item) {
  return std::get<Operation>(std::get<vendor::VendorOperation>(item.what.operation));
}

events::TeamRemoteDeletionRequested deletion(const std::string& team, const std::string& call) {
  events::TeamRemoteDeletionRequested out;
  out.team_id = {team};
  out.call_id = {call};
  return out;
}
events::TeamRemoteDeletionFailed deletion_failed(const std::string& team, Timestamp retry_at) {
  events::TeamRemoteDeletionFailed out;
  out.team_id = {team};
  out.failure = kPassing;
  out.retry_at = retry_at;
  return out;
}

TEST(Planner, AnOpenIntentIsDoneAtOnceUnderTheIdsThatItHas) {
  Planning plan;
  plan.coach_of["team-red"] = "kim";
  plan.see("team-red", deletion("red", "call-7"));
  const auto items = plan.begin();
  ASSERT_EQ(items.size(), 1U);
  const auto& item = items.front();
  EXPECT_EQ(item.key, (WorkKey{"team-red", call_team_deletion}));
  EXPECT_EQ(item.lane, rate::Lane::interactive_write);
  EXPECT_EQ(item.tenant, "kim");
  EXPECT_EQ(item.due, Timestamp{0});
  EXPECT_EQ(item.what.correlation_id, "asked-1");
  EXPECT_EQ(item.what.outcome_id, "outcome:call-7");
  EXPECT_EQ(operation_of<vendor::EnsureNoTeam>(item).team_id, TeamId{"red"});
  EXPECT_TRUE(plan.begin().empty()) << "it is under way";
}

TEST(Planner, WhatIsUnderWayAndChangesIsPlannedByWhatTheLogSaysWhenItIsOver) {
  Planning plan;
  plan.see("team-red", deletion("red", "call-1"));
  const auto first = plan.begin();
  ASSERT_EQ(first.size(), 1U);
  plan.see("team-red", deletion("red", "call-2"));
  EXPECT_TRUE(plan.begin().empty());
  plan.end(first.front());
  const auto second = plan.begin();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second.front().what.outcome_id, "outcome:call-2");
}

events::CompetitorOnboardingRequested onboarding(const std::string& kid) {
  events::CompetitorOnboardingRequested out;
  out.competitor_id = {kid};
  out.call_id = {"call-" + kid};
  out.payload = Sealed{events::UserPayload{}};
  return out;
}
events::CompetitorFactsRecorded facts(const std::string& kid) {
  events::CompetitorFactsRecorded out;
  out.competitor_id = {kid};
  out.person = Sealed{events::CompetitorPerson{}};
  return out;
}

TEST(Planner, WhatIsUnderWayIsRecalledOnceWhenItsFactsChange) {
  Planning plan;
  plan.see("competitor-ada", onboarding("ada"));
  const auto items = plan.begin();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(plan.planner.take_recalled().empty());
  plan.see("competitor-ada", facts("ada"));
  EXPECT_TRUE(plan.begin().empty());
  EXPECT_EQ(plan.planner.take_recalled(),
            (std::vector<WorkKey>{{"competitor-ada", call_onboarding}}));
  plan.see("competitor-ada", facts("ada"));
  EXPECT_TRUE(plan.begin().empty());
  EXPECT_TRUE(plan.planner.take_recalled().empty());
}

TEST(Planner, WhatWasRecalledBeforeItBeganBeginsAsRecalled) {
  Planning plan;
  plan.see("competitor-ada", onboarding("ada"));
  plan.see("competitor-ada", facts("ada"));
  const auto items = plan.begin();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(operation_of<vendor::EnsureUser>(items.front()).recalled);
}

TEST(Planner, ARetryIsACommandAndNotBeforeItsTime) {
  Planning plan;
  const auto due = Timestamp{plan.now.value + 3'000};
  const auto failed = plan.see("team-red", deletion_failed("red", due));
  EXPECT_TRUE(plan.begin().empty());
  EXPECT_EQ(plan.until, due);
  plan.pass(2'999ms);
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(1ms);
  const auto items = plan.begin();
  ASSERT_EQ(kinds(items), std::vector{retry_team_deletion});
  EXPECT_TRUE(std::holds_alternative<AnyCommand>(items.front().what.operation));
  EXPECT_EQ(items.front().what.outcome_id,
            "retry:" + std::to_string(failed.value) + ":" + std::to_string(plan.now.value));
}

TEST(Planner, ARetryPlannedByAClockThatWasPutBackIsDue) {
  Planning plan;
  plan.see("team-red", deletion_failed("red", Timestamp{plan.now.value + 3'000}));
  EXPECT_TRUE(plan.begin().empty());
  EXPECT_FALSE(plan.put_back);
  plan.pass(-24h);
  EXPECT_EQ(kinds(plan.begin()), std::vector{retry_team_deletion});
  EXPECT_TRUE(plan.put_back);
}

TEST(Planner, PollsComeAtOnceThenEveryIntervalAndAtOnceWhenAskedFor) {
  Planning plan;
  plan.see_scores_begun("ada");
  auto items = plan.begin();
  ASSERT_EQ(kinds(items), (std::vector{poll_odl, poll_flash}));
  EXPECT_EQ(items.front().lane, rate::Lane::manual_refresh);
  plan.end_poll(items.back());
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(30min - 1ms);
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(1ms);
  items = plan.begin();
  ASSERT_EQ(kinds(items), std::vector{poll_flash})
      << "without news there is no event, and all goes on";
  EXPECT_EQ(items.front().lane, rate::Lane::sla_poll);
  plan.end_poll(items.front());
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(1s);
  plan.see("scores-ada", events::ScoresSyncRequested{{"ada"}, 1});
  items = plan.begin();
  ASSERT_EQ(kinds(items), std::vector{poll_flash}) << "the other one is under way";
  EXPECT_EQ(items.front().lane, rate::Lane::manual_refresh);
}

TEST(Planner, AReconciliationByTheClockAsksNobody) {
  Planning plan;
  events::CompetitorOnboarded onboarded;
  onboarded.competitor_id = {"ada"};
  plan.see("competitor-ada", onboarded);
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(30min);
  const auto items = plan.begin();
  ASSERT_EQ(kinds(items), std::vector{reconcile});
  EXPECT_EQ(items.front().lane, rate::Lane::sweep);
  EXPECT_TRUE(operation_of<vendor::Reconcile>(items.front()).by_clock);
  EXPECT_EQ(operation_of<vendor::Reconcile>(items.front()).run.as_of, Position{1});
  plan.end_poll(items.front());
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(30min);
  EXPECT_EQ(plan.begin().size(), 1U);
}

TEST(Planner, AFailedPollComesBackSoonerAndMoreSlowlyEachTime) {
  Planning plan;
  plan.see_scores_begun("ada");
  auto items = plan.begin();
  plan.end_poll(items.front());
  for (std::int64_t failures = 1; failures <= 3; ++failures) {
    const auto* poll = plan.end_poll(items.back(), kPassing);
    ASSERT_NE(poll, nullptr);
    ASSERT_TRUE(poll->failure && poll->failure->retry_at);
    EXPECT_EQ(poll->failure->in_a_row, failures);
    EXPECT_TRUE(plan.begin().empty()) << "not in a loop";
    plan.now = *poll->failure->retry_at;
    items = plan.begin();
    ASSERT_EQ(kinds(items), std::vector{poll_flash});
  }
}

TEST(Planner, AFailureForGoodComesAgainAtTheUsualInterval) {
  Planning plan;
  plan.see_scores_begun("ada");
  const auto items = plan.begin();
  plan.end_poll(items.front());
  auto lasting = kPassing;
  lasting.passing = false;
  plan.end_poll(items.back(), lasting);
  plan.pass(30min - 1ms);
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(1ms);
  EXPECT_EQ(plan.begin().size(), 2U);
}

TEST(Planner, WhatIsKnownOfPollsBeforeTheStartSparesCalls) {
  Planning plan;
  plan.see_scores_begun("ada");
  plan.pass(1min);
  plan.planner.load_polls({{"scores-ada", "poll_odl", plan.now, plan.now, "answered", {}}});
  EXPECT_EQ(kinds(plan.begin()), std::vector{poll_flash}) << "what is lost costs a call";
}

TEST(Planner, APollByTheClockAsksForWhatIsNewWithAnOverlapAndOneThatSomebodyAskedForForAll) {
  Planning plan;
  plan.cursors["ada"] = VendorTime{5'000};
  const auto asks_after = [&] {
    for (const auto& item : plan.begin()) {
      (void)plan.end_poll(item);
      if (item.key.second != poll_odl) continue;
      const auto& poll = operation_of<vendor::PollOdl>(item);
      EXPECT_EQ(poll.call_id.value, item.what.outcome_id);
      return std::pair(poll.after, item.lane);
    }
    ADD_FAILURE() << "there was no poll";
    return std::pair(std::optional<VendorTime>{}, rate::Lane::sweep);
  };
  const std::pair filtered(std::optional(VendorTime{4'400}), rate::Lane::sla_poll);
  const std::pair whole(std::optional<VendorTime>{}, rate::Lane::manual_refresh);
  plan.see_scores_begun("ada");
  EXPECT_EQ(asks_after(), whole) << "the first one";
  plan.pass(31min);
  EXPECT_EQ(asks_after(), filtered);
  plan.pass(1min);
  plan.see("scores-ada", events::ScoresSyncRequested{{"ada"}, 1});
  EXPECT_EQ(asks_after(), whole);
  plan.pass(31min);
  EXPECT_EQ(asks_after(), filtered);
  plan.cursors.clear();
  plan.pass(31min);
  EXPECT_EQ(asks_after().first, std::nullopt);
}

TEST(Planner, AFilterIsNeverBeforeTheEpochNorInTheFuture) {
  const std::int64_t now = 1'790'000'000;
  const std::vector<std::pair<std::int64_t, std::optional<VendorTime>>> cases{
      {0, {}},
      {600, {}},
      {601, VendorTime{1}},
      {-5, {}},
      {std::numeric_limits<std::int64_t>::min(), {}},
      {std::numeric_limits<std::int64_t>::max(), {}},
      {std::int64_t{1} << 62, {}},
      {now * 1000, {}},
      {now + 600, VendorTime{now}},
      {now + 601, {}}};
  for (const auto& [cursor, after] : cases) {
    const auto poll = odl_poll({{"ada"}, {}}, {VendorTime{cursor}}, std::chrono::minutes{10},
                               Timestamp{now * 1000}, "fresh");
    const auto& operation = std::get<vendor::VendorOperation>(poll.operation);
    EXPECT_EQ(std::get<vendor::PollOdl>(operation).after, after) << cursor;
  }
}

TEST(Planner, EveryPollHasAnIdOfItsOwn) {
  Planning plan;
  std::set<std::string> ids;
  for (int i = 0; i < 20; ++i) plan.see_scores_begun("kid" + std::to_string(i));
  const auto items = plan.begin();
  for (const auto& item : items) ids.insert(item.what.outcome_id);
  EXPECT_EQ(ids.size(), items.size());
  EXPECT_EQ(items.size(), 40U);
}

TEST(Planner, WhatLeftNoTraceIsNotTriedInALoop) {
  Planning plan;
  plan.see_scores_begun("ada");
  auto items = plan.begin();
  for (const auto& item : items) plan.planner.ended(item.key, false, std::nullopt, plan.now);
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(59'999ms);
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(1ms);
  EXPECT_EQ(plan.begin().size(), 2U);
}

TEST(Planner, WhatCannotBeReadIsTriedAgainLaterAndKeepsNobodyElseWaiting) {
  Planning plan;
  plan.readable = false;
  plan.see_scores_begun("ada");
  EXPECT_EQ(kinds(plan.begin()), std::vector{poll_flash}) << "which needs nothing";
  plan.readable = true;
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(60s);
  EXPECT_EQ(kinds(plan.begin()), std::vector{poll_odl});
}

TEST(Planner, CallsFoundAtStartMayHaveBeenMadeAndNewOnesCannot) {
  Planning plan;
  events::CompetitorPasswordResetRequested reset;
  reset.call_id = {"reset"};
  reset.competitor_id = {"ada"};
  plan.see("competitor-ada", reset);
  plan.planner.load({}, {}, Position{1});
  reset.competitor_id = {"bob"};
  plan.see("competitor-bob", reset);
  const auto items = plan.begin();
  ASSERT_EQ(items.size(), 2U);
  for (const auto& item : items)
    EXPECT_EQ(operation_of<vendor::MailPasswordReset>(item).may_have_been_sent,
              item.key.first == "competitor-ada");
}

TEST(Planner, PlacesAreKeptForThoseInFrontOfAScreen) {
  Planning plan{at_most(8)};
  std::vector<ports::Poll> polls;
  for (int i = 0; i < 10; ++i) {
    const auto kid = "kid" + std::to_string(i);
    plan.see_scores_begun(kid);
    for (const auto* kind : {"poll_odl", "poll_flash"})
      polls.push_back({"scores-" + kid, kind, plan.now, plan.now, "answered", {}});
  }
  plan.planner.load_polls(polls);
  plan.pass(30min);
  const auto begun = plan.begin();
  EXPECT_EQ(begun.size(), 6U) << "of 8 two are kept";
  for (const auto* team : {"a", "b", "c"})
    plan.see("team-" + std::string(team), deletion(team, team));
  EXPECT_EQ(plan.begin().size(), 2U) << "all 8 are taken now";
  plan.end_poll(begun.front());
  EXPECT_EQ(streams(plan.begin()), std::vector<std::string>{"team-c"});
}

TEST(Planner, CoachesTakeTurns) {
  Planning plan{at_most(4)};
  for (int i = 0; i < 6; ++i) {
    const auto team = "big" + std::to_string(i);
    plan.coach_of["team-" + team] = "kim";
    plan.see("team-" + team, deletion(team, team));
  }
  plan.coach_of["team-small"] = "lee";
  plan.see("team-small", deletion("small", "small"));
  EXPECT_EQ(streams(plan.begin()),
            (std::vector<std::string>{"team-big0", "team-small", "team-big1", "team-big2"}));
}

TEST(Planner, LinesUpABoundedNumberAtOnce) {
  Planning plan{at_most(10'000)};
  for (int i = 0; i < 1'500; ++i) {
    const auto team = std::to_string(i);
    plan.see("team-" + team, deletion(team, team));
  }
  EXPECT_EQ(plan.begin().size(), 1'000U);
  ASSERT_TRUE(plan.until);
  EXPECT_LE(*plan.until, plan.now) << "there is more";
  EXPECT_EQ(plan.begin().size(), 500U);
}

class FullTeam : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 6; ++i) is_on("kid" + std::to_string(i), "red");
  }
  void is_on(const std::string& kid, const std::string& team) {
    events::CompetitorAssignmentRecorded event;
    event.competitor_id = {kid};
    event.team_id = TeamId{team};
    plan.see("competitor-" + kid, event);
  }
  void wants(const std::string& kid, const std::string& team) {
    events::CompetitorTeamAssigned event;
    event.competitor_id = {kid};
    event.team_id = {team};
    plan.see("competitor-" + kid, event);
  }
  void calls(const std::string& kid, const std::string& team) {
    events::CompetitorAssignmentRequested event;
    event.competitor_id = {kid};
    event.call_id = {"call-" + kid};
    event.attempt = 1;
    event.team_id = TeamId{team};
    plan.see("competitor-" + kid, event);
  }
  void newcomer() {
    wants("new", "red");
    calls("new", "red");
  }
  Planning plan;
};

TEST_F(FullTeam, ANewcomerWaitsALittleForThoseWhoHaveLeftAndAsksThem) {
  wants("kid3", "blue");  // Which is not there yet, so that kid3 has not left at the vendor.
  newcomer();
  EXPECT_TRUE(plan.begin().empty());
  ASSERT_EQ(plan.asked_to_leave.size(), 1U);
  EXPECT_EQ(plan.asked_to_leave.front().ids, std::vector<CompetitorId>{{"kid3"}});
  EXPECT_EQ(plan.asked_to_leave.front().team, TeamId{"red"});
  EXPECT_EQ(plan.until, Timestamp{plan.now.value + 250});
  plan.pass(250ms);
  EXPECT_TRUE(plan.begin().empty());
  EXPECT_EQ(plan.asked_to_leave.size(), 1U) << "once";
  is_on("kid3", "blue");
  plan.pass(250ms);
  const auto items = plan.begin();
  ASSERT_EQ(streams(items), std::vector<std::string>{"competitor-new"});
  EXPECT_FALSE(operation_of<vendor::SetAssignment>(items.front()).no_place);
}

TEST_F(FullTeam, AfterAWhileANewcomerIsToldThatThereIsNoPlace) {
  newcomer();
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(4'999ms);
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(250ms);
  const auto items = plan.begin();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(operation_of<vendor::SetAssignment>(items.front()).no_place);
}

TEST_F(FullTeam, NobodyWaitsForATeamThatTheyAreOn) {
  wants("kid2", "red");
  calls("kid2", "red");
  EXPECT_EQ(plan.begin().size(), 1U);
}

TEST_F(FullTeam, NobodyWaitsForATeamThatTheyAreNotWantedOnAnyMore) {
  newcomer();
  wants("new", "blue");
  EXPECT_EQ(plan.begin().size(), 1U);
}

TEST_F(FullTeam, AClockThatIsPutBackMakesNobodyWaitLonger) {
  newcomer();
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(-24h);
  EXPECT_TRUE(plan.begin().empty());
  plan.pass(5'000ms);
  EXPECT_EQ(plan.begin().size(), 1U);
}

}  // namespace
}  // namespace lockstep::effects
