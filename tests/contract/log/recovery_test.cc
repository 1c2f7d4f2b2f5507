// The damage matrix: 2,000 acknowledged events, the directory copied while the log is open (which
// is what kill -9 leaves), really damaged, and opened again. Either all are there or it refuses.
#include <gtest/gtest.h>

#include "tests/contract/log/log_fixture.h"

namespace lockstep::log::testing {

namespace fs = std::filesystem;

namespace {
constexpr std::uint64_t kEvents = 2000;
}

class Recovery : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    harness_ = new RocksdbHarness;
    early_ = new testing_support::TempDir;
    fill_stream("early");
    fs::copy(harness_->options().directory, early_->path() / "data", fs::copy_options::recursive);
    fill_stream("rest");
  }
  static void TearDownTestSuite() {
    delete harness_;
    delete early_;
  }
  /// Half of the events, each one its own command; in groups, but for the last ones.
  static void fill_stream(const std::string& id) {
    constexpr std::uint64_t kAlone = 40;
    constexpr std::size_t kGroup = 20;
    std::vector<AppendRequest> group;
    for (std::uint64_t i = 0; i < kEvents / 2; ++i) {
      group.push_back(request(id, i, 1, i % 5 == 0 ? R"({"name":"x"})" : ""));
      if (group.size() < kGroup && i + kAlone < kEvents / 2) continue;
      for (auto& answer : harness_->log().append(group)) must(std::move(answer));
      group.clear();
    }
  }

  void SetUp() override {
    fs::copy(harness_->options().directory, copy(), fs::copy_options::recursive);
  }
  [[nodiscard]] fs::path copy() const { return dir_.path() / "data"; }
  [[nodiscard]] Result<OpenedLog> open(const std::vector<Witness>& witnesses = {}) const {
    LogOptions options;
    options.directory = copy();
    options.witnesses = [&](const Keyring& /*keys*/) { return witnesses; };
    return open_rocksdb_event_log(options);
  }
  [[nodiscard]] fs::path wal() const { return database_files(copy() / "log", ".log").back(); }
  template <class Change>
  void change(const fs::path& file, const Change& how) const {
    auto bytes = file_bytes(file);
    how(bytes);
    write_bytes(file, bytes);
  }
  void expect_all_there() const {
    auto opened = must(open());
    EXPECT_EQ(opened.log->head().position, Position{kEvents});
    EXPECT_EQ(read_everything(*opened.log).size(), kEvents);
    EXPECT_EQ(must(opened.log->verify({})), harness_->log().head());
  }
  void expect_refused(const std::string& type) const {
    const auto opened = open();
    ASSERT_FALSE(opened) << "opened although " << type << " was expected";
    EXPECT_EQ(opened.error().code, Errc::corrupt) << opened.error().detail;
    EXPECT_EQ(opened.error().type, type) << opened.error().detail;
    EXPECT_NE(opened.error().remedy.find("docs/runbook.md"), std::string::npos);
    EXPECT_NE(opened.error().detail.find("osition"), std::string::npos) << opened.error().detail;
  }

  static RocksdbHarness* harness_;
  static testing_support::TempDir* early_;
  testing_support::TempDir dir_;
};
RocksdbHarness* Recovery::harness_ = nullptr;
testing_support::TempDir* Recovery::early_ = nullptr;

TEST_F(Recovery, a_killed_process_loses_nothing) {
  expect_all_there();
}

TEST_F(Recovery, a_killed_process_can_go_on_writing) {
  auto opened = must(open());
  must(append_one(*opened.log, request("rest", kEvents / 2)));
  EXPECT_EQ(must(opened.log->verify({})).position, Position{kEvents + 1});
}

TEST_F(Recovery, a_torn_tail_that_lost_an_acknowledged_event_is_refused_by_the_watermark) {
  fs::resize_file(wal(), fs::file_size(wal()) - 30);
  expect_refused("log-behind-witness");
}

TEST_F(Recovery, garbage_after_the_end_is_forgiven) {
  change(wal(), [](std::string& bytes) {
    for (int i = 0; i < 300; ++i) bytes.push_back(static_cast<char>(i * 37 + 11));
  });
  expect_all_there();
}

