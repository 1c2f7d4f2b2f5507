// What broke elsewhere, played against the whole engine: each test is named for the invariant of
// docs/lessons.md that it holds.
#include <random>

#include <gtest/gtest.h>

#include "events/any_event.h"
#include "projections/all_projections.h"
#include "tests/simulation/lessons_lab.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;
using ports::VendorErrc;

ports::OdlScores scores(std::int64_t first_id, const std::vector<std::int64_t>& times) {
  ports::OdlScores out;
  for (const auto time : times) {
    events::Solve solve;
    solve.challenge_solve_id = first_id++;
    solve.challenge_id = 7;
    solve.challenge_points = 10;
    solve.solved_at = VendorTime{time};
    out.solves.push_back(solve);
  }
  out.totals.challenges_solved = static_cast<std::int64_t>(times.size());
  out.totals.points = 10 * out.totals.challenges_solved;
  return out;
}

std::vector<events::StoredEvent> everything_in(log::EventLog& log) {
  std::vector<events::StoredEvent> out;
  while (true) {
    const auto batch = log.read_all(out.empty() ? Position{} : out.back().position, {});
    if (!batch || batch.value().empty()) return out;
    out.insert(out.end(), batch.value().begin(), batch.value().end());
  }
}

/// The events of one type, each with when it was recorded.
template <class E>
std::vector<std::pair<E, Timestamp>> events_of(log::EventLog& log) {
  std::vector<std::pair<E, Timestamp>> out;
  for (const auto& stored : everything_in(log)) {
    if (stored.type != E::kType) continue;
    const auto event = events::decode(stored);
    if (event) out.emplace_back(std::get<E>(event.value()), stored.recorded_at);
  }
  return out;
}

/// The tables are what a new fold of the log makes of it, and nothing else.
void expect_reproduced_by_replay(World& world) {
  const auto all = everything_in(*world.log);
  ASSERT_FALSE(all.empty());
  auto fresh = read_store::SqliteReadStore::open_temporary().value();
  std::vector<ports::Lane> lanes;
  const auto known = fresh->lanes();
  for (const auto& state : known.value()) lanes.push_back(state.lane);
  const ports::Checkpoint end{all.back().position, all.back().hash};
  ASSERT_TRUE(fresh->transact(
      lanes, {}, end, [&](const ports::Lane& lane, const projections::RowAccess& rows) {
        for (const auto& stored : all)
          projections::groups()[lane.group].apply(rows, projections::meta_of(stored),
                                                  events::decode(stored).value());
      }));
  for (const auto& table : projections::tables()) {
    const auto live = world.reads->rows_of(table.name);
    const auto again = fresh->rows_of(table.name);
    ASSERT_TRUE(live && again) << table.name;
    EXPECT_TRUE(live.value() == again.value()) << table.name;
  }
}

/// Wishes of all kinds while the vendor answers wrongly and the process ends now and then.
void live_through(Lab& lab, std::uint64_t seed) {
  std::mt19937_64 dice{seed};
  const auto roll = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(dice); };
  lab.has_kids(5);
  for (int i = 0; i < 5; ++i) lab.world.vendor.set_odl(kid(i), scores(i, {100 + i, 200, 300 - i}));
  lab.world.vendor.set_faults({.timeout_before = 0.05,
                               .timeout_after = 0.1,
                               .server_error = 0.1,
                               .rate_limited = 0.05,
                               .refused = 0.05});
  for (int i = 0; i < 40; ++i) {
    const auto who = kid(roll(5));
    const auto team = roll(2) == 0 ? "red" : "blue";
    const auto what = roll(8);
    if (what < 2) (void)lab.world.onboard(who);
    if (what >= 2 && what < 5) lab.world.join(who, team);
    if (what == 5) lab.world.leave(who, team);
    if (what == 6) lab.world.pass(std::chrono::seconds{roll(30) + 1});
    if (what == 7 && roll(3) == 0) lab.start();
  }
}

