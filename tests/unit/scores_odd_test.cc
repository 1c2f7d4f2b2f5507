// What of the vendor's scores is odd, from the answer to state and rows: it costs itself alone, is
// counted and shown, moves no cursor, and is mended when the vendor mends it.
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "engine/domain/scores.h"
#include "projections/all_projections.h"
#include "projections/explanation.h"
#include "tests/support/memory_rows.h"

namespace lockstep {
namespace {

using domain::Scores;
using events::Feed;
using events::Solve;
using projections::keyed;
using projections::SolveRow;
using projections::StatsRow;
using projections::SyncStateRow;

const CompetitorId kAda{"ada"};
constexpr std::int64_t kNow = 1'790'000'000;
constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();

Solve solve(std::int64_t id, std::int64_t at, events::OddMembers odd = {}) {
  Solve out;
  out.challenge_solve_id = out.challenge_id = id;
  out.challenge_points = 10;
  out.challenge_title = "Caesar";
  out.solved_at = VendorTime{at};
  out.odd = std::move(odd);
  return out;
}
Solve flash(Solve solve) {
  solve.source = Feed::flash_ctf;
  solve.event_id = "event";
  return solve;
}
events::SetAside aside(const std::string& why) {
  return {1, {{"challenge_solves[3]", why, boost::json::object{{"odd", 1}}, {}}}};
}

/// Ada's scores, as the engine has them, by an answer a time.
class Ada {
 public:
  Ada() { happens(events::ScoresBegun{kAda, {7}}); }

  domain::RecordOdlScores odl(std::vector<Solve> solves, std::int64_t date = kNow) {
    domain::RecordOdlScores out;
    out.call_id = next_call();
    out.solves = std::move(solves);
    out.answered_at = VendorTime{date};
    return out;
  }
  domain::RecordFlashProgress flash_answer(std::vector<Solve> solves, std::int64_t date = kNow) {
    domain::RecordFlashProgress out;
    out.call_id = next_call();
    out.solves = std::move(solves);
    out.answered_at = VendorTime{date};
    return out;
  }
  /// How many events followed.
  std::size_t give(const Scores::Command& command, std::int64_t our_clock = kNow) {
    const auto decided =
        Scores::decide(state, command, Context{Timestamp{our_clock * 1000}, "seed"}).value();
    for (const auto& event : decided) happens(event);
    return decided.size();
  }
  void happens(const Scores::Event& event) {
    state = Scores::evolve(std::move(state), event);
    stored_.stream = {"scores", kAda.value};
    stored_.position.value += 1;
    stored_.version.value += 1;
    projections::project_all(rows, stored_,
                             std::visit([](const auto& e) { return events::AnyEvent{e}; }, event));
  }
  SyncStateRow sync() { return rows.get(keyed<SyncStateRow>(kAda)).value(); }
  StatsRow stats() { return rows.get(keyed<StatsRow>(kAda)).value(); }
  SolveRow row(const Solve& of) {
    return rows
        .get(keyed<SolveRow>(kAda, of.source, of.event_id, of.challenge_solve_id, of.challenge_id,
                             of.solved_at))
        .value();
  }
  std::set<std::string> explained() {
    projections::CompetitorPicture picture;
    picture.competitor.game_platform_id = "ada";
    picture.sync = sync();
    std::set<std::string> out;
    for (const auto& fact : projections::explain(picture, {}, {})) out.insert(fact.code);
    return out;
  }

  Scores::State state;
  testing_support::MemoryRows rows;

