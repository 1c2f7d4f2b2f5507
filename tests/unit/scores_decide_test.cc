// The decide table of scores: facts are only ever added, nothing is dropped, the
// cursor is the vendor's time and never goes back.
#include <gtest/gtest.h>

#include "engine/domain/scores.h"
#include "tests/support/decide_table.h"

namespace lockstep::domain {
namespace {

using events::CallFailure;
using events::Feed;
using events::Solve;
using events::SyncResult;
using events::Totals;
using test::kContext;
using test::Refusal;
using Events = std::vector<Scores::Event>;
using Solves = std::vector<Solve>;
using ScoresRow = test::Row<Scores>;
using Time = std::optional<VendorTime>;

const CompetitorId kAda{"ada"};
const CallId kCall{"call-1"};
const CallId kNext{"call-2"};
const events::ScoresBegun kBegun{kAda, {7}};
const Events kGiven{kBegun};

Solve odl(std::int64_t id, std::int64_t at, std::int64_t challenge = 1) {
  return {
      Feed::odl, "",       id,
      challenge, "Caesar", 100,
      "crypto",  {at},     boost::json::object{{"challenge_solve_id", id}, {"new_field", true}}};
}
Solve flash(std::int64_t id, std::int64_t at, const std::string& event = "event-1") {
  auto out = odl(id, at);
  out.source = Feed::flash_ctf;
  out.event_id = event;
  return out;
}
const Totals kTotals{2, 200, {{"crypto", 200}}};
const Totals kMore{3, 300, {{"crypto", 300}}};

RecordOdlScores answer(const Solves& solves, const Totals& totals = kTotals, const Time& after = {},
                       std::int64_t accessed = 0, const CallId& call = kCall) {
  return {call, after, totals, {accessed}, solves, 0};
}
struct Odl {
  Solves solves = {};
  SyncResult result = SyncResult::synced;
  std::optional<Totals> totals = kTotals;
  Time cursor = {};
  std::int64_t collisions = 0;
  Time after = {};
  Time accessed = {};
  CallId call = kCall;
};
events::ScoresOdlRecorded recorded(const Odl& r) {
  return {kAda,     r.call,   r.result,   r.after,      r.solves,
          r.totals, r.cursor, r.accessed, r.collisions, 0};
}
VendorTime at(std::int64_t seconds) {
  return {seconds};
}
const auto kNoNews = SyncResult::skipped_no_new_data;

Events plus(Events events, const Events& more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}
// Two solves are known, the newer one at 200.
const Events kKnown =
    plus(kGiven, {recorded({.solves = {odl(1, 100), odl(2, 200)}, .cursor = at(200)})});

Odl next(Solves solves, SyncResult result, Time cursor, std::int64_t collisions = 0) {
  return {.solves = std::move(solves),
          .result = result,
          .cursor = cursor,
          .collisions = collisions,
          .call = kNext};
}
Odl filtered(Odl r, std::int64_t after) {
  r.totals.reset();
  r.after = at(after);
  return r;
}

const std::vector<ScoresRow> kOdl{
    {"WhoIsNotOnboardedHasNoScores", {}, answer({odl(1, 100)}), Events{}},
    {"AWholeAnswerIsStored", kGiven, answer({odl(1, 100), odl(2, 200)}, kTotals, {}, 50),
     Events{
         recorded({.solves = {odl(1, 100), odl(2, 200)}, .cursor = at(200), .accessed = at(50)})}},
    {"TheSameAnswerIsRecordedOnce", kKnown, answer({odl(9, 900)}), Events{}},
    {"AnEmptyFirstAnswerStoresTheTotalsAndNoCursor", kGiven, answer({}), Events{recorded({})}},
    {"OnlyWhatIsNewIsStored", kKnown,
     answer({odl(1, 100), odl(2, 200), odl(3, 300)}, kMore, {}, 0, kNext),
     Events{
         recorded({.solves = {odl(3, 300)}, .totals = kMore, .cursor = at(300), .call = kNext})}},
    {"TheSameAnswerAgainIsNoEvent", kKnown,
     answer({odl(1, 100), odl(2, 200)}, kTotals, {}, 0, kNext), Events{}},
    {"ChangedTotalsAloneAreNews", kKnown, answer({}, kMore, {}, 0, kNext),
     Events{recorded({.totals = kMore, .cursor = at(200), .call = kNext})}},
    {"FilteredAnswersNeverTouchTotals", kKnown, answer({odl(3, 300)}, kMore, at(150), 0, kNext),
     Events{recorded(filtered(next({odl(3, 300)}, SyncResult::synced, at(300)), 150))}},
    {"FilteredTotalsAreNoNews", kKnown, answer({}, kMore, at(150), 0, kNext), Events{}},
    {"TheCursorNeverMovesBack", kKnown, answer({odl(3, 50)}, kTotals, {}, 0, kNext),
     Events{recorded(next({odl(3, 50)}, SyncResult::synced, at(200)))}},
    {"AnOldAnswerWithoutSolvesKeepsTheCursor", kKnown, answer({}, kMore, {}, 0, kNext),
     Events{recorded({.totals = kMore, .cursor = at(200), .call = kNext})}},
    {"ALaterAccessAloneIsNews", kKnown, answer({}, kTotals, {}, 60, kNext),
     Events{recorded({.cursor = at(200), .accessed = at(60), .call = kNext})}},
    {"WithoutNewsTheLogDoesNotGrow", kKnown, answer({odl(2, 200)}, kMore, at(150), 0, kNext),
     Events{}},
    {"AnAnswerThatSomebodyAskedForIsRecordedWithoutNewsToo",
     plus(kKnown, {events::ScoresSyncRequested{kAda, 1}}), answer({}, kTotals, {}, 0, kNext),
     Events{recorded(next({}, kNoNews, at(200)))}},
    {"NothingIsDroppedWhenSolveIdsCollide", kKnown,
     answer({odl(2, 250, 8), odl(2, 250, 9)}, kTotals, {}, 0, kNext),
     Events{recorded(next({odl(2, 250, 8), odl(2, 250, 9)}, SyncResult::synced, at(250), 2))}},
    {"TheSameIdAtAnotherTimeIsAnotherSolve", kKnown, answer({odl(2, 201)}, kTotals, {}, 0, kNext),
     Events{recorded(next({odl(2, 201)}, SyncResult::synced, at(201), 1))}},
    {"CollisionsWithinOneAnswerAreCounted", kGiven, answer({odl(5, 100, 1), odl(5, 100, 2)}),
     Events{recorded(
         {.solves = {odl(5, 100, 1), odl(5, 100, 2)}, .cursor = at(100), .collisions = 1})}},
    {"TheVerySameSolveTwiceInOneAnswerIsOne", kGiven, answer({odl(5, 100), odl(5, 100)}),
     Events{recorded({.solves = {odl(5, 100)}, .cursor = at(100)})}},
};

events::FlashEvent event(std::int64_t solved, std::int64_t rank = 3) {
  return {"event-1", "May Flash", {90}, solved, solved * 100, {}, rank, boost::json::object{}};
}
RecordFlashProgress progress(const std::vector<events::FlashEvent>& events, const Solves& solves,
                             const CallId& call = kCall) {
  return {call, events, solves, 0};
}
events::ScoresFlashRecorded flashed(const CallId& call, SyncResult result,
                                    const std::vector<events::FlashEvent>& events,
                                    const Solves& solves, const Time& cursor,
                                    std::int64_t collisions = 0) {
  return {kAda, call, result, events, solves, cursor, collisions, 0};
}
const Events kFlashed =
    plus(kGiven, {flashed(kCall, SyncResult::synced, {event(1)}, {flash(1, 100)}, at(100))});

const std::vector<ScoresRow> kFlash{
    {"WhoIsNotOnboardedHasNoProgress", {}, progress({event(1)}, {}), Events{}},
    {"EventsAndTheirSolvesAreStored", kGiven, progress({event(1)}, {flash(1, 100)}),
     Events{flashed(kCall, SyncResult::synced, {event(1)}, {flash(1, 100)}, at(100))}},
    {"NoProgressIsNoNews", kGiven, progress({}, {}), Events{}},
    {"WhoIsOnlyRegisteredHasAnEventWithoutSolves", kGiven, progress({event(0)}, {}),
     Events{flashed(kCall, SyncResult::synced, {event(0)}, {}, {})}},
    {"TheSameProgressIsRecordedOnce", kFlashed, progress({event(9)}, {}), Events{}},
    {"AnUnchangedEventIsNoNews", kFlashed, progress({event(1)}, {flash(1, 100)}, kNext), Events{}},
    {"AChangedRankIsNews", kFlashed, progress({event(1, 2)}, {flash(1, 100)}, kNext),
     Events{flashed(kNext, SyncResult::synced, {event(1, 2)}, {}, at(100))}},
    {"AnEmptyAnswerTakesNothingAway", kFlashed, progress({}, {}, kNext), Events{}},
    {"NothingIsDroppedWhenSolveIdsCollideBetweenEvents", kFlashed,
     progress({event(1)}, {flash(1, 100, "event-2")}, kNext),
     Events{flashed(kNext, SyncResult::synced, {}, {flash(1, 100, "event-2")}, at(100), 1)}},
    {"NothingIsDroppedWhenSolveIdsCollideBetweenFeeds", kKnown, progress({}, {flash(1, 100)}),
     Events{flashed(kCall, SyncResult::synced, {}, {flash(1, 100)}, at(100), 1)}},
};

const CallFailure kPassing{"vendor-timeout", 0, "No answer.", "Wait.", true};
const CallFailure kLasting{"vendor-rejected", 422, "No list.", "Compare.", false};
events::ScoresSyncFailed failure(Feed feed, SyncResult result, const CallFailure& why,
                                 const CallId& call = kCall) {
  return {kAda, call, feed, result, why};
}
RecordSyncFailure fails(const CallId& call, SyncResult result, Feed feed = Feed::odl) {
  return {call, feed, result, result == SyncResult::failed ? kPassing : kLasting};
}
const events::ScoresSyncRequested kAsked{kAda, 1};
const Events kNotApproved = plus(kGiven, {failure(Feed::odl, SyncResult::not_approved, kLasting)});

const std::vector<ScoresRow> kPolls{
    {"ScoresBeginWhenTheVendorHasTheUser", {}, BeginScores{kAda, {7}}, Events{kBegun}},
    {"TheyBeginOnce", kGiven, BeginScores{kAda, {7}}, Events{}},
    {"WhoIsNotOnboardedIsNotSynced",
     {},
     RequestSync{},
     Refusal{Errc::conflict, "competitor-not-onboarded",
             "Add the competitor to the game platform first."}},
    {"ASyncIsRequested", kGiven, RequestSync{}, Events{kAsked}},
    {"APendingSyncIsNotRequestedTwice", plus(kGiven, {kAsked}), RequestSync{}, Events{}},
    {"AnAnswerEndsIt", plus(kGiven, {kAsked, recorded({})}), RequestSync{},
     Events{events::ScoresSyncRequested{kAda, 2}}},
    {"AFailureEndsItToo", plus(kGiven, {kAsked, failure(Feed::odl, SyncResult::failed, kPassing)}),
     RequestSync{}, Events{events::ScoresSyncRequested{kAda, 2}}},
    {"AnAnswerOfTheOtherFeedDoesNot", plus(kGiven, {kAsked, flashed(kCall, kNoNews, {}, {}, {})}),
     RequestSync{}, Events{}},
    {"AFailureThatNobodyAskedForIsNoFact", kGiven, fails(kCall, SyncResult::failed), Events{}},
    {"AFailureThatSomebodyWaitsForIsOne", plus(kGiven, {kAsked}), fails(kCall, SyncResult::failed),
     Events{failure(Feed::odl, SyncResult::failed, kPassing)}},
    {"NobodyWaitsForTheOtherFeed", plus(kGiven, {kAsked}),
     fails(kCall, SyncResult::failed, Feed::flash_ctf), Events{}},
    {"MissingAndNotApprovedAreSaidAsSuch", kGiven, fails(kCall, SyncResult::not_approved),
     Events{failure(Feed::odl, SyncResult::not_approved, kLasting)}},
    {"TheSameRefusalAgainIsNoEvent", kNotApproved, fails(kNext, SyncResult::not_approved),
     Events{}},
    {"AnotherRefusalIs", kNotApproved, fails(kNext, SyncResult::missing_remote),
     Events{failure(Feed::odl, SyncResult::missing_remote, kLasting, kNext)}},
    {"EachFeedIsRefusedByItself", kNotApproved,
     fails(kNext, SyncResult::not_approved, Feed::flash_ctf),
     Events{failure(Feed::flash_ctf, SyncResult::not_approved, kLasting, kNext)}},
    {"TheEndOfARefusalIsNewsWithoutScoresToo",
     plus(kKnown, {failure(Feed::odl, SyncResult::not_approved, kLasting, kNext)}),
     answer({}, kTotals, {}, 0, {"call-3"}),
     Events{recorded({.result = kNoNews, .cursor = at(200), .call = {"call-3"}})}},
    {"OfTheOtherFeedLikewise",
     plus(kGiven, {failure(Feed::flash_ctf, SyncResult::missing_remote, kLasting)}),
     progress({}, {}, kNext), Events{flashed(kNext, kNoNews, {}, {}, {})}},
    {"WhoIsNotOnboardedHasNoFailures", {}, fails(kCall, SyncResult::not_approved), Events{}},
};

std::vector<ScoresRow> all_rows() {
  std::vector<ScoresRow> out;
  for (const auto* part : {&kOdl, &kFlash, &kPolls})
    out.insert(out.end(), part->begin(), part->end());
  return out;
}

class ScoresDecide : public testing::TestWithParam<ScoresRow> {};

TEST_P(ScoresDecide, YieldsTheEventsAndYieldsThemOnce) {
  test::expect_row(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, ScoresDecide, testing::ValuesIn(all_rows()),
                         [](const auto& it) { return it.param.name; });

TEST(ScoresDecideTable, HasARowForEveryCommandAndEveryEvent) {
  EXPECT_EQ(test::commands_in(all_rows()), test::places<ScoresCommand>());
  EXPECT_EQ(test::events_in(all_rows()), test::places<Scores::Event>());
}

TEST(SolveIdentity, IsSourceEventSolveIdChallengeAndTimeAndNothingElse) {
  const auto key = [](auto change) {
    auto solve = flash(1, 100);
    change(solve);
    return events::solve_key(solve);
  };
  const auto same = key([](auto&) {});
  EXPECT_NE(key([](auto& s) { s.source = Feed::odl; }), same);
  EXPECT_NE(key([](auto& s) { s.event_id = "event-2"; }), same);
  EXPECT_NE(key([](auto& s) { s.challenge_solve_id = 2; }), same);
  EXPECT_NE(key([](auto& s) { s.challenge_id = 2; }), same);
  EXPECT_NE(key([](auto& s) { s.solved_at.value = 101; }), same);
  EXPECT_EQ(key([](auto& s) { s.challenge_title = "Vigenere"; }), same);
  EXPECT_EQ(key([](auto& s) { s.challenge_points = 1; }), same);
  EXPECT_EQ(key([](auto& s) { s.raw = nullptr; }), same);
}

TEST(UnknownFields, AreCountedInBothFeeds) {
  const auto state = fold<Scores>({}, kGiven);
  auto scores = answer({});
  scores.unknown_fields = 4;
  const auto stored = Scores::decide(state, scores, kContext);
  EXPECT_EQ(std::get<events::ScoresOdlRecorded>(stored.value().at(0)).unknown_fields, 4);
  auto flashes = progress({event(1)}, {});
  flashes.unknown_fields = 5;
  const auto other = Scores::decide(state, flashes, kContext);
  EXPECT_EQ(std::get<events::ScoresFlashRecorded>(other.value().at(0)).unknown_fields, 5);
}

}  // namespace
}  // namespace lockstep::domain
