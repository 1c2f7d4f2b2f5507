// What the embedded store answers about accounts that nobody of ours made.
#include <algorithm>

#include "projections/tables/row_key.h"
#include "tests/contract/read_model/stores.h"

namespace lockstep {
namespace {

using namespace projections;
using read_store::SqliteReadStore;

FoundAccountRow account(const std::string& id, FoundAccountState state) {
  auto row = keyed<FoundAccountRow>(id);
  row.state = state;
  row.metactf_user_id = MetactfUserId{7};
  row.same = boost::json::array{"username"};
  row.different = boost::json::array{};
  return row;
}

TEST(FoundAccounts, AreListedByStateAndPagedByTheirIds) {
  const auto store = testing_support::make_store<SqliteReadStore>();
  const auto fold = [](const RowAccess& rows) {
    for (const auto* id : {"cy", "ann", "bob"}) rows.put(account(id, FoundAccountState::held));
    rows.put(account("art", FoundAccountState::rejected));
  };
  ASSERT_TRUE(testing_support::write_all(*store, {}, {Position{7}, {}}, fold));
  auto& accounts = store->accounts();
  EXPECT_EQ(accounts.found_account("art").value(), account("art", FoundAccountState::rejected));
  EXPECT_EQ(accounts.found_account("nobody").value(), std::nullopt);
  EXPECT_EQ(accounts.found_accounts({}).value().total, 4);
  const auto first = accounts.found_accounts({FoundAccountState::held, {}, 2}).value();
  EXPECT_EQ(first.total, 3);
  ASSERT_EQ(first.rows.size(), 2U);
  EXPECT_EQ(first.rows[0].id, "ann");
  EXPECT_EQ(first.next, "bob");
  const auto last = accounts.found_accounts({FoundAccountState::held, first.next, 2}).value();
  ASSERT_EQ(last.rows.size(), 1U);
  EXPECT_EQ(last.rows[0].id, "cy");
  EXPECT_EQ(last.next, std::nullopt);
  EXPECT_FALSE(accounts.found_accounts({{}, {}, 0}));
}

TEST(RecordedAccounts, OfCoachesAndCompetitorsAreComparedTogether) {
  const auto store = testing_support::make_store<SqliteReadStore>();
  const auto fold = [](const RowAccess& rows) {
    auto kim = keyed<CoachRow>(CoachId{"kim"});
    kim.metactf_user_id = MetactfUserId{7};
    rows.put(kim);
    auto ada = keyed<CompetitorRow>(CompetitorId{"ada"});
    ada.metactf_user_id = MetactfUserId{7};
    rows.put(ada);
    rows.put(keyed<CompetitorRow>(CompetitorId{"bob"}));
  };
  ASSERT_TRUE(testing_support::write_all(*store, {}, {Position{7}, {}}, fold));
  auto found = store->across().drift_roster().value().accounts;
  std::ranges::sort(found);
  ASSERT_EQ(found.size(), 2U) << "whoever has none is not compared";
  EXPECT_EQ(found[0], (std::pair{std::string("ada"), MetactfUserId{7}}));
  EXPECT_EQ(found[1], (std::pair{std::string("kim"), MetactfUserId{7}}));
}

}  // namespace
}  // namespace lockstep
