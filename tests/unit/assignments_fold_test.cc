// The read model's view of a competitor's teams is the competitor's own: whatever happens, both
// count the same changes and say the same about them. A reconciliation relies on it.
#include <gtest/gtest.h>

#include "engine/domain/competitor.h"
#include "projections/assignments.h"
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
  EXPECT_EQ(row.call == "open", state.assignment_call.call_id.has_value());
  if (row.call == "none") {
    EXPECT_FALSE(state.assignment_call.failure);
  }
}

TEST(AssignmentRows, FollowTheCompetitorWhateverHappens) {
  testing_support::RandomEvents random{7};
  testing_support::MemoryRows rows;
  std::map<std::string, Competitor::State> states;
  for (const auto& placed : random.take(20'000)) {
    const auto& at = placed.stored;
    projections::Assignments::apply(rows, {at.position, at.version, at.recorded_at, at.stream},
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

}  // namespace
}  // namespace lockstep
