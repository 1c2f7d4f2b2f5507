#include "actors/projection_runner.h"

#include <algorithm>

#include "projections/all_projections.h"

namespace lockstep::actors {

namespace {

using Self = caf::stateful_actor<ProjectionRunnerState>*;
constexpr log::ReadLimits kBatch{.max_events = 2000, .max_bytes = 4U << 20U};
constexpr std::chrono::milliseconds kFirstBackoff{500};
constexpr std::chrono::milliseconds kLongestBackoff{15'000};

struct Runner {
  Self self;
  const Environment* env;
  ports::ReadModelSink* sink;
  SinkStatus* status;
};

using Batch = std::vector<std::pair<events::StoredEvent, events::AnyEvent>>;

Result<Batch> read_batch(const Runner& r, Position after) {
  LOCKSTEP_TRY(auto stored, r.env->log.read_all(after, kBatch));
  Batch out;
  out.reserve(stored.size());
  for (auto& event : stored) {
    LOCKSTEP_TRY(auto decoded, events::decode(event));
    out.emplace_back(std::move(event), std::move(decoded));
  }
  return out;
}

void report_lag(const Runner& r, const Batch& batch) {
  const auto at = r.self->state.checkpoint->position.value;
  const auto head = r.env->log.head().position.value;
  const double seconds =
      batch.empty() || at >= head
          ? 0
          : static_cast<double>(r.env->clock.now().value - batch.back().first.recorded_at.value) /
                1000.0;
  r.status->position = at;
  r.env->metrics.gauge("lockstep_projection_lag_events", {{"sink", r.sink->name()}},
                       static_cast<double>(head > at ? head - at : 0));
  r.env->metrics.gauge("lockstep_projection_lag_seconds", {{"sink", r.sink->name()}},
                       std::max(0.0, seconds));
}

/// Takes one batch; true when there may be more.
Result<bool> step(const Runner& r) {
  auto& state = r.self->state;
  if (!state.checkpoint) {
    LOCKSTEP_TRY(auto stored, r.sink->checkpoint());
    state.checkpoint = stored;
  }
  LOCKSTEP_TRY(auto batch, read_batch(r, state.checkpoint->position));
  if (!batch.empty()) {
    const ports::Checkpoint next{batch.back().first.position, batch.back().first.hash};
    LOCKSTEP_TRY(r.sink->transact(*state.checkpoint, next, [&](projections::RowAccess& rows) {
      for (const auto& [stored, event] : batch) projections::project_all(rows, stored, event);
    }));
    state.checkpoint = next;
  }
  report_lag(r, batch);
  return !batch.empty();
}

void tick_after(const Runner& r, std::chrono::milliseconds delay) {
  r.self->state.waiting = true;
  if (delay.count() == 0)
    r.self->send(r.self, Tick{});
  else
    r.self->delayed_send(r.self, delay, Tick{});
}

void run(const Runner& r) {
  auto& state = r.self->state;
  const auto more = step(r);
  if (more) {
    if (state.backoff.count() > 0)
      r.env->logger.log(ports::Level::info, "sink_recovered", {{"sink", r.sink->name()}});
    state.backoff = std::chrono::milliseconds{0};
    r.status->ok = true;
    if (more.value()) tick_after(r, std::chrono::milliseconds{0});
    return;
  }
  const auto& error = more.error();
  r.status->ok = false;
  if (state.backoff.count() == 0)
    r.env->logger.log(ports::Level::warning, "sink_unavailable",
                      {{"sink", r.sink->name()}, {"type", error.type}, {"detail", error.detail}});
  r.env->metrics.count("lockstep_sink_failures_total",
                       {{"sink", r.sink->name()}, {"type", error.type}}, 1);
  state.checkpoint.reset();  // The commit may have happened: ask the sink.
  state.backoff = std::clamp(state.backoff * 2, kFirstBackoff, kLongestBackoff);
  tick_after(r, state.backoff);
}

}  // namespace

caf::behavior projection_runner(Self self, const Environment* env, ports::ReadModelSink* sink,
                                SinkStatus* status) {
  const Runner r{self, env, sink, status};
  tick_after(r, std::chrono::milliseconds{0});
  return {[r](const Committed&) {
            if (!r.self->state.waiting) run(r);
          },
          [r](const Tick&) {
            r.self->state.waiting = false;
            run(r);
          }};
}

}  // namespace lockstep::actors
