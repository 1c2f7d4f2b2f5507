// Between requests, stored bytes and events: sealing and chaining on the way in, checking the chain
// and opening the seals on the way out. The same for every implementation of the log.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/append_plan.h"
#include "engine/log/event_log.h"
#include "engine/log/format.h"
#include "engine/log/keyring.h"

namespace lockstep::log {

struct Record {
  Position position{};
  std::string stream_key;
  std::string bytes;
};
struct RecordBatch {
  std::vector<Record> records;
  Head head;  ///< After the last of them.
};

/// The events of all accepted requests, following `head`. Keys that are new are durable when this
/// returns, so no event is ever sealed with a key that a crash could take away.
Result<RecordBatch> make_records(std::span<const AppendRequest> batch, const AppendPlan& plan,
                                 Head head, Keyring& keys);

/// One record that was reached by its key alone. Its place in the chain is not checked.
Result<events::StoredEvent> read_record(std::string_view bytes, Position at, Keyring& keys);

/// Seals with the stream's key. Personal data whose key has been erased is left out: a snapshot
/// never brings it back.
Result<std::string> seal_snapshot(const StreamId& stream, const Snapshot& snapshot, Keyring& keys);
/// Empty when the bytes are not a snapshot: it is disposable, so that is no error.
Result<std::optional<Snapshot>> open_snapshot(const StreamId& stream, std::string_view bytes,
                                              Keyring& keys);

/// Reads consecutive records and checks that each one is where it belongs and contains the hash of
/// the one before it.
class ChainReader {
 public:
  /// Begins with the first event of the log.
  ChainReader() = default;
  /// Begins after the record at `before`, which is given so that its hash can be taken.
  ChainReader(Position before, std::string_view record) : head_{before, sha256(record)} {}

  /// Checks the record, which should be the next one. Errc::corrupt names the position.
  Result<void> check(Position at, std::string_view bytes);
  /// check(), then the event with its personal data.
  Result<events::StoredEvent> read(Position at, std::string_view bytes, Keyring& keys);
  /// The last record that was good.
  [[nodiscard]] const Head& head() const { return head_; }

 private:
  Result<void> advance(Position at, std::string_view bytes,
                       const std::optional<RecordView>& record);

  Head head_;
};

}  // namespace lockstep::log
