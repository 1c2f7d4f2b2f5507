// See format.h and docs/log-format.md: change them together, and never for a format that has been
// released.
#include "engine/log/format.h"

#include <algorithm>
#include <cstring>

#include "engine/log/bytes.h"
#include "engine/log/crypto.h"

namespace lockstep::log {

namespace {

constexpr std::string_view kMarkMagic = "LKSTEP01";
constexpr std::size_t kMarkSumBytes = 8;
/// A tag and the longest length.
constexpr std::size_t kFieldOverhead = 6;

std::string_view view(const events::Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
events::Hash read_hash(ByteReader& in) {
  events::Hash hash{};
  const auto bytes = in.raw(hash.size());
  if (bytes.size() == hash.size()) std::memcpy(hash.data(), bytes.data(), hash.size());
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

struct FieldView {
  Field tag{};
  std::string_view value;
};
/// In the order of their tags.
std::array<FieldView, 5> known_fields(const RecordView& r) {
  return {{{Field::sealed, r.sealed},
           {Field::origin, r.origin},
           {Field::trace, r.trace},
           {Field::organisation, r.organisation},
           {Field::through, r.through}}};
}

/// Where the value of a field goes; null when this build does not know the tag.
std::string_view* place_of(std::uint8_t tag, RecordView& r) {
  switch (static_cast<Field>(tag)) {
    case Field::sealed:
      return &r.sealed;
    case Field::origin:
      return &r.origin;
    case Field::trace:
      return &r.trace;
    case Field::organisation:
      return &r.organisation;
    case Field::through:
      return &r.through;
  }
  return nullptr;
}

/// There is one way to write the fields: ascending tags, no empty value, nothing after the last.
/// Unknown tags are larger than all known ones, so the unknown fields are the end of the record.
bool read_fields(ByteReader& in, RecordView& r) {
  std::uint8_t last_tag = 0;
  const auto count = in.u8();
  for (std::uint8_t i = 0; i < count; ++i) {
    const auto rest = in.ahead();
    const auto tag = in.u8();
    const auto value = in.text();
    if (tag <= last_tag || value.empty()) return false;
    last_tag = tag;
    if (auto* const place = place_of(tag, r))
      *place = value;
    else if (r.unknown.count++ == 0)
      r.unknown.bytes = rest;
  }
  return in.done();
}

std::size_t stream_key_bytes(const StreamId& stream) {
  return 12 + stream.category.size() + stream.id.size();
}
ByteWriter& add_stream(ByteWriter& out, const StreamId& stream) {
  return out.u16(static_cast<std::uint16_t>(stream.category.size()))
      .raw(stream.category)
      .u16(static_cast<std::uint16_t>(stream.id.size()))
      .raw(stream.id);
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
  ByteWriter out(stream_key_bytes(stream));
  return add_stream(out, stream).take();
}

std::string stream_key(const StreamId& stream, Version version) {
  ByteWriter out(stream_key_bytes(stream));
  return add_stream(out, stream).u64(version.value).take();
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
  constexpr std::size_t kFixed = 1 + 8 + 8 + 8 + 32 + 8 * 5 + 1;
  const auto fields = known_fields(r);
  auto size = kFixed + r.category.size() + r.stream_id.size() + r.type.size() +
              r.correlation_id.size() + r.causation_id.size() + r.who_role.size() +
              r.who_id.size() + r.body.size() + r.unknown.bytes.size();
  std::uint8_t count = r.unknown.count;
  for (const auto& field : fields) {
    if (field.value.empty()) continue;
    size += kFieldOverhead + field.value.size();
    ++count;
  }
  ByteWriter out(size);
  out.u8(kFormat)
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
      .u8(count);
  for (const auto& field : fields)
    if (!field.value.empty()) out.u8(static_cast<std::uint8_t>(field.tag)).text(field.value);
  return out.raw(r.unknown.bytes).take();
}

std::optional<RecordView> decode_record(std::string_view bytes) {
  std::optional<RecordView> out;  // The one that is returned: a record is large to move.
  ByteReader in(bytes);
  if (!known_format(in)) return out;
  auto& r = out.emplace();
  r.position = Position{in.u64()};
  r.version = Version{in.u64()};
  r.recorded_at = Timestamp{in.i64()};
  r.previous = read_hash(in);
  for (auto* text : {&r.category, &r.stream_id, &r.type, &r.correlation_id, &r.causation_id,
                     &r.who_role, &r.who_id, &r.body})
    *text = in.text();
  if (!read_fields(in, r)) out.reset();
  return out;
}

std::string encode_sealed(const SealedView& sealed) {
  return ByteWriter(36 + sealed.box.size())
      .raw(view(sealed.commitment))
      .u32(sealed.generation)
      .raw(sealed.box)
      .take();
}

std::optional<SealedView> decode_sealed(std::string_view bytes) {
  ByteReader in(bytes);
  SealedView sealed;
  sealed.commitment = read_hash(in);
  sealed.generation = in.u32();
  sealed.box = in.rest();
  if (!in.done() || sealed.box.empty()) return std::nullopt;
  return sealed;
}

std::string seal_context(SealedIn where, const StreamId& stream, Version version) {
  ByteWriter out(1 + stream_key_bytes(stream));
  return add_stream(out.u8(static_cast<std::uint8_t>(where)), stream).u64(version.value).take();
}

std::string encode_remembered(const Remembered& r) {
  return ByteWriter(48 + r.fingerprint.size())
      .u8(kFormat)
      .u64(r.answer.version.value)
      .u64(r.answer.position.value)
      .u32(r.answer.count)
      .i64(r.answer.note)
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
  r.answer.note = in.i64();
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
