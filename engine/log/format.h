// The only definition of the bytes that the log stores, told byte by byte in docs/log-format.md.
// What is stored is never written in another way under the same format number. Pure: no I/O.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/log/event_log.h"

namespace lockstep::log {

/// First byte of every stored value. A smaller one (1, 2) is from before the format was final and
/// cannot be read any more; a larger one belongs to a newer build; 0 is damage.
inline constexpr std::uint8_t kFormat = 3;

/// Column families of the log's database. The order is that of their handles. RocksDB insists on
/// `default`; nothing is kept there.
enum class Family : std::uint8_t { unused, log, stream, dedupe, snapshot, meta };
inline constexpr std::array<const char*, 6> kFamilyNames = {"default", "log",      "stream",
                                                            "dedupe",  "snapshot", "meta"};

inline constexpr std::string_view kIdentityKey = "identity";  ///< In Family::meta.
inline constexpr std::string_view kHeadKey = "head";          ///< In Family::meta.
/// In Family::meta: what the watermark file holds as well, so that older keys are seen beside an
/// older file, too.
inline constexpr std::string_view kMarkKey = "mark";

/// Longest stream category, stream id, command id and other such text that is stored.
inline constexpr std::size_t kMaxTextBytes = 1024;

/// Keys sort as their numbers do.
std::string position_key(Position position);
std::optional<Position> parse_position_key(std::string_view key);

/// Common beginning of the keys of one stream and of no other, whatever bytes the id holds.
std::string stream_prefix(const StreamId& stream);
std::string stream_key(const StreamId& stream, Version version);
struct StreamKeyView {
  std::string_view prefix;
  Version version{};
};
std::optional<StreamKeyView> parse_stream_key(std::string_view key);

/// Identity of a log, in its database, its key store and its watermark: they belong together.
using LogId = std::array<char, 16>;
std::string encode_identity(const LogId& id);
std::optional<LogId> decode_identity(std::string_view bytes);

std::string encode_head(const Head& head);
std::optional<Head> decode_head(std::string_view bytes);

/// The optional fields of a record, by their tags: for ever, given in ascending order, 0 never. A
/// new one gets the next number and needs no new format: who does not know it keeps its bytes.
enum class Field : std::uint8_t {
  sealed = 1,
  origin = 2,
  trace = 3,
  organisation = 4,
  through = 5
};

/// Optional fields with tags that this build does not know, as they are stored.
struct UnknownFields {
  std::uint8_t count{};
  std::string_view bytes;
};

/// One event as stored. The views point into the bytes it was decoded from.
struct RecordView {
  Position position{};
  Version version{};
  Timestamp recorded_at{};
  events::Hash previous{};  ///< Hash of the record before this one: the chain.
  std::string_view category;
  std::string_view stream_id;
  std::string_view type;
  std::string_view correlation_id;
  std::string_view causation_id;
  std::string_view who_role;
  std::string_view who_id;
  std::string_view body;
  // Optional: empty = not there.
  std::string_view sealed;        ///< The personal data. See SealedView.
  std::string_view origin;        ///< Likewise, under the key of `who`.
  std::string_view trace;         ///< See events::StoredEvent.
  std::string_view organisation;  ///< Likewise.
  std::string_view through;       ///< Likewise.
  UnknownFields unknown;
};
std::string encode_record(const RecordView& record);
std::optional<RecordView> decode_record(std::string_view bytes);

/// What is sealed begins with so many random bytes, its salt.
inline constexpr std::size_t kSaltBytes = 32;

/// Personal data under a subject's key. An erased subject may come back: each time it gets a new
/// key, of the next generation.
struct SealedView {
  /// SHA-256 over what is sealed, salt and text. Binds the text: who is shown both can check it
  /// without any key, and without the salt it tells nothing about the text.
  events::Hash commitment{};
  std::uint32_t generation{};
  std::string_view box;  ///< Nonce, ciphertext of salt and text, tag (crypto.h).
};
std::string encode_sealed(const SealedView& sealed);
std::optional<SealedView> decode_sealed(std::string_view bytes);

/// What sealed data is bound to, so that it cannot be moved to another event.
enum class SealedIn : std::uint8_t { event = 1, snapshot = 2, origin = 3 };
std::string seal_context(SealedIn where, const StreamId& stream, Version version);

/// A command that was answered.
struct Remembered {
  Appended answer;
  Timestamp at{};
  std::string fingerprint;
};
std::string encode_remembered(const Remembered& remembered);
std::optional<Remembered> decode_remembered(std::string_view bytes);

struct SnapshotView {
  Version version{};
  std::string_view schema;
  std::string_view body;
  std::string_view sealed;
};
std::string encode_snapshot(const SnapshotView& snapshot);
std::optional<SnapshotView> decode_snapshot(std::string_view bytes);

/// A subject's entry in the key store. `wrapped` is empty once the key has been erased.
struct KeyRecordView {
  std::uint32_t generation{};
  std::string_view wrapped;
};
std::string encode_key_record(const KeyRecordView& record);
std::optional<KeyRecordView> decode_key_record(std::string_view bytes);

/// How far the log was when the watermark file was last written.
struct Mark {
  LogId log_id{};
  Head head;
  std::uint64_t key_revision{};  ///< Writes to the key store so far.
  bool operator==(const Mark&) const = default;
};
inline constexpr std::size_t kMarkBytes = 80;
/// Always kMarkBytes long.
std::string encode_mark(const Mark& mark);
/// Empty when the bytes are not a whole mark (never written, or torn).
std::optional<Mark> decode_mark(std::string_view bytes);

}  // namespace lockstep::log
