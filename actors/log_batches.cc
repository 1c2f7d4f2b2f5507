#include "actors/log_batches.h"

#include <utility>

namespace lockstep::actors {

namespace {

// A transaction for so many costs little beside what they cost themselves. Far behind, what changes
// often is written once for many events.
constexpr log::ReadLimits kNear{.max_events = 2000, .max_bytes = 4U << 20U};
constexpr log::ReadLimits kFar{.max_events = 20'000, .max_bytes = 24U << 20U};

bool is_far(const BatchRange& range) {
  return range.up_to.value - range.after.value > kFar.max_events;
}

bool is_wanted(std::string_view type, const projections::GroupSet& groups) {
  for (std::size_t i = 0; i < projections::kGroupCount; ++i)
    if (groups.contains(i) && projections::groups()[i].wants(type)) return true;
  return false;
}

Result<Batch> read_range(log::EventReader& log, const BatchRange& range) {
  auto limits = is_far(range) ? kFar : kNear;
  limits.max_events =
      std::min<std::uint64_t>(limits.max_events, range.up_to.value - range.after.value);
  LOCKSTEP_TRY(auto stored, log.read_all(range.after, limits));
  Batch out;
  out.reserve(stored.size());
  for (auto& event : stored) {
    auto& read = out.emplace_back();
    if (is_wanted(event.type, range.groups)) {
      LOCKSTEP_TRY(read.event, events::decode(event));
      read.meta = projections::meta_of(event);
    }
    event.body.clear();  // Decoded: only where it stands is needed.
    event.personal.clear();
    read.stored = std::move(event);
  }
  return out;
}

}  // namespace

Result<Batch> BatchReader::read(log::EventReader& log, const BatchRange& range,
                                bool may_read_ahead) {
  std::optional<Result<Batch>> batch;
  if (next_.valid()) {
    auto read = next_.get();
    // A head that has moved on since changes nothing about what was read.
    if (next_range_->after == range.after && next_range_->groups == range.groups &&
        next_range_->up_to <= range.up_to)
      batch = std::move(read);
  }
  if (!batch) batch = read_range(log, range);
  if (may_read_ahead && is_far(range) && *batch && !batch->value().empty()) {
    next_range_ = BatchRange{batch->value().back().stored.position, range.up_to, range.groups};
    if (next_range_->after < range.up_to)
      next_ = std::async(std::launch::async,
                         [&log, next = *next_range_] { return read_range(log, next); });
  }
  return std::move(*batch);
}

}  // namespace lockstep::actors
