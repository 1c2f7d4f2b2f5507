// What `lockstep log` may be asked for.
#include "adapters/cli/log_flags.h"

#include <gtest/gtest.h>

#include "adapters/cli/exit_code.h"

namespace lockstep::cli {
namespace {

constexpr const char* kMost = "18446744073709551615";

void expect_refused(const LogFilterFlags& flags, const std::string& flag) {
  const auto filter = log_filter(flags);
  ASSERT_FALSE(filter) << flag;
  EXPECT_EQ(exit_code_for(filter.error()), ExitCode::usage);
  EXPECT_TRUE(filter.error().detail.starts_with(flag + " must be")) << filter.error().detail;
}

TEST(LogFlags, OfNumbersThatMakeNoSenseAreRefused) {
  for (const auto* text : {"-1", "0", "18446744073709551616", "100000000000000000000", "", " 1",
                           "1x", "+1", "1.0", "0x10"}) {
    SCOPED_TRACE(text);
    expect_refused({.from = text, .limit = {}, .type = {}}, "--from");
    expect_refused({.from = {}, .limit = text, .type = {}}, "--limit");
  }
  const auto refused = log_filter({.from = {}, .limit = "0", .type = {}});
  EXPECT_NE(refused.error().detail.find(std::string("1 to ") + kMost), std::string::npos);
}

TEST(LogFlags, OfATypeThatIsNoneAreRefusedWithTheNearest) {
  for (const auto* text : {"nosuch", "", "coach", "Coach.Facts", "coach.facts_recorded.v1 "})
    expect_refused({.from = {}, .limit = {}, .type = text}, "--type");
  const auto near = log_filter({.from = {}, .limit = {}, .type = "coach.facts_recorded"});
  EXPECT_NE(near.error().remedy.find("`coach.facts_recorded.v1`"), std::string::npos)
      << near.error().remedy;
}

TEST(LogFlags, ThatMakeSenseAreTaken) {
  const auto none = log_filter({}).value();
  EXPECT_EQ(none.after, Position{0});
  EXPECT_EQ(std::to_string(none.limit), kMost);
  EXPECT_EQ(none.type, "");
  const auto all =
      log_filter({.from = "7", .limit = kMost, .type = "coach.facts_recorded.v1"}).value();
  EXPECT_EQ(all.after, Position{6});
  EXPECT_EQ(std::to_string(all.limit), kMost);
  EXPECT_EQ(all.type, "coach.facts_recorded.v1");
}

}  // namespace
}  // namespace lockstep::cli
