// Reads every byte of the log and checks that all of it agrees: records and their chain, the stream
// index in both directions, the remembered commands, and RocksDB's own checksums.
#include <utility>

#include "engine/log/log_errors.h"
#include "engine/log/rocksdb_log.h"

namespace lockstep::log {

namespace {

constexpr std::uint64_t kProgressEvery = 4096;

/// Looks at one state of the database, although the engine may go on writing.
class Verifier {
 public:
  Verifier(const LogDatabase& database, Keyring& keys, Head head)
      : database_(database), keys_(keys), head_(head), state_(database.db().GetSnapshot()) {}
  ~Verifier() { database_.db().ReleaseSnapshot(state_); }
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;

  Result<void> check_records(const std::function<bool(Position)>& go_on) {
    ChainReader reader;
    const auto it = iterate(Family::log);
    for (it->SeekToFirst(); it->Valid() && reader.head().position < head_.position; it->Next()) {
      const auto at = parse_position_key(view(it->key()));
      LOCKSTEP_TRY(auto event, reader.read(at.value_or(Position{}), view(it->value()), keys_));
      LOCKSTEP_TRY(check_stream_entry(event));
      if (event.causation_id != command_) {
        LOCKSTEP_TRY(check_command());
      }
      command_ = event.causation_id;
      last_ = Appended{event.version, event.position, 0, false};
      const bool tells = go_on && event.position.value % kProgressEvery == 0;
      if (tells && !go_on(event.position)) return verify_stopped();
    }
    if (!it->status().ok()) return read_failed(it->status(), next(reader.head().position));
    if (reader.head().position < head_.position)
      return damaged_at(next(reader.head().position), "the record is missing");
    if (reader.head() != head_) return damaged_at(head_.position, "the head has another hash");
    LOCKSTEP_TRY(check_command());
    if (go_on && !go_on(head_.position)) return verify_stopped();
    return boost::outcome_v2::success();
  }

  /// check_records() found an entry for every event; as many entries as events means no others.
  Result<void> check_streams() {
    std::string prefix;
    std::uint64_t version = 0;
    std::uint64_t entries = 0;
    const auto it = iterate(Family::stream);
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      const auto key = parse_stream_key(view(it->key()));
      const auto position = parse_position_key(view(it->value()));
      if (!key || !position) return damaged("An entry of the stream index is not whole.");
      if (*position > head_.position) continue;  // Written while we were reading.
      if (key->prefix != prefix) version = 0;
      prefix = key->prefix;
      if (key->version.value != ++version)
        return damaged_at(*position, "the stream index has a gap before this event");
      ++entries;
    }
    if (!it->status().ok()) return read_failed(it->status(), head_.position);
    if (entries != head_.position.value)
      return damaged("The stream index holds " + std::to_string(entries) + " entries for " +
                     std::to_string(head_.position.value) + " events.");
    return boost::outcome_v2::success();
  }

  /// Likewise for the commands that wrote something.
  Result<void> check_commands() {
    std::uint64_t entries = 0;
    const auto it = iterate(Family::dedupe);
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      const auto known = decode_remembered(view(it->value()));
      if (!known) return damaged("The remembered answer to a command is not whole.");
      if (known->answer.count > 0 && known->answer.position <= head_.position) ++entries;
    }
    if (!it->status().ok()) return read_failed(it->status(), head_.position);
    if (entries != commands_)
      return damaged("The log remembers " + std::to_string(entries) + " commands, but its events " +
                     "were caused by " + std::to_string(commands_) + ".");
    return boost::outcome_v2::success();
  }

  Result<void> check_files() {
    const auto status = database_.db().VerifyChecksum(rocksdb::ReadOptions{});
    if (!status.ok()) return read_failed(status, head_.position);
    return boost::outcome_v2::success();
  }

 private:
  [[nodiscard]] rocksdb::ReadOptions options() const {
    rocksdb::ReadOptions out;
    out.snapshot = state_;
    return out;
  }
  [[nodiscard]] std::unique_ptr<rocksdb::Iterator> iterate(Family family) const {
    constexpr std::size_t kReadahead = 2U << 20U;
    auto scan = options();
    scan.readahead_size = kReadahead;
    scan.fill_cache = false;
    return std::unique_ptr<rocksdb::Iterator>(
        database_.db().NewIterator(scan, database_.family(family)));
  }

  Result<void> check_stream_entry(const events::StoredEvent& event) {
    std::string value;
    const auto status = database_.db().Get(options(), database_.family(Family::stream),
                                           stream_key(event.stream, event.version), &value);
    if (!status.ok() && !status.IsNotFound()) return read_failed(status, event.position);
    if (!status.ok() || parse_position_key(value) != event.position)
      return damaged_at(event.position, "its stream does not know the event");
    return boost::outcome_v2::success();
  }

  /// The last command's events have been read: its remembered answer points at the last of them.
  Result<void> check_command() {
    if (last_.position.value == 0) return boost::outcome_v2::success();
    ++commands_;
    std::string bytes;
    const auto status =
        database_.db().Get(options(), database_.family(Family::dedupe), command_, &bytes);
    if (!status.ok() && !status.IsNotFound()) return read_failed(status, last_.position);
    const auto known = decode_remembered(bytes);
    if (!known || known->answer.position != last_.position ||
        known->answer.version != last_.version)
      return damaged_at(last_.position, "the command that caused the event is not remembered");
    return boost::outcome_v2::success();
  }

  const LogDatabase& database_;
  Keyring& keys_;
  const Head head_;
  const rocksdb::Snapshot* const state_;
  std::string command_;  ///< That caused the last event read.
  Appended last_;        ///< Where that event is.
  std::uint64_t commands_ = 0;
};

}  // namespace

Result<Head> RocksdbEventLog::verify(const std::function<bool(Position)>& go_on) {
  const auto until = head();
  Verifier verifier(*database_, *keys_, until);
  LOCKSTEP_TRY(verifier.check_records(go_on));
  LOCKSTEP_TRY(verifier.check_streams());
  LOCKSTEP_TRY(verifier.check_commands());
  LOCKSTEP_TRY(verifier.check_files());
  return until;
}

}  // namespace lockstep::log