// A batch with one bad item stopped everybody for 18 days.
TEST(Lessons, APoisonItemIsQuarantinedAloneAndProgressIsPerCompetitor) {
  Lab lab{1};
  lab.watch.before = [](const Call& call) -> std::optional<VendorErrc> {
    const bool score = call.name == "get_odl_scores" || call.name == "get_flash_ctf_progress";
    if (score && call.subject == kid(0)) return VendorErrc::malformed;
    return std::nullopt;
  };
  auto odd = scores(1, {100, 200});
  odd.solves[1].challenge_solve_id = odd.solves[0].challenge_solve_id;  // Collides.
  odd.solves[0].challenge_title = std::string("a\0b", 3);
  boost::json::value deep = boost::json::array{};
  for (int i = 1; i < 29; ++i) deep = boost::json::array{deep};
  odd.solves[0].raw = boost::json::object{{"field", deep}};  // As deep as an answer can be.
  odd.solves.push_back(odd.solves[0]);                       // The very same one twice.
  lab.world.vendor.set_odl(kid(1), odd);
  lab.world.vendor.set_odl(kid(2), scores(1, {100, 200, 300}));
  lab.has_onboarded(3);
  EXPECT_EQ(lab.stored(kid(0)), 0);
  EXPECT_EQ(lab.stored(kid(1)), 2);
  EXPECT_EQ(lab.stored(kid(2)), 3);
  EXPECT_EQ(lab.freshness().failing, 1) << "somebody has to be told";
  lab.world.vendor.set_odl(kid(2), scores(1, {100, 200, 300, 400}));
  lab.world.vendor.set_odl(kid(0), scores(1, {100}));
  lab.world.pass(70s);
  EXPECT_EQ(lab.stored(kid(2)), 4);
  lab.watch.before = nullptr;
  lab.world.pass(300s);  // An answer that makes no sense is not asked for again at once.
  EXPECT_EQ(lab.stored(kid(0)), 1);
  EXPECT_EQ(lab.freshness().failing, 0);
}

TEST(Lessons, AnAnswerTooLargeToBeStoredStopsNobodyAndIsTold) {
  Lab lab{14};
  auto large = scores(1, {100});
  large.solves[0].challenge_title = std::string(log::kMaxEventBytes, 'x');
  lab.world.vendor.set_odl(kid(0), large);
  lab.world.vendor.set_odl(kid(1), scores(1, {100}));
  lab.has_onboarded(2);
  lab.world.pass(70s);
  EXPECT_EQ(lab.stored(kid(1)), 1);
  EXPECT_EQ(lab.freshness().failing, 1);
  lab.world.vendor.set_odl(kid(0), scores(1, {100}));
  lab.world.pass(130s);
  EXPECT_EQ(lab.stored(kid(0)), 1);
}

// One user who had not joined spoke for all of them.
TEST(Lessons, NoInferenceFromOneUserEverybodyIsAsked) {
  Lab lab{2};
  lab.has_onboarded(4);  // Nobody has solved anything yet, and no flash event knows anybody.
  ports::FlashProgress flash;
  flash.solves = scores(50, {500}).solves;
  flash.solves[0].source = events::Feed::flash_ctf;
  flash.solves[0].event_id = "e";
  lab.world.vendor.set_flash(kid(3), flash);
  lab.world.vendor.set_odl(kid(2), scores(1, {100}));
  lab.watch.calls.clear();
  lab.world.pass(125s);
  for (int i = 0; i < 4; ++i) {
    EXPECT_GE(lab.watch.named("get_odl_scores", kid(i)).size(), 2U) << kid(i);
    EXPECT_GE(lab.watch.named("get_flash_ctf_progress", kid(i)).size(), 2U) << kid(i);
  }
  EXPECT_EQ(lab.stored(kid(2)), 1);
  EXPECT_EQ(lab.stored(kid(3)), 1);
}

