// Decoded events in order, the next ones read on another thread while these are folded.
#pragma once
#include <future>
#include <optional>
#include <vector>

#include "engine/log/event_reader.h"
#include "engine/ports/read_model_sink.h"
#include "events/any_event.h"
#include "projections/all_projections.h"

namespace lockstep::actors {

struct ReadEvent {
  events::StoredEvent stored;
  projections::EventMeta meta;
  std::optional<events::AnyEvent> event;  ///< None: nobody who asked wants it.
};
using Batch = std::vector<ReadEvent>;

/// What to read.
struct BatchRange {
  Position after{};
  Position up_to{};
  projections::GroupSet groups;  ///< Whoever wants it.
  bool operator==(const BatchRange&) const = default;
};

/// One thread.
class BatchReader {
 public:
  /// The next events of `range`, more at a time while many are left. `may_read_ahead`: then those
  /// after them are read meanwhile.
  Result<Batch> read(log::EventReader& log, const BatchRange& range, bool may_read_ahead);
  ~BatchReader() {
    if (next_.valid()) next_.wait();
  }
  BatchReader() = default;
  BatchReader(const BatchReader&) = delete;
  BatchReader& operator=(const BatchReader&) = delete;

 private:
  std::optional<BatchRange> next_range_;
  std::future<Result<Batch>> next_;
};

}  // namespace lockstep::actors
