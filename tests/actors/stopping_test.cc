// The System in real time: stopping is not held up by a vendor that does not answer.
#include <latch>

#include <gtest/gtest.h>

#include "actors/system.h"
#include "adapters/metactf/client.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "engine/log/memory_event_log.h"
#include "tests/support/virtual_time.h"

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
  testing_support::VirtualClock clock;
  testing_support::CountingIds ids;
  log::MemoryEventLog log;
  const auto reads = std::move(read_store::SqliteReadStore::open({})).value();
  ports::NullLogger logger;
  ports::NullMetrics metrics;
  std::latch asked{1};
  auto system = std::make_unique<System>(Environment{
      .log = log,
      .reads = *reads,
      .sinks = {reads.get()},
      .clock = clock,
      .ids = ids,
      .logger = logger,
      .metrics = metrics,
      .make_api = [&] { return metactf::make_client(std::make_unique<SilentTransport>(asked)); },
      .on_fatal = [](const std::string& why) { ADD_FAILURE() << why; },
      .settings = {.vendor = {.rate = {100, 100}, .max_concurrency = 1}}});
  for (const int step : {0, 1})
    ASSERT_TRUE(system->execute(a_coach_somebody_waits_for(step), std::chrono::seconds{20}));
  asked.wait();
  const auto head = log.head().position;
  const auto started = std::chrono::steady_clock::now();
  system.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{5});
  EXPECT_EQ(log.head().position, head) << "a cancelled call is open still, not failed";
}

}  // namespace
}  // namespace lockstep::actors
