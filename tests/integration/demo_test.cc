// The demo is the first thing anybody sees.
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/integration/engine_process.h"

namespace lockstep::integration {
namespace {

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t out = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++out;
  return out;
}

TEST(Demo, ShowsTwelveCompetitorsAndLeavesWithZero) {
  const auto result = run_lockstep({"demo", "--exit-after-sync", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(count(result.out, " complete "), 9U) << result.out;
  EXPECT_EQ(count(result.out, " synced "), 7U) << result.out;
  EXPECT_NE(result.out.find("12 competitors, 9 on the game platform"), std::string::npos)
      << result.out;
  expect_nothing_personal(result.err, "the demo's log lines");
}

TEST(Demo, EndsWhenItIsToldToWhileItSyncs) {
  std::array<int, 2> out{};
  ASSERT_EQ(::pipe(out.data()), 0);
  const auto demo =
      start_lockstep({"demo", "--listen", "127.0.0.1:0", "--vendor-requests-per-second", "1",
                      "--vendor-start-requests-per-second", "1"},
                     {}, out[1], -1);
  ::close(out[1]);
  std::string said;
  std::array<char, 4096> piece{};
  while (said.find("syncing") == std::string::npos) {
    const auto size = ::read(out[0], piece.data(), piece.size());
    ASSERT_GT(size, 0) << said;
    said.append(piece.data(), static_cast<std::size_t>(size));
  }
  const auto told = std::chrono::steady_clock::now();
  ::kill(demo, SIGTERM);
  EXPECT_EQ(wait_for_exit(demo), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - told, std::chrono::seconds{20}) << "not after 60";
  ::close(out[0]);
}

}  // namespace
}  // namespace lockstep::integration
