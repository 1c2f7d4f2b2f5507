// The real clock and real ids.
#include "adapters/cli/system_clock.h"

#include <chrono>
#include <mutex>
#include <regex>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace lockstep::cli {
namespace {

std::int64_t wall_milliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

TEST(SystemClock, TellsMillisecondsSinceTheEpoch) {
  const auto before = wall_milliseconds();
  const auto now = SystemClock{}.now().value;
  EXPECT_GE(now, before);
  EXPECT_LE(now, wall_milliseconds());
}

TEST(TimeOrderedIds, AreVersionSevenUuids) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  TimeOrderedIds ids;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(std::regex_match(ids.next(), form));
}

TEST(TimeOrderedIds, SortByTheirTime) {
  TimeOrderedIds ids;
  const auto before = SystemClock{}.now();
  const auto first = ids.next();
  std::this_thread::sleep_for(std::chrono::milliseconds{3});
  const auto second = ids.next();
  EXPECT_LT(first, second);
  const auto hex = second.substr(0, 8) + second.substr(9, 4);
  const auto time = static_cast<std::int64_t>(std::stoull(hex, nullptr, 16));
  EXPECT_GE(time, before.value + 3);
  EXPECT_LE(time, SystemClock{}.now().value);
}

TEST(TimeOrderedIds, AreDifferentInEveryThread) {
  TimeOrderedIds ids;
  std::mutex mutex;
  std::set<std::string> seen;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        const auto id = ids.next();
        const std::lock_guard lock(mutex);
        seen.insert(id);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(seen.size(), 4000U);
}

}  // namespace
}  // namespace lockstep::cli
