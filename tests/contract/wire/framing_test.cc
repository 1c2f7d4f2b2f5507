// Every request of the corpus over a socket: its answer, and where it was taken to end.
#include "tests/contract/wire/fixture.h"
#include "tests/contract/wire/framing_corpus.h"

namespace lockstep::http::wire {
namespace {

const std::string kSecond = "GET /second HTTP/1.1\r\nHost: x\r\n\r\n";

class FramingCorpus : public WireTest, public testing::WithParamInterface<FramingCase> {
 protected:
  FramingCorpus() {
    const auto limits = corpus_limits();
    auto options = patient();
    options.max_start_line_bytes = limits.head.max_start_line_bytes;
    options.max_header_bytes = limits.head.max_bytes;
    options.max_headers = limits.head.max_headers;
    options.max_body_bytes = limits.max_body_bytes;
    options.max_framing_bytes = limits.max_framing_bytes;
    start(options);
  }
};

TEST_P(FramingCorpus, IsReadInOneWay) {
  const auto& given = GetParam();
  RawConnection connection{port()};
  connection.send(given.bytes + kSecond);
  const auto first = connection.receive();
  EXPECT_EQ(first.status, given.status);
  EXPECT_EQ(first.header("connection") == "close", !given.goes_on);
  EXPECT_EQ(connection.receive().status, given.goes_on ? 200 : 0);

  const auto asked = api_.asked();
  ASSERT_EQ(asked.size(), given.goes_on ? 2U : 1U) << "no request more";
  EXPECT_EQ(asked[0].refusal.has_value(), given.status != 200);
  EXPECT_NE(asked[0].path, "/hidden");
  EXPECT_EQ(asked[0].client, "127.0.0.1");
  EXPECT_EQ(asked[0].headers.contains("authorization") && given.status == 200, false)
      << "no trailer becomes a header";
  if (given.goes_on) {
    EXPECT_EQ(asked[1].path, "/second");
  }
}

INSTANTIATE_TEST_SUITE_P(All, FramingCorpus, testing::ValuesIn(framing_corpus()),
                         [](const auto& it) { return it.param.name; });

TEST(FramingCorpusItself, IsLargeAndHasEveryAnswer) {
  std::map<int, int> count;
  for (const auto& one : framing_corpus()) ++count[one.status];
  EXPECT_GE(framing_corpus().size(), 80U);
  for (const int status : {200, 400, 413, 414, 415, 417, 431, 505})
    EXPECT_GT(count[status], 0) << status;
}

// What a proxy in front might do with 60 MB of nothing.
TEST_F(WireTest, TakesNoMoreOfChunkExtensionsThanItsLimit) {
  start(patient());
  RawConnection connection{port()};
  connection.send(request("PUT", "/a", "Transfer-Encoding: chunked\r\n"));
  const std::string piece = "1;" + std::string(1000, 'x') + "\r\ny\r\n";
  std::size_t sent = 0;
  while (sent < (60U << 20U) && connection.send(piece)) sent += piece.size();
  EXPECT_LT(sent, 60U << 20U) << "it went on reading";
  EXPECT_TRUE(api_.served().empty());
}

}  // namespace
}  // namespace lockstep::http::wire
