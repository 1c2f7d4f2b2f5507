// Bytes to requests, without sockets: however the bytes are cut, the request is the same.
#include "adapters/http/wire/request_reader.h"

#include <gtest/gtest.h>

#include "adapters/http/wire/target.h"
#include "tests/contract/wire/framing_corpus.h"

namespace lockstep::http::wire {
namespace {

using State = RequestReader::State;

/// What became of some bytes.
struct Read {
  State state = State::needs_more;
  std::size_t taken = 0;  ///< Of them.
  Request request;
  bool is_last = true;
  std::size_t most_left = 0;  ///< How much had to be shown again at a time.

  bool operator==(const Read& other) const {
    const auto status = [](const Read& read) {
      return read.request.refusal ? read.request.refusal->status : 0;
    };
    return state == other.state && is_last == other.is_last && status(*this) == status(other) &&
           (state != State::whole ||
            (taken == other.taken && request.method == other.request.method &&
             request.path == other.request.path && request.query == other.request.query &&
             request.headers == other.request.headers && request.body == other.request.body));
  }
};

// Shown as a connection shows it: what was not taken comes again, with a piece more.
Read read(const std::string& bytes, const std::vector<std::size_t>& cuts) {
  const auto limits = corpus_limits();
  RequestReader reader{limits};
  Read out;
  std::size_t begin = 0;
  for (auto cut : cuts) {
    if (reader.state() != State::needs_more) break;
    begin += reader.read(std::string_view(bytes).substr(begin, cut - begin));
    out.most_left = std::max(out.most_left, cut - begin);
  }
  out.state = reader.state();
  out.taken = begin;
  out.is_last = reader.is_last();
  if (out.state != State::needs_more) out.request = reader.take_request();
  return out;
}

std::vector<std::size_t> every_byte(std::size_t size) {
  std::vector<std::size_t> out;
  for (std::size_t i = 1; i <= size; ++i) out.push_back(i);
  return out;
}

Read at_once(const std::string& bytes) {
  return read(bytes, {bytes.size()});
}

TEST(RefusedHeads, SayWhichPartIsWrongAndRepeatNothing) {
  const auto detail_of = [](const std::string& bytes) {
    const auto out = at_once(bytes);
    return out.request.refusal ? out.request.refusal->error.detail : "taken";
  };
  const auto with = [](const std::string& line) {
    return "GET / HTTP/1.1\r\nHost: x\r\n" + line + "\r\n\r\n";
  };
  const std::pair<std::string, std::string> cases[]{
      {"G(T / HTTP/1.1\r\n\r\n", "The method is malformed."},
      {"GET  HTTP/1.1\r\n\r\n", "The request line names no address of this server."},
      {"GET / secret\r\n\r\n", "The request line does not end in a version of HTTP."},
      {with("Secret word: 1"), "The name of a header is malformed."},
      {with("X: a\x01 secret"), "The value of a header is malformed."},
      {with("Content-Length: secret"), "Content-Length is malformed, or stands there twice."},
      {with("Content-Length: 1\r\nContent-Length: 2"),
       "Content-Length is malformed, or stands there twice."},
      {with("X: a\r\n secret"), "A line begins with a blank."},
      {with(std::string("X: \0", 4)), "A line has a NUL in it."},
  };
  for (const auto& [bytes, detail] : cases) EXPECT_EQ(detail_of(bytes), detail) << bytes;
}

class AnyPieces : public testing::TestWithParam<FramingCase> {};

TEST_P(AnyPieces, MakeTheSameRequest) {
  const auto bytes = GetParam().bytes + "GET /second HTTP/1.1\r\nHost: x\r\n\r\n";
  const auto whole = at_once(bytes);
  EXPECT_NE(whole.state, State::needs_more);
  EXPECT_EQ(whole.state == State::refused, GetParam().status != 200);
  EXPECT_EQ(whole.request.refusal ? whole.request.refusal->status : 200, GetParam().status);
  if (whole.state == State::whole) {
    EXPECT_EQ(whole.taken, GetParam().bytes.size());
  }
  const auto by_bytes = read(bytes, every_byte(bytes.size()));
  EXPECT_TRUE(by_bytes == whole);
  EXPECT_LE(by_bytes.most_left, corpus_limits().head.max_bytes + 200);
  for (std::size_t cut = 1; cut < std::min<std::size_t>(bytes.size(), 400); ++cut)
    EXPECT_TRUE(read(bytes, {cut, bytes.size()}) == whole) << "cut at " << cut;
}

INSTANTIATE_TEST_SUITE_P(All, AnyPieces, testing::ValuesIn(framing_corpus()),
                         [](const auto& it) { return it.param.name; });

Request request_of(const std::string& bytes) {
  return at_once(bytes).request;
}

TEST(RequestReader, ReadsWhatTheHeadSays) {
  const auto read = request_of(
      "PUT /a/b?c=d&e=%20 HTTP/1.1\r\nHost: x\r\nX-Name:  A Value \r\nX-NAME: another\r\n"
      "X-Forwarded-For: 1.2.3.4\r\nx-forwarded-for: 5.6.7.8\r\nIdempotency-Key: %41\r\n"
      "X-Empty:\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(read.method, "PUT");
  EXPECT_EQ(read.path, "/a/b");
  EXPECT_EQ(read.query, "c=d&e=%20");
  EXPECT_EQ(read.body, "{}");
  EXPECT_EQ(read.header("x-name"), "A Value, another") << "one list";
  EXPECT_EQ(read.header("x-forwarded-for"), "1.2.3.4, 5.6.7.8");
  EXPECT_EQ(read.header("idempotency-key"), "%41") << "nothing is decoded";
  EXPECT_EQ(read.header("x-empty"), "") << "there, and empty";
  EXPECT_EQ(read.header("x-other"), std::nullopt);
  EXPECT_FALSE(read.refusal);
}

TEST(RequestReader, PutsChunksTogetherAndForgetsTrailers) {
  const auto read = request_of(
      "PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nAuthorization: Bearer a\r\nX-A: b\r\n\r\n");
  EXPECT_EQ(read.body, "hello world");
  EXPECT_EQ(read.headers.size(), 2U);
  EXPECT_FALSE(read.headers.contains("authorization"));
}

TEST(RequestReader, TellsWhatIsKnownOfWhatIsRefused) {
  const auto refused = request_of(
      "PUT /a?b=c HTTP/1.1\r\nHost: x\r\nOrigin: https://y\r\nContent-Length: 101\r\n\r\n");
  ASSERT_TRUE(refused.refusal);
  EXPECT_EQ(refused.refusal->status, 413);
  EXPECT_EQ(refused.method, "PUT");
  EXPECT_EQ(refused.path, "/a");
  EXPECT_EQ(refused.header("origin"), "https://y");
}

TEST(RequestReader, TakesTheHostOfAnAbsoluteTarget) {
  const auto read = request_of("GET http://real:80/a HTTP/1.1\r\nHost: other\r\n\r\n");
  EXPECT_EQ(read.path, "/a");
  EXPECT_EQ(read.header("host"), "real:80");
}

TEST(RequestReader, SaysOnceWhoWaitsToBeToldToContinue) {
  const std::string head = "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n";
  const auto limits = corpus_limits();
  RequestReader reader{limits};
  EXPECT_FALSE(reader.take_continue());
  reader.read(head + "Content-Length: 1\r\n\r\n");
  EXPECT_TRUE(reader.take_continue());
  EXPECT_FALSE(reader.take_continue());
  RequestReader whole{limits};
  whole.read(head + "Content-Length: 1\r\n\r\nx");
  EXPECT_FALSE(whole.take_continue());
  RequestReader refused{limits};
  refused.read(head + "Content-Length: 999\r\n\r\n");
  EXPECT_FALSE(refused.take_continue());
  RequestReader old{limits};
  old.read("PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
  EXPECT_FALSE(old.take_continue()) << "HTTP/1.0 knows no such answer";
}

TEST(RequestReader, LeavesTheBytesOfTheNextRequest) {
  const std::string first = "PUT /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
  EXPECT_EQ(at_once(first + first).taken, first.size());
  EXPECT_FALSE(at_once(first).is_last);
}

struct TargetCase {
  std::string text;
  std::string path;  ///< Empty: it is refused.
  std::string query;
  std::string authority;
};

TEST(Target, IsReadInEveryFormThatIsServed) {
  for (const auto& [text, path, query, authority] : std::vector<TargetCase>{
           {"/", "/", "", ""},
           {"/a?b?c", "/a", "b?c", ""},
           {"/a?", "/a", "", ""},
           {"//a//b", "//a//b", "", ""},
           {"/%61%2f", "/%61%2f", "", ""},
           {"*", "*", "", ""},
           {"http://x/a?b", "/a", "b", "x"},
           {"HTTPS://X.example:8443/a", "/a", "", "X.example:8443"},
           {"http://x?b", "/", "b", "x"},
           {"http://[2001:db8::1]/a", "/a", "", "[2001:db8::1]"},
           {"http://x:/a", "/a", "", "x:"},
       }) {
    const auto target = target_of(text);
    ASSERT_TRUE(target) << text;
    EXPECT_EQ(target->path, path) << text;
    EXPECT_EQ(target->query, query) << text;
    EXPECT_EQ(target->authority, authority) << text;
  }
}

TEST(Target, IsNoneInAnyOther) {
  for (const auto* text : {"",
                           "a",
                           "?a",
                           "x:443",
                           "http:",
                           "http://",
                           "http:///a",
                           "http://?a",
                           "http://a b/",
                           "http://u@x/",
                           "http://u:p@x/",
                           "http://x:8a/",
                           "http://[::1/a",
                           "http://[::1]x/",
                           "http://[x]/",
                           "http://x]/",
                           "ws://x/",
                           "javascript://x/",
                           "/a#b",
                           "/a b",
                           "/\x80",
                           "**"})
    EXPECT_FALSE(target_of(text)) << text;
}

}  // namespace
}  // namespace lockstep::http::wire
