// The demo is the first thing anybody sees.
#include <algorithm>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace lockstep::integration
