// What was packed by gzip itself is unpacked, and nothing else is.
#include "adapters/http_client/gunzip.h"

#include <gtest/gtest.h>

namespace lockstep::http_client {
namespace {

using namespace std::string_literals;

// printf '{"a":1}' | gzip -n
const std::string kPacked =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\x54\xb2\x32\xac\x05\x00\xaf\xac\x1b\x56"
    "\x07\x00\x00\x00"s;

Unpacked unpack(std::string_view packed, std::size_t max_bytes = 100) {
  std::string out;
  return gunzip(packed, max_bytes, out);
}

TEST(Gunzip, Unpacks) {
  std::string out;
  EXPECT_EQ(gunzip(kPacked, 7, out), Unpacked::whole);
  EXPECT_EQ(out, R"({"a":1})");
}

TEST(Gunzip, UnpacksSeveralMembersAsOne) {
  std::string out;
  EXPECT_EQ(gunzip(kPacked + kPacked, 14, out), Unpacked::whole);
  EXPECT_EQ(out, R"({"a":1}{"a":1})");
  for (std::size_t size = 1; size < kPacked.size(); ++size)
    EXPECT_EQ(unpack(kPacked + kPacked.substr(0, size)), Unpacked::malformed) << size;
}

TEST(Gunzip, StopsAtTheLimit) {
  EXPECT_EQ(unpack(kPacked, 6), Unpacked::too_large);
  EXPECT_EQ(unpack(kPacked + kPacked, 13), Unpacked::too_large);
}

TEST(Gunzip, RefusesWhatIsNoneOrNotWholeOrNotAll) {
  EXPECT_EQ(unpack(""), Unpacked::malformed);
  EXPECT_EQ(unpack(R"({"a":1})"), Unpacked::malformed);
  for (std::size_t size = 0; size < kPacked.size(); ++size)
    EXPECT_EQ(unpack(kPacked.substr(0, size)), Unpacked::malformed) << size;
  EXPECT_EQ(unpack(kPacked + "x"), Unpacked::malformed);
  auto damaged = kPacked;
  damaged[12] ^= 1;
  EXPECT_EQ(unpack(damaged), Unpacked::malformed);
}

}  // namespace
}  // namespace lockstep::http_client
