// What goes over the wire, byte for byte.
#include "adapters/http/wire/answer_text.h"
#include "tests/contract/wire/fixture.h"

namespace lockstep::http::wire {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

const Headers kAlways{{"X-Frame-Options", "DENY"}, {"Cache-Control", "no-store"}};

std::string text(const Answer& answer, AnswerForm form = {}) {
  form.date = "today";
  form.headers = &kAlways;
  return answer_text(answer, form);
}

TEST(AnswerText, IsHeadAndBody) {
  auto answer = with_headers({{"ETag", "\"1\""}});
  answer.body = "{}";
  EXPECT_EQ(text(answer),
            "HTTP/1.1 200 OK\r\nDate: today\r\nETag: \"1\"\r\nX-Frame-Options: DENY\r\n"
            "Cache-Control: no-store\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            "\r\n{}");
}

TEST(AnswerText, LetsAnAnswerSayItsOwn) {
  const auto said = text(with_headers({{"cache-control", "max-age=60"}}));
  EXPECT_NE(said.find("cache-control: max-age=60\r\n"), std::string::npos);
  EXPECT_EQ(said.find("no-store"), std::string::npos);
}

TEST(AnswerText, OfHeadHasTheLengthAndNoBody) {
  const auto said = text(with_text("12345"), {.head_only = true});
  EXPECT_NE(said.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(said.ends_with("\r\n\r\n"));
}

TEST(AnswerText, WithoutABodyTellsNoLength) {
  for (const int status : {204, 304}) {
    const auto said = text(with_status(status, "must not be there"));
    EXPECT_EQ(said.find("Content-"), std::string::npos) << said;
    EXPECT_TRUE(said.ends_with("\r\n\r\n")) << said;
  }
  EXPECT_NE(text({}).find("Content-Length: 0\r\n\r\n"), std::string::npos);
}

TEST(AnswerText, SaysWhatBecomesOfTheConnection) {
  EXPECT_NE(text({}, {.is_last = true}).find("Connection: close\r\n"), std::string::npos);
  EXPECT_NE(text({}, {.to_1_0 = true}).find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_EQ(text({}).find("Connection"), std::string::npos);
}

TEST(AnswerText, IsNotSplitByAValue) {
  for (const auto& value : {std::string("a\r\nX-Evil: 1"), std::string("a\nb"), std::string("a\rb"),
                            std::string("a\0b", 3)})
    EXPECT_EQ(text(with_headers({{"X-Odd", value}})).find("X-Odd"), std::string::npos) << value;
}

TEST(AnswerText, OfAStatusThatNobodyNamedIsStillOne) {
  EXPECT_TRUE(text(with_status(299)).starts_with("HTTP/1.1 299 Other\r\n"));
}

TEST(HttpDate, IsTheOneFormThatIsLeft) {
  using std::chrono::system_clock;
  EXPECT_EQ(http_date(system_clock::from_time_t(784111777)), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(system_clock::from_time_t(951782400)), "Tue, 29 Feb 2000 00:00:00 GMT");
  EXPECT_EQ(http_date(system_clock::from_time_t(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
}

class Answers : public WireTest {};

TEST_F(Answers, CarryDateAndSecurityHeaders) {
  start(patient());
  const auto reply = get("/");
  EXPECT_EQ(reply.header("date").size(), std::string("Sun, 06 Nov 1994 08:49:37 GMT").size());
  EXPECT_TRUE(reply.header("date").ends_with(" GMT"));
  EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(reply.header("cache-control"), "no-store, no-transform");
  EXPECT_EQ(reply.header("content-type"), "text/plain");
  EXPECT_EQ(reply.header("strict-transport-security"), "") << "that is for TLS";
}

TEST_F(Answers, WithoutABodyLeaveTheConnectionUsable) {
  start(patient());
  api_.answer("/none", with_status(204));
  auto same_answer = with_headers({{"ETag", "\"1\""}});
  same_answer.status = 304;
  api_.answer("/same", same_answer);
  RawConnection connection{port()};
  connection.send(request("GET", "/none") + request("GET", "/same") + request("HEAD", "/a") +
                  request("GET", "/last"));
  const auto none = connection.receive();
  EXPECT_EQ(none.status, 204);
  EXPECT_FALSE(none.headers.contains("content-length"));
  const auto same = connection.receive();
  EXPECT_EQ(same.status, 304);
  EXPECT_FALSE(same.headers.contains("content-length"));
  EXPECT_EQ(same.header("etag"), "\"1\"");
  EXPECT_EQ(connection.receive(false).header("content-length"), "8") << "of HEAD /a";
  EXPECT_EQ(connection.receive().body, "GET /last\n");
}

TEST_F(Answers, ToHttp10SayWhatBecomesOfTheConnection) {
  start(patient());
  RawConnection connection{port()};
  connection.send("GET /1 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
  EXPECT_EQ(connection.receive().header("connection"), "keep-alive");
  connection.send("GET /2 HTTP/1.0\r\n\r\n");
  EXPECT_EQ(connection.receive().header("connection"), "close");
  EXPECT_TRUE(connection.closed());
}

}  // namespace
}  // namespace lockstep::http::wire
