// The System in real time: a thread that asks is answered, or told in time that it was not.
#include <latch>

#include <gtest/gtest.h>

#include "actors/system.h"
#include "tests/support/in_memory.h"

namespace lockstep::actors {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Holds up the log's writer once, between a commit and its answers.
class HoldingMetrics final : public ports::Metrics {
 public:
  void count(std::string_view, ports::Labels, double) override {}
  void gauge(std::string_view, ports::Labels, double) override {}
  void observe(std::string_view name, ports::Labels, double) override {
    if (name == "lockstep_commit_seconds") go_on.wait();
  }
  std::string exposition() override { return {}; }
  std::latch go_on{1};
};

CommandRequest facts_of_coach(const std::string& id) {
  CommandRequest request;
  request.id = id;
  request.command_id = {"facts-" + id};
  request.remember = true;
  request.fingerprint = "same";
  request.who = {"admin", "test"};
  request.correlation_id = request.command_id.value;
  request.command = domain::CoachCommand{domain::RecordCoachFacts{
      {id},
      {.first_name = "Kim", .last_name = "Coach", .email = "kim@example.org"},
      "Hill School",
      "north",
      events::Division::high_school}};
  return request;
}

TEST(Asking, ALateAnswerIsNotTakenForTheNextOne) {
  testing_support::InMemory memory;
  HoldingMetrics metrics;
  System system{memory.environment(metrics)};
  const auto late = system.execute(facts_of_coach("kim"), milliseconds{50});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::timeout);
  metrics.go_on.count_down();
  const auto next = system.execute(facts_of_coach("ada"), seconds{20});
  ASSERT_TRUE(next);
  EXPECT_EQ(next.value().position, Position{2}) << "the answer of the first, or of nobody";
  const auto again = system.execute(facts_of_coach("kim"), seconds{20});
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().position, Position{1}) << "what was late has happened all the same";
}

TEST(Asking, IsRememberedWithWhoAskedFromWhereAndForWhichRequest) {
  testing_support::InMemory memory;
  System system{memory.environment()};
  auto request = facts_of_coach("kim");
  request.origin = "198.51.100.7";
  request.trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  ASSERT_TRUE(system.execute(request, seconds{20}));
  const auto stored = memory.log.read_all({}, {}).value().at(0);
  EXPECT_EQ(stored.who, request.who);
  EXPECT_EQ(stored.origin, request.origin);
  EXPECT_EQ(stored.trace, request.trace);
  EXPECT_EQ(stored.organisation, "");
}

}  // namespace
}  // namespace lockstep::actors