TEST_F(Recovery, zeros_after_the_end_are_forgiven) {
  change(wal(), [](std::string& bytes) { bytes.append(4096, '\0'); });
  expect_all_there();
}

TEST_F(Recovery, a_bit_flipped_in_the_middle_is_refused) {
  change(wal(), [](std::string& bytes) { bytes[bytes.size() / 2] ^= 1; });
  expect_refused("log-damaged");
}

TEST_F(Recovery, a_bit_flipped_in_the_last_record_is_refused) {
  change(wal(), [](std::string& bytes) { bytes[bytes.size() - 20] ^= 1; });
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::corrupt);
}

TEST_F(Recovery, a_zeroed_tail_is_refused) {
  change(wal(), [](std::string& bytes) { std::fill(bytes.end() - (32 << 10), bytes.end(), '\0'); });
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::corrupt);
}

TEST_F(Recovery, a_missing_write_ahead_log_is_refused_by_the_watermark) {
  fs::remove(wal());
  expect_refused("log-behind-witness");
}

TEST_F(Recovery, any_other_missing_file_is_refused) {
  must(open());  // Flushes, so that there are tables.
  for (const char* name : {"CURRENT", "MANIFEST", ".sst"}) {
    testing_support::TempDir other;
    const auto data = other.path() / "data";
    fs::copy(copy(), data, fs::copy_options::recursive);
    for (const auto& entry : fs::directory_iterator(data / "log"))
      if (entry.path().filename().string().find(name) != std::string::npos)
        fs::remove(entry.path());
    LogOptions options;
    options.directory = data;
    const auto opened = open_rocksdb_event_log(options);
    ASSERT_FALSE(opened) << name;
    EXPECT_EQ(opened.error().type, "log-damaged") << name << opened.error().detail;
    EXPECT_NE(opened.error().detail.find("position 2000"), std::string::npos);
  }
}

TEST_F(Recovery, a_missing_log_directory_is_refused_and_not_made_anew) {
  fs::remove_all(copy() / "log");
  expect_refused("log-damaged");
}

// A new log would be begun, and everybody would find that they are nobody.
TEST_F(Recovery, keys_without_a_log_are_refused_and_no_new_log_is_begun) {
  fs::remove_all(copy() / "log");
  fs::remove(copy() / "watermark");
  EXPECT_EQ(open().error().type, "log-gone");
  fs::remove_all(copy() / "keys");
  EXPECT_EQ(open().error().type, "log-gone");
  EXPECT_FALSE(fs::exists(copy() / "log"));
  fs::remove(copy() / "master.key");
  EXPECT_TRUE(must(open()).created) << "an empty directory is a new beginning";
}

TEST_F(Recovery, a_first_start_that_died_before_the_log_was_there_goes_on) {
  fs::remove_all(copy());
  must(open());
  fs::remove_all(copy() / "log");
  fs::remove(copy() / "watermark");
  EXPECT_TRUE(must(open()).created);
}

TEST_F(Recovery, a_missing_watermark_is_refused) {
  fs::remove(copy() / "watermark");
  expect_refused("watermark-missing");
  const auto error = open().error();
  EXPECT_EQ(error.remedy.find("Events that were acknowledged are missing"), std::string::npos)
      << "nobody knows that";
  EXPECT_NE(error.remedy.find("watermark"), std::string::npos);
}

TEST_F(Recovery, one_torn_mark_is_forgiven_and_two_are_not) {
  change(copy() / "watermark", [](std::string& bytes) { bytes[20] ^= 1; });
  expect_all_there();
  change(copy() / "watermark", [](std::string& bytes) { bytes[20] ^= 1, bytes[512 + 20] ^= 1; });
  EXPECT_EQ(open().error().type, "watermark-damaged");
}

TEST_F(Recovery, an_older_copy_of_the_log_is_refused_by_the_watermark) {
  fs::remove_all(copy() / "log");
  fs::copy(early_->path() / "data" / "log", copy() / "log", fs::copy_options::recursive);
  expect_refused("log-behind-witness");
}

TEST_F(Recovery, an_older_copy_of_everything_is_refused_by_another_witness) {
  const auto head = harness_->log().head();
  fs::remove_all(copy());
  fs::copy(early_->path() / "data", copy(), fs::copy_options::recursive);
  const auto opened = open({{"the checkpoint in Postgres", head.position, head.hash}});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().type, "log-behind-witness");
  EXPECT_NE(opened.error().detail.find("the checkpoint in Postgres has seen position 2000"),
            std::string::npos);
  EXPECT_TRUE(open()) << "by itself an older copy cannot be told from a log that was always short";
}

