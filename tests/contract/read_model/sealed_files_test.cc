// What the stores' files look like to whoever has a copy of them, and what a changed byte does.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "adapters/read_store/sqlite_read_store.h"
#include "adapters/sqlite/database_file.h"
#include "tests/contract/read_model/stores.h"
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

/// One change to one of the files, another one for each seed.
void damage(const fs::path& directory, std::mt19937& random) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(directory)) files.push_back(entry.path());
  std::ranges::sort(files);
  const auto& file = files[random() % files.size()];
  auto bytes = bytes_of(file);
  if (bytes.empty()) return;
  const auto at = random() % bytes.size();
  const auto page = [&] { return random() % std::max<std::size_t>(bytes.size() / 4096, 1) * 4096; };
  switch (random() % 6) {
    case 0:
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << (random() % 8)));
      break;
    case 1:
      std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                  std::min<std::size_t>(random() % 9000, bytes.size() - at), '\0');
      break;
    case 2:
      bytes.resize(at);
      break;
    case 3:  // A page in another one's place.
      bytes.replace(page(), 4096, bytes.substr(page(), 4096));
      break;
    case 4:
      bytes.insert(at, std::string(random() % 5000, 'x'));
      break;
    default:
      bytes.append(std::string(random() % 9000, 'x'));
  }
  write(file, bytes);
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

TEST_F(SealedStore, DamageThatIsMetWhileRunningIsAnErrorAndNotAnotherRow) {
  {
    const auto store = open(live_);
    write_people(*store, 0, kPeople);
  }
  const auto store = open(live_);
  auto bytes = bytes_of(live_ / "read.sqlite");
  for (std::size_t at = 100; at < bytes.size(); at += 4096)
    bytes[at] = static_cast<char>(~bytes[at]);
  {
    std::fstream file(live_ / "read.sqlite", std::ios::in | std::ios::out | std::ios::binary);
    file << bytes;
  }
  ports::CompetitorQuery everybody;
  everybody.limit = 500;
  const auto page = store->roster().competitors(everybody);
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().type, "read-store-damaged");
  EXPECT_EQ(page.error().code, Errc::unavailable) << "not the fault of who asked: 503";
  EXPECT_TRUE(store->damaged()) << "health tells it";
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
