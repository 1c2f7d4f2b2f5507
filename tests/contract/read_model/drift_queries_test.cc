// What the embedded store answers about reconciliations.
#include "projections/tables/row_key.h"
#include "tests/contract/read_model/stores.h"

namespace lockstep {
namespace {

using namespace testing_support;
using namespace projections;
using read_store::SqliteReadStore;

class DriftQueries : public testing::Test {
 protected:
  void write(const std::function<void(const RowAccess&)>& fold) {
    const ports::Checkpoint next{Position{from_.position.value + 1}, {}};
    ASSERT_TRUE(write_all(*store_, from_, next, fold).has_value());
    from_ = next;
  }
  static DriftRunRow run(const std::string& id, std::uint64_t requested) {
    auto row = keyed<DriftRunRow>(CallId{id});
    row.state = projections::DriftRunState::under_way;
    row.requested_position = Position{requested};
    return row;
  }
  static DriftRemovalRow removal(const std::string& who, const std::string& run,
                                 RemovalState state) {
    auto row = keyed<DriftRemovalRow>(CompetitorId{who});
    row.run_id = {run};
    row.state = state;
    return row;
  }
  static std::vector<std::string> names(const Result<std::vector<DriftRemovalRow>>& rows) {
    std::vector<std::string> out;
    for (const auto& row : rows.value()) out.push_back(row.competitor_id.value);
    return out;
  }
  std::unique_ptr<SqliteReadStore> store_ = make_store<SqliteReadStore>();
  ports::Checkpoint from_;
};

TEST_F(DriftQueries, TheNewestRunIsTheOneAskedForLast) {
  EXPECT_FALSE(store_->drift().newest_drift_run().value());
  write([](const RowAccess& rows) {
    rows.put(run("z", 9));
    rows.put(run("a", 10));
  });
  EXPECT_EQ(store_->drift().newest_drift_run().value()->run_id, CallId{"a"});
  EXPECT_EQ(store_->drift().drift_run({"z"}).value()->requested_position, Position{9});
  EXPECT_FALSE(store_->drift().drift_run({"none"}).value());
}

TEST_F(DriftQueries, RemovalsAreFoundByRunOrBecauseTheyWait) {
  write([](const RowAccess& rows) {
    rows.put(removal("bob", "new", RemovalState::held));
    rows.put(removal("ann", "new", RemovalState::approved));
    rows.put(removal("cy", "old", RemovalState::rejected));
  });
  EXPECT_EQ(names(store_->drift().drift_removals(CallId{"new"})),
            (std::vector<std::string>{"ann", "bob"}));
  EXPECT_EQ(names(store_->drift().drift_removals({})), std::vector<std::string>{"bob"});
}

TEST_F(DriftQueries, TheRosterIsEverybodyTheTeamsThatAreThereAndWhatIsHeldOrWasRejected) {
  write([](const RowAccess& rows) {
    for (int i = 0; i < 1200; ++i)
      rows.put(keyed<AssignmentRow>(CompetitorId{"kid" + std::to_string(i)}));
    rows.put(keyed<TeamRow>(TeamId{"red"}));
    auto gone = keyed<TeamRow>(TeamId{"gone"});
    gone.deleted = true;
    rows.put(gone);
    rows.put(removal("bob", "new", RemovalState::held));
    rows.put(removal("cy", "old", RemovalState::rejected));
    rows.put(removal("di", "old", RemovalState::superseded));
  });
  const auto roster = store_->across().drift_roster();
  ASSERT_TRUE(roster);
  EXPECT_EQ(roster.value().assignments.size(), 1200U);
  EXPECT_EQ(roster.value().teams, std::vector<TeamId>{{"red"}});
  EXPECT_EQ(names(roster.value().removals), (std::vector<std::string>{"bob", "cy"}));
  EXPECT_FALSE(roster.value().holds_unlisted);
  EXPECT_EQ(roster.value().position, Position{1});
  EXPECT_TRUE(store_->work().assignment({"kid7"}).value());
}

TEST_F(DriftQueries, TheRosterKnowsThatMoreIsHeldThanARunLists) {
  const auto recorded = [](const std::string& id, std::uint64_t position, std::int64_t held) {
    auto row = run(id, position);
    row.state = projections::DriftRunState::recorded;
    events::DriftCounts counts;
    counts.hold = held;
    row.counts = events::to_json(counts);
    std::vector<events::DriftFinding> findings(2);
    findings.front().action = events::DriftAction::hold;
    row.findings = events::to_json(findings);
    row.position = {position};
    return row;
  };
  const auto holds_unlisted = [&](const projections::DriftRunRow& row) {
    write([&](const RowAccess& rows) { rows.put(row); });
    return store_->across().drift_roster().value().holds_unlisted;
  };
  EXPECT_TRUE(holds_unlisted(recorded("a", 1, 2)));
  auto partial = recorded("b", 2, 1);
  partial.set_aside_why = "it was cut";
  EXPECT_TRUE(holds_unlisted(partial)) << "it did not see everybody";
  auto dry = recorded("c", 3, 1);
  dry.dry_run = true;
  EXPECT_TRUE(holds_unlisted(dry));
  EXPECT_FALSE(holds_unlisted(recorded("d", 4, 1)));
}

TEST_F(DriftQueries, TheRosterHasWhatTheVendorHasOtherwise) {
  write([](const RowAccess& rows) {
    auto same = keyed<projections::DisclosedRow>(std::string("competitor-ann"));
    same.has = boost::json::object{{"email", "ann@example.org"}};
    rows.put(same);
    auto other = keyed<projections::DisclosedRow>(std::string("team-red"));
    other.fields = "name,division";
    rows.put(other);
  });
  const auto roster = store_->across().drift_roster();
  ASSERT_EQ(roster.value().otherwise.size(), 1U);
  EXPECT_EQ(roster.value().otherwise.front().subject, "team-red");
  EXPECT_EQ(store_->disclosures().disclosed({"competitor", "ann"}).value()->has.at("email"),
            "ann@example.org");
  EXPECT_FALSE(store_->disclosures().disclosed({"competitor", "bob"}).value());
}

}  // namespace
}  // namespace lockstep
