// What events make of states and rows, for the invariants of docs/lessons.md that need no vendor.
#include <gtest/gtest.h>

#include "engine/domain/coach.h"
#include "engine/domain/competitor.h"
#include "engine/domain/scores.h"
#include "engine/domain/team.h"
#include "projections/all_projections.h"
#include "tests/support/memory_rows.h"

namespace lockstep {
namespace {

using namespace projections;
using domain::Competitor;
using testing_support::MemoryRows;

const CompetitorId kAda{"ada"};
const CoachId kKim{"kim"};
const TeamId kRed{"red"};
const events::CallFailure kFailure{"vendor-not-approved", 403, "Not approved.", "Ask.", true};
const Context kContext{Timestamp{1'000'000}, "seed"};

/// A decider and the rows that follow from what it decides, as the engine has them.
template <Decider D>
struct Life {
  explicit Life(std::string id) { stored.stream = {std::string(D::kCategory), std::move(id)}; }
  /// With the rows of another life: two streams of one log.
  Life(std::string id, MemoryRows& shared) : Life(std::move(id)) { in = &shared; }

  void give(const typename D::Command& command, const Context& context = kContext) {
    const auto decided = D::decide(state, command, context);
    ASSERT_TRUE(decided) << decided.error().type;
    for (const auto& event : decided.value()) happens(event);
  }
  void happens(const typename D::Event& event) {
    state = D::evolve(std::move(state), event);
    stored.position.value += 1;
    stored.version.value += 1;
    stored.recorded_at.value += 60'000;
    project_all(*in, stored, std::visit([](const auto& e) { return events::AnyEvent{e}; }, event));
  }
  [[nodiscard]] std::string state_text() const {
    const auto encoded = events::encode(state);
    return boost::json::serialize(encoded.body) + boost::json::serialize(encoded.personal);
  }

