// One actor, or a few, on CAF's deterministic scheduler over a log in memory, with whoever else
// they talk to played by the test.
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <caf/scheduler/test_coordinator.hpp>
#include <gtest/gtest.h>

#include "actors/messages.h"
#include "events/any_event.h"
#include "tests/support/in_memory.h"

namespace lockstep::testing_support {

/// The last value of every gauge; of a labelled one the last of any label.
class Gauges final : public ports::Metrics {
 public:
  void count(std::string_view name, ports::Labels, double by) override {
    values[std::string(name)] += by;
  }
  void gauge(std::string_view name, ports::Labels, double value) override {
    values[std::string(name)] = value;
  }
  void observe(std::string_view, ports::Labels, double) override {}
  std::string exposition() override { return {}; }
  std::map<std::string, double> values;
};

class Stage : public testing::Test {
 protected:
  ~Stage() override { end(); }

  /// The actors end, which lets them run once more: before what they were given is gone.
  void end() {
    for (auto& actor : cast_) caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    cast_.clear();
    do scheduler.run();
    while (scheduler.trigger_timeout());
  }

  /// Ends with the stage.
  template <class Handle>
  Handle on_stage(Handle handle) {
    cast_.push_back(caf::actor_cast<caf::actor>(handle));
    return handle;
  }
  void pass(std::chrono::milliseconds time) {
    memory.clock.advance(time.count());
    scheduler.run();
    scheduler.advance_time(time);
    scheduler.run();
  }
  template <class E>
  Position store(const StreamId& stream, const E& event) {
    const auto encoded = events::encode(event);
    log::AppendRequest append;
    append.stream = stream;
    append.expected = versions_[stream.text()];
    append.events = {{std::string(E::kType), boost::json::serialize(encoded.body),
                      encoded.personal.empty() ? "" : boost::json::serialize(encoded.personal)}};
    append.command_id = {"stored-" + std::to_string(++stored_)};
    append.correlation_id = "cause-" + std::to_string(stored_);
    append.now = memory.clock.now();
    const auto answers = memory.log.append(std::span{&append, 1});
    EXPECT_TRUE(answers.front());
    versions_[stream.text()] = answers.front().value().version;
    return answers.front().value().position;
  }

  static caf::actor_system_config& testing_config(caf::actor_system_config& config) {
    config.set("scheduler.policy", caf::atom("testing"));
    return config;
  }

  InMemory memory;
  Gauges metrics;
  actors::Environment env = memory.environment(metrics);
  caf::actor_system_config config;
  caf::actor_system system{testing_config(config)};
  caf::scheduler::test_coordinator& scheduler =
      dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());

 private:
  std::vector<caf::actor> cast_;
  std::map<std::string, Version> versions_;
  int stored_ = 0;
};

/// Who is given commands: hears them, and answers what the test says.
struct PlayedRouter {
  std::vector<CommandRequest> heard;
  /// None: no answer at all.
  std::function<std::optional<actors::Reply>(const CommandRequest&)> answer =
      [](const CommandRequest&) {
        return actors::Reply{CommandReply{{}, {}, true}};
      };

  actors::RouterActor spawn(caf::actor_system& system) {
    handle_ = system.spawn(
        [this](actors::RouterActor::pointer self) -> actors::RouterActor::behavior_type {
          return {[this, self](actors::Execute& execute) -> caf::result<actors::Reply> {
                    heard.push_back(execute.request);
                    auto promise = self->make_response_promise<actors::Reply>();
                    if (auto reply = answer(execute.request))
                      promise.deliver(std::move(*reply));
                    else
                      kept_.push_back(promise);
                    return promise;
                  },
                  [this](const actors::Tick&) {
                    kept_.front().deliver(late_);
                    kept_.erase(kept_.begin());
                  }};
        });
    return handle_;
  }
  /// Answers the oldest that was not answered, when the scheduler runs next.
  void answer_now(actors::Reply reply) {
    late_ = std::move(reply);
    caf::anon_send(handle_, actors::Tick{});
  }

 private:
  actors::RouterActor handle_;
  actors::Reply late_;
  std::vector<caf::typed_response_promise<actors::Reply>> kept_;
};

inline std::vector<std::string> command_ids(const std::vector<CommandRequest>& commands) {
  std::vector<std::string> out;
  for (const auto& command : commands) out.push_back(command.command_id.value);
  return out;
}

}  // namespace lockstep::testing_support
