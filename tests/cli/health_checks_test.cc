// What operators are told of the parts.
#include "adapters/cli/health_checks.h"

#include <utility>

#include <gtest/gtest.h>

namespace lockstep::cli {
namespace {

actors::GroupReport group(std::string name, Position position) {
  actors::GroupReport out;
  out.name = std::move(name);
  out.ok = true;
  out.position = position;
  return out;
}

actors::SinkReport postgres_with(actors::GroupReport other) {
  actors::SinkReport out;
  out.name = "postgres";
  out.ok = out.caught_up = true;
  out.position = other.position;
  out.groups = {group("roster", Position{9}), std::move(other)};
  return out;
}

// "A failed group is named without type and cause."
TEST(HealthChecks, SayWhyAGroupHasFailed) {
  auto scores = group("scores", Position{7});
  scores.ok = false;
  scores.failure = "postgres-rights-missing: The user lacks rights (SQLSTATE 42501).";
  const auto check = sink_check(postgres_with(scores), Position{9});
  EXPECT_FALSE(check.ok);
  EXPECT_EQ(check.detail,
            "2 events behind. Group scores has failed: postgres-rights-missing: The user lacks "
            "rights (SQLSTATE 42501). It is tried again.");
}

TEST(HealthChecks, SayHowFarAGroupIsMadeAnew) {
  auto scores = group("scores", Position{9});
  scores.beside = Position{3};
  const auto check = sink_check(postgres_with(scores), Position{9});
  EXPECT_TRUE(check.ok);
  EXPECT_NE(check.detail.find("Group scores is made anew: position 3 of 9 (33 %)."),
            std::string::npos);
}

}  // namespace
}  // namespace lockstep::cli
