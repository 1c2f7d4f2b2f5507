// Which bytes are a response, which are none, and where it ends, however they are cut.
#include "adapters/http_client/response_reader.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace lockstep::http_client {
namespace {

using State = ResponseReader::State;

// Lines may have 4096 bytes.
constexpr ResponseLimits kLimits{.max_head_bytes = 1000, .max_body_bytes = 6000};
const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kChunked = kOk + "Transfer-Encoding: chunked\r\n\r\n";

struct Case {
  std::string name;
  std::string bytes;
  State state = State::whole;
  std::string body{};
  bool usable = false;  ///< The connection, afterwards.
  bool ends = false;    ///< The connection, with these bytes.
};

std::ostream& operator<<(std::ostream& out, const Case& row) {
  return out << row.name;
}

const std::vector<Case> kCases{
    {"Length", kOk + "Content-Length: 2\r\n\r\n{}", State::whole, "{}", true},
    {"LengthOfNone", kOk + "Content-Length: 0\r\n\r\n", State::whole, "", true},
    {"LengthInAnyCase", kOk + "cOnTeNt-LeNgTh:2\r\n\r\n{}", State::whole, "{}", true},
    {"Close", kOk + "Connection: close\r\nContent-Length: 2\r\n\r\n{}", State::whole, "{}", false},
    {"CloseInTheSecondLine",
     kOk + "Connection: keep-alive\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\n{}",
     State::whole, "{}", false},
    {"Old", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", State::whole, "{}", false},
    {"MoreThanWasAsked", kOk + "Content-Length: 2\r\n\r\n{}HTTP/1.1 200 OK", State::whole, "{}"},
    {"UntilTheEnd", kOk + "\r\n{}", State::whole, "{}", false, true},
    {"UntilTheEndOfNothing", kOk + "\r\n", State::whole, "", false, true},
    {"UntilAnEndThatDoesNotCome", kOk + "\r\n{}", State::needs_more},
    {"NoContent", "HTTP/1.1 204 No Content\r\n\r\n", State::whole, "", true},
    {"NoReason", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\n{}", State::whole, "{}", true},
    {"Continue", "HTTP/1.1 100 Continue\r\n\r\n" + kOk + "Content-Length: 2\r\n\r\n{}",
     State::whole, "{}", true},
    {"Hints", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + kOk + "Content-Length: 0\r\n\r\n",
     State::whole, "", true},
    {"Chunks", kChunked + "1\r\n{\r\n1;a=b\r\n}\r\n0\r\n\r\n", State::whole, "{}", true},
    {"ChunkOfTen", kChunked + "A\r\n0123456789\r\n00\r\n\r\n", State::whole, "0123456789", true},
    {"ChunkAndBlank", kChunked + "2 \r\n{}\r\n0\r\n\r\n", State::whole, "{}", true},
    {"ChunkedInAnyCase", kOk + "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", State::whole, "",
     true},
    {"Trailers", kChunked + "2\r\n{}\r\n0\r\nA: b\r\nC: d\r\n\r\n", State::whole, "{}", true},

    {"EndsBeforeTheHead", "HTTP/1.1 200 OK\r\n", State::malformed, "", false, true},
    {"EndsInTheBody", kOk + "Content-Length: 3\r\n\r\n{}", State::malformed, "", false, true},
    {"EndsInAChunk", kChunked + "3\r\n{}", State::malformed, "", false, true},
    {"EndsBeforeTheLastChunk", kChunked + "2\r\n{}\r\n", State::malformed, "", false, true},
    {"EndsBeforeTheTrailersDo", kChunked + "0\r\nA: b\r\n", State::malformed, "", false, true},
    {"NotHttp", "220 ftp ready\r\n\r\n", State::malformed},
    {"AnotherVersion", "HTTP/2 200 OK\r\n\r\n", State::malformed},
    {"StatusOfTwoDigits", "HTTP/1.1 20 OK\r\n\r\n", State::malformed},
    {"StatusOfLetters", "HTTP/1.1 abc OK\r\n\r\n", State::malformed},
    {"Upgrade", "HTTP/1.1 101 Switching Protocols\r\n\r\n", State::malformed},
    {"NoColon", kOk + "Nothing\r\n\r\n", State::malformed},
    {"BlankBeforeTheColon", kOk + "Content-Length : 2\r\n\r\n{}", State::malformed},
    {"TwoLengths", kOk + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", State::malformed},
    {"TwoLengthsAlike", kOk + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", State::malformed},
    {"LengthAndChunks", kOk + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     State::malformed},
    {"LengthOfLetters", kOk + "Content-Length: x\r\n\r\n", State::malformed},
    {"LengthBelowZero", kOk + "Content-Length: -1\r\n\r\n", State::malformed},
    {"LengthTwice", kOk + "Content-Length: 5, 5\r\n\r\n", State::malformed},
    {"AnotherEncoding", kOk + "Transfer-Encoding: gzip\r\n\r\n", State::malformed},
    {"EncodedTwice", kOk + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", State::malformed},
    {"ChunkOfNoNumber", kChunked + "x\r\n", State::malformed},
    {"ChunkOfNothing", kChunked + "\r\n", State::malformed},
    {"ChunkWithAPrefix", kChunked + "0x2\r\n{}\r\n", State::malformed},
    {"ChunkBelowZero", kChunked + "-1\r\n", State::malformed},
    {"ChunkLongerThanItSays", kChunked + "1\r\n{}\r\n", State::malformed},
    {"ChunkSizeOfManyDigits", kChunked + "000000001\r\n{\r\n", State::malformed},
    {"LongHead", kOk + "X: " + std::string(1000, 'x') + "\r\n\r\n", State::malformed},
    {"LongHeadWithoutAnEnd", std::string(1001, 'x'), State::malformed},
    {"LongReason", "HTTP/1.1 200 " + std::string(1000, 'x'), State::malformed},

    {"LongByLength", kOk + "Content-Length: 6001\r\n\r\n", State::too_large},
    {"LongerThanAnyNumber", kOk + "Content-Length: 99999999999999999999\r\n\r\n", State::malformed},
    {"LongUntilTheEnd", kOk + "\r\n" + std::string(6001, 'x'), State::too_large},
    {"LongByChunk", kChunked + "1771\r\n", State::too_large},
    {"LongByChunks",
     kChunked + "c00\r\n" + std::string(3072, 'x') + "\r\nc00\r\n" + std::string(3072, 'x'),
     State::too_large},
    {"LongChunkLine", kChunked + "1;" + std::string(5000, 'x'), State::too_large},
    {"LongTrailer", kChunked + "0\r\n" + std::string(5000, 'x'), State::too_large},
    {"AnotherLanguage", "220 ftp ready\r\n", State::malformed},
    {"TheBeginning", "HTTP/", State::needs_more},
    {"LongTrailerWithAnEnd", kChunked + "0\r\nA:" + std::string(5000, 'x') + "\r\n\r\n",
     State::too_large},
    {"LongestChunkLine", kChunked + "1;" + std::string(4094, 'x') + "\r\n.\r\n0\r\n\r\n",
     State::whole, ".", true},
    {"LongestTrailer", kChunked + "0\r\nA:" + std::string(4094, 'x') + "\r\n\r\n", State::whole, "",
     true},
};

class Responses : public testing::TestWithParam<Case> {
 protected:
  static void check(ResponseReader& reader) {
    const auto& row = GetParam();
    if (row.ends) reader.end();
    ASSERT_EQ(reader.state(), row.state);
    EXPECT_EQ(reader.leaves_connection_usable(), row.usable);
    if (row.state == State::whole) {
      EXPECT_EQ(reader.take().body, row.body);
    }
  }
};

TEST_P(Responses, AreReadAtOnce) {
  ResponseReader reader{kLimits};
  reader.read(GetParam().bytes);
  check(reader);
}

TEST_P(Responses, AreReadByteByByte) {
  ResponseReader reader{kLimits};
  for (const char byte : GetParam().bytes) reader.read({&byte, 1});
  check(reader);
}

INSTANTIATE_TEST_SUITE_P(Table, Responses, testing::ValuesIn(kCases),
                         [](const auto& row) { return row.param.name; });

TEST(Responses, HaveTheirHeadersByLowerCaseNamesTheFirstOfSeveral) {
  ResponseReader reader{kLimits};
  reader.read(kOk + "Retry-AFTER:  17 \r\nDate: x\r\nDATE: y\r\nContent-Length: 0\r\n\r\n");
  const auto response = reader.take();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("retry-after"), "17");
  EXPECT_EQ(response.header("date"), "x");
  EXPECT_EQ(response.header("none"), "");
}

TEST(Responses, ThatAreOnlyStillToComeAreNotWaitedForWithoutEnd) {
  ResponseReader reader{kLimits};
  for (int i = 0; i < 100; ++i) reader.read("HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(reader.state(), State::malformed);
}

TEST(Responses, OfManySmallChunksWithMuchBetweenThemAreTooLarge) {
  ResponseReader reader{kLimits};
  reader.read(kChunked);
  for (int i = 0; i < 100; ++i) reader.read("1;" + std::string(100, 'x') + "\r\n.\r\n");
  EXPECT_EQ(reader.state(), State::too_large);
}

}  // namespace
}  // namespace lockstep::http_client
