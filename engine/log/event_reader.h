// The port of the event log for those who read it: everybody. Whoever appends includes event_log.h.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/envelope.h"
#include "events/ids.h"
#include "events/result.h"

namespace lockstep::log {

/// The answer to a command, as remembered under its id.
struct Appended {
  Version version{};        ///< Of the stream after the append.
  Position position{};      ///< Of the last event written; of the log's head when none was.
  std::uint32_t count = 0;  ///< Events written by the original append.
  bool repeated = false;  ///< True: this command id had been answered before; nothing was written.
  std::int64_t note = 0;  ///< AppendRequest::note of the original append.
  bool operator==(const Appended&) const = default;
};

struct Head {
  Position position{};
  events::Hash hash{};  ///< Of the event at `position`; zeros for the empty log.
  bool operator==(const Head&) const = default;
};

struct ReadLimits {
  std::size_t max_events = 1000;
  std::size_t max_bytes = 4U << 20U;  ///< Soft: at least one event is returned.
};

/// Any thread.
class EventReader {
 public:
  EventReader() = default;
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;
  virtual ~EventReader() = default;

  /// The remembered answer to a command id, if there is one.
  virtual Result<std::optional<Appended>> find_command(const CommandId& id,
                                                       const std::string& fingerprint) = 0;

  /// Events of one stream with version > `after`, in order. Empty = no more.
  virtual Result<std::vector<events::StoredEvent>> read_stream(const StreamId& stream,
                                                               Version after,
                                                               ReadLimits limits) = 0;
  /// Events with position > `after`, in order, no gaps. Empty = no more for now.
  virtual Result<std::vector<events::StoredEvent>> read_all(Position after, ReadLimits limits) = 0;

  [[nodiscard]] virtual Head head() const = 0;
  /// Blocks until head().position > `after` or the time is up; true when there is more.
  virtual bool wait_for_more(Position after, std::chrono::milliseconds at_most) = 0;
};

}  // namespace lockstep::log
