// What must hold holds, or nothing goes on.
#include <gtest/gtest.h>

#include "base/check.h"

namespace lockstep::base {
namespace {

TEST(Check, LetsPassWhatHolds) {
  check(true, "one is one");
}

TEST(CheckDeathTest, EndsTheProcessAndSaysWhatDidNotHoldAndWhere) {
  EXPECT_DEATH(check(false, "one is two"),
               R"("event":"check_failed","what":"one is two","file":".*base_check_test.cc")");
}

}  // namespace
}  // namespace lockstep::base