  typename D::State state{};
  events::StoredEvent stored{};
  MemoryRows rows{};
  MemoryRows* in = &rows;
};

template <class Row>
Row without_place(MemoryRows& rows, const Row& key) {
  auto row = rows.get(key).value();
  row.version = {};
  row.position = {};
  row.facts_revision = {};  // How often they changed is no fact.
  return row;
}

/// Whoever had everything and lost what is optional is as if they had never had it.
template <Decider D, class Row>
void expect_cleared(const Row& key, const typename D::Command& full,
                    const typename D::Command& bare) {
  Life<D> had{"x"};
  had.give(full);
  const auto before = had.state_text();
  had.give(bare);
  Life<D> never{"x"};
  never.give(bare);
  had.state.facts_revision = never.state.facts_revision;
  EXPECT_NE(had.state_text(), before);
  EXPECT_EQ(had.state_text(), never.state_text());
  EXPECT_TRUE(without_place(had.rows, key) == without_place(never.rows, key));
}

// `new ?? old`: null could never be written.
TEST(Lessons, ClearingIsAnEvent) {
  domain::RecordCompetitorFacts competitor;
  competitor.competitor_id = kAda;
  competitor.coach_id = kKim;
  competitor.person.first_name = "Ada";
  competitor.person.last_name = "Quillon";
  auto whole_competitor = competitor;
  whole_competitor.person.email_personal = "ada@home.test";
  whole_competitor.person.email_school = "ada@school.test";
  whole_competitor.person.preferred_username = "ada";
  whole_competitor.compliance_date = "2026-01-01";
  whole_competitor.syned_school_id = "s";
  whole_competitor.syned_region_id = "r";
  whole_competitor.profile_complete = whole_competitor.compliance_complete = true;
  expect_cleared<Competitor>(keyed<CompetitorRow>(kAda), whole_competitor, competitor);

  const events::CoachPerson kim{"Kim", "Orla", "kim@school.test"};
  expect_cleared<domain::Coach>(
      keyed<CoachRow>(kKim),
      domain::RecordCoachFacts{kKim, kim, "Hill School", "north", events::Division::college},
      domain::RecordCoachFacts{kKim, kim, {}, {}, {}});

  // A team's name is confirmed before its facts are recorded.
  using Text = std::optional<std::string>;
  const events::TeamFactsRecorded full{
      kRed, kKim, Sealed<std::string>{"Red"}, events::Division::college, Sealed<Text>{"Hill"}, 1};
  Life<domain::Team> team{"red"};
  team.happens(full);
  team.give(domain::ChangeTeamFacts{.team_id = kRed, .affiliation = Text{}});
  EXPECT_EQ(team.state.affiliation.reveal(), std::nullopt);
  EXPECT_EQ(team.rows.get(keyed<TeamRow>(kRed))->affiliation, std::nullopt);
}

events::CompetitorFactsRecorded ada_facts() {
  events::CompetitorFactsRecorded facts;
  facts.competitor_id = kAda;
  facts.coach_id = kKim;
  facts.is_active = facts.profile_complete = facts.compliance_complete = true;
  return facts;
}

/// Onboarded, with the vendor's id 77 and a status nobody has heard of.
struct Ada : Life<Competitor> {
  Ada() : Life("ada") {
    happens(ada_facts());
    happens(events::CompetitorOnboarded{
        kAda, {"call"}, {77}, Sealed<std::string>{"ada"}, "Odd-Status", VendorTime{5}, true});
    scores.happens(events::ScoresBegun{kAda, {77}});
  }
  Life<domain::Scores> scores{"ada", rows};
};

// The vendor's number was stored as the link id.
TEST(Lessons, TheVendorsIdIsNeverALinkId) {
  Ada life;
  const auto row = life.rows.get(keyed<CompetitorRow>(kAda)).value();
  EXPECT_EQ(row.game_platform_id, "ada");
  EXPECT_EQ(row.metactf_user_id, MetactfUserId{77});
  Life<domain::Team> team{"red"};
  team.happens(events::TeamFactsRecorded{
      kRed, kKim, Sealed<std::string>{"Red"}, events::Division::college, {}});
  team.happens(events::TeamRemoteCreated{kRed, {"call"}, MetactfTeamId{55}, "9"});
  EXPECT_EQ(team.rows.get(keyed<TeamRow>(kRed))->game_platform_id, "red");
  EXPECT_EQ(team.rows.get(keyed<TeamRow>(kRed))->metactf_team_id, MetactfTeamId{55});
}

events::Solve solve(std::int64_t id, std::int64_t at) {
  events::Solve out;
  out.challenge_solve_id = id;
  out.challenge_id = 1;
  out.challenge_points = 10;
  out.solved_at = VendorTime{at};
  return out;
}

domain::RecordOdlScores odl(const std::string& call, std::vector<events::Solve> solves,
                            std::int64_t accessed = 0) {
  domain::RecordOdlScores out;
  out.call_id = {call};
  out.asked_after = VendorTime{1};
  out.answered_at = VendorTime{10'000};
  out.last_accessed_at = VendorTime{accessed};
  out.solves = std::move(solves);
  return out;
}

domain::RecordFlashProgress flash(const std::string& call, std::vector<events::Solve> solves) {
  domain::RecordFlashProgress out;
  out.call_id = {call};
  out.answered_at = VendorTime{10'000};
  out.solves = std::move(solves);
  for (auto& one : out.solves) {
    one.source = events::Feed::flash_ctf;
    one.event_id = "event";
  }
  return out;
}

domain::RecordSyncFailure failure(const std::string& call, events::Feed feed) {
  return {{call}, feed, events::SyncResult::not_approved, kFailure};
}

// "Last activity" had two writers with two meanings.
TEST(Lessons, OneFactOneSource) {
  Ada life;
  const auto accessed = [&] {
    return life.rows.get(keyed<SyncStateRow>(kAda))->last_remote_accessed_at;
  };
  const auto login = [&] { return life.rows.get(keyed<CompetitorRow>(kAda))->last_login_at; };
  life.scores.give(odl("c1", {solve(1, 900)}, 500));
  EXPECT_EQ(accessed(), VendorTime{500});
  EXPECT_EQ(login(), VendorTime{5});
  life.give(domain::RecordPlatformStatus{"Odd-Status", VendorTime{700}});
  EXPECT_EQ(accessed(), VendorTime{500});
  EXPECT_EQ(login(), VendorTime{700});
  life.scores.give(flash("c2", {solve(2, 9'000)}));
  life.scores.give(failure("c3", events::Feed::odl));
  life.scores.give(odl("c4", {solve(3, 9'500)}));  // Never logged in, says this one: no news.
  EXPECT_EQ(accessed(), VendorTime{500});
  EXPECT_EQ(login(), VendorTime{700});
}

// Status rewritten to "approved" on any success, to "error" on any failure.
TEST(Lessons, TheVendorsStatusIsStoredVerbatim) {
  Ada life;
  const auto expect_odd = [&](const char* after) {
    EXPECT_EQ(life.state.metactf_user_status, "Odd-Status") << after;
    EXPECT_EQ(life.rows.get(keyed<CompetitorRow>(kAda))->metactf_user_status, "Odd-Status")
        << after;
  };
  expect_odd("onboarding");
  life.scores.give(odl("c1", {solve(1, 100)}));
  expect_odd("a success");
  life.scores.give(failure("c2", events::Feed::odl));
  life.scores.give(failure("c3", events::Feed::flash_ctf));
  expect_odd("a refusal");
  life.happens(events::CompetitorAssignmentRequested{kAda, {"c4"}, 1, kRed, {}});
  life.give(domain::RecordAssignmentOutcome{{"c4"}, kFailure});
  expect_odd("a failed assignment");
  life.give(domain::RecordPlatformStatus{std::nullopt, VendorTime{5}});
  EXPECT_FALSE(life.state.metactf_user_status) << "none is a status, too";
  EXPECT_FALSE(life.rows.get(keyed<CompetitorRow>(kAda))->metactf_user_status);
}

// The cursor was our clock after the fetch; one for everything.
TEST(Lessons, TheCursorIsVendorTimePerUserAndFeed) {
  Ada life;
  life.scores.give(odl("c1", {solve(1, 100)}), Context{Timestamp{9'000'000'000'000}, "far"});
  EXPECT_EQ(life.scores.state.odl_cursor, VendorTime{100}) << "what our clock says is no matter";
  EXPECT_FALSE(life.scores.state.flash_cursor);
  life.scores.give(flash("c2", {solve(2, 7'000)}));
  EXPECT_EQ(life.scores.state.odl_cursor, VendorTime{100});
  EXPECT_EQ(life.scores.state.flash_cursor, VendorTime{7'000});
  life.scores.give(failure("c3", events::Feed::odl));
  life.scores.give(
      odl("c4", {solve(3, 50)}));  // It came late: stored, and the cursor does not go back.
  EXPECT_EQ(life.scores.state.odl_cursor, VendorTime{100});
  EXPECT_EQ(life.scores.state.known_solves.size(), 3U);
  const auto row = life.rows.get(keyed<SyncStateRow>(kAda)).value();
  EXPECT_EQ(row.odl_cursor, life.scores.state.odl_cursor);
  EXPECT_EQ(row.flash_cursor, life.scores.state.flash_cursor);
}

// Last one wins dropped real solves.
TEST(Lessons, IdentityIsTheWholeKeyAndNothingIsDropped) {
  Ada life;
  auto other_challenge = solve(1, 100);
  other_challenge.challenge_id = 2;
  life.scores.give(odl("c1", {solve(1, 100), other_challenge, solve(1, 101), solve(1, 100)}));
  life.scores.give(flash("c2", {solve(1, 100)}));
  EXPECT_EQ(life.rows.count<SolveRow>(), 4U);
  const auto stats = life.rows.get(keyed<StatsRow>(kAda)).value();
  EXPECT_EQ(stats.odl_solves_stored, 3);
  EXPECT_EQ(stats.flash_solves_stored, 1);
  EXPECT_EQ(life.rows.get(keyed<SyncStateRow>(kAda))->solve_id_collisions, 3)
      << "nobody is told of a collision";
}

// A validator took off a field it did not know: no solves, no error.
TEST(Lessons, UnknownFieldsAreKeptAndCounted) {
  Ada life;
  auto odd = solve(1, 100);
  odd.raw = {{"challenge_solve_id", 1}, {"brand_new", {{"deep", true}}}};
  auto answer = odl("c1", {odd});
  answer.unknown_fields = 1;
  const auto decided = domain::Scores::decide(life.scores.state, answer, kContext).value();
  EXPECT_EQ(std::get<events::ScoresOdlRecorded>(decided.at(0)).unknown_fields, 1);
  life.scores.give(answer);
  auto key = keyed<SolveRow>(kAda, events::Feed::odl, std::string(), std::int64_t{1},
                             std::int64_t{1}, VendorTime{100});
  EXPECT_EQ(life.rows.get(key)->raw_payload, odd.raw);
}

/// Arrays within each other, in an object: `depth` levels in all.
boost::json::value nested(int depth) {
  boost::json::value out = boost::json::array{};
  for (int i = 2; i < depth; ++i) out = boost::json::array{out};
  return boost::json::object{{"field", out}};
}

// One bad item stopped everybody: what an answer can hold must be readable in the log, for ever.
TEST(Lessons, NothingTheVendorCanSendIsUnreadableInTheLog) {
  for (int depth = 2;; ++depth) {
    const auto item = nested(depth);
    boost::system::error_code failed;
    const auto answer = boost::json::parse(
        boost::json::serialize(boost::json::object{{"items", boost::json::array{item}}}), failed);
    if (failed) {  // No answer can be as deep.
      EXPECT_GT(depth, 20);
      return;
    }
    Ada life;
    auto one = solve(1, 100);
    one.raw = item;
    events::FlashEvent event;
    event.event_id = "event";
    event.raw = item;
    auto deep = flash("c2", {});
    deep.events = {event};
    for (const auto& command :
         {domain::ScoresCommand{odl("c1", {one})}, domain::ScoresCommand{deep}}) {
      const auto decided = domain::Scores::decide(life.scores.state, command, kContext).value();
      const auto encoded = std::visit([](const auto& e) { return events::encode(e); }, decided[0]);
      events::StoredEvent stored;
      stored.type = events::type_of(decided[0]);
      stored.body = boost::json::serialize(encoded.body);
      ASSERT_TRUE(events::decode(stored)) << "depth " << depth << " of " << stored.type;
    }
  }
}

// Onboarding fired on an edge, once.
TEST(Lessons, LevelTriggeredWhateverWasMissedIsFoundWhenAskedAgain) {
  Life<Competitor> life{"ada"};
  life.happens(ada_facts());
  auto person = events::CompetitorPerson{};
  person.first_name = "Ada";
  person.last_name = "Quillon";
  person.email_personal = "ada@home.test";
  auto facts = ada_facts();
  facts.person = Sealed<events::CompetitorPerson>{person};
  life.happens(facts);
  life.give(domain::OnboardCompetitor{});
  EXPECT_FALSE(life.state.onboarding_call.call_id) << "the coach has not been asked yet";
  life.give(domain::ProceedOnboarding{kKim, {}, {}});
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(life.state.onboarding_call.call_id);
    life.give(domain::RecordOnboardingOutcome{*life.state.onboarding_call.call_id, kFailure});
    EXPECT_FALSE(life.state.onboarding_call.call_id);
    const auto due = life.state.onboarding_call.retry_at.value();
    life.give(domain::RetryOnboarding{}, Context{Timestamp{due.value - 1}, "early"});
    EXPECT_FALSE(life.state.onboarding_call.call_id) << "not before its time";
    life.give(domain::RetryOnboarding{}, Context{due, "due" + std::to_string(i)});
  }
  EXPECT_TRUE(life.state.onboarding_call.call_id);
}

}  // namespace
}  // namespace lockstep
