// What the stores' files look like to whoever has a copy of them, and what a changed byte does.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "adapters/read_store/sqlite_read_store.h"
#include "adapters/sqlite/damage.h"
#include "adapters/sqlite/database_file.h"
#include "tests/contract/read_model/stores.h"
#include "tests/support/damage.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_keys.h"

namespace lockstep {
namespace {

namespace fs = std::filesystem;
using namespace testing_support;
using projections::CompetitorRow;
using projections::RowAccess;
using read_store::SqliteReadStore;
using sqlite::SealedFiles;
using sqlite::SqliteConnection;

using Rows = std::vector<std::vector<projections::Values>>;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

class SealedStore : public testing::Test {
 protected:
  static constexpr int kPeople = 300;

  static std::string marker(int i) { return "Marker" + std::to_string(1000 + i); }
  std::unique_ptr<SqliteReadStore> open(const fs::path& directory) const {
    auto opened = SqliteReadStore::open(directory / "read.sqlite", test_keys());
    if (!opened) throw std::runtime_error(opened.error().detail);
    return std::move(opened).value();
  }
  void write_people(SqliteReadStore& store, int from, int to) {
    const ports::Checkpoint next{Position{at_.position.value + 1}, {}};
    ASSERT_TRUE(write_all(store, at_, next, [&](const RowAccess& rows) {
                  for (int i = from; i < to; ++i) {
                    auto row = projections::keyed<CompetitorRow>(CompetitorId{marker(i) + "-id"});
                    row.coach_id = CoachId{"coach-1"};
                    row.first_name = marker(i);
                    row.last_name = marker(i) + "-last";
                    row.email_personal = marker(i) + "@home.test";
                    rows.put(row);
                  }
                }).has_value());
    at_ = next;
  }
  /// The files as they lie there, as after kill -9: the store stays open.
  fs::path copy(const fs::path& from, const std::string& name) const {
    const auto to = dir_.path() / name;
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
    fs::remove(to / "read.sqlite-shm");
    return to;
  }
  /// All that can be read of the store; empty when something cannot.
  static std::optional<Rows> all_rows(SqliteReadStore& store) {
    Rows out;
    for (const auto& table : projections::tables()) {
      auto rows = store.rows_of(table.name);
      if (!rows) return std::nullopt;
      out.push_back(std::move(rows).value());
    }
    return out;
  }