 private:
  CallId next_call() { return {"call-" + std::to_string(++calls_)}; }
  int calls_ = 0;
  events::StoredEvent stored_;
};

// A solve dated in the future, in milliseconds, 2^62 or 0 moved the cursor there, and all later
// ones were missing without an error.
TEST(Lessons, ACursorNeverPassesTheAnswersTime) {
  Ada ada;
  ada.give(ada.odl({solve(1, kNow - 10), solve(2, kNow + 301), solve(3, kNow * 1000),
                    solve(4, std::int64_t{1} << 62), solve(5, 0), solve(6, -600), solve(7, kMost),
                    solve(8, kLeast)}));
  EXPECT_EQ(ada.state.odl_cursor, VendorTime{kNow - 10});
  EXPECT_EQ(ada.sync().odl_cursor, VendorTime{kNow - 10});
  EXPECT_EQ(ada.sync().odd_times, 7);
  EXPECT_EQ(ada.rows.count<SolveRow>(), 8U) << "they are stored as they came";
  EXPECT_TRUE(ada.explained().contains("scores-odd-times"));
  ada.give(ada.odl({solve(9, kNow + 300)}));
  EXPECT_EQ(ada.state.odl_cursor, VendorTime{kNow + 300});
  ada.give(ada.flash_answer({flash(solve(1, kNow * 1000)), flash(solve(2, 7))}));
  EXPECT_EQ(ada.state.flash_cursor, VendorTime{7});
}

TEST(ScoresCursor, GoesByOurClockWhereTheAnswerHasNone) {
  Ada ada;
  auto undated = ada.odl({solve(1, 1'000), solve(2, 1'301)});
  undated.answered_at.reset();
  ada.give(undated, 1'000);
  EXPECT_EQ(ada.state.odl_cursor, VendorTime{1'000});
}

TEST(ScoresCursor, IsNeverBeyondTheDateNeverNegativeAndNeverGoesBack) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    std::mt19937_64 dice{seed};
    const auto below = [&](std::size_t end) { return dice() % end; };
    const auto any_time = [&](std::int64_t date) {
      const std::array<std::int64_t, 9> odd{date - static_cast<std::int64_t>(below(100'000)),
                                            date + static_cast<std::int64_t>(below(700)),
                                            date * 1000,
                                            0,
                                            -600,
                                            kMost,
                                            kLeast,
                                            std::int64_t{1} << 62,
                                            static_cast<std::int64_t>(dice())};
      return odd.at(below(odd.size()));
    };
    Ada ada;
    auto date = kNow;
    std::optional<VendorTime> odl;
    std::optional<VendorTime> flash_cursor;
    for (int poll = 0; poll < 20; ++poll) {
      date += static_cast<std::int64_t>(below(5'000));
      std::vector<Solve> solves;
      for (auto left = below(5); left > 0; --left)
        solves.push_back(solve(static_cast<std::int64_t>(below(50)), any_time(date)));
      auto answer = ada.odl(solves, date);
      if (below(4) == 0) answer.answered_at.reset();
      ada.give(answer, date);
      for (auto& one : solves) one = flash(one);
      ada.give(ada.flash_answer(solves, date), date);
      for (const auto& [now, before] : {std::pair(ada.state.odl_cursor, odl),
                                        std::pair(ada.state.flash_cursor, flash_cursor)}) {
        ASSERT_GE(now, before) << "seed " << seed;
        if (!now) continue;
        ASSERT_GE(now->value, 0) << "seed " << seed;
        ASSERT_LE(now->value, date + 300) << "seed " << seed;
      }
      odl = ada.state.odl_cursor;
      flash_cursor = ada.state.flash_cursor;
    }
  }
}

// Of a log from before this rule.
TEST(ScoresCursor, OneThatIsInTheFutureCountsForNothing) {
  Ada ada;
  events::ScoresOdlRecorded before;
  before.competitor_id = kAda;
  before.call_id = {"before"};
  before.cursor = VendorTime{kNow * 1000};
  ada.happens(before);
  ada.give(ada.odl({solve(1, kNow - 50)}));
  EXPECT_EQ(ada.state.odl_cursor, VendorTime{kNow - 50});
}

TEST(ScoresSetAside, IsRecordedOnceShownAndOverWhenItIsMended) {
  Ada ada;
  auto odd = ada.odl({solve(1, 100)});
  odd.set_aside = aside("timestamp_unix is null");
  EXPECT_EQ(ada.give(odd), 1U);
  EXPECT_EQ(ada.sync().odl_set_aside, 1);
  EXPECT_EQ(ada.sync().odl_set_aside_why, "challenge_solves[3]: timestamp_unix is null");
  EXPECT_TRUE(ada.sync().look_again) << "when it is mended it may be older than the cursor";
  EXPECT_TRUE(ada.explained().contains("scores-odl-set-aside"));
  auto again = odd;
  again.call_id = {"again"};
  EXPECT_EQ(ada.give(again), 0U) << "the log grows with what happens";
  auto other = ada.odl({solve(1, 100)});
  other.set_aside = aside("challenge_id is missing");
  EXPECT_EQ(ada.give(other), 1U) << "kept as it came, too";
  EXPECT_EQ(ada.give(ada.odl({solve(1, 100), solve(3, 50)})), 1U);
  EXPECT_EQ(ada.sync().odl_set_aside, 0);
  EXPECT_FALSE(ada.sync().odl_set_aside_why);
  EXPECT_FALSE(ada.sync().look_again);
  EXPECT_FALSE(ada.explained().contains("scores-odl-set-aside"));
}

TEST(ScoresSetAside, IsNotOverBecauseAFilterLeftItOut) {
  Ada ada;
  auto odd = ada.odl({solve(1, 100)});
  odd.set_aside = aside("timestamp_unix is null");
  ada.give(odd);
  auto filtered = ada.odl({solve(2, 200)});
  filtered.asked_after = VendorTime{150};
  ada.give(filtered);
  EXPECT_EQ(ada.sync().odl_set_aside, 1);
  EXPECT_TRUE(ada.sync().look_again);
}

TEST(ScoresSetAside, OfTheFlashFeedLikewise) {
  Ada ada;
  auto odd = ada.flash_answer({});
  odd.set_aside = aside("flash_ctf_name is null");
  EXPECT_EQ(ada.give(odd), 1U);
  EXPECT_EQ(ada.sync().flash_set_aside, 1);
  EXPECT_TRUE(ada.explained().contains("scores-flash-ctf-set-aside"));
  EXPECT_EQ(ada.give(ada.flash_answer({})), 1U);
  EXPECT_EQ(ada.sync().flash_set_aside, 0);
  EXPECT_EQ(ada.give(ada.flash_answer({})), 0U);
}

TEST(ScoresOddMembers, OfASolveAreNamedAndMendedLater) {
  Ada ada;
  auto odd = solve(1, 100, {{"challenge_points", "challenge_retired"}});
  odd.challenge_points = 0;
  ada.give(ada.odl({odd, solve(2, 200)}));
  EXPECT_EQ(ada.row(odd).odd_members, "challenge_points challenge_retired");
  EXPECT_EQ(ada.sync().odl_odd_stored, 1);
  EXPECT_TRUE(ada.sync().look_again);
  EXPECT_EQ(ada.stats().odl_points_stored, 10);
  EXPECT_TRUE(ada.explained().contains("scores-odl-odd"));
  EXPECT_EQ(ada.give(ada.odl({odd, solve(2, 200)})), 0U);
  EXPECT_EQ(ada.give(ada.odl({solve(1, 100), solve(2, 200)})), 1U);
  EXPECT_EQ(ada.row(odd).challenge_points, 10);
  EXPECT_FALSE(ada.row(odd).odd_members);
  EXPECT_EQ(ada.stats().odl_points_stored, 20);
  EXPECT_EQ(ada.stats().odl_solves_stored, 2);
  EXPECT_EQ(ada.sync().odl_odd_stored, 0);
  EXPECT_EQ(ada.sync().solve_id_collisions, 0);
  EXPECT_FALSE(ada.sync().look_again);
}

TEST(ScoresOddMembers, ThatNobodySeesNeedNoLongerAnswers) {
  Ada ada;
  ada.give(ada.odl({solve(1, 100, {{"nist_nice_work_roles"}})}));
  EXPECT_EQ(ada.sync().odl_odd_stored, 1);
  EXPECT_FALSE(ada.sync().look_again);
  EXPECT_EQ(ada.give(ada.odl({solve(1, 100)})), 0U) << "a stored solve stays as it is";
}

TEST(ScoresOddMembers, OfTotalsLeaveWhatWasKnown) {
  Ada ada;
  auto whole = ada.odl({});
  whole.totals = {3, 300, {{"crypto", 200}, {"web", 100}}, {}};
  ada.give(whole);
  auto odd = ada.odl({});
  odd.totals = {4, 0, {{"web", 150}}, {{"total_points", "category_points"}}};
  EXPECT_EQ(ada.give(odd), 1U);
  EXPECT_EQ(ada.stats().challenges_completed, 4);
  EXPECT_EQ(ada.stats().total_score, 300);
  EXPECT_EQ(ada.stats().category_points, (boost::json::object{{"crypto", 200}, {"web", 150}}));
  odd.call_id = {"again"};
  EXPECT_EQ(ada.give(odd), 0U);
}

TEST(ScoresOddMembers, OfTotalsThatWereNeverToldAreUnknown) {
  Ada ada;
  auto odd = ada.odl({});
  odd.totals = {4, 0, {}, {{"total_points", "category_points"}}};
  ada.give(odd);
  EXPECT_EQ(ada.stats().challenges_completed, 4);
  EXPECT_EQ(ada.stats().total_score, std::nullopt);
  EXPECT_TRUE(ada.stats().category_points.is_null());
}

TEST(ScoresOddMembers, OfASessionLeaveWhatWasKnown) {
  Ada ada;
  events::FlashEvent event{"event", "Flash", {100}, 3, 450, 900, 17, nullptr, {}, {}};
  auto answer = ada.flash_answer({});
  answer.events = {event};
  ada.give(answer);
  auto odd = event;
  odd.points_earned = 0;
  odd.rank = 16;
  odd.odd = {{"points_earned"}};
  answer = ada.flash_answer({});
  answer.events = {odd};
  EXPECT_EQ(ada.give(answer), 1U);
  const auto row =
      ada.rows.get(keyed<projections::FlashEventRow>(kAda, std::string("event"))).value();
  EXPECT_EQ(row.score, 450);
  EXPECT_EQ(row.rank, 16);
  EXPECT_EQ(row.odd_members, "points_earned");
  EXPECT_EQ(ada.sync().flash_odd_stored, 1);
  answer.call_id = {"again"};
  EXPECT_EQ(ada.give(answer), 0U);
  answer = ada.flash_answer({});
  answer.events = {event};
  EXPECT_EQ(ada.give(answer), 1U);
  EXPECT_EQ(ada.sync().flash_odd_stored, 0);
}

TEST(ScoresNumbers, AreStoredAsTheyAreAndSumsStopAtTheEnds) {
  Ada ada;
  auto most = solve(1, 100);
  most.challenge_points = kMost;
  auto least = solve(3, 100);
  least.challenge_points = kLeast;
  ada.give(ada.odl({most, solve(2, 100)}));
  EXPECT_EQ(ada.row(most).challenge_points, kMost);
  EXPECT_EQ(ada.stats().odl_points_stored, kMost);
  ada.give(ada.odl({solve(4, 100)}));
  EXPECT_EQ(ada.stats().odl_points_stored, kMost);
  ada.give(ada.flash_answer({flash(least), flash(solve(5, 100))}));
  ada.give(ada.flash_answer({flash(least), flash([&] {
                               auto other = least;
                               other.challenge_id = 9;
                               return other;
                             }())}));
  EXPECT_EQ(ada.stats().flash_points_stored, kLeast);
}

TEST(ScoresRawText, IsKeptBesideWhatOurParserMadeOfIt) {
  Ada ada;
  auto odd = solve(1, 100);
  odd.raw = boost::json::object{{"new", 1.2345678901234568e29}};
  odd.raw_text = R"({"new":123456789012345678901234567890})";
  ada.give(ada.odl({odd}));
  EXPECT_EQ(ada.row(odd).raw_text, odd.raw_text);
}

// Records from before anything could be odd.
TEST(ScoresOfBefore, AreReadAsHavingNothingOdd) {
  const auto body = boost::json::parse(
      R"({"competitor_id":"ada","call_id":"c","result":"synced","asked_after":null,
          "new_solves":[{"source":"odl","event_id":"","challenge_solve_id":1,"challenge_id":2,
            "challenge_title":"Caesar","challenge_points":3,"challenge_category":"crypto",
            "solved_at":4,"raw":{}}],
          "totals":{"challenges_solved":1,"points":3,"category_points":{}},"cursor":4,
          "last_accessed_at":null,"solve_id_collisions":0,"unknown_fields":0})");
  const auto event = events::decode<events::ScoresOdlRecorded>(body.as_object(), {});
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_FALSE(event.value().set_aside || event.value().odd_stored || event.value().odd_times ||
               event.value().look_again || event.value().new_solves[0].odd ||
               event.value().new_solves[0].raw_text || event.value().totals->odd);
  Ada ada;
  ada.happens(event.value());
  EXPECT_EQ(ada.sync().odl_set_aside, 0);
  EXPECT_FALSE(ada.sync().look_again);
  EXPECT_EQ(ada.stats().odl_points_stored, 3);
}

}  // namespace
}  // namespace lockstep