TEST_F(Recovery, a_loss_that_a_person_has_accepted_is_not_refused_any_more) {
  fs::remove_all(copy() / "log");
  fs::copy(early_->path() / "data" / "log", copy() / "log", fs::copy_options::recursive);
  LogOptions options;
  options.directory = copy();
  EXPECT_EQ(must(accept_rocksdb_event_log(options)).position, Position{kEvents / 2});
  EXPECT_EQ(must(must(open()).log->verify({})).position, Position{kEvents / 2});
  const auto head = harness_->log().head();
  options.witnesses = [&](const Keyring& /*keys*/) {
    return std::vector<Witness>{{"the checkpoint in Postgres", head.position, head.hash}};
  };
  EXPECT_EQ(accept_rocksdb_event_log(options).error().type, "log-behind-witness");
}

TEST_F(Recovery, another_event_at_a_position_that_a_witness_has_seen_is_refused) {
  auto hash = harness_->log().head().hash;
  hash[0] ^= 1U;
  const auto opened = open({{"the checkpoint in Postgres", Position{7}, hash}});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().type, "log-differs-from-witness");
}

TEST_F(Recovery, a_witness_that_is_behind_or_at_the_head_is_content) {
  const auto all = read_everything(harness_->log());
  EXPECT_TRUE(open({{"one", Position{7}, all[6].hash},
                    {"two", Position{kEvents}, all.back().hash},
                    {"three", {}, {}}}));
}

TEST_F(Recovery, a_bit_flipped_in_a_table_is_never_read_as_data) {
  must(open());  // Flushes, so that there are tables.
  const auto expected = read_everything(harness_->log());
  for (const auto& table : database_files(copy() / "log", ".sst"))
    for (const double where : {0.05, 0.3, 0.5, 0.7, 0.95, 0.999}) {
      const auto offset = static_cast<std::size_t>(double(fs::file_size(table)) * where);
      change(table, [&](std::string& bytes) { bytes[offset] ^= 4; });
      LogOptions options;
      options.directory = copy();
      options.read_only = true;  // Every damage for itself: nothing is rewritten in between.
      auto opened = open_rocksdb_event_log(options);
      const auto verified = opened ? opened.value().log->verify({}) : Result<Head>(opened.error());
      if (verified) {  // A byte that nobody uses, as in a table's statistics.
        const auto read = read_everything(*opened.value().log);
        ASSERT_EQ(read.size(), expected.size());
        for (std::size_t i = 0; i < read.size(); ++i) ASSERT_EQ(read[i].hash, expected[i].hash);
      } else {
        EXPECT_EQ(verified.error().code, Errc::corrupt) << verified.error().detail;
        EXPECT_NE(verified.error().detail.find("osition"), std::string::npos)
            << verified.error().detail;
        EXPECT_NE(verified.error().remedy.find("docs/runbook.md"), std::string::npos);
      }
      change(table, [&](std::string& bytes) { bytes[offset] ^= 4; });
    }
  expect_all_there();
}

TEST_F(Recovery, verify_and_reading_name_the_position_of_a_damaged_record) {
  must(open());
  const auto tables = database_files(copy() / "log", ".sst");
  const auto largest = *std::max_element(
      tables.begin(), tables.end(),
      [](const auto& a, const auto& b) { return fs::file_size(a) < fs::file_size(b); });
  change(largest, [](std::string& bytes) { bytes[bytes.size() / 2] ^= 1; });
  LogOptions options;
  options.directory = copy();
  options.read_only = true;
  auto opened = must(open_rocksdb_event_log(options));
  for (const auto& error :
       {opened.log->verify({}).error(), opened.log->read_all({}, {kEvents, 64U << 20U}).error()}) {
    EXPECT_EQ(error.type, "log-damaged");
    EXPECT_EQ(error.detail.rfind("Position ", 0), 0U) << error.detail;
    EXPECT_NE(error.detail.find("orrupt"), std::string::npos) << error.detail;
  }
}

}  // namespace lockstep::log::testing
