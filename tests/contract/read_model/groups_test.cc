// Each group by itself: made anew beside what is read, switched in one step, and no other touched.
#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include "adapters/sqlite/database_file.h"
#include "tests/contract/read_model/stores.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_keys.h"

namespace lockstep {
namespace {

using namespace testing_support;
using projections::kGroupIndex;
using read_store::SqliteReadStore;

constexpr auto kRoster = kGroupIndex<projections::Roster>;
constexpr auto kScores = kGroupIndex<projections::Scores>;
constexpr ports::Lane kLive{kRoster, false};
constexpr ports::Lane kBeside{kRoster, true};

bool is_made_anew(ports::ReadModelSink& sink, std::size_t group) {
  return std::ranges::any_of(sink.lanes().value(), [&](const auto& state) {
    return state.lane == ports::Lane{group, true};
  });
}

/// Every table of every group but one, and their checkpoints.
using Contents = std::map<std::string, std::vector<projections::Values>>;
Contents contents_but(SqliteReadStore& store, std::size_t group) {
  Contents out;
  for (std::size_t i = 0; i < projections::tables().size(); ++i)
    if (projections::group_of_table(i) != group) {
      const auto name = std::string(projections::tables()[i].name);
      out[name] = store.rows_of(name).value();
    }
  return out;
}

class GroupsInAFile : public testing::Test {
 protected:
  std::unique_ptr<SqliteReadStore> open() {
    return SqliteReadStore::open(file_, test_keys()).value();
  }
  void sql(const std::string& statement) {
    const auto files =
        sqlite::find_private_file(file_, test_keys(), read_store::kStoreName).value();
    auto file =
        read_store::SqliteConnection::open(file_, *files, read_store::kStoreName, {true, 512})
            .value();
    ASSERT_TRUE(file->exec(statement).has_value());
  }
  /// As if the build before this one had written the group.
  void fill_with_an_older_roster() {
    {
      const auto store = open();
      ASSERT_TRUE(feed(*store, events_, 100).has_value());
      for (const auto& lane : live_lanes(*store)) ASSERT_TRUE(store->finish(lane).has_value());
    }
    sql("UPDATE lockstep_groups SET version = 'older' WHERE name = 'roster'");
  }
  void expect_as_folded_anew(SqliteReadStore& store) {
    const auto fresh = make_store<SqliteReadStore>();
    ASSERT_TRUE(feed(*fresh, events_, 1000).has_value());
    for (const auto& table : projections::tables())
      EXPECT_EQ(store.rows_of(table.name).value(), fresh->rows_of(table.name).value())
          << table.name;
  }

