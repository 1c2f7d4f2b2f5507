// The dataset that is made up by seed: the same for ever, and like a vendor in mid-season.
#include "adapters/metactf_mock/large.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "adapters/metactf_mock/catalogue.h"
#include "adapters/metactf_mock/made_up.h"
#include "events/codec.h"

namespace lockstep::metactf_test {
namespace {

using metactf_mock::large_records;
using metactf_mock::made_up_person;
using metactf_mock::Records;
using metactf_mock::VendorPerson;

constexpr std::uint64_t kRecordsHash = 362339234142284551U;
constexpr std::uint64_t kPeopleHash = 4031747331877929587U;

std::string text_of(const Records& records) {
  return boost::json::serialize(events::to_json(records.users)) +
         boost::json::serialize(events::to_json(records.teams)) +
         boost::json::serialize(events::to_json(records.assignments));
}
std::string text_of(const VendorPerson& person) {
  return boost::json::serialize(events::to_json(person));
}

/// FNV-1a, to hold what is made up against what was made up when this test was written.
std::uint64_t hash_of(const std::string& text) {
  std::uint64_t out = 0xcbf29ce484222325U;
  for (const char c : text) out = (out ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return out;
}

std::vector<VendorPerson> people(std::int64_t count) {
  std::vector<VendorPerson> out;
  for (std::int64_t i = 0; i < count; ++i)
    out.push_back(made_up_person(7, "person-" + std::to_string(i)));
  return out;
}

TEST(Large, IsTheSameForEver) {
  EXPECT_EQ(text_of(large_records(300, 7)), text_of(large_records(300, 7)));
  EXPECT_EQ(text_of(made_up_person(7, "x")), text_of(made_up_person(7, "x")));
  EXPECT_EQ(hash_of(text_of(large_records(300, 7))), kRecordsHash);
  std::string all;
  for (const auto& person : people(100)) all += text_of(person);
  EXPECT_EQ(hash_of(all), kPeopleHash) << "solves that engines have stored would change";
}

TEST(Large, AnotherSeedIsAnotherWorld) {
  const auto one = large_records(300, 7);
  const auto other = large_records(300, 8);
  EXPECT_NE(one.users.front().syned_user_id, other.users.front().syned_user_id);
  EXPECT_NE(text_of(made_up_person(7, "x")), text_of(made_up_person(8, "x")));
}

TEST(Large, HasAsManyCompetitorsAsAskedFor) {
  for (const std::int64_t size : {1, 25, 1000}) {
    const auto records = large_records(size, 1);
    const auto competitors =
        std::ranges::count(records.users, "user", [](const auto& u) { return u.role; });
    EXPECT_EQ(competitors, size);
    const auto coaches = static_cast<std::int64_t>(records.users.size()) - size;
    EXPECT_LE(coaches, size / 20 + 1);
    EXPECT_GE(coaches, size / 30);
  }
}

TEST(Large, IdsAreUniqueAndReferencesLeadSomewhere) {
  const auto records = large_records(2000, 3);
  std::map<std::string, std::string> role_of;
  for (const auto& user : records.users) role_of[user.syned_user_id] = user.role;
  EXPECT_EQ(role_of.size(), records.users.size());
  for (const auto& user : records.users)
    EXPECT_EQ(role_of[user.syned_coach_user_id.value_or(user.syned_user_id)], "coach");
  std::map<std::string, int> members;
  for (const auto& team : records.teams) {
    EXPECT_EQ(role_of[team.syned_coach_user_id], "coach");
    members[team.syned_team_id] = 0;
  }
  EXPECT_EQ(members.size(), records.teams.size());
  std::set<std::string> assigned;
  for (const auto& [user, team] : records.assignments) {
    EXPECT_TRUE(members.contains(team));
    EXPECT_LE(++members[team], 6);
    EXPECT_TRUE(assigned.insert(user).second) << "on two teams";
  }
  EXPECT_GT(assigned.size(), 1500U);
  EXPECT_LT(assigned.size(), 2000U) << "some are on no team";
  std::set<std::string> divisions;
  for (const auto& team : records.teams) divisions.insert(team.division);
  EXPECT_EQ(divisions.size(), 3U);
}

TEST(Large, TheCatalogueHasAllChallengesInNineCategoriesOfVariedSpelling) {
  std::set<std::int64_t> ids;
  std::set<std::string> titles;
  std::set<std::string> spellings;
  std::set<std::string> categories;
  const auto add = [&](const metactf_mock::VendorSolve& solve) {
    ids.insert(solve.challenge_id);
    titles.insert(solve.title);
    spellings.insert(solve.category);
    auto lower = solve.category;
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return static_cast<char>(std::tolower(c)); });
    categories.insert(lower);
  };
  for (std::int64_t i = 0; i < 201; ++i) add(metactf_mock::catalogue_odl(i, 1, 1));
  EXPECT_EQ(ids.size(), 201U);
  for (std::int64_t i = 0; i < 202; ++i) add(metactf_mock::catalogue_flash(i, 1, 1));
  EXPECT_EQ(ids.size(), 403U);
  EXPECT_EQ(titles.size(), 403U);
  EXPECT_EQ(categories.size(), 9U);
  EXPECT_EQ(spellings.size(), 27U);
  EXPECT_EQ(metactf_mock::catalogue_odl(201, 1, 1), metactf_mock::catalogue_odl(0, 1, 1));
}

TEST(Large, SolvesAreInOrderOnceEachAndBeforeTheAnchor) {
  for (const auto& person : people(2000)) {
    std::set<std::int64_t> challenges;
    for (const auto& solve : person.odl) {
      EXPECT_TRUE(challenges.insert(solve.challenge_id).second);
      EXPECT_LE(solve.at, metactf_mock::kDatasetAnchor);
    }
    EXPECT_TRUE(std::ranges::is_sorted(person.odl, {}, &metactf_mock::VendorSolve::at));
    EXPECT_TRUE(person.odl.empty() || person.last_accessed >= person.odl.back().at);
    for (const auto& entry : person.flash)
      for (const auto& solve : entry.solves) EXPECT_GT(solve.at, entry.start);
  }
}

TEST(Large, ActivityIsHeavyTailed) {
  std::vector<std::size_t> solves;
  std::int64_t all = 0;
  for (const auto& person : people(2000)) solves.push_back(person.odl.size());
  std::ranges::sort(solves, std::greater{});
  for (const auto count : solves) all += static_cast<std::int64_t>(count);
  std::int64_t of_the_top = 0;
  for (std::size_t i = 0; i < 200; ++i) of_the_top += static_cast<std::int64_t>(solves[i]);
  EXPECT_GT(of_the_top * 2, all) << "a tenth of the people makes half of the solves";
  EXPECT_EQ(solves.front(), 201U) << "somebody has solved everything";
  EXPECT_EQ(solves.back(), 0U);
  EXPECT_LT(solves[1000], 12U);
}

TEST(Large, SomeAreInactiveAndSomeWait) {
  std::map<std::string, int> statuses;
  int inactive = 0;
  for (const auto& person : people(2000)) {
    ++statuses[person.status];
    inactive += person.last_accessed < metactf_mock::kDatasetAnchor - 60 * 86'400 ? 1 : 0;
  }
  EXPECT_GT(statuses["approved"], 1700);
  EXPECT_GT(statuses["user_created"], 50);
  EXPECT_GT(statuses["pending_approval"], 10);
  EXPECT_GT(statuses["denied"], 1);
  EXPECT_GT(inactive, 300);
  EXPECT_LT(inactive, 1000);
}

TEST(Large, FlashCtfsAreMonthlyAndSolveIdsCollideNowAndThen) {
  std::set<std::pair<std::int64_t, std::string>> events;
  int collisions = 0;
  for (const auto& person : people(2000)) {
    std::set<std::int64_t> ids;
    for (const auto& solve : person.odl) ids.insert(solve.challenge_solve_id);
    for (const auto& entry : person.flash) {
      events.emplace(entry.start, entry.name);
      EXPECT_EQ(metactf_mock::made_up_flash_start(entry.name), entry.start);
      for (const auto& solve : entry.solves)
        collisions += ids.insert(solve.challenge_solve_id).second ? 0 : 1;
    }
  }
  EXPECT_EQ(events.size(), 14U);
  EXPECT_EQ(events.rbegin()->second, "Flash CTF - October 2026");
  EXPECT_GT(collisions, 50);
  EXPECT_LT(collisions, 1000);
}

}  // namespace
}  // namespace lockstep::metactf_test
