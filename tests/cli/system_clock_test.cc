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

TEST(RandomIds, AreVersionFourUuids) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  RandomIds ids;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(std::regex_match(ids.next(), form));
}

TEST(RandomIds, AreDifferentInEveryThread) {
  RandomIds ids;
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
