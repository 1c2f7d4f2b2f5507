#include "actors/projection_runner.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "projections/all_projections.h"

namespace lockstep::actors {

namespace {

using Self = caf::stateful_actor<ProjectionRunnerState>*;
using boost::outcome_v2::success;
using ports::Checkpoint;
using ports::Lane;
constexpr std::chrono::milliseconds kFirstBackoff{500};
constexpr std::chrono::milliseconds kLongestBackoff{15'000};
constexpr std::uint64_t kWorthTelling = 20'000;
constexpr std::chrono::milliseconds kBetweenReports{2'000};

struct Runner {
  Self self;
  const Environment* env;
  ports::ReadModelSink* sink;
  SinkStatus* status;
  bool reads_ahead;
};

std::string_view name_of(const Lane& lane) {
  return projections::groups()[lane.group].name;
}

LaneProgress* find(std::vector<LaneProgress>& lanes, const Lane& lane) {
  const auto found = std::ranges::find(lanes, lane, [](const auto& l) { return l.state.lane; });
  return found == lanes.end() ? nullptr : &*found;
}

Result<void> ask_lanes(const Runner& r) {
  auto& state = r.self->state;
  if (state.lanes) return success();
  LOCKSTEP_TRY(const auto stored, r.sink->lanes());
  state.lanes.emplace();
  for (const auto& lane : stored) state.lanes->push_back({lane, false, std::nullopt});
  return success();
}

void publish(const Runner& r) {
  auto& status = *r.status;
  const auto head = r.env->log.head().position.value;
  std::optional<std::uint64_t> lowest;
  std::array<bool, projections::kGroupCount> beside{};
  for (const auto& lane : *r.self->state.lanes) {
    auto& group = status.groups[lane.state.lane.group];
    const auto at = lane.state.at.position.value;
    if (lane.state.lane.beside) {
      beside[lane.state.lane.group] = true;
      group.beside_position = at;
    } else {
      group.there = true;
      group.position = at;
      group.ok = !lane.rests_until.has_value();
      lowest = std::min(lowest.value_or(at), at);
    }
  }
  for (std::size_t i = 0; i < beside.size(); ++i) status.groups[i].beside = beside[i];
  status.position = lowest.value_or(head);
  if (status.position.load() >= r.self->state.head_at_start.value) status.caught_up = true;
}

// While much is to be folded people want to know how long it takes.
void tell_progress(const Runner& r, const FoldStep& step, Position at) {
  auto& state = r.self->state;
  const auto head = r.env->log.head().position;
  const auto now = r.env->clock.now();
  if (head.value - std::min(head, at).value < kWorthTelling) return;
  if (now.value - state.told_at.value < kBetweenReports.count()) return;
  const auto since = now.value - state.told_at.value;
  const bool known = state.told_at.value > 0 && at > state.told_position;
  const auto rate = known ? (at.value - state.told_position.value) * 1000 /
                                static_cast<std::uint64_t>(std::max<std::int64_t>(1, since))
                          : 0;
  r.env->logger.log(ports::Level::info, "folding",
                    {{"sink", r.sink->name()},
                     {"groups", static_cast<std::int64_t>(step.lanes.size())},
                     {"first", name_of(step.lanes.front())},
                     {"position", at},
                     {"head", head},
                     {"percent", static_cast<std::int64_t>(at.value * 100 / head.value)},
                     {"events_per_second", static_cast<std::int64_t>(rate)}});
  state.told_at = now;
  state.told_position = at;
}

Result<void> commit(const Runner& r, const std::vector<Lane>& lanes, const Checkpoint& from,
                    const Checkpoint& next, const Batch& batch) {
  return r.sink->transact(lanes, from, next,
                          [&](const Lane& lane, const projections::RowAccess& rows) {
                            const auto& group = projections::groups()[lane.group];
                            for (const auto& read : batch)
                              if (read.event) group.apply(rows, read.meta, *read.event);
                          });
}

void moved(const Runner& r, const Lane& lane, const Checkpoint& to) {
  auto* progress = find(*r.self->state.lanes, lane);
  base::check(to.position > progress->state.at.position, "a read model only goes forward");
  progress->state.at = to;
  progress->rests_until.reset();
}

// One of several cannot go on: which one it is shows when each goes by itself, and it alone rests.
void commit_apart(const Runner& r, const FoldStep& step, const Checkpoint& next,
                  const Batch& batch) {
  for (const auto& lane : step.lanes) {
    const auto done = commit(r, {lane}, step.from, next, batch);
    if (done) {
      moved(r, lane, next);
      continue;
    }
    r.status->group_failed(lane.group, done.error());
    find(*r.self->state.lanes, lane)->rests_until =
        Timestamp{r.env->clock.now().value + kLongestBackoff.count()};
    r.env->logger.log(ports::Level::error, "group_failed",
                      {{"sink", r.sink->name()},
                       {"group", name_of(lane)},
                       {"type", done.error().type},
                       {"detail", done.error().detail}});
    r.env->metrics.count("lockstep_sink_failures_total",
                         {{"sink", r.sink->name()}, {"type", done.error().type}}, 1);
  }
}

// Of what is stored or wanted there, and not of the whole sink.
bool may_be_of_one_group(const Error& error) {
  const bool of_rows =
      error.code == Errc::corrupt || error.code == Errc::forbidden || error.code == Errc::conflict;
  return of_rows && error.type != "checkpoint-mismatch";
}

Result<bool> fold(const Runner& r, const FoldStep& step) {
  BatchRange range{step.from.position, step.up_to, {}};
  for (const auto& lane : step.lanes) range.groups.add(lane.group);
  LOCKSTEP_TRY(const auto batch, r.self->state.batches.read(r.env->log, range, r.reads_ahead));
  if (batch.empty()) return false;
  const auto& last = batch.back().stored;
  const Checkpoint next{last.position, last.hash};
  const auto done = commit(r, step.lanes, step.from, next, batch);
  if (done) {
    for (const auto& lane : step.lanes) moved(r, lane, next);
  } else if (!may_be_of_one_group(done.error())) {
    return done.error();
  } else {
    commit_apart(r, step, next, batch);
  }
  tell_progress(r, step, next.position);
  return true;
}

// What has caught up gets what belongs to it; one beside takes its place: then there may be more.
Result<bool> finish(const Runner& r) {
  auto& state = r.self->state;
  const auto head = r.env->log.head().position;
  for (auto& lane : *state.lanes) {
    if (lane.finished) continue;
    if (!lane.state.lane.beside) {
      if (lane.state.at.position < std::min(head, state.head_at_start)) continue;
      LOCKSTEP_TRY(r.sink->finish(lane.state.lane));
      lane.finished = true;
      continue;
    }
    const auto* read = find(*state.lanes, {lane.state.lane.group, false});
    if (lane.state.at.position < (read == nullptr ? head : read->state.at.position)) continue;
    const auto group = lane.state.lane;
    LOCKSTEP_TRY(r.sink->finish(group));
    ++r.status->groups[group.group].rebuilt;
    r.env->logger.log(ports::Level::info, "group_switched",
                      {{"sink", r.sink->name()}, {"group", name_of(group)}, {"position", head}});
    state.lanes.reset();
    LOCKSTEP_TRY(ask_lanes(r));  // There is one lane less.
    return true;
  }
  return false;
}

/// Takes one batch for whoever is in front and one for whoever is furthest behind; true when there
/// may be more.
Result<bool> step(const Runner& r) {
  LOCKSTEP_TRY(ask_lanes(r));
  auto& state = r.self->state;
  const auto plan = plan_folds(*state.lanes, r.env->log.head().position, r.env->clock.now());
  bool more = false;
  if (plan.size() > 1) {
    LOCKSTEP_TRY(more, fold(r, plan.back()));
  }
  if (!plan.empty()) {
    LOCKSTEP_TRY(const bool moved, fold(r, plan.front()));
    more = more || moved;
  }
  LOCKSTEP_TRY(const bool switched, finish(r));
  publish(r);
  return more || switched;
}

void tick_after(const Runner& r, std::chrono::milliseconds delay) {
  r.self->state.waiting = true;
  if (delay.count() == 0)
    r.self->send(r.self, Tick{});
  else
    r.self->delayed_send(r.self, delay, Tick{});
}

void note_failure(const Runner& r, const Error& error) {
  auto& state = r.self->state;
  r.status->failed(error);
  if (state.failing.failed(error.type))
    r.env->logger.log(ports::Level::warning, "sink_unavailable",
                      {{"sink", r.sink->name()}, {"type", error.type}, {"detail", error.detail}});
  r.env->metrics.count("lockstep_sink_failures_total",
                       {{"sink", r.sink->name()}, {"type", error.type}}, 1);
  state.lanes.reset();  // The commit may have happened: ask the sink.
  state.backoff = std::clamp(state.backoff * 2, kFirstBackoff, kLongestBackoff);
  tick_after(r, state.backoff);
}

bool somebody_rests(const ProjectionRunnerState& state) {
  return std::ranges::any_of(*state.lanes,
                             [](const auto& lane) { return lane.rests_until.has_value(); });
}

void run(const Runner& r) {
  auto& state = r.self->state;
  const auto more = step(r);
  if (!more) return note_failure(r, more.error());
  if (state.failing.worked())
    r.env->logger.log(ports::Level::info, "sink_recovered", {{"sink", r.sink->name()}});
  state.backoff = std::chrono::milliseconds{0};
  r.status->ok = true;
  if (more.value())
    tick_after(r, std::chrono::milliseconds{0});
  else if (somebody_rests(state) && !std::exchange(state.looks_again, true))
    r.self->delayed_send(r.self, kLongestBackoff, Tick{});
}

void rebuild(const Runner& r, std::size_t group) {
  const auto begun = r.sink->begin_beside(group);
  if (!begun)
    r.env->logger.log(ports::Level::error, "rebuild_failed",
                      {{"sink", r.sink->name()},
                       {"group", name_of({group, true})},
                       {"type", begun.error().type}});
  r.self->state.lanes.reset();
  if (!r.self->state.waiting) run(r);
}

}  // namespace

caf::behavior projection_runner(Self self, const Environment* env, ports::ReadModelSink* sink,
                                SinkStatus* status, bool reads_ahead) {
  const Runner r{self, env, sink, status, reads_ahead};
  self->state.head_at_start = env->log.head().position;
  tick_after(r, std::chrono::milliseconds{0});
  return {[r](const Committed&) {
            if (!r.self->state.waiting) run(r);
          },
          [r](const Tick&) {
            r.self->state.waiting = r.self->state.looks_again = false;
            run(r);
          },
          [r](const Rebuild& ask) { rebuild(r, ask.group); }};
}

}  // namespace lockstep::actors
