// See format.h and docs/log-format.md: change them together, and never for format 1.
#include "engine/log/format.h"

#include <algorithm>

#include "engine/log/bytes.h"
#include "engine/log/crypto.h"

namespace lockstep::log {

namespace {

constexpr std::string_view kMarkMagic = "LKSTEP01";
constexpr std::size_t kMarkSumBytes = 8;

std::string_view view(const events::Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
events::Hash read_hash(ByteReader& in) {
  events::Hash hash{};
  const auto bytes = in.raw(hash.size());
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}
LogId read_log_id(ByteReader& in) {
  LogId id{};
  const auto bytes = in.raw(id.size());
  std::copy(bytes.begin(), bytes.end(), id.begin());
  return id;
}
/// The format byte, and room for a first byte that is not ours.
bool known_format(ByteReader& in) {
  return in.u8() == kFormat;
}

}  // namespace

std::string position_key(Position position) {
  return ByteWriter(8).u64(position.value).take();
}

std::optional<Position> parse_position_key(std::string_view key) {
  ByteReader in(key);
  const Position position{in.u64()};
  if (!in.done()) return std::nullopt;
  return position;
}

std::string stream_prefix(const StreamId& stream) {
  return ByteWriter(12 + stream.category.size() + stream.id.size())
      .u16(static_cast<std::uint16_t>(stream.category.size()))
      .raw(stream.category)
      .u16(static_cast<std::uint16_t>(stream.id.size()))
      .raw(stream.id)
      .take();
}

std::string stream_key(const StreamId& stream, Version version) {
  return stream_prefix(stream) + position_key(Position{version.value});
}

std::optional<StreamKeyView> parse_stream_key(std::string_view key) {
  ByteReader in(key);
  in.raw(in.u16());
  in.raw(in.u16());
  const Version version{in.u64()};
  if (!in.done()) return std::nullopt;
  return StreamKeyView{key.substr(0, key.size() - 8), version};
}

std::string encode_identity(const LogId& id) {
  return ByteWriter(17).u8(kFormat).raw({id.data(), id.size()}).take();
}

std::optional<LogId> decode_identity(std::string_view bytes) {
  ByteReader in(bytes);
  if (!known_format(in)) return std::nullopt;
  const auto id = read_log_id(in);
  if (!in.done()) return std::nullopt;
  return id;
}

std::string encode_head(const Head& head) {
  return ByteWriter(41).u8(kFormat).u64(head.position.value).raw(view(head.hash)).take();
}

std::optional<Head> decode_head(std::string_view bytes) {
  ByteReader in(bytes);
  if (!known_format(in)) return std::nullopt;
  Head head;
  head.position = Position{in.u64()};
  head.hash = read_hash(in);
  if (!in.done()) return std::nullopt;
  return head;
}

std::string encode_record(const RecordView& r) {
  constexpr std::size_t kFixed = 1 + 8 + 8 + 8 + 32 + 10 * 5;
  ByteWriter out(kFixed + r.category.size() + r.stream_id.size() + r.type.size() +
                 r.correlation_id.size() + r.causation_id.size() + r.who_role.size() +
                 r.who_id.size() + r.body.size() + r.sealed.size() + r.origin.size());
  out.u8(r.origin.empty() ? kFormat : kFormatWithOrigin)
      .u64(r.position.value)
      .u64(r.version.value)
      .i64(r.recorded_at.value)
      .raw(view(r.previous))
      .text(r.category)
      .text(r.stream_id)
      .text(r.type)
      .text(r.correlation_id)
      .text(r.causation_id)
      .text(r.who_role)
      .text(r.who_id)
      .text(r.body)
      .text(r.sealed);
  if (!r.origin.empty()) out.text(r.origin);
  return out.take();
}

std::optional<RecordView> decode_record(std::string_view bytes) {
  ByteReader in(bytes);
  const auto format = in.u8();
  if (format != kFormat && format != kFormatWithOrigin) return std::nullopt;
  RecordView r;
  r.position = Position{in.u64()};
  r.version = Version{in.u64()};
  r.recorded_at = Timestamp{in.i64()};
  r.previous = read_hash(in);
  for (auto* field : {&r.category, &r.stream_id, &r.type, &r.correlation_id, &r.causation_id,
                      &r.who_role, &r.who_id, &r.body, &r.sealed})
    *field = in.text();
  if (format == kFormatWithOrigin) r.origin = in.text();
  // One way to write a record: the second format is for those that have an origin.
  if (!in.done() || (format == kFormatWithOrigin && r.origin.empty())) return std::nullopt;
  return r;
}

std::string encode_sealed(const SealedView& sealed) {
  return ByteWriter(4 + sealed.box.size()).u32(sealed.generation).raw(sealed.box).take();
}

std::optional<SealedView> decode_sealed(std::string_view bytes) {
  ByteReader in(bytes);
  SealedView sealed;
  sealed.generation = in.u32();
  sealed.box = in.rest();
  if (!in.done() || sealed.box.empty()) return std::nullopt;
  return sealed;
}

std::string seal_context(SealedIn where, const StreamId& stream, Version version) {
  return ByteWriter().u8(static_cast<std::uint8_t>(where)).raw(stream_key(stream, version)).take();
}

std::string encode_remembered(const Remembered& r) {
  return ByteWriter(40 + r.fingerprint.size())
      .u8(kFormat)
      .u64(r.answer.version.value)
      .u64(r.answer.position.value)
      .u32(r.answer.count)
      .i64(r.at.value)
      .text(r.fingerprint)
      .take();
}

std::optional<Remembered> decode_remembered(std::string_view bytes) {
  ByteReader in(bytes);
  if (!known_format(in)) return std::nullopt;
  Remembered r;
  r.answer.version = Version{in.u64()};
  r.answer.position = Position{in.u64()};
  r.answer.count = in.u32();
  r.at = Timestamp{in.i64()};
  r.fingerprint = in.text();
  if (!in.done()) return std::nullopt;
  return r;
}

std::string encode_snapshot(const SnapshotView& s) {
  return ByteWriter(32 + s.schema.size() + s.body.size() + s.sealed.size())
      .u8(kFormat)
      .u64(s.version.value)
      .text(s.schema)
      .text(s.body)
      .text(s.sealed)
      .take();
}

std::optional<SnapshotView> decode_snapshot(std::string_view bytes) {
  ByteReader in(bytes);
  if (!known_format(in)) return std::nullopt;
  SnapshotView s;
  s.version = Version{in.u64()};
  s.schema = in.text();
  s.body = in.text();
  s.sealed = in.text();
  if (!in.done()) return std::nullopt;
  return s;
}

std::string encode_key_record(const KeyRecordView& record) {
  return ByteWriter(5 + record.wrapped.size())
      .u8(kFormat)
      .u32(record.generation)
      .raw(record.wrapped)
      .take();
}

std::optional<KeyRecordView> decode_key_record(std::string_view bytes) {
  ByteReader in(bytes);
  if (!known_format(in)) return std::nullopt;
  KeyRecordView record;
  record.generation = in.u32();
  record.wrapped = in.rest();
  if (!in.done() || record.generation == 0) return std::nullopt;
  return record;
}

std::string encode_mark(const Mark& mark) {
  auto bytes = ByteWriter(kMarkBytes)
                   .raw(kMarkMagic)
                   .raw({mark.log_id.data(), mark.log_id.size()})
                   .u64(mark.head.position.value)
                   .raw(view(mark.head.hash))
                   .u64(mark.key_revision)
                   .take();
  const auto sum = sha256(bytes);
  return bytes.append(view(sum).substr(0, kMarkSumBytes));
}

std::optional<Mark> decode_mark(std::string_view bytes) {
  if (bytes.size() < kMarkBytes) return std::nullopt;
  const auto content = bytes.substr(0, kMarkBytes - kMarkSumBytes);
  ByteReader in(content);
  const bool ours = in.raw(kMarkMagic.size()) == kMarkMagic;
  const auto sum = sha256(content);
  if (!ours || view(sum).substr(0, kMarkSumBytes) != bytes.substr(content.size(), kMarkSumBytes))
    return std::nullopt;
  Mark mark;
  mark.log_id = read_log_id(in);
  mark.head.position = Position{in.u64()};
  mark.head.hash = read_hash(in);
  mark.key_revision = in.u64();
  return mark;
}

}  // namespace lockstep::log
