// What the log forgets: old answers to commands that changed nothing, and nothing else.
#include <atomic>

#include <gtest/gtest.h>

#include "engine/log/rocksdb_forgetting.h"
#include "tests/contract/log/log_fixture.h"
#include "tests/support/eventually.h"

namespace lockstep::log::testing {

namespace {

class Forgetting : public ::testing::Test {
 protected:
  Forgetting() { reopen(); }

  void reopen() {
    opened_ = OpenedLog{};
    LogOptions options;
    options.directory = dir_.path() / "data";
    options.now = [this] { return Timestamp{now_.load()}; };
    opened_ = must(open_rocksdb_event_log(options));
  }
  /// As a client's key leaves it.
  void answer(const std::string& key, std::size_t events) {
    auto one = request("ann", version_, events);
    one.command_id = {key};
    one.remember = true;
    one.now = Timestamp{now_.load()};
    must(append_one(*opened_.log, one));
    version_ += events;
  }
  /// A file for each start, until they are compacted.
  void make_files() {
    for (int i = 0; i < 8; ++i) {
      answer("file-" + std::to_string(++files_), 0);
      reopen();
    }
  }
  bool knows(const std::string& key) {
    return must(opened_.log->find_command({key}, "")).has_value();
  }

  testing_support::TempDir dir_;
  OpenedLog opened_;
  std::atomic<std::int64_t> now_{1'000};
  std::uint64_t version_ = 0;
  int files_ = 0;
};

}  // namespace

TEST_F(Forgetting, drops_what_changed_nothing_days_ago_and_keeps_the_rest) {
  answer("idle", 0);
  answer("done", 2);
  now_ += std::chrono::milliseconds{kIdleAnswersKept}.count() / 2;
  answer("idle-since", 0);
  now_ += std::chrono::milliseconds{kIdleAnswersKept}.count() / 2 + 1;
  make_files();
  EXPECT_TRUE(testing_support::eventually([&] { return !knows("idle"); }));
  EXPECT_TRUE(knows("idle-since")) << "not old yet";
  EXPECT_TRUE(knows("done")) << "its events are there for ever";
  EXPECT_EQ(opened_.log->head().position, Position{2});
  EXPECT_TRUE(opened_.log->verify([](Position) { return true; }));
  answer("idle", 0);  // As one that was never given.
  EXPECT_TRUE(knows("idle"));
}

}  // namespace lockstep::log::testing
