// The read model's view of a competitor's teams is the competitor's own: whatever happens, both
// count the same changes and say the same about them. A reconciliation relies on it.
#include <gtest/gtest.h>

#include "engine/domain/competitor.h"
#include "projections/vendor_work/assignments.h"
#include "tests/support/memory_rows.h"
#include "tests/support/random_events.h"

namespace lockstep {
namespace {

using domain::Competitor;
using projections::AssignmentRow;

void expect_the_same(const AssignmentRow& row, const Competitor::State& state) {
  EXPECT_EQ(row.team_changes, state.team_changes);
  EXPECT_EQ(row.request_no, state.request_no);
  EXPECT_EQ(row.requested_team_id, state.requested_team);
  EXPECT_EQ(row.team_id, state.team);
  EXPECT_EQ(row.team_ready, state.team_ready);
  EXPECT_EQ(row.remote_team_id, state.remote_team);
  EXPECT_EQ(row.onboarded, state.metactf_user_id.has_value());
  EXPECT_EQ(row.call == projections::AssignmentCall::open,
            state.assignment_call.call_id.has_value());
  EXPECT_EQ(row.calling_team_id, state.calling_team);
  if (row.call == projections::AssignmentCall::none) {
    EXPECT_FALSE(state.assignment_call.failure);
  }
}

TEST(AssignmentRows, FollowTheCompetitorWhateverHappens) {
  testing_support::RandomEvents random{7};
  testing_support::MemoryRows rows;
  std::map<std::string, Competitor::State> states;
  for (const auto& placed : random.take(20'000)) {
    const auto& at = placed.stored;
    projections::Assignments::apply(projections::RowAccess{rows},
                                    {at.position, at.version, at.recorded_at, at.stream},
                                    placed.event);
    projections::when<events::CompetitorEvent>(placed.event, [&](const auto& e) {
      auto& state = states[e.competitor_id.value];
      state = Competitor::evolve(std::move(state), e);
      const auto row = rows.get(projections::keyed<AssignmentRow>(e.competitor_id));
      expect_the_same(row.value_or(AssignmentRow{}), state);
    });
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_EQ(states.size(), 5U);
  for (const auto& [id, state] : states) EXPECT_GT(state.team_changes, 100) << id;
}

class MayBeOn : public testing::Test {
 protected:
  using Teams = std::set<std::string>;
  template <class E>
  void see(const E& e) {
    ++at_.value;
    projections::Assignments::apply(projections::RowAccess{rows_},
                                    {at_, Version{at_.value}, Timestamp{1}, {"competitor", "ada"}},
                                    events::AnyEvent{e});
  }
  void calls(const std::optional<TeamId>& team) {
    see(events::CompetitorAssignmentRequested{kAda, {"call"}, 1, team, {}});
  }
  void done(const std::optional<TeamId>& team) {
    see(events::CompetitorAssignmentRecorded{kAda, {"call"}, team});
  }
  void failed(const std::optional<TeamId>& team, std::optional<bool> nothing_written = {}) {
    const events::CallFailure why{"vendor-timeout", 0, "", "", true, nothing_written};
    see(events::CompetitorAssignmentFailed{kAda, {"call"}, 1, team, why, {}});
  }
  Teams may_be_on() {
    const auto row = rows_.get(projections::keyed<AssignmentRow>(kAda));
    return row ? projections::may_be_on(*row) : Teams{};
  }

  projections::AssignmentCall call() {
    return rows_.get(projections::keyed<AssignmentRow>(kAda))->call;
  }

  const CompetitorId kAda{"ada"};
  const TeamId kRed{"red"};
  const TeamId kBlue{"blue"};

 private:
  testing_support::MemoryRows rows_;
  Position at_{};
};

TEST_F(MayBeOn, TheTeamOfAnOpenCallAndTheOneBefore) {
  calls(kRed);
  EXPECT_EQ(may_be_on(), Teams{"red"});
  done(kRed);
  EXPECT_EQ(may_be_on(), Teams{"red"});
  calls(kBlue);
  EXPECT_EQ(may_be_on(), (Teams{"blue", "red"}));
  done(kBlue);
  EXPECT_EQ(may_be_on(), Teams{"blue"});
  calls({});
  EXPECT_EQ(may_be_on(), Teams{"blue"}) << "until it is done";
  done({});
  EXPECT_EQ(may_be_on(), Teams{});
}

TEST_F(MayBeOn, ThatOfACallWhoseOutcomeNobodyKnowsUntilOneIsKnown) {
  calls(kRed);
  failed(kRed);
  calls(kBlue);
  failed(kBlue);
  calls(kBlue);
  failed(kBlue);
  EXPECT_EQ(may_be_on(), (Teams{"blue", "red"}));
  see(events::CompetitorRemoteTeamFound{kAda, {"run"}, kRed});
  EXPECT_EQ(may_be_on(), Teams{"red"});
  calls({});
  failed({});
  EXPECT_EQ(may_be_on(), Teams{"red"});
  calls({});
  done({});
  EXPECT_EQ(may_be_on(), Teams{});
}

// A reconciliation passes over whoever has a call that failed: not for ever.
TEST_F(MayBeOn, ACallThatWasTakenBackLeavesNoTrace) {
  const events::CallFailure recalled{"facts-changed", 0, "", "", false, true};
  calls(kRed);
  see(events::CompetitorAssignmentFailed{kAda, {"call"}, 1, kRed, recalled, {}});
  EXPECT_EQ(call(), projections::AssignmentCall::none);
  calls(kRed);
  see(events::CompetitorAssignmentFailed{kAda, {"call"}, 2, kRed, recalled, {}});
  EXPECT_EQ(call(), projections::AssignmentCall::failed) << "the one before may have been heard";
}

TEST_F(MayBeOn, NotThatOfACallThatWasNotMade) {
  calls(kRed);
  failed(kRed, true);
  EXPECT_EQ(may_be_on(), Teams{});
}

}  // namespace
}  // namespace lockstep