  TempDir dir_;
  fs::path live_ = dir_.path() / "live";
  ports::Checkpoint at_;
};

TEST_F(SealedStore, NothingReadableReachesTheDisk) {
  const auto store = open(live_);
  for (int i = 0; i < kPeople; i += 50) write_people(*store, i, i + 50);
  EXPECT_EQ(store->rows_of("competitors").value().size(), std::size_t{kPeople}) << "the control";
  std::size_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(live_)) {
    const auto text = bytes_of(entry.path());
    bytes += text.size();
    EXPECT_EQ(text.find("Marker"), std::string::npos) << entry.path();
    EXPECT_EQ(text.find("home.test"), std::string::npos) << entry.path();
    EXPECT_EQ(text.find("first_name"), std::string::npos) << "not even the names of columns";
    EXPECT_EQ(text.find("SQLite format 3"), std::string::npos) << entry.path();
  }
  EXPECT_GT(bytes, 50'000U);
}

TEST_F(SealedStore, OpensAfterItsProcessWasKilled) {
  const auto store = open(live_);
  write_people(*store, 0, kPeople);
  const auto copied = copy(live_, "copy");
  ASSERT_GT(fs::file_size(copied / "read.sqlite-wal"), 0U) << "nothing is to be recovered";
  const auto again = open(copied);
  EXPECT_FALSE(again->rebuilt());
  EXPECT_EQ(all_rows(*again), all_rows(*store));
}

TEST_F(SealedStore, HasANewKeyEachTimeItIsMadeAnew) {
  write_people(*open(live_), 0, kPeople);
  const auto key = bytes_of(live_ / "read.sqlite.key");
  const auto stolen = copy(live_, "stolen");
  write(live_ / "read.sqlite.key", "damaged");
  EXPECT_TRUE(open(live_)->rebuilt());
  EXPECT_NE(bytes_of(live_ / "read.sqlite.key"), key);
  write(stolen / "read.sqlite.key", bytes_of(live_ / "read.sqlite.key"));
  EXPECT_TRUE(open(stolen)->rebuilt()) << "the new key opens what the old one sealed";
}

TEST_F(SealedStore, OfAnotherLogIsMadeAnew) {
  write_people(*open(live_), 0, kPeople);
  const auto others = log::Keyring::open(std::make_unique<log::MemoryKeyStore>(),
                                         log::Key::random(), log::LogId{'o'})
                          .value();
  EXPECT_TRUE(SqliteReadStore::open(live_ / "read.sqlite", *others).value()->rebuilt());
}

TEST_F(SealedStore, TakesNoOthersKeyAlsoUnderTheSameMasterKey) {
  const auto master = log::Key::random();
  const auto keyring = [&](char id) {
    return log::Keyring::open(std::make_unique<log::MemoryKeyStore>(), master, log::LogId{id})
        .value();
  };
  const auto ours = keyring('a');
  const auto wrapped = ours->wrap(log::Key::random(), "store read.sqlite");
  EXPECT_TRUE(ours->unwrap(wrapped, "store read.sqlite"));
  EXPECT_FALSE(ours->unwrap(wrapped, "store operations.db"));
  EXPECT_FALSE(keyring('b')->unwrap(wrapped, "store read.sqlite"));
}

/// What may be answered when the last transactions are gone, as after a loss of power: they are
/// folded again.
bool is_an_earlier_state(const Rows& rows, const std::vector<Rows>& states) {
  return std::ranges::find(states, rows) != states.end();
}

// "One changed letter is shown; one changed coach id gave the child to another coach."
TEST_F(SealedStore, ADamagedByteIsFoundOrChangesNoAnswer) {
  std::vector<Rows> states;
  auto store = open(live_);
  states.push_back(*all_rows(*store));
  for (int i = 0; i < kPeople; i += 50) {
    write_people(*store, i, i + 50);
    states.push_back(*all_rows(*store));
  }
  const auto killed = copy(live_, "killed");
  store.reset();
  int rebuilt = 0;
  int failed = 0;
  for (unsigned seed = 0; seed < 320; ++seed) {
    std::mt19937 random(seed);
    const auto there = copy(seed % 2 == 0 ? killed : live_, "damaged");
    damage(there, random);
    const auto again = open(there);
    const auto rows = all_rows(*again);
    rebuilt += again->rebuilt() ? 1 : 0;
    failed += rows ? 0 : 1;
    EXPECT_TRUE(!rows || is_an_earlier_state(*rows, states)) << "seed " << seed;
  }
  EXPECT_GT(rebuilt, 100);
  EXPECT_EQ(failed, 0) << "what is damaged is found when it is opened";
}

/// With everybody in the file and nothing in a log beside it.
class DamagedWhileRunning : public SealedStore {
 protected:
  void SetUp() override {
    write_people(*open(live_), 0, kPeople);
    store_ = open(live_);
  }
  /// All pages but those that a question needs before it asks for rows.
  void damage_rows() const {
    constexpr std::size_t kFirstOfRows = 16 * 4096;
    overwrite(live_ / "read.sqlite", kFirstOfRows);
  }
  void damage_all() const { overwrite(live_ / "read.sqlite", 0); }
  static Result<ports::Page<CompetitorRow>> everybody(ports::RosterReader& roster) {
    ports::CompetitorQuery query;
    query.limit = 500;
    return roster.competitors(query);
  }
  void expect_told(const Error& error) const {
    EXPECT_EQ(error.type, "read-store-damaged");
    EXPECT_EQ(error.code, Errc::unavailable) << "not the fault of who asked: 503";
    EXPECT_TRUE(store_->damaged()) << "health tells it";
    EXPECT_TRUE(fs::exists(live_ / "read.sqlite.damaged"));
  }
  std::unique_ptr<SqliteReadStore> store_;
};

TEST_F(DamagedWhileRunning, IsAnErrorAndNotAnotherRow) {
  damage_all();
  const auto page = everybody(store_->roster());
  ASSERT_FALSE(page);
  expect_told(page.error());
  store_.reset();
  EXPECT_TRUE(open(live_)->rebuilt());
}

// The connection is open, the tables are known: the damage is met at a row.
TEST_F(DamagedWhileRunning, IsToldAlikeWhereverAQuestionMeetsIt) {
  ASSERT_TRUE(store_->roster().coach(CoachId{"nobody"}));
  damage_rows();
  const auto page = everybody(store_->roster());
  ASSERT_FALSE(page);
  expect_told(page.error());
}

TEST_F(DamagedWhileRunning, IsToldAlikeInAPage) {
  {
    const auto snapshot = store_->snapshot().value();
    ASSERT_TRUE(snapshot->roster().coach(CoachId{"nobody"}));
  }
  damage_rows();
  const auto snapshot = store_->snapshot();
  ASSERT_TRUE(snapshot) << "what is not damaged is read";
  const auto page = everybody(snapshot.value()->roster());
  ASSERT_FALSE(page);
  expect_told(page.error());
}

TEST_F(DamagedWhileRunning, IsAlsoARowThatIsNoneOfOursWhoeverReadsIt) {
  {
    const auto files =
        sqlite::find_private_file(live_ / "read.sqlite", test_keys(), read_store::kStoreName)
            .value();
    const auto other = SqliteConnection::open(live_ / "read.sqlite", *files, read_store::kStoreName,
                                              {.writable = true})
                           .value();
    ASSERT_TRUE(other->exec("UPDATE competitors SET division = 'nonsense'"));
  }
  const ports::Checkpoint next{Position{at_.position.value + 1}, {}};
  const auto written = write_all(*store_, at_, next, [](const RowAccess& access) {
    auto row = access.get(projections::keyed<CompetitorRow>(CompetitorId{marker(0) + "-id"}));
    if (row) access.put(*row);
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::corrupt) << "its group rests, the others go on";
  EXPECT_TRUE(store_->damaged());
  const auto page = everybody(store_->roster());
  ASSERT_FALSE(page);
  expect_told(page.error());
}

// "Damage appears in health and metrics but not in the log."
TEST(DamageOfAStore, IsToldOnceByItsTypeAlsoToWhoAsksLater) {
  const TempDir dir;
  sqlite::Damage damage{dir.path() / "a.db", read_store::kStoreName};
  std::vector<std::string> told;
  const auto tell = [&](const Error& error) { told.push_back(error.type); };
  damage.when_met(tell);
  const auto met = sqlite::damaged_row(read_store::kStoreName);
  (void)damage.noted(Result<int>(Error{Errc::unavailable, "read-store-unavailable", "", ""}));
  EXPECT_TRUE(told.empty());
  for (int i = 0; i < 3; ++i) (void)damage.told(Result<int>(met));
  EXPECT_EQ(told, std::vector<std::string>{"read-store-damaged"}) << "one line for the series";
  damage.when_met(tell);
  EXPECT_EQ(told.size(), 2U);
}

TEST(DamageOfAStore, IsRememberedOnceAndWhateverIsNoDamageIsNot) {
  const TempDir dir;
  sqlite::Damage damage{dir.path() / "a.db", read_store::kStoreName};
  const auto mark = dir.path() / "a.db.damaged";
  const Error busy{Errc::unavailable, "read-store-unavailable", "", ""};
  const Error other{Errc::corrupt, "checkpoint-mismatch", "", ""};
  EXPECT_EQ(damage.told(Result<int>(busy)).error().code, Errc::unavailable);
  EXPECT_EQ(damage.told(Result<int>(other)).error().code, Errc::corrupt);
  EXPECT_EQ(damage.told(Result<int>(7)).value(), 7);
  EXPECT_FALSE(damage.met());
  EXPECT_FALSE(fs::exists(mark));
  fs::create_directory(dir.path() / "a.db.damaged.new");  // It cannot be written.
  const auto met = sqlite::damaged_row(read_store::kStoreName);
  EXPECT_EQ(damage.noted(Result<int>(met)).error().code, Errc::corrupt);
  EXPECT_TRUE(damage.met());
  EXPECT_FALSE(fs::exists(mark));
  fs::remove(dir.path() / "a.db.damaged.new");
  EXPECT_EQ(damage.told(Result<int>(met)).error().code, Errc::unavailable);
  EXPECT_TRUE(fs::exists(mark)) << "tried again when it is met again";
}

/// What `sql` counts; none when it cannot be read.
std::optional<std::int64_t> count(const fs::path& file, const std::string& sql) {
  const auto files = sqlite::find_private_file(file, test_keys(), read_store::kStoreName).value();
  auto opened = SqliteConnection::open(file, *files, read_store::kStoreName, {.writable = true});
  if (!opened) return std::nullopt;
  auto statement = opened.value()->prepare(sql);
  if (!statement) return std::nullopt;
  const auto found = statement.value().step();
  if (!found) return std::nullopt;
  return statement.value().integer(0);
}

// SQLite takes what is left of a log for all of it. Where the database holds more of it already,
// the two together are a state that never was.
TEST(SealedFiles, ALogThatWasCutOffIsFoundWhereTheDatabaseKnowsMore) {
  const TempDir dir;
  const auto file = dir.path() / "a.db";
  const auto files =
      sqlite::create_private_file(file, &test_keys(), read_store::kStoreName).value();
  const auto connection =
      SqliteConnection::open(file, *files, read_store::kStoreName, {.writable = true}).value();
  ASSERT_TRUE(connection->exec("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c TEXT)"));
  ASSERT_TRUE(connection->exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
      "INSERT INTO t SELECT i, 0, hex(zeroblob(100)) FROM n"));
  for (int i = 1; i <= 6; ++i)
    ASSERT_TRUE(connection->exec("UPDATE t SET b = " + std::to_string(i)));
  // What SQLite does by itself when the log has grown.
  ASSERT_TRUE(connection->exec("PRAGMA wal_checkpoint(PASSIVE)"));
  const auto cut = dir.path() / "cut";
  fs::create_directory(cut);
  const auto frames = (fs::file_size(dir.path() / "a.db-wal") - 32) / 4120;
  ASSERT_GT(frames, 60U);
  int found = 0;
  for (std::size_t kept = 1; kept <= frames; ++kept) {
    for (const auto* name : {"a.db", "a.db.key", "a.db-wal"})
      fs::copy_file(dir.path() / name, cut / name, fs::copy_options::overwrite_existing);
    fs::remove(cut / "a.db-shm");
    fs::resize_file(cut / "a.db-wal", 32 + kept * 4120);
    const auto states = count(cut / "a.db", "SELECT count(DISTINCT b) FROM t");
    found += states ? 0 : 1;
    EXPECT_LE(states.value_or(1), 1) << kept << " of " << frames;
  }
  EXPECT_GT(found, 0);
  EXPECT_EQ(count(cut / "a.db", "SELECT max(b) FROM t"), 6) << "the last one was not cut";
}

// Journals and temporary tables would be files of their own.
TEST(SealedFiles, NothingElseIsOpened) {
  const TempDir dir;
  const auto file = dir.path() / "a.db";
  const auto files = sqlite::create_private_file(file, nullptr, read_store::kStoreName).value();
  const auto connection =
      SqliteConnection::open(file, *files, read_store::kStoreName, {.writable = true}).value();
  ASSERT_TRUE(connection->exec("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE)"));
  // More than SQLite keeps of a statement that it may have to undo, and one that it has to.
  ASSERT_TRUE(
      connection->exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                       "WHERE i < 20000) INSERT INTO t SELECT i, 'marker' || i FROM n"));
  EXPECT_FALSE(
      connection->exec("UPDATE t SET b = CASE a WHEN 19999 THEN 'again20000' ELSE "
                       "'again' || a END"));
  ASSERT_TRUE(connection->exec("CREATE INDEX by_b ON t (b DESC)"));
  ASSERT_TRUE(connection->exec("CREATE TEMP TABLE s AS SELECT * FROM t ORDER BY b DESC"));
  for (const auto& entry : fs::directory_iterator(dir.path())) {
    const auto name = entry.path().filename().string();
    EXPECT_TRUE(name == "a.db" || name == "a.db-wal" || name == "a.db-shm") << name;
    EXPECT_EQ(bytes_of(entry.path()).find("marker"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace lockstep
