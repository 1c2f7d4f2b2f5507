// Who may open a directory, with which keys, and what that leaves on the disk.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/log/rocksdb_log.h"
#include "tests/contract/log/log_fixture.h"

namespace lockstep::log::testing {

namespace fs = std::filesystem;

namespace {

LogOptions in(const fs::path& directory) {
  LogOptions options;
  options.directory = directory;
  return options;
}
mode_t mode_of(const fs::path& path) {
  struct stat found {};
  EXPECT_EQ(::lstat(path.c_str(), &found), 0) << path;
  return found.st_mode & 0777U;
}
void expect_error(const Result<OpenedLog>& opened, const std::string& type) {
  ASSERT_FALSE(opened) << "opened although " << type << " was expected";
  EXPECT_EQ(opened.error().type, type) << opened.error().detail;
  EXPECT_FALSE(opened.error().remedy.empty());
}

}  // namespace

TEST(OpeningALog, makes_a_new_one_and_says_so_once) {
  RocksdbHarness harness;
  EXPECT_TRUE(harness.opened.created);
  EXPECT_TRUE(harness.opened.created_master_key);
  EXPECT_EQ(harness.opened.master_key_file, harness.options().directory / "master.key");
  harness.reopen();
  EXPECT_FALSE(harness.opened.created);
  EXPECT_FALSE(harness.opened.created_master_key);
}

TEST(OpeningALog, makes_files_that_only_their_owner_can_read) {
  RocksdbHarness harness;
  fill(harness.log(), 10);
  harness.reopen();  // So that there are tables too.
  const auto root = harness.options().directory;
  EXPECT_EQ(mode_of(root), 0700U);
  for (const auto& entry : fs::recursive_directory_iterator(root))
    EXPECT_EQ(mode_of(entry.path()), entry.is_directory() ? 0700U : 0600U) << entry.path();
}

TEST(OpeningALog, finds_everything_again_after_an_orderly_end) {
  RocksdbHarness harness;
  fill(harness.log(), 600);
  const auto head = harness.log().head();
  const auto before = read_everything(harness.log());
  harness.reopen();
  EXPECT_EQ(harness.log().head(), head);
  const auto after = read_everything(harness.log());
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].hash, before[i].hash);
    EXPECT_EQ(after[i].personal, before[i].personal);
  }
}

TEST(OpeningALog, tells_a_second_process_who_holds_it) {
  RocksdbHarness harness;
  const auto second = open_rocksdb_event_log(harness.options());
  expect_error(second, "log-held");
  const auto& detail = second.error().detail;
  EXPECT_NE(detail.find("process " + std::to_string(::getpid()) + ","), std::string::npos);
  EXPECT_NE(detail.find("opened it at 20"), std::string::npos) << detail;
}

TEST(OpeningALog, refuses_a_missing_directory_when_asked_to) {
  const testing_support::TempDir dir;
  auto options = in(dir.path() / "none");
  options.create = false;
  expect_error(open_rocksdb_event_log(options), "log-missing");
  EXPECT_FALSE(fs::exists(options.directory));
  options.create = true;
  options.read_only = true;
  expect_error(open_rocksdb_event_log(options), "log-missing");
  EXPECT_FALSE(fs::exists(options.directory));
  options.directory = dir.path();  // Is there, but holds no log.
  expect_error(open_rocksdb_event_log(options), "log-missing");
}

TEST(OpeningALog, refuses_a_directory_that_is_a_file) {
  const testing_support::TempDir dir;
  write_bytes(dir.path() / "file", "x");
  expect_error(open_rocksdb_event_log(in(dir.path() / "file")), "file-error");
}

TEST(ReadingBesideARunningEngine, sees_what_was_there_and_writes_nothing) {
  RocksdbHarness harness;
  fill(harness.log(), 50);
  std::vector<std::pair<fs::path, fs::file_time_type>> before;
  for (const auto& entry : fs::recursive_directory_iterator(harness.options().directory))
    before.emplace_back(entry.path(), entry.last_write_time());
  auto options = harness.options();
  options.read_only = true;
  {
    auto reader = must(open_rocksdb_event_log(options));
    EXPECT_EQ(reader.log->head(), harness.log().head());
    EXPECT_EQ(read_everything(*reader.log).size(), 50U);
    EXPECT_EQ(must(reader.log->verify({})).position, Position{50});
    EXPECT_EQ(append_one(*reader.log, request("a", 0)).error().type, "log-read-only");
    EXPECT_FALSE(reader.log->save_snapshot(competitor("fill-1"), {}));
  }
  std::vector<std::pair<fs::path, fs::file_time_type>> after;
  for (const auto& entry : fs::recursive_directory_iterator(harness.options().directory))
    after.emplace_back(entry.path(), entry.last_write_time());
  EXPECT_EQ(after, before);
  must(append_one(harness.log(), request("a", 0)));
}

