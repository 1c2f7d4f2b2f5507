#include "adapters/http_client/gunzip.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include <zlib.h>

namespace lockstep::http_client {

namespace {

constexpr int kGzip = 16 + MAX_WBITS;
constexpr std::size_t kPiece = 16U << 10U;

}  // namespace

Unpacked gunzip(std::string_view packed, std::size_t max_bytes, std::string& out) {
  z_stream stream{};
  if (packed.size() > std::numeric_limits<uInt>::max() || inflateInit2(&stream, kGzip) != Z_OK)
    return Unpacked::malformed;
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> ended{&stream, &inflateEnd};
  // zlib does not write to it; its declaration is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::array<char, kPiece> piece{};
  for (int status = Z_OK; status != Z_STREAM_END;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = inflate(&stream, Z_NO_FLUSH);
    const auto size = piece.size() - stream.avail_out;
    if (status != Z_OK && status != Z_STREAM_END) return Unpacked::malformed;
    if (out.size() + size > max_bytes) return Unpacked::too_large;
    out.append(piece.data(), size);
    // There may be several members, one after the other (RFC 1952, 2.2).
    if (status == Z_STREAM_END && stream.avail_in > 0) status = inflateReset(&stream);
  }
  return Unpacked::whole;
}

}  // namespace lockstep::http_client
