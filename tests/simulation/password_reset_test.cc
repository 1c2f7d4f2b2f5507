// A mail cannot be taken back: whatever happens, one request sends at most one.
#include <gtest/gtest.h>

#include "tests/simulation/world.h"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;

class PasswordReset : public testing::Test {
 protected:
  PasswordReset() {
    world_.vendor.behaviour.offers_password_reset = true;
    EXPECT_TRUE(world_.put_coach("carl"));
    EXPECT_TRUE(world_.put_competitor("ada", "carl"));
    EXPECT_TRUE(world_.onboard("ada"));
    world_.pass(10s);
  }
  void ask() {
    EXPECT_TRUE(world_.give("ada", domain::CompetitorCommand{domain::RequestPasswordReset{}}));
  }
  std::size_t count(const char* what) {
    return world_.count("competitor.password_reset_" + std::string(what) + ".v1");
  }

  World world_{21};
};

TEST_F(PasswordReset, SendsOneMailPerRequest) {
  ask();
  world_.pass(60s);
  EXPECT_EQ(world_.vendor.password_resets(), 1);
  EXPECT_EQ(count("sent"), 1U);
  ask();
  world_.pass(60s);
  EXPECT_EQ(world_.vendor.password_resets(), 2);
}

TEST_F(PasswordReset, IsNotRepeatedAfterAnUnknownOutcome) {
  world_.vendor.set_faults({.timeout_after = 1});
  ask();
  world_.pass(60s);
  world_.vendor.set_faults({});
  world_.restart();
  world_.pass(600s);
  EXPECT_EQ(world_.vendor.password_resets(), 1);
  EXPECT_EQ(count("failed"), 1U);
  EXPECT_EQ(count("sent"), 0U);
}

TEST_F(PasswordReset, IsNotMadeWhenItIsFoundOpenAtStart) {
  world_.settings.integration_enabled = false;
  world_.restart();
  ask();
  world_.settings.integration_enabled = true;
  world_.restart();
  world_.pass(60s);
  EXPECT_EQ(world_.vendor.password_resets(), 0);
  EXPECT_EQ(count("failed"), 1U) << "a person has to ask again";
  ask();
  world_.pass(60s);
  EXPECT_EQ(world_.vendor.password_resets(), 1);
}

TEST_F(PasswordReset, FailsForGoodWhenTheVendorDoesNotOfferIt) {
  world_.vendor.behaviour.offers_password_reset = false;
  ask();
  const auto calls = world_.vendor.calls();
  world_.pass(60s);
  EXPECT_EQ(world_.vendor.calls(), calls);
  EXPECT_EQ(count("failed"), 1U);
  const auto row = world_.reads->password_resets().password_reset({"ada"});
  ASSERT_TRUE(row && row.value());
  EXPECT_EQ(row.value()->state, projections::PasswordResetState::failed);
  EXPECT_EQ(row.value()->game_platform_sync_error_code, "vendor-not-offered");
}

}  // namespace
}  // namespace lockstep::simulation