// A card showed 910 of 11,000 solves.
TEST(Lessons, AggregatesComeFromExactProjectionsAndCompletenessIsMeasured) {
  Lab lab{3};
  std::vector<std::int64_t> times;
  for (std::int64_t t = 1; t <= 1000; ++t) times.push_back(t);
  for (int i = 0; i < 11; ++i) lab.world.vendor.set_odl(kid(i), scores(1, times));
  auto more_than_told = scores(1, times);
  more_than_told.totals.challenges_solved = 1005;  // Five that the vendor counts and does not list.
  lab.world.vendor.set_odl(kid(0), more_than_told);
  lab.has_onboarded(11);
  const auto summary = lab.summary();
  EXPECT_EQ(summary.odl_solves, 11'000);
  EXPECT_EQ(summary.challenges_completed, 11'005);
  const auto stats = lab.world.reads->scores().stats({kid(0)}).value();
  EXPECT_EQ(stats->odl_points_stored, 10'000);
  EXPECT_EQ(stats->challenges_completed.value() - stats->odl_solves_stored, 5);
}

class LessonsHistories : public testing::TestWithParam<std::uint64_t> {};

// Two stores of the same truth; sparklines nobody could explain.
TEST_P(LessonsHistories, OneLogDerivedViewsOnlyEveryNumberIsReproducedByReplay) {
  Lab lab{GetParam()};
  live_through(lab, GetParam());
  expect_reproduced_by_replay(lab.world);
  for (int i = 0; i < 5; ++i) {
    const auto membership = lab.world.reads->roster().membership({kid(i)}).value();
    const auto on = membership ? std::optional(membership->team_id) : std::nullopt;
    EXPECT_EQ(lab.world.competitor(kid(i)).team_id, on) << kid(i);
  }
}

// A rule change needed a backfill by hand.
TEST_P(LessonsHistories, ARuleChangeIsAReplay) {
  Lab lab{GetParam()};
  live_through(lab, GetParam());
  lab.world.system.reset();
  for (std::size_t group = 0; group < projections::kGroupCount; ++group)
    ASSERT_TRUE(lab.world.reads->begin_beside(group));  // As after another kVersion.
  lab.start();
  const auto sinks = lab.world.system->sinks();
  for (const auto& group : sinks.front().groups) EXPECT_EQ(group.rebuilt, 1U) << group.name;
  expect_reproduced_by_replay(lab.world);
  lab.world.vendor.set_faults({});
  for (int i = 0; i < 5; ++i) (void)lab.world.onboard(kid(i));
  lab.world.pass(1200s);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(lab.world.competitor(kid(i)).status, events::CompetitorStatus::complete);
    EXPECT_EQ(lab.world.vendor.creations(kid(i)), 1) << "a replay is no reason to call anybody";
  }
}

struct CallEvents {
  std::string_view call;
  std::string_view intent;
  std::string_view done;
  std::string_view failed;
};
constexpr CallEvents kCallEvents[] = {
    {"create_user", "coach.account_requested.v1", "coach.account_recorded.v1",
     "coach.account_failed.v1"},
    {"create_user", "competitor.onboarding_requested.v1", "competitor.onboarded.v1",
     "competitor.onboarding_failed.v1"},
    {"create_team", "team.remote_creation_requested.v1", "team.remote_created.v1",
     "team.remote_creation_failed.v1"},
    {"delete_team", "team.remote_deletion_requested.v1", "team.remote_deleted.v1",
     "team.remote_deletion_failed.v1"},
    {"assign_team", "competitor.assignment_requested.v1", "competitor.assignment_recorded.v1",
     "competitor.assignment_failed.v1"},
    {"delete_assignment", "competitor.assignment_requested.v1", "competitor.assignment_recorded.v1",
     "competitor.assignment_failed.v1"}};

bool has_open_intent(log::EventLog& log, const Call& call) {
  int open = 0;
  for (const auto& stored : everything_in(log)) {
    if (stored.stream.id != call.subject) continue;
    for (const auto& row : kCallEvents) {
      if (row.call != call.name) continue;
      if (stored.type == row.intent) ++open;
      if (stored.type == row.done || stored.type == row.failed) --open;
    }
  }
  return open == 1;
}

// A row was inserted, then the request failed: half done.
TEST_P(LessonsHistories, DecideAppendThenEffects) {
  Lab lab{GetParam()};
  int writes = 0;
  lab.watch.before = [&](const Call& call) -> std::optional<VendorErrc> {
    if (!call.writes) return std::nullopt;
    ++writes;
    EXPECT_TRUE(has_open_intent(*lab.world.log, call)) << call.name << " " << call.subject;
    return std::nullopt;
  };
  live_through(lab, GetParam());
  EXPECT_GT(writes, 5);
}

// The disclosure log listed what was not sent, and left out what was.
TEST_P(LessonsHistories, TheIntentEventHoldsTheExactPayload) {
  Lab lab{GetParam()};
  int disclosed = 0;
  lab.watch.before = [&](const Call& call) -> std::optional<VendorErrc> {
    auto& log = *lab.world.log;
    std::optional<events::UserPayload> user;
    std::optional<events::TeamPayload> team;
    for (const auto& [e, at] : events_of<events::CoachAccountRequested>(log))
      if (e.coach_id.value == call.subject) user = e.payload.reveal();
    for (const auto& [e, at] : events_of<events::CompetitorOnboardingRequested>(log))
      if (e.competitor_id.value == call.subject) user = e.payload.reveal();
    for (const auto& [e, at] : events_of<events::TeamRemoteCreationRequested>(log))
      if (e.team_id.value == call.subject) team = e.payload.reveal();
    EXPECT_TRUE(!call.user || call.user == user) << call.subject;
    EXPECT_TRUE(!call.team || call.team == team) << call.subject;
    disclosed += call.user || call.team ? 1 : 0;
    return std::nullopt;
  };
  live_through(lab, GetParam());
  EXPECT_GT(disclosed, 3);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LessonsHistories, testing::Range<std::uint64_t>(1, 9));

// The log cannot write: nothing was decided, so nothing is sent, and nothing is half done.
TEST(Lessons, NothingIsSentThatTheLogDidNotTake) {
  for (const bool stored : {false, true}) {
    Lab lab{4};
    lab.has_kids(1);
    lab.world.pass(10s);
    const auto calls = lab.watch.calls.size();
    auto& log = dynamic_cast<log::MemoryEventLog&>(*lab.world.log);
    log.fail_next_write(stored);
    EXPECT_FALSE(lab.world.onboard(kid(0)));
    EXPECT_FALSE(lab.fatal.empty());
    EXPECT_EQ(lab.watch.calls.size(), calls);
    log.restart();
    lab.start();
    lab.world.pass(10s);
    EXPECT_EQ(lab.world.vendor.creations(kid(0)), stored ? 1 : 0);
    EXPECT_TRUE(lab.world.onboard(kid(0)));
    lab.world.pass(10s);
    EXPECT_EQ(lab.world.vendor.creations(kid(0)), 1);
    EXPECT_EQ(lab.world.competitor(kid(0)).status, events::CompetitorStatus::complete);
  }
}

// Retrying a removal answered 404 and never healed.
TEST(Lessons, DesiredStateWhatIsSoAlreadyIsDone) {
  Lab lab{5};
  lab.has_onboarded(1);
  lab.world.join(kid(0), "red");
  lab.world.pass(10s);
  const auto elsewhere = lab.world.vendor.client();
  ASSERT_TRUE(elsewhere->delete_assignment(kid(0)));
  ASSERT_TRUE(elsewhere->delete_team("red"));
  lab.world.leave(kid(0), "red");
  ASSERT_TRUE(lab.world.give("red", domain::TeamCommand{domain::DeleteTeam{}}));
  lab.world.pass(300s);
  EXPECT_EQ(lab.watch.named("delete_assignment", kid(0)).size(), 1U);
  EXPECT_EQ(lab.watch.named("delete_team", "red").size(), 1U);
  const auto row = lab.world.competitor(kid(0));
  EXPECT_FALSE(row.remote_team_id || row.game_platform_sync_error);
  EXPECT_FALSE(lab.world.reads->roster().team({"red"}).value());
}

// A schema error after POST was retried: a second create, an orphan.
TEST(Lessons, WritesAreLookedUpBeforeTheyAreRepeated) {
  Lab lab{6};
  lab.has_kids(1);
  lab.world.pass(10s);
  lab.watch.after = [](const Call& call) -> std::optional<VendorErrc> {
    if (call.name == "create_user") return VendorErrc::malformed;
    return std::nullopt;
  };
  ASSERT_TRUE(lab.world.onboard(kid(0)));
  lab.world.pass(10s);  // Looked up, and found.
  EXPECT_EQ(lab.summary().onboarding_errors, 0);
  lab.world.pass(1800s);
  EXPECT_EQ(lab.watch.named("create_user", kid(0)).size(), 1U);
  EXPECT_EQ(lab.world.vendor.creations(kid(0)), 1);
  EXPECT_EQ(lab.world.competitor(kid(0)).status, events::CompetitorStatus::complete);
}

// 429 was fatal; no limiter, or one that some calls went around.
TEST(Lessons, OneGateForEveryCall) {
  Lab lab{7};
  lab.settings.vendor.rate = {5, 5};
  lab.start();
  lab.watch.before = [&](const Call&) -> std::optional<VendorErrc> {
    if (lab.watch.calls.size() == 20) return VendorErrc::rate_limited;  // With Retry-After 3 s.
    return lab.watch.calls.size() % 7 == 0 ? std::optional(VendorErrc::server) : std::nullopt;
  };
  lab.has_kids(8);
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(lab.world.onboard(kid(i)));
    lab.world.join(kid(i), i % 2 == 0 ? "red" : "blue");
  }
  lab.world.pass(240s);
  const auto& calls = lab.watch.calls;
  ASSERT_GT(calls.size(), 60U);
  for (std::size_t i = 6; i < calls.size(); ++i)
    EXPECT_GE(calls[i].at.value - calls[i - 6].at.value, 1000)
        << "more than 6 in a second, at " << i;
  EXPECT_GE(calls[20].at.value - calls[19].at.value, 3000) << "Retry-After is for everybody";
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(lab.world.competitor(kid(i)).status, events::CompetitorStatus::complete);
}

// The cursor was our clock after the fetch, and one for all: solves in between were lost.
TEST(Lessons, TheCursorIsVendorTimePerUserWithOverlapMovedOnlyByAValidAnswer) {
  Lab lab{8};
  lab.world.vendor.set_odl(kid(0), scores(1, {10'000}));
  lab.world.vendor.set_odl(kid(1), scores(1, {90'000}));
  lab.has_onboarded(2);
  const auto last_after = [&](int i) {
    return lab.watch.named("get_odl_scores", kid(i)).back().after;
  };
  lab.world.pass(70s);
  EXPECT_EQ(last_after(0), VendorTime{10'000 - 600});
  EXPECT_EQ(last_after(1), VendorTime{90'000 - 600});
  lab.watch.after = [](const Call& call) -> std::optional<VendorErrc> {
    const bool lost = call.name == "get_odl_scores" && call.subject == kid(0);
    return lost ? std::optional(VendorErrc::malformed) : std::nullopt;
  };
  lab.world.vendor.set_odl(kid(0), scores(1, {10'000, 9'700, 11'000}));  // One came late.
  lab.world.vendor.set_odl(kid(1), scores(1, {90'000, 95'000}));
  lab.world.pass(70s);
  EXPECT_EQ(lab.stored(kid(0)), 1);
  EXPECT_EQ(lab.stored(kid(1)), 2);
  lab.watch.after = nullptr;
  lab.watch.calls.clear();
  lab.world.pass(300s);
  ASSERT_FALSE(lab.watch.named("get_odl_scores", kid(0)).empty());
  EXPECT_EQ(lab.watch.named("get_odl_scores", kid(0)).front().after, VendorTime{10'000 - 600});
  EXPECT_EQ(lab.stored(kid(0)), 3);
}

// The daily job deleted, then inserted what it had been told.
TEST(Lessons, FactsAreOnlyEverAdded) {
  Lab lab{9};
  lab.world.vendor.set_odl(kid(0), scores(1, {100, 200, 300}));
  lab.has_onboarded(1);
  lab.world.vendor.set_odl(kid(0), scores(9, {400}));  // The others are not listed any more.
  lab.world.pass(130s);
  EXPECT_EQ(lab.stored(kid(0)), 4);
  lab.world.vendor.set_odl(kid(0), {});
  lab.world.pass(130s);
  EXPECT_EQ(lab.stored(kid(0)), 4);
}

// A failed read looked like an empty roster: every remote member was removed.
TEST(Lessons, AbsenceNeedsEvidence) {
  Lab lab{10};
  lab.world.vendor.set_odl(kid(0), scores(1, {100}));
  lab.has_onboarded(2);
  for (int i = 0; i < 2; ++i) lab.world.join(kid(i), "red");
  lab.world.pass(10s);
  const auto before = lab.world.vendor.assignments();
  ASSERT_EQ(before.size(), 2U);
  for (const auto code : {VendorErrc::not_found, VendorErrc::forbidden, VendorErrc::malformed}) {
    lab.watch.before = [&](const Call& call) {
      return call.writes ? std::nullopt : std::optional(code);
    };
    lab.watch.calls.clear();
    lab.world.pass(130s);
    lab.start();
    EXPECT_FALSE(lab.watch.calls.empty());
    for (const auto& call : lab.watch.calls) EXPECT_FALSE(call.writes) << call.name;
  }
  EXPECT_EQ(lab.world.vendor.assignments(), before);
  EXPECT_EQ(lab.stored(kid(0)), 1);
  EXPECT_EQ(lab.world.competitor(kid(0)).team_id, TeamId{"red"});
}

// Removed members stayed on the remote team.
TEST(Lessons, RemovedMembersDoNotStayOnTheRemoteTeam) {
  Lab lab{11};
  lab.has_onboarded(1);
  lab.world.join(kid(0), "red");
  lab.world.pass(10s);
  // The move is carried out, but neither its answer nor any look-up comes through.
  lab.watch.after = [](const Call& call) -> std::optional<VendorErrc> {
    if (call.name == "assign_team") return VendorErrc::timeout;
    if (call.name == "get_team_assignments") return VendorErrc::malformed;
    return std::nullopt;
  };
  lab.world.join(kid(0), "blue");
  lab.world.pass(2s);
  ASSERT_EQ(lab.world.vendor.assignments().at(kid(0)), "blue");
  // Taking the competitor off is not carried out, and only the look-up tells.
  lab.watch.after = nullptr;
  lab.watch.before = [](const Call& call) -> std::optional<VendorErrc> {
    if (call.name == "delete_assignment") return VendorErrc::timeout;
    return std::nullopt;
  };
  lab.world.leave(kid(0), "blue");
  lab.world.pass(2s);
  lab.watch.before = nullptr;
  lab.world.pass(1200s);
  EXPECT_TRUE(lab.world.vendor.assignments().empty());
  EXPECT_FALSE(lab.world.competitor(kid(0)).remote_team_id);
}

// Retries were documented and never happened; the worker always reported no failures.
TEST(Lessons, RetriesHappenWhenDueAndFailuresAreCountedFromEvents) {
  Lab lab{12};
  lab.has_kids(1);
  lab.world.pass(10s);
  lab.watch.before = [](const Call& call) -> std::optional<VendorErrc> {
    if (call.name == "get_user") return VendorErrc::server;
    return std::nullopt;
  };
  ASSERT_TRUE(lab.world.onboard(kid(0)));
  lab.world.pass(600s);
  EXPECT_EQ(lab.summary().onboarding_errors, 1);
  const auto failed = events_of<events::CompetitorOnboardingFailed>(*lab.world.log);
  const auto tried = events_of<events::CompetitorOnboardingRequested>(*lab.world.log);
  ASSERT_GE(failed.size(), 3U);
  for (std::size_t i = 0; i + 1 < tried.size(); ++i) {
    EXPECT_EQ(failed[i].first.attempt, static_cast<std::int64_t>(i) + 1);
    EXPECT_GE(tried[i + 1].second, failed[i].first.retry_at);
    EXPECT_LE(tried[i + 1].second.value, failed[i].first.retry_at->value + 1000);
  }
  lab.watch.before = nullptr;
  lab.world.pass(1000s);
  EXPECT_EQ(lab.summary().onboarding_errors, 0);
  EXPECT_EQ(lab.world.competitor(kid(0)).status, events::CompetitorStatus::complete);
}

// A dry run made real calls. Until there is one, the switch that turns calls off has to be true.
TEST(Lessons, WhatIsSwitchedOffMakesNoCallAndForgetsNothing) {
  Lab lab{13};
  lab.settings.integration_enabled = false;
  lab.start();
  lab.watch.calls.clear();
  lab.has_kids(1);
  ASSERT_TRUE(lab.world.onboard(kid(0)));
  lab.world.join(kid(0), "red");
  lab.world.pass(300s);
  EXPECT_TRUE(lab.watch.calls.empty());
  lab.settings.integration_enabled = true;
  lab.start();
  lab.world.pass(60s);
  EXPECT_EQ(lab.world.vendor.assignments().at(kid(0)), "red");
}

TEST(Lessons, AFailingFeedIsNotHiddenByOneThatWorks) {
  Lab lab{21};
  lab.watch.before = [](const Call& call) -> std::optional<VendorErrc> {
    if (call.name == "get_odl_scores") return VendorErrc::forbidden;
    return std::nullopt;
  };
  lab.has_onboarded(1);
  lab.world.pass(300s);
  EXPECT_EQ(lab.freshness().failing, 1);
  EXPECT_EQ(lab.freshness().never, 1);
  const auto row = lab.world.reads->scores().sync_state({kid(0)}).value();
  EXPECT_FALSE(row->last_odl_synced_at);
  EXPECT_TRUE(row->error_message);
}

}  // namespace
}  // namespace lockstep::simulation
