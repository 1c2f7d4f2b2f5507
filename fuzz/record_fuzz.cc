// What the log and the key store keep: there is one way to write everything, so what can be read
// is written as the same bytes. An input: one byte that says what it is, then its bytes.
#include <array>
#include <string>

#include "engine/log/crypto.h"
#include "engine/log/format.h"
#include "engine/log/records.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using namespace log;  // NOLINT(google-build-using-namespace): all of it is read here.

template <class Decoded, class Encode>
void check_same(std::string_view bytes, const Decoded& decoded, Encode encode) {
  if (decoded) require(encode(*decoded) == bytes, "written again it has other bytes");
}

void check_inside(std::string_view part, std::string_view bytes) {
  const bool inside = part.empty() || (part.data() >= bytes.data() &&
                                       part.data() + part.size() <= bytes.data() + bytes.size());
  require(inside, "a part that is not of these bytes");
}

void read_record(std::string_view bytes) {
  const auto record = decode_record(bytes);
  check_same(bytes, record, encode_record);
  if (record) {
    for (const auto part :
         {record->category, record->stream_id, record->type, record->correlation_id,
          record->causation_id, record->who_role, record->who_id, record->body, record->sealed,
          record->origin, record->trace, record->organisation, record->unknown.bytes})
      check_inside(part, bytes);
    if (!record->sealed.empty())
      check_same(record->sealed, decode_sealed(record->sealed), encode_sealed);
  }
  // As the first record of a log, which follows nothing.
  ChainReader chain;
  const bool first = record && record->position.value == 1 && record->previous == events::Hash{};
  require(chain.check(Position{1}, bytes).has_value() == first, "in the chain, or not");
  require(chain.head().position.value == (first ? 1U : 0U), "a head that is not the last");
}

void read_stream_key(std::string_view bytes) {
  const auto key = parse_stream_key(bytes);
  if (!key) return;
  check_inside(key->prefix, bytes);
  const auto length = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[at])) << 8U |
           static_cast<std::uint8_t>(bytes[at + 1]);
  };
  const auto category = length(0);
  const StreamId stream{std::string(bytes.substr(2, category)),
                        std::string(bytes.substr(4 + category, length(2 + category)))};
  require(stream_prefix(stream) == key->prefix, "a prefix of another stream");
  require(stream_key(stream, key->version) == bytes, "written again it has other bytes");
}

void read_mark(std::string_view bytes) {
  const auto mark = decode_mark(bytes);
  if (mark) require(encode_mark(*mark) == bytes.substr(0, kMarkBytes), "another mark");
  // Few inputs have the right sum; this one has.
  Input input{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  Mark made;
  for (auto& byte : made.log_id) byte = static_cast<char>(input.byte());
  for (auto& byte : made.head.hash) byte = input.byte();
  made.head.position = Position{input.byte()};
  made.key_revision = input.byte();
  auto whole = encode_mark(made);
  require(whole.size() == kMarkBytes && decode_mark(whole) == made, "written and read, another");
  whole[input.byte() % kMarkBytes] ^= 1;
  require(!decode_mark(whole), "torn, and taken for whole");
}

void read_box(std::string_view bytes) {
  static const Key kKey{std::string(Key::kBytes, 'k')};
  require(!open_sealed(kKey, bytes, "context"), "opened what nobody sealed");
  Input input{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  const auto at = input.byte();
  auto box = seal(kKey, input.rest(), "context");
  require(open_sealed(kKey, box, "context") == input.rest(), "opened it is another text");
  require(!open_sealed(kKey, box, "another"), "moved elsewhere and opened");
  box[at % box.size()] ^= 1;
  require(!open_sealed(kKey, box, "context"), "damaged and opened");
}

void run(Input input) {
  const auto kind = input.byte();
  const auto given = alone(input.rest());
  const auto bytes = view(given);
  switch (kind % 10U) {
    case 0:
      return read_record(bytes);
    case 1:
      return read_stream_key(bytes);
    case 2:
      return check_same(bytes, decode_identity(bytes), encode_identity);
    case 3:
      return check_same(bytes, decode_head(bytes), encode_head);
    case 4:
      return check_same(bytes, decode_sealed(bytes), encode_sealed);
    case 5:
      return check_same(bytes, decode_remembered(bytes), encode_remembered);
    case 6:
      return check_same(bytes, decode_snapshot(bytes), encode_snapshot);
    case 7:
      return check_same(bytes, decode_key_record(bytes), encode_key_record);
    case 8:
      return read_mark(bytes);
    default:
      return read_box(bytes);
  }
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
