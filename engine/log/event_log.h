// The port of the event log for its one writer: the place where facts become durable.
// Implementations: MemoryEventLog (tests) and RocksdbEventLog; one contract suite holds for both.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/log/append_request.h"
#include "engine/log/event_reader.h"
#include "engine/log/snapshots.h"

namespace lockstep::log {

/// Somebody outside the log who remembers how far it was: the watermark file, a Postgres
/// checkpoint. A log that is behind any witness, or has another hash there, has lost facts.
struct Witness {
  std::string name;  ///< For the error message.
  Position position{};
  events::Hash hash{};
};

/// Thread rules: append() from one thread at a time; everything else from any thread.
/// After an I/O error in append() the log is stopped: every later append answers Errc::unavailable,
/// because the outcome of the failed one is unknown until the process restarts (fail-stop).
class EventLog : public EventReader, public Snapshots {
 public:
  /// Group commit: everything acceptable in `batch` becomes durable with one fsync before this
  /// returns. One answer per request, in order. Requests in one batch see each other's effects.
  /// Per request: Errc::stale when `expected` is not the stream's version (and the command id is
  /// new), Errc::mismatch for a known command id with another fingerprint, Errc::unavailable when
  /// the log has stopped or the disk is nearly full, Errc::too_large over kMaxEventBytes.
  virtual std::vector<Result<Appended>> append(std::span<const AppendRequest> batch) = 0;

  /// Reads everything, checks the hash chain, positions, stream indexes, keys. Calls `go_on` with
  /// the position reached now and then; when that says no it ends with `verify-stopped`.
  /// Errc::corrupt names the position and what to do.
  virtual Result<Head> verify(const std::function<bool(Position)>& go_on) = 0;

  /// False after an I/O error (fail-stop).
  [[nodiscard]] virtual bool healthy() const = 0;
  /// Why nothing would be written now: read only, too little space. Of a healthy log it passes.
  [[nodiscard]] virtual Result<void> may_write() const = 0;
};

}  // namespace lockstep::log
