// Packed bodies: what is unpacked keeps to its limit, is all that there is, and is the same when it
// is packed and unpacked again.
#include <string>

#include <zlib.h>

#include "adapters/http_client/gunzip.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using http_client::gunzip;
using http_client::Unpacked;

constexpr std::size_t kMaxBytes = 100'000;

std::string packed(std::string_view plain) {
  constexpr int kGzip = 16 + MAX_WBITS;
  z_stream stream{};
  require(deflateInit2(&stream, 1, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) == Z_OK, "no zlib");
  std::string out(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  require(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib does not pack");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

void check_round_trip(std::string_view plain, std::uint8_t damaged_at) {
  auto bytes = packed(plain);
  std::string out;
  require(gunzip(bytes, plain.size(), out) == Unpacked::whole && out == plain,
          "what was packed is not unpacked");
  if (!plain.empty()) {
    out.clear();
    require(gunzip(bytes, plain.size() - 1, out) == Unpacked::too_large, "beyond the limit");
  }
  // The sum and the length at the end: not a bit of them may be another one.
  bytes[bytes.size() - 1 - damaged_at % 8U] ^= 1;
  out.clear();
  require(gunzip(bytes, kMaxBytes, out) != Unpacked::whole, "damaged, and taken for whole");
}

void run(Input input) {
  const auto damaged_at = input.byte();
  const auto given = alone(input.rest());
  std::string out;
  const auto unpacked = gunzip(view(given), kMaxBytes, out);
  require(out.size() <= kMaxBytes, "more than was allowed");
  if (unpacked == Unpacked::whole) {
    std::string again;
    require(
        gunzip(view(given).substr(0, given.size() - 1), kMaxBytes, again) == Unpacked::malformed,
        "whole without its end");
    check_round_trip(out, damaged_at);
  }
  check_round_trip(view(given), damaged_at);
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