// verify and log cat once called a running engine's log damaged: its newest events had keys that
// the reader had looked for too early.
constexpr const char* kPersonal = R"({"name":"Somebody"})";

TEST(ReadingBesideARunningEngine, finds_the_key_of_everything_that_it_sees) {
  RocksdbHarness harness;
  auto options = harness.options();
  options.read_only = true;
  // Always something new, and never so much that a slow machine only reads what is old.
  constexpr int kNewInARound = 40;
  std::atomic<int> rounds{0};
  std::jthread writer{[&](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      while (i > kNewInARound * (rounds + 1) && !stop.stop_requested()) std::this_thread::yield();
      must(append_one(harness.log(), request("new-" + std::to_string(i), 0, 1, kPersonal)));
    }
  }};
  for (; rounds < 60; ++rounds) {
    const auto reader = must(open_rocksdb_event_log(options));
    const auto verified = reader.log->verify({});
    ASSERT_TRUE(verified) << verified.error().detail;
  }
}

/// As if the log had been written in that format.
void write_format(const fs::path& directory, int format) {
  auto database = must(Database::open(
      {directory / "log", {kFamilyNames.begin(), kFamilyNames.end()}, false, false, nullptr}));
  const LogDatabase log(std::move(database));
  auto identity = must(log.get(Family::meta, std::string(kIdentityKey), {})).value();
  identity[0] = static_cast<char>(format);
  ASSERT_TRUE(
      log.db().Put({}, log.family(Family::meta), rocksdb::Slice(kIdentityKey), identity).ok());
}

TEST(ALogOfAnotherFormat, from_before_is_refused_and_left_as_it_is) {
  for (const int format : {1, 2}) {
    RocksdbHarness harness;
    fill(harness.log(), 5);
    harness.opened = OpenedLog{};
    write_format(harness.options().directory, format);
    auto options = harness.options();
    for (const bool read_only : {false, true}) {
      options.read_only = read_only;
      const auto opened = open_rocksdb_event_log(options);
      expect_error(opened, "log-format-old");
      EXPECT_EQ(opened.error().code, Errc::corrupt);
      EXPECT_NE(opened.error().detail.find("made by an earlier version"), std::string::npos);
      EXPECT_NE(opened.error().remedy.find("empty data directory"), std::string::npos);
    }
    EXPECT_EQ(accept_rocksdb_event_log(harness.options()).error().type, "log-format-old");
    write_format(harness.options().directory, kFormat);
    EXPECT_EQ(must(open_rocksdb_event_log(harness.options())).log->head().position, Position{5});
  }
}

TEST(ALogOfAnotherFormat, from_later_is_refused_too) {
  RocksdbHarness harness;
  harness.opened = OpenedLog{};
  write_format(harness.options().directory, kFormat + 1);
  expect_error(open_rocksdb_event_log(harness.options()), "log-format-unknown");
}

TEST(OpeningALog, takes_the_directory_from_others) {
  RocksdbHarness harness;
  harness.opened = OpenedLog{};
  fs::permissions(harness.options().directory, fs::perms{0755});
  EXPECT_TRUE(open_rocksdb_event_log(harness.options()));
  EXPECT_EQ(fs::status(harness.options().directory).permissions(), fs::perms::owner_all);
}

class MasterKeyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fill(harness_.log(), 30);
    harness_.opened = OpenedLog{};
  }
  [[nodiscard]] fs::path key_file() const { return harness_.options().directory / "master.key"; }
  RocksdbHarness harness_;
};

TEST_F(MasterKeyTest, is_32_bytes_and_may_live_elsewhere) {
  EXPECT_EQ(fs::file_size(key_file()), 32U);
  auto options = harness_.options();
  options.master_key_file = harness_.dir.path() / "elsewhere";
  fs::rename(key_file(), options.master_key_file);
  const auto opened = must(open_rocksdb_event_log(options));
  EXPECT_NE(read_everything(*opened.log).at(0).personal, "");
}

TEST_F(MasterKeyTest, another_one_is_refused) {
  write_bytes(key_file(), std::string(32, 'x'));
  expect_error(open_rocksdb_event_log(harness_.options()), "master-key-wrong");
}

TEST_F(MasterKeyTest, of_another_size_is_refused) {
  write_bytes(key_file(), std::string(33, 'x'));
  expect_error(open_rocksdb_event_log(harness_.options()), "master-key-wrong-size");
}

