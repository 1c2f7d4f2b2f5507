#include "adapters/http/api/past_rows.h"

#include "engine/log/whole_stream.h"
#include "projections/all_projections.h"

namespace lockstep::http {

namespace {

// Years of somebody who is polled all day.
constexpr std::size_t kMaxEvents = 100'000;
constexpr std::size_t kMaxBytes = 64U << 20U;

constexpr auto kNothingStored = []<class Row>(const Row& /*key*/) -> Result<std::optional<Row>> {
  return std::optional<Row>{};
};

}  // namespace

Result<Position> position_at(log::EventReader& log, Timestamp time) {
  std::uint64_t low = 0;
  std::uint64_t high = log.head().position.value;
  while (low < high) {
    const auto middle = high - (high - low) / 2;
    LOCKSTEP_TRY(const auto found, log.read_all(Position{middle - 1}, {.max_events = 1}));
    if (!found.empty() && found.front().recorded_at <= time)
      low = middle;
    else
      high = middle - 1;
  }
  return Position{low};
}

PastRows::PastRows(log::EventReader& log, Position at)
    : log_(log), at_(at), events_left_(kMaxEvents), bytes_left_(kMaxBytes), rows_(kNothingStored) {}

Result<void> PastRows::add_one(const events::StoredEvent& stored,
                               const std::function<void(const events::AnyEvent&)>& seen) {
  const auto bytes = stored.body.size() + stored.personal.size();
  if (events_left_ == 0 || bytes > bytes_left_)
    return Error{Errc::invalid, "as-of-too-large",
                 "Too much has happened until then to be shown in one answer.",
                 "Read its history instead."};
  --events_left_;
  bytes_left_ -= bytes;
  LOCKSTEP_TRY(const auto event, events::decode(stored));
  projections::project_all(rows_.rows(), stored, event);
  if (seen) seen(event);
  return boost::outcome_v2::success();
}

Result<void> PastRows::add(const StreamId& stream,
                           const std::function<void(const events::AnyEvent&)>& seen) {
  return log::read_whole_stream(log_, stream, {}, [&](const auto& stored) -> Result<bool> {
    if (stored.position > at_) return false;  // As is all that follows.
    LOCKSTEP_TRY(add_one(stored, seen));
    return true;
  });
}

}  // namespace lockstep::http
