// The log's writer: everybody who asked is answered, also at the end.
#include "actors/log_writer.h"

#include <caf/scheduler/test_coordinator.hpp>
#include <gtest/gtest.h>

#include "tests/support/in_memory.h"

namespace lockstep::actors {
namespace {

caf::actor_system_config& testing_config(caf::actor_system_config& config) {
  config.set("scheduler.policy", caf::atom("testing"));
  return config;
}

TEST(LogWriter, AnswersWhatHasQueuedWhenItIsToldToEnd) {
  testing_support::InMemory memory;
  const auto env = memory.environment();
  caf::actor_system_config config;
  caf::actor_system system{testing_config(config)};
  auto& scheduler = dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  auto writer = system.spawn(log_writer, &env);
  bool answered = false;
  system.spawn([&](caf::event_based_actor* self) {
    log::AppendRequest append;
    append.stream = {"coach", "kim"};
    append.events = {{"coach.facts_recorded.v1", "{}", ""}};
    append.command_id = {"command"};
    self->request(writer, caf::infinite, Append{append}).await([&](const AppendAnswer& answer) {
      answered = std::holds_alternative<log::Appended>(answer.value);
    });
  });
  ASSERT_TRUE(scheduler.try_run_once());  // The request is sent.
  ASSERT_TRUE(scheduler.try_run_once());  // It is queued: the commit is another message.
  ASSERT_EQ(memory.log.head().position, Position{0});
  caf::anon_send_exit(writer, caf::exit_reason::user_shutdown);
  writer = nullptr;
  scheduler.run();
  EXPECT_TRUE(answered);
  EXPECT_EQ(memory.log.head().position, Position{1});
}

}  // namespace
}  // namespace lockstep::actors