TEST_F(MasterKeyTest, that_is_missing_is_never_made_anew_when_keys_exist) {
  fs::remove(key_file());
  expect_error(open_rocksdb_event_log(harness_.options()), "master-key-missing");
  EXPECT_FALSE(fs::exists(key_file()));
}

TEST_F(MasterKeyTest, that_others_can_read_is_refused) {
  for (const auto mode : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(key_file(), mode, fs::perm_options::add);
    expect_error(open_rocksdb_event_log(harness_.options()), "master-key-exposed");
    fs::permissions(key_file(), mode, fs::perm_options::remove);
  }
  EXPECT_TRUE(open_rocksdb_event_log(harness_.options()));
}

TEST_F(MasterKeyTest, that_cannot_be_read_is_refused) {
  fs::remove(key_file());
  fs::create_directory(key_file());
  expect_error(open_rocksdb_event_log(harness_.options()), "master-key-unreadable");
}

TEST_F(MasterKeyTest, that_is_a_pipe_is_refused_and_holds_nothing_up) {
  fs::remove(key_file());
  ASSERT_EQ(::mkfifo(key_file().c_str(), 0600), 0);
  expect_error(open_rocksdb_event_log(harness_.options()), "master-key-unreadable");
}

TEST_F(MasterKeyTest, of_a_new_log_is_taken_from_the_file_when_there_is_one) {
  auto options = in(harness_.dir.path() / "second");
  options.master_key_file = key_file();
  EXPECT_FALSE(must(open_rocksdb_event_log(options)).created_master_key);
}

TEST_F(MasterKeyTest, and_keys_that_are_gone_are_refused) {
  fs::remove_all(harness_.options().directory / "keys");
  const auto opened = open_rocksdb_event_log(harness_.options());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().type, "keys-damaged") << opened.error().detail;
}

TEST_F(MasterKeyTest, and_keys_of_another_log_are_refused) {
  auto options = in(harness_.dir.path() / "second");
  options.master_key_file = key_file();
  must(open_rocksdb_event_log(options));
  fs::remove_all(harness_.options().directory / "keys");
  fs::copy(options.directory / "keys", harness_.options().directory / "keys");
  expect_error(open_rocksdb_event_log(harness_.options()), "keys-of-another-log");
}

TEST_F(MasterKeyTest, and_an_older_copy_of_the_keys_is_refused) {
  const auto keys = harness_.options().directory / "keys";
  fs::copy(keys, harness_.dir.path() / "old-keys");
  harness_.opened = must(open_rocksdb_event_log(harness_.options()));
  must(append_one(harness_.log(), request("new", 0, 1, R"({"name":"Ada"})")));
  harness_.opened = OpenedLog{};
  fs::remove_all(keys);
  fs::copy(harness_.dir.path() / "old-keys", keys);
  expect_error(open_rocksdb_event_log(harness_.options()), "keys-behind");
  EXPECT_NE(open_rocksdb_event_log(harness_.options()).error().detail.find("or the log is one"),
            std::string::npos)
      << "from here it looks the same";
  must(accept_rocksdb_event_log(harness_.options()));
  const auto accepted = must(open_rocksdb_event_log(harness_.options()));
  EXPECT_EQ(accepted.log->verify({}).error().type, "key-missing") << "never an empty field";
  must(accepted.keys->erase("competitor-new"));
  EXPECT_EQ(must(accepted.log->verify({})).position, Position{31});
}

// It took commands, and was damaged for ever when the right keys came back.
TEST_F(MasterKeyTest, and_an_older_copy_of_the_keys_is_refused_beside_an_older_watermark) {
  const auto root = harness_.options().directory;
  const auto old = harness_.dir.path() / "old";
  fs::create_directory(old);
  fs::copy(root / "keys", old / "keys");
  fs::copy(root / "watermark", old / "watermark");
  harness_.opened = must(open_rocksdb_event_log(harness_.options()));
  must(append_one(harness_.log(), request("new", 0, 1, R"({"name":"Ada"})")));
  // So many that the tail, which is looked at, has no key that is not there.
  for (std::uint64_t i = 0; i < 400; ++i) must(append_one(harness_.log(), request("old", i)));
  harness_.opened = OpenedLog{};
  for (const auto* name : {"keys", "watermark"}) {
    fs::remove_all(root / name);
    fs::copy(old / name, root / name);
  }
  auto reading = harness_.options();
  reading.read_only = true;
  expect_error(open_rocksdb_event_log(reading), "keys-behind");
  expect_error(open_rocksdb_event_log(harness_.options()), "keys-behind");
  must(accept_rocksdb_event_log(harness_.options()));
  must(open_rocksdb_event_log(harness_.options()));
}

}  // namespace lockstep::log::testing
