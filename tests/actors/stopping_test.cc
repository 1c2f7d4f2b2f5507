// The System in real time: stopping is not held up by a vendor that does not answer.
#include <latch>

#include <gtest/gtest.h>

#include "actors/system.h"
#include "adapters/metactf/client.h"
#include "tests/support/in_memory.h"

namespace lockstep::actors {
namespace {

/// Answers nothing until it is cancelled.
class SilentTransport final : public metactf::Transport {
 public:
  explicit SilentTransport(std::latch& asked) : asked_(asked) {}

  ports::VendorResult<metactf::HttpAnswer> exchange(const metactf::HttpRequest&) override {
    if (!cancelled_.try_wait()) asked_.count_down();
    cancelled_.wait();
    return ports::VendorError{ports::VendorErrc::timeout, 0, "cancelled", std::nullopt};
  }
  void cancel() noexcept override { cancelled_.count_down(); }

 private:
  std::latch& asked_;
  std::latch cancelled_{1};
};

CommandRequest a_coach_somebody_waits_for(int step) {
  CommandRequest request;
  request.id = "kim";
  request.command_id = {"step-" + std::to_string(step)};
  request.who = {"admin", "test"};
  request.correlation_id = request.command_id.value;
  if (step == 0)
    request.command = domain::CoachCommand{domain::RecordCoachFacts{
        {"kim"},
        {.first_name = "Kim", .last_name = "Coach", .email = "kim@example.org"},
        "Hill School",
        "north",
        events::Division::high_school}};
  else
    request.command = domain::CoachCommand{domain::EnsureCoachAccount{}};
  return request;
}

TEST(Stopping, DoesNotWaitForAVendorThatDoesNotAnswer) {
  testing_support::InMemory memory;
  std::latch asked{1};
  auto env = memory.environment();
  env.make_api = [&] { return metactf::make_client(std::make_unique<SilentTransport>(asked)); };
  env.settings = {.vendor = {.rate = {100, 100}, .max_concurrency = 1}};
  auto system = std::make_unique<System>(std::move(env));
  for (const int step : {0, 1})
    ASSERT_TRUE(system->execute(a_coach_somebody_waits_for(step), std::chrono::seconds{20}));
  asked.wait();
  const auto head = memory.log.head().position;
  const auto started = std::chrono::steady_clock::now();
  system.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{5});
  EXPECT_EQ(memory.log.head().position, head) << "a cancelled call is open still, not failed";
}

}  // namespace
}  // namespace lockstep::actors
