#include "actors/log_writer.h"

#include <chrono>

#include "engine/log/event_log.h"

namespace lockstep::actors {

namespace {

using Self = LogWriterActor::stateful_pointer<LogWriterState>;

std::size_t bytes_of(const log::AppendRequest& request) {
  std::size_t bytes = 0;
  for (const auto& event : request.events) bytes += event.body.size() + event.personal.size();
  return bytes;
}

void report_failure(Self self, const Environment& env, const Error& error) {
  env.metrics.count("lockstep_append_failures_total", {{"type", error.type}}, 1);
  if (env.writable_log.healthy()) {
    // Of the log itself: what is wrong with a single request is told to whoever made it.
    const bool concerns_all = error.code == Errc::unavailable || error.code == Errc::corrupt;
    if (concerns_all && self->state.failing.failed(error.type))
      env.logger.log(ports::Level::error, "append_failed",
                     {{"type", error.type}, {"detail", error.detail}});
    return;
  }
  if (self->state.stopped) return;
  self->state.stopped = true;
  env.logger.log(ports::Level::error, "log_stopped", {{"type", error.type}});
  env.on_fatal("the event log has stopped: " + error.detail + " " + error.remedy);
}

void flush(Self self, const Environment& env) {
  auto batch = std::exchange(self->state.pending, {});
  self->state.pending_events = self->state.pending_bytes = 0;
  if (batch.empty()) return;
  std::vector<log::AppendRequest> requests;
  requests.reserve(batch.size());
  for (auto& pending : batch) requests.push_back(std::move(pending.request));
  const auto started = std::chrono::steady_clock::now();
  auto answers = env.writable_log.append(requests);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  env.metrics.observe("lockstep_commit_seconds", {}, took.count());
  std::uint64_t written = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (answers[i].has_value()) {
      if (!answers[i].value().repeated) written += answers[i].value().count;
      batch[i].promise.deliver(AppendAnswer{answers[i].value()});
    } else {
      if (answers[i].error().code != Errc::stale) report_failure(self, env, answers[i].error());
      batch[i].promise.deliver(AppendAnswer{answers[i].error()});
    }
  }
  if (written == 0) return;
  if (self->state.failing.worked()) env.logger.log(ports::Level::info, "append_recovered", {});
  const auto head = env.log.head().position;
  env.metrics.count("lockstep_events_appended_total", {}, static_cast<double>(written));
  env.metrics.gauge("lockstep_log_position", {}, static_cast<double>(head.value));
  for (const auto& subscriber : self->state.subscribers)
    caf::anon_send(subscriber, Committed{head});
}

}  // namespace

LogWriterActor::behavior_type log_writer(Self self, const Environment* env) {
  // An entity looks at nothing, not even at its own end, until its append is answered: one that is
  // forgotten here would keep the system from ending.
  self->set_exit_handler([self, env](caf::exit_msg& exit) {
    flush(self, *env);
    self->quit(exit.reason);
  });
  return {[self, env](Append& append) -> caf::result<AppendAnswer> {
            auto& state = self->state;
            auto promise = self->make_response_promise<AppendAnswer>();
            const auto events = append.request.events.size();
            const auto bytes = bytes_of(append.request);
            const bool full = state.pending_events + events > log::kMaxBatchEvents ||
                              state.pending_bytes + bytes > log::kMaxBatchBytes;
            if (full) flush(self, *env);
            // Behind this message everything that is queued now: it all joins the same commit.
            if (state.pending.empty()) self->send(self, Tick{});
            state.pending.push_back({std::move(append.request), promise});
            state.pending_events += events;
            state.pending_bytes += bytes;
            return promise;
          },
          [self, env](const Subscribe& subscribe) {
            self->state.subscribers.push_back(subscribe.who);
            // There may have been commits that it was not told about.
            caf::anon_send(subscribe.who, Committed{env->log.head().position});
          },
          [self, env](const Tick&) { flush(self, *env); }};
}

}  // namespace lockstep::actors
