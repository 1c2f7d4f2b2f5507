// Reading and writing the few shapes of bytes that the log stores: big-endian integers and
// length-prefixed texts. What stands where is said in format.h alone.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lockstep::log {

class ByteWriter {
 public:
  explicit ByteWriter(std::size_t expected_size = 0) { out_.reserve(expected_size); }

  ByteWriter& u8(std::uint8_t value) { return integer<1>(value); }
  ByteWriter& u16(std::uint16_t value) { return integer<2>(value); }
  ByteWriter& u32(std::uint32_t value) { return integer<4>(value); }
  ByteWriter& u64(std::uint64_t value) { return integer<8>(value); }
  ByteWriter& i64(std::int64_t value) { return u64(static_cast<std::uint64_t>(value)); }
  ByteWriter& raw(std::string_view bytes) { return out_.append(bytes), *this; }
  /// A varint with the length, then the bytes. The varint: 7 bits per byte, low bits first, the top
  /// bit says that more follows.
  ByteWriter& text(std::string_view bytes) {
    auto rest = bytes.size();
    for (; rest >= 0x80U; rest >>= 7U) out_.push_back(static_cast<char>(rest | 0x80U));
    out_.push_back(static_cast<char>(rest));
    return raw(bytes);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  template <unsigned Bytes>
  ByteWriter& integer(std::uint64_t value) {
    for (unsigned i = Bytes; i-- > 0;) out_.push_back(static_cast<char>(value >> (8U * i)));
    return *this;
  }
  std::string out_;
};

/// Reads what ByteWriter wrote. Never reads past the end: missing bytes read as zeros and empty
/// texts, and done() says so afterwards.
class ByteReader {
 public:
  explicit ByteReader(std::string_view in) : rest_(in) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(integer<1>()); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(integer<2>()); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(integer<4>()); }
  std::uint64_t u64() { return integer<8>(); }
  std::int64_t i64() { return static_cast<std::int64_t>(u64()); }
  std::string_view raw(std::size_t count) {
    if (rest_.size() < count) return fail();
    const auto out = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return out;
  }
  // Inlined by order: reading the log is half this.
  [[gnu::always_inline]] std::string_view text() {
    // Nearly every text is short, and its length one byte.
    if (rest_.empty() || static_cast<unsigned char>(rest_.front()) >= 0x80U) return long_text();
    const auto length = static_cast<std::size_t>(rest_.front());
    rest_.remove_prefix(1);
    return raw(length);
  }
  /// What has not been read yet, without reading it.
  [[nodiscard]] std::string_view ahead() const { return rest_; }
  /// Everything up to the end.
  std::string_view rest() { return raw(rest_.size()); }
  /// True when nothing was missing so far and nothing is left over.
  [[nodiscard]] bool done() const { return good_ && rest_.empty(); }

 private:
  std::string_view fail() {
    good_ = false;
    rest_ = {};
    return {};
  }
  std::string_view long_text() {
    std::size_t length = 0;
    for (unsigned shift = 0;; shift += 7U) {
      const auto byte = u8();
      if (!good_ || shift > 28U) return fail();
      length |= std::size_t{byte & 0x7FU} << shift;
      if (byte == 0 && shift > 0) return fail();  // Not the shortest way to write the length.
      if ((byte & 0x80U) == 0) break;
    }
    return raw(length);
  }
  template <unsigned Bytes>
  std::uint64_t integer() {
    std::uint64_t value = 0;
    for (const char byte : raw(Bytes)) value = (value << 8U) | static_cast<std::uint8_t>(byte);
    return value;
  }
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace lockstep::log
