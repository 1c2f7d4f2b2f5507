// Bad disks: what cannot be written is not acknowledged, and what was acknowledged is there.
#include <atomic>

#include <gtest/gtest.h>

#include "engine/log/rocksdb_log.h"
#include "tests/contract/log/log_fixture.h"

namespace lockstep::log::testing {

namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

enum class Fault : std::uint8_t { none, sync_fails, disk_is_full };

/// A write-ahead log that fails on demand.
class FaultyFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<rocksdb::FSWritableFile>&& file, const std::atomic<Fault>& fault)
      : FSWritableFileOwnerWrapper(std::move(file)), fault_(fault) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    if (fault_ == Fault::disk_is_full) return IOStatus::NoSpace("injected");
    return target()->Append(data, options, debug);
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& info, IODebugContext* debug) override {
    if (fault_ == Fault::disk_is_full) return IOStatus::NoSpace("injected");
    return target()->Append(data, options, info, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    if (fault_ == Fault::sync_fails) return IOStatus::IOError("injected");
    return target()->Sync(options, debug);
  }

 private:
  const std::atomic<Fault>& fault_;
};

/// Faulty are the write-ahead logs of the database in directory `name`.
class FaultyDisk final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultyDisk(std::string name)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), name_(std::move(name)) {}
  [[nodiscard]] const char* Name() const override { return "FaultyDisk"; }
  IOStatus NewWritableFile(const std::string& file, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* out,
                           IODebugContext* debug) override {
    auto status = target()->NewWritableFile(file, options, out, debug);
    const bool ours = file.find("/" + name_ + "/") != std::string::npos && file.ends_with(".log");
    if (status.ok() && ours) *out = std::make_unique<FaultyFile>(std::move(*out), fault);
    return status;
  }
  std::atomic<Fault> fault{Fault::none};

 private:
  const std::string name_;
};

/// Appends until the disk fails, then expects fail-stop, then reopens on a good disk.
void expect_fail_stop(const std::string& database, Fault fault) {
  const testing_support::TempDir dir;
  LogOptions options;
  options.directory = dir.path() / "data";
  const auto disk = std::make_shared<FaultyDisk>(database);
  std::uint64_t acknowledged = 0;
  {
    auto opened = must(open_rocksdb_event_log(options, DiskSeams{disk, {}}));
    fill(*opened.log, 20);
    acknowledged = opened.log->head().position.value;
    disk->fault = fault;
    const auto failed = append_one(*opened.log, request("new", 0, 1, R"({"name":"Ada"})"));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::unavailable);
    EXPECT_EQ(failed.error().type, "log-stopped");
    EXPECT_FALSE(opened.log->healthy());
    disk->fault = Fault::none;
    const auto later = append_one(*opened.log, request("later", 0));
    ASSERT_FALSE(later) << "after a failed write nothing is acknowledged until a restart";
    EXPECT_EQ(later.error().type, "log-stopped");
    EXPECT_EQ(opened.log->head().position.value, acknowledged);
    EXPECT_EQ(read_everything(*opened.log).size(), acknowledged) << "reading goes on";
  }
  auto again = must(open_rocksdb_event_log(options));
  EXPECT_GE(again.log->head().position.value, acknowledged);
  EXPECT_LE(again.log->head().position.value, acknowledged + 1) << "the unknown outcome";
  must(again.log->verify({}));
  EXPECT_TRUE(append_one(*again.log, request("after", 0)));
}

}  // namespace

TEST(ABadDisk, that_fails_to_sync_stops_the_log) {
  expect_fail_stop("log", Fault::sync_fails);
}
TEST(ABadDisk, that_is_full_stops_the_log) {
  expect_fail_stop("log", Fault::disk_is_full);
}
TEST(ABadDisk, under_the_keys_stops_the_log) {
  expect_fail_stop("keys", Fault::sync_fails);
}

TEST(ANearlyFullDisk, refuses_appends_and_recovers_when_there_is_space_again) {
  const testing_support::TempDir dir;
  LogOptions options;
  options.directory = dir.path() / "data";
  options.min_free_bytes = 1000;
  std::uint64_t free = 1000;
  auto opened = must(open_rocksdb_event_log(options, DiskSeams{nullptr, [&] { return free; }}));
  const auto first = request("a", 0);
  must(append_one(*opened.log, first));
  free = 999;
  const auto refused = append_one(*opened.log, request("a", 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_EQ(refused.error().type, "disk-nearly-full");
  EXPECT_TRUE(must(append_one(*opened.log, first)).repeated) << "what needs no space is answered";
  EXPECT_EQ(opened.log->head().position, Position{1});
  EXPECT_TRUE(opened.log->healthy());
  free = 1000;
  EXPECT_EQ(must(append_one(*opened.log, request("a", 1))).position, Position{2});
}

TEST(ANearlyFullDisk, is_measured_on_the_disk_of_the_directory) {
  const testing_support::TempDir dir;
  LogOptions options;
  options.directory = dir.path() / "data";
  options.min_free_bytes = std::uint64_t{1} << 62U;
  auto opened = must(open_rocksdb_event_log(options));
  EXPECT_EQ(append_one(*opened.log, request("a", 0)).error().type, "disk-nearly-full");
}

TEST(TheMemoryLog, fails_on_demand_as_a_disk_does) {
  for (const bool stored : {false, true}) {
    MemoryEventLog log;
    must(append_one(log, request("a", 0)));
    const auto unknown = request("a", 1);
    log.fail_next_write(stored);
    EXPECT_EQ(append_one(log, unknown).error().type, "log-stopped");
    EXPECT_FALSE(log.healthy());
    EXPECT_EQ(append_one(log, unknown).error().type, "log-stopped");
    log.restart();
    EXPECT_EQ(must(append_one(log, unknown)).repeated, stored);
    EXPECT_EQ(must(log.verify({})).position, Position{2});
  }
}

}  // namespace lockstep::log::testing