  TempDir dir_;
  std::filesystem::path file_ = dir_.path() / "read.sqlite";
  RandomEvents random_{11};
  std::vector<PlacedEvent> events_ = random_.take(1500);
};

TEST_F(GroupsInAFile, OfAnotherVersionIsReadAndFollowsUntilTheNewOneTakesItsPlace) {
  fill_with_an_older_roster();
  const auto store = open();
  EXPECT_FALSE(store->rebuilt());
  const auto before = contents_but(*store, kRoster);
  const auto head = checkpoint_at(events_.back().stored);
  EXPECT_EQ(checkpoint_of(*store, kLive), head) << "what is read is where it was";
  EXPECT_EQ(checkpoint_of(*store, kBeside), ports::Checkpoint{});
  EXPECT_FALSE(is_made_anew(*store, kScores)) << "only that group is folded";
  const auto shown = store->rows_of("competitors").value();
  ASSERT_FALSE(shown.empty());
  ASSERT_TRUE(feed(*store, {kBeside}, {}, std::span(events_).first(700), 50).has_value());
  EXPECT_EQ(store->rows_of("competitors").value(), shown);
  EXPECT_EQ(store->finish(kBeside).error().code, Errc::corrupt) << "it would go back";
  ASSERT_TRUE(
      feed(*store, {kBeside}, checkpoint_of(*store, kBeside), std::span(events_).subspan(700), 50)
          .has_value());
  ASSERT_TRUE(store->finish(kBeside).has_value());
  EXPECT_FALSE(is_made_anew(*store, kRoster));
  EXPECT_EQ(checkpoint_of(*store, kLive), head);
  EXPECT_EQ(contents_but(*store, kRoster), before);
  expect_as_folded_anew(*store);
}

// 16 clients read while it happens: no answer wrong, empty or refused.
TEST_F(GroupsInAFile, ReadersSeeNothingOfTheSwitch) {
  fill_with_an_older_roster();
  const auto store = open();
  const auto known = store->roster().competitors({}).value();
  ASSERT_GT(known.total, 0);
  const auto head = events_.back().stored.position;
  std::atomic<int> wrong{0};
  std::atomic<int> asked{0};
  std::vector<std::jthread> clients;
  for (int i = 0; i < 16; ++i)
    clients.emplace_back([&](const std::stop_token& over) {
      while (!over.stop_requested()) {
        const auto page = store->snapshot();
        if (!page) {
          ++wrong;
          continue;
        }
        const auto list = page.value()->roster().competitors({});
        const auto one = page.value()->roster().competitor(known.rows.front().id);
        const bool good = list && list.value().rows == known.rows && one && one.value() &&
                          *one.value() == known.rows.front() && page.value()->position() == head;
        if (!good) ++wrong;
        ++asked;
      }
    });
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(store->begin_beside(kRoster).has_value());
    ASSERT_TRUE(feed(*store, {kBeside}, {}, events_, 100).has_value());
    ASSERT_TRUE(store->finish(kBeside).has_value());
  }
  while (asked + wrong < 200) std::this_thread::yield();
  clients.clear();
  EXPECT_EQ(wrong, 0) << "of " << asked;
}

TEST_F(GroupsInAFile, ACrashBetweenTheFoldAndTheSwitchLosesNothing) {
  fill_with_an_older_roster();
  ASSERT_TRUE(feed(*open(), {kBeside}, {}, events_, 100).has_value());  // And it is gone.
  const auto store = open();
  EXPECT_EQ(checkpoint_of(*store, kBeside), checkpoint_at(events_.back().stored));
  ASSERT_TRUE(store->finish(kBeside).has_value());
  expect_as_folded_anew(*store);
  EXPECT_FALSE(is_made_anew(*open(), kRoster)) << "it is of this version now";
}

TEST_F(GroupsInAFile, OfOtherColumnsBeginsAnewAndNoOther) {
  fill_with_an_older_roster();
  sql("UPDATE lockstep_groups SET tables = 'other columns' WHERE name = 'roster'");
  const auto store = open();
  EXPECT_FALSE(store->rebuilt());
  EXPECT_EQ(checkpoint_of(*store, kLive), ports::Checkpoint{});
  EXPECT_EQ(store->rows_of("competitors").value().size(), 0U);
  EXPECT_EQ(checkpoint_of(*store, ports::Lane{kScores, false}),
            checkpoint_at(events_.back().stored));
  ASSERT_TRUE(feed(*store, {kLive}, {}, events_, 100).has_value());
  expect_as_folded_anew(*store);
}

// 158,000 events took 18 s, and meanwhile rows were shown that lacked most of them.
TEST_F(GroupsInAFile, IsWholeFromTheFirstTimeThatItHasCaughtUp) {
  using projections::GroupSet;
  const auto is_whole = [](SqliteReadStore& store, GroupSet groups) {
    return store.wait_until_whole(groups, std::chrono::milliseconds{0});
  };
  fill_with_an_older_roster();
  constexpr auto kRosterAlone = GroupSet::of<projections::Roster>();
  EXPECT_TRUE(is_whole(*open(), GroupSet::all())) << "one of an older version is read meanwhile";
  sql("UPDATE lockstep_groups SET tables = 'other columns' WHERE name = 'roster'");
  {
    const auto store = open();
    EXPECT_TRUE(is_whole(*store, GroupSet::of<projections::Scores>()));
    EXPECT_TRUE(is_whole(*store, {}));
    EXPECT_FALSE(is_whole(*store, kRosterAlone));
    ASSERT_TRUE(feed(*store, {kLive}, {}, std::span(events_).first(100), 100).has_value());
  }
  const auto store = open();
  EXPECT_FALSE(is_whole(*store, kRosterAlone)) << "a start does not make it so";
  const auto at = checkpoint_at(events_[99].stored);
  ASSERT_TRUE(feed(*store, {kLive}, at, std::span(events_).subspan(100), 100).has_value());
  EXPECT_FALSE(is_whole(*store, kRosterAlone));
  ASSERT_TRUE(store->finish(kLive).has_value());
  EXPECT_TRUE(is_whole(*store, kRosterAlone));
  EXPECT_TRUE(is_whole(*open(), kRosterAlone));
}

TEST_F(GroupsInAFile, AnAnswerStandsWhereTheGroupsStandThatItUsed) {
  const auto store = open();
  ASSERT_TRUE(feed(*store, live_lanes(*store), {}, std::span(events_).first(100), 100));
  const auto at = checkpoint_at(events_[99].stored);
  ASSERT_TRUE(feed(*store, {kLive}, at, std::span(events_).subspan(100, 50), 50));
  const auto page = store->snapshot().value();
  ASSERT_TRUE(page->roster().competitors({}));
  EXPECT_EQ(page->position(), Position{150});
  ASSERT_TRUE(page->scores().stats({"nobody"}));
  EXPECT_EQ(page->position(), Position{100});
  using projections::GroupSet;
  EXPECT_EQ(store->position(GroupSet::of<projections::Roster>()), Position{150});
  EXPECT_EQ(store->position(GroupSet::all()), Position{100});
}

TEST_F(GroupsInAFile, IndexesComeWhenItHasCaughtUpAndAreNotMadeTwice) {
  const auto store = open();
  const auto indexes = [&] {
    const auto files =
        sqlite::find_private_file(file_, test_keys(), read_store::kStoreName).value();
    auto file =
        read_store::SqliteConnection::open(file_, *files, read_store::kStoreName, {true, 512})
            .value();
    auto found =
        file->prepare("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = ?")
            .value();
    const projections::Values table{std::string("competitors")};
    found.bind_all(table);
    EXPECT_TRUE(found.step().value());
    return found.integer(0);
  };
  EXPECT_EQ(indexes(), 0);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(store->finish(kLive).has_value());
    EXPECT_EQ(indexes(), 1);
  }
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(store->begin_beside(kRoster).has_value());
    ASSERT_TRUE(store->finish(kBeside).has_value());
    EXPECT_EQ(indexes(), 1);
  }
}

