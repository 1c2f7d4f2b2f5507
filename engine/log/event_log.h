// The port of the event log: the one place where facts become durable. Implementations:
// MemoryEventLog (tests) and RocksdbEventLog; one contract suite holds for both.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "events/envelope.h"
#include "events/ids.h"
#include "events/result.h"

namespace lockstep::log {

/// One event to be stored. `body` and `personal` are JSON objects as text; `personal` may be empty.
struct NewEvent {
  std::string type;
  std::string body;
  std::string personal;
};

/// All events of one command, for one stream: stored whole or not at all.
struct AppendRequest {
  StreamId stream;
  Version expected{};            ///< The stream's version that the decision was made on.
  std::vector<NewEvent> events;  ///< May be empty when `remember` is set: "it changed nothing".
  CommandId command_id;          ///< Never empty. The same id again yields the first answer.
  /// Fingerprint of the request's content. The same command id with another fingerprint is refused
  /// with Errc::mismatch. Empty = not compared.
  std::string fingerprint;
  /// Remember the command id even though there are no events (a client gave the key).
  bool remember = false;
  events::Principal who;
  std::string origin{};        ///< The network address that `who` asked from; empty = from within.
  std::string trace{};         ///< See events::StoredEvent::trace.
  std::string organisation{};  ///< See events::StoredEvent::organisation.
  std::string correlation_id;
  Timestamp now{};
};

/// The answer to a command, as remembered under its id.
struct Appended {
  Version version{};        ///< Of the stream after the append.
  Position position{};      ///< Of the last event written; of the log's head when none was.
  std::uint32_t count = 0;  ///< Events written by the original append.
  bool repeated = false;  ///< True: this command id had been answered before; nothing was written.
  bool operator==(const Appended&) const = default;
};

struct Head {
  Position position{};
  events::Hash hash{};  ///< Of the event at `position`; zeros for the empty log.
  bool operator==(const Head&) const = default;
};

/// Somebody outside the log who remembers how far it was: the watermark file, a Postgres
/// checkpoint. A log that is behind any witness, or has another hash there, has lost facts.
struct Witness {
  std::string name;  ///< For the error message.
  Position position{};
  events::Hash hash{};
};

/// State of a stream at a version, to make loading cheap. Disposable.
struct Snapshot {
  Version version{};
  std::string schema;  ///< The State's own format name; another one = snapshot is ignored.
  std::string body;
  std::string personal;
};

struct ReadLimits {
  std::size_t max_events = 1000;
  std::size_t max_bytes = 4U << 20U;  ///< Soft: at least one event is returned.
};

/// Thread rules: append() from one thread at a time; everything else from any thread.
/// After an I/O error in append() the log is stopped: every later append answers Errc::unavailable,
/// because the outcome of the failed one is unknown until the process restarts (fail-stop).
class EventLog {
 public:
  EventLog() = default;
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  virtual ~EventLog() = default;

  /// Group commit: everything acceptable in `batch` becomes durable with one fsync before this
  /// returns. One answer per request, in order. Requests in one batch see each other's effects.
  /// Per request: Errc::stale when `expected` is not the stream's version (and the command id is
  /// new), Errc::mismatch for a known command id with another fingerprint, Errc::unavailable when
  /// the log has stopped or the disk is nearly full, Errc::too_large over kMaxEventBytes.
  virtual std::vector<Result<Appended>> append(std::span<const AppendRequest> batch) = 0;

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

  virtual Result<std::optional<Snapshot>> load_snapshot(const StreamId& stream) = 0;
  /// Not synced: losing a snapshot costs time, not facts.
  virtual Result<void> save_snapshot(const StreamId& stream, const Snapshot& snapshot) = 0;

  /// Reads everything, checks the hash chain, positions, stream indexes. Calls `progress` with the
  /// position reached now and then. Errc::corrupt names the position and what to do.
  virtual Result<Head> verify(const std::function<void(Position)>& progress) = 0;

  /// False after an I/O error (fail-stop).
  [[nodiscard]] virtual bool healthy() const = 0;
};

inline constexpr std::size_t kMaxEventBytes = 4U << 20U;
/// One group commit takes at most this much, so that nobody waits long behind it.
inline constexpr std::size_t kMaxBatchEvents = 256;
inline constexpr std::size_t kMaxBatchBytes = 1U << 20U;

}  // namespace lockstep::log
