// What is asked of the log's writer.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/envelope.h"
#include "events/ids.h"

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
  Version expected{};  ///< The stream's version that the decision was made on.
  /// Set: this stream must have no events, or the append is refused with Errc::conflict. Only
  /// looked at when `expected` is 0, so that of two such streams only one can ever begin.
  std::optional<StreamId> excludes{};
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
  std::string through{};       ///< See events::StoredEvent::through.
  std::string correlation_id;
  Timestamp now{};
  std::int64_t note = 0;  ///< The caller's own; remembered with the answer.
};

inline constexpr std::size_t kMaxEventBytes = 4U << 20U;
/// One group commit takes at most this much, so that nobody waits long behind it.
inline constexpr std::size_t kMaxBatchEvents = 256;
inline constexpr std::size_t kMaxBatchBytes = 1U << 20U;

}  // namespace lockstep::log
