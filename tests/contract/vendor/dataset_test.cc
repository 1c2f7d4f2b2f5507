// What everybody else relies on in the baseline dataset.
#include "adapters/metactf_mock/dataset.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace lockstep::metactf_test {
namespace {

TEST(Baseline, HasTwelveCompetitorsOfWhomNineMayBeOnboarded) {
  const auto& data = metactf_mock::baseline();
  EXPECT_EQ(data.coaches.size(), 2U);
  EXPECT_EQ(data.teams.size(), 3U);
  EXPECT_EQ(data.competitors.size(), 12U);
  const auto count = [&](bool profile, bool compliance) {
    return std::ranges::count_if(data.competitors, [&](const auto& c) {
      return c.profile_complete == profile && c.compliance_complete == compliance;
    });
  };
  EXPECT_EQ(count(true, true), 9);
  EXPECT_EQ(count(false, false), 1);
  EXPECT_EQ(count(true, false), 2);
}

TEST(Baseline, TeamsHaveMembersOfTheirDivisionAndCoach) {
  const auto& data = metactf_mock::baseline();
  std::set<std::string> used;
  for (const auto& competitor : data.competitors) {
    if (!competitor.team_id) continue;
    const auto team =
        std::ranges::find(data.teams, *competitor.team_id, &metactf_mock::TeamFacts::id);
    ASSERT_NE(team, data.teams.end());
    EXPECT_EQ(team->division, competitor.division);
    EXPECT_EQ(team->coach_id, competitor.coach_id);
    used.insert(team->id);
  }
  EXPECT_EQ(used.size(), 3U);
}

TEST(Baseline, HasACollisionOfSolveIdsAndNineCategories) {
  const auto& first = metactf_mock::baseline().persons.at(2);
  std::multiset<std::int64_t> ids;
  std::set<std::string> spellings;
  for (const auto& solve : first.odl) ids.insert(solve.challenge_solve_id);
  for (const auto& entry : first.flash)
    for (const auto& solve : entry.solves) ids.insert(solve.challenge_solve_id);
  EXPECT_GT(ids.count(first.flash.front().solves.front().challenge_solve_id), 1U);
  for (const auto& person : metactf_mock::baseline().persons)
    for (const auto& solve : person.odl) spellings.insert(solve.category);
  EXPECT_EQ(spellings.size(), 18U) << "nine categories, each in two spellings";
}

TEST(Baseline, PersonalStringsAreManyAndLongEnoughToSearchFor) {
  const auto strings = metactf_mock::personal_strings(metactf_mock::baseline());
  EXPECT_GT(strings.size(), 60U);
  for (const auto& text : strings) EXPECT_GE(text.size(), 7U) << text;
  EXPECT_NE(std::ranges::find(strings, "zephcastle"), strings.end());
  EXPECT_NE(std::ranges::find(strings, "wilhelmina.okonkwo-baptiste"), strings.end());
}

}  // namespace
}  // namespace lockstep::metactf_test
