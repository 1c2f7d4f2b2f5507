// Where a request ends, however its bytes are cut into pieces.
#include "adapters/http/request_framing.h"

#include <string>

#include <gtest/gtest.h>

namespace lockstep::http {
namespace {

constexpr RequestLimits kLimits{.max_header_bytes = 200, .max_body_bytes = 100};
const std::string kNext = "GET /next HTTP/1.1\r\n\r\n";

// Byte by byte: how many were needed, of which how many are the request. {0, 0}: it is not whole.
std::pair<std::size_t, std::size_t> ends(const std::string& bytes) {
  RequestFraming framing{kLimits};
  for (std::size_t came = 0; came <= bytes.size(); ++came) {
    framing.look(std::string_view{bytes}.substr(0, came));
    if (framing.ready()) return {came, framing.size()};
  }
  return {0, 0};
}

void expect_whole(const std::string& request) {
  EXPECT_EQ(ends(request + kNext), std::pair(request.size(), request.size())) << request;
  EXPECT_EQ(ends(request.substr(0, request.size() - 1)).first, 0U) << request;
  RequestFraming at_once{kLimits};
  at_once.look(request + kNext);
  EXPECT_TRUE(at_once.ready());
  EXPECT_EQ(at_once.size(), request.size()) << request;
}

TEST(RequestFraming, FindsTheEnd) {
  expect_whole("GET / HTTP/1.1\r\n\r\n");
  expect_whole("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  expect_whole("POST / HTTP/1.1\r\nHost: x\r\n\r\n");
  expect_whole("PUT / HTTP/1.1\r\ncontent-length:  5 \r\n\r\n12345");
  expect_whole("DELETE / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}");
  expect_whole("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  expect_whole(
      "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\n12345\r\nA\r\n0123456789\r\n"
      "0\r\n\r\n");
}

// What is refused by its head is not waited for.
TEST(RequestFraming, IsDoneWithTheHeadOfWhatIsRefused) {
  for (const std::string head :
       {"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 101\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "PUT / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n"})
    expect_whole(head);
}

TEST(RequestFraming, TakesNoMoreThanTheLimits) {
  const std::string chunked = "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string many_extensions = chunked;
  for (int i = 0; i < 10; ++i) many_extensions += "1;" + std::string(200, 'x') + "\r\ny\r\n";
  for (const std::string& bytes :
       {"GET / HTTP/1.1\r\nX: " + std::string(300, 'x'), chunked + "65\r\n",
        chunked + "1\r\nx\r\n64\r\n", chunked + "zz\r\n", chunked + "ffffffffffffffffff\r\n",
        chunked + std::string(300, '1'), many_extensions})
    EXPECT_GT(ends(bytes).first, 0U) << bytes;
}

TEST(RequestFraming, SaysWhoWaitsToBeToldToContinue) {
  const std::string head = "PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
  RequestFraming framing{kLimits};
  framing.look(head.substr(0, head.size() - 1));
  EXPECT_FALSE(framing.asks_to_continue());
  framing.look(head);
  EXPECT_TRUE(framing.asks_to_continue());
  framing.look(head + "x");
  EXPECT_FALSE(framing.asks_to_continue());
}

TEST(RequestFraming, CanBeCutShort) {
  RequestFraming framing{kLimits};
  const std::string bytes = "PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\n12";
  framing.look(bytes);
  EXPECT_TRUE(framing.has_head());
  EXPECT_FALSE(framing.ready());
  framing.cut_short(bytes);
  EXPECT_TRUE(framing.ready());
  EXPECT_EQ(framing.size(), bytes.size());
}

}  // namespace
}  // namespace lockstep::http
