// Rows as they were at a position, from the log alone.
#pragma once
#include <functional>
#include <optional>

#include "engine/log/event_reader.h"
#include "events/any_event.h"
#include "projections/row_cache.h"

namespace lockstep::http {

/// The last event recorded at `time` or before; zero when there is none. Where the clock once
/// jumped back it is one of those that the question fits.
Result<Position> position_at(log::EventReader& log, Timestamp time);

/// One thread.
class PastRows {
 public:
  PastRows(log::EventReader& log, Position at);

  /// Folds the events of `stream` up to the position. Errc::invalid when they are, with those of
  /// the streams before, more than one answer is worth.
  Result<void> add(const StreamId& stream,
                   const std::function<void(const events::AnyEvent&)>& seen = {});
  template <class Row>
  std::optional<Row> get(const Row& key) {
    return rows_.rows().get(key);
  }

 private:
  Result<void> add_one(const events::StoredEvent& stored,
                       const std::function<void(const events::AnyEvent&)>& seen);

  log::EventReader& log_;
  Position at_;
  std::size_t events_left_;
  std::size_t bytes_left_;
  projections::RowCache rows_;
};

}  // namespace lockstep::http
