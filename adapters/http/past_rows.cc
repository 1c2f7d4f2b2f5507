#include "adapters/http/past_rows.h"

#include "projections/all_projections.h"

namespace lockstep::http {

namespace {

// Years of somebody who is polled all day.
constexpr std::size_t kMaxEvents = 100'000;
constexpr std::size_t kMaxBytes = 64U << 20U;

Result<std::optional<projections::AnyRow>> nothing_stored(const projections::AnyRow& /*key*/) {
  return std::optional<projections::AnyRow>{};
}

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
    : log_(log),
      at_(at),
      events_left_(kMaxEvents),
      bytes_left_(kMaxBytes),
      rows_(nothing_stored, kMaxEvents) {}

// False: the rest is later.
Result<bool> PastRows::add_page(const std::vector<events::StoredEvent>& page,
                                const std::function<void(const events::AnyEvent&)>& seen) {
  for (const auto& stored : page) {
    if (stored.position > at_) return false;
    const auto bytes = stored.body.size() + stored.personal.size();
    if (events_left_ == 0 || bytes > bytes_left_)
      return Error{Errc::invalid, "as-of-too-large",
                   "Too much has happened until then to be shown in one answer.",
                   "Read its history instead."};
    --events_left_;
    bytes_left_ -= bytes;
    LOCKSTEP_TRY(const auto event, events::decode(stored));
    projections::project_all(rows_, stored, event);
    if (seen) seen(event);
  }
  return !page.empty();
}

Result<void> PastRows::add(const StreamId& stream,
                           const std::function<void(const events::AnyEvent&)>& seen) {
  for (Version after{};;) {
    LOCKSTEP_TRY(const auto page, log_.read_stream(stream, after, {}));
    LOCKSTEP_TRY(const bool more, add_page(page, seen));
    if (!more) return boost::outcome_v2::success();
    after = page.back().version;
  }
}

}  // namespace lockstep::http
