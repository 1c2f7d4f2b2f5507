// What a batch of append requests comes to, before anything is written: who is answered from
// memory, who is refused, who writes. The rules of EventLog::append in one place, for every
// implementation. Does no I/O of its own.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/log/event_log.h"
#include "engine/log/format.h"

namespace lockstep::log {

/// What the log already holds.
class StoredFacts {
 public:
  StoredFacts() = default;
  StoredFacts(const StoredFacts&) = delete;
  StoredFacts& operator=(const StoredFacts&) = delete;
  virtual ~StoredFacts() = default;
  /// 0 for a stream without events.
  virtual Result<Version> stream_version(const StreamId& stream) = 0;
  virtual Result<std::optional<Remembered>> remembered(const CommandId& id) = 0;
};

struct AppendPlan {
  std::vector<Result<Appended>> answers;  ///< One per request, in order.
  std::vector<std::size_t> accepted;      ///< Requests that write, in order.
  /// Answers that only hold once the accepted have been written: theirs and those of repeats.
  std::vector<std::size_t> pending;
};

/// Requests of one batch see each other's effects. `head` is the log's position before it.
AppendPlan plan_append(std::span<const AppendRequest> batch, Position head, StoredFacts& stored);

/// Nothing could be written: every pending answer becomes `error`.
void refuse_pending(AppendPlan& plan, const Error& error);

/// The answer to a command that has been answered before.
Result<Appended> answer_again(const Remembered& known, const std::string& fingerprint);

}  // namespace lockstep::log