class GroupsInPostgres : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(postgres::migrate(url_, false).has_value()); }
  std::string sql(const std::string& statement) { return shared_cluster().sql(url_, statement); }
  std::string url_ = shared_cluster().create_database();
};

// "Postgres is never emptied under its readers".
TEST_F(GroupsInPostgres, RowsNeverGoBackWhileAGroupIsMadeAnew) {
  RandomEvents random(21);
  const auto events = random.take(1200);
  const std::span<const PlacedEvent> all(events);
  postgres::PostgresSink sink(url_);
  ASSERT_TRUE(feed(sink, all.first(1000), 100).has_value());
  sql("UPDATE lockstep_checkpoint SET read_model_version = 'older' WHERE group_name = 'roster'");
  const auto shown = [this] {
    return std::stol(sql("SELECT count(*) * 1000000000 + max(position) FROM competitors"));
  };
  const auto before = shown();
  std::atomic<long> went_back{0};
  std::jthread reader([&](const std::stop_token& over) {
    for (long last = before; !over.stop_requested();) {
      const auto now = shown();
      if (now < last) ++went_back;
      last = now;
    }
  });
  const auto live = live_lanes(sink);
  ASSERT_TRUE(is_made_anew(sink, kRoster));
  ASSERT_FALSE(is_made_anew(sink, kScores));
  ASSERT_TRUE(feed(sink, {kBeside}, {}, all.first(600), 50).has_value());
  EXPECT_FALSE(sink.finish(kBeside).has_value()) << "it is behind";
  ASSERT_TRUE(feed(sink, live, checkpoint_of(sink, kLive), all.subspan(1000), 50).has_value())
      << "what is read goes on";
  ASSERT_TRUE(feed(sink, {kBeside}, checkpoint_of(sink, kBeside), all.subspan(600), 50));
  ASSERT_TRUE(sink.finish(kBeside).has_value());
  reader.request_stop();
  reader.join();
  EXPECT_EQ(went_back, 0);
  EXPECT_FALSE(is_made_anew(sink, kRoster));
  const auto embedded = make_store<SqliteReadStore>();
  ASSERT_TRUE(feed(*embedded, events, 1000).has_value());
  expect_equal_tables(*embedded, sink);
}

// What differs is changed, what is gone goes, and the rest is not even touched.
TEST_F(GroupsInPostgres, TheSwitchChangesOnlyWhatDiffers) {
  RandomEvents random(22);
  const auto events = random.take(600);
  postgres::PostgresSink sink(url_);
  ASSERT_TRUE(feed(sink, events, 100).has_value());
  sql("UPDATE competitors SET first_name = 'Wrong' WHERE id = (SELECT min(id) FROM competitors)");
  sql("INSERT INTO teams SELECT 'nobodys', coach_id, name, division, affiliation, deleted, remote, "
      "game_platform_id, metactf_team_id, game_platform_sync_error, game_platform_sync_error_code, "
      "game_platform_sync_remedy, game_platform_synced_at, facts_revision, version, position "
      "FROM teams LIMIT 1");
  const auto others =
      "SELECT string_agg(xmin::text, ',' ORDER BY id) FROM competitors "
      "WHERE id <> (SELECT min(id) FROM competitors)";
  const auto untouched = sql(others);
  ASSERT_TRUE(sink.begin_beside(kRoster).has_value());
  ASSERT_TRUE(feed(sink, {kBeside}, {}, events, 100).has_value());
  ASSERT_TRUE(sink.finish(kBeside).has_value());
  EXPECT_EQ(sql(others), untouched);
  const auto embedded = make_store<SqliteReadStore>();
  ASSERT_TRUE(feed(*embedded, events, 1000).has_value());
  expect_equal_tables(*embedded, sink);
}

TEST_F(GroupsInPostgres, RowsOfWhichNobodyKnowsHowFarTheyAreAreNotFoldedOn) {
  RandomEvents random(23);
  const auto events = random.take(200);
  {
    postgres::PostgresSink sink(url_);
    ASSERT_TRUE(feed(sink, events, 100).has_value());
  }
  sql("DELETE FROM lockstep_checkpoint WHERE group_name = 'roster'");
  postgres::PostgresSink sink(url_);
  const auto lanes = sink.lanes().value();
  EXPECT_EQ(std::ranges::count(lanes, kLive, &ports::LaneState::lane), 0);
  ASSERT_TRUE(feed(sink, {kBeside}, {}, events, 100).has_value());
  ASSERT_TRUE(sink.finish(kBeside).has_value());
  EXPECT_EQ(checkpoint_of(sink, kLive), checkpoint_at(events.back().stored));
}

}  // namespace
}  // namespace lockstep
