// `Expect: 100-continue` (RFC 9110, 10.1.1): a body is asked for only from whoever may send it.
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

class Expectations : public HttpTest {
 protected:
  Expectations() { seed(); }

  struct Head {
    std::string method = "PUT";
    std::string target = "/api/coaches/ada";
    std::string token{kAdmin};
    std::string lines = "Content-Length: 18\r\n";
  };
  static constexpr std::string_view kBody = R"({"region":"south"})";

  static std::string text_of(const Head& head) {
    return head.method + " " + testing_support::with_ids(head.target) +
           " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + head.token +
           "\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n" + head.lines + "\r\n";
  }
};

TEST_F(Expectations, AreMetForWhoMaySendTheBody) {
  RawConnection client{port()};
  client.send(text_of({}));
  ASSERT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue");
  client.send(kBody);
  EXPECT_EQ(client.receive().status, 200);
  client.send(request_text("GET", "/livez", {}, ""));
  EXPECT_EQ(client.receive().status, 200) << "the connection goes on";
}

// None of them is asked for the body: the answer is the first that comes.
TEST_F(Expectations, AreNotMetForWhoIsRefusedWhateverTheBody) {
  const auto before = engine_.log().head().position;
  const std::vector<std::pair<int, Head>> table{
      {401, {.token = "nobody-we-know"}},
      {401, {.token = "dev:root:ada"}},
      {403, {.token = "dev:auditor:eve"}},
      {403,
       {.method = "POST", .target = "/api/admin/drift", .token = "dev:coach:" + test_id("ada")}},
      {404, {.target = "/api/nowhere"}},
      {405, {.method = "POST"}},
      {422, {.target = "/api/coaches/no--uuid--at--all"}},
      {400, {.target = "/api/coaches/ada?x=1"}},
      {400, {.method = "DELETE", .target = "/api/teams/apes"}},
      {413, {.lines = "Content-Length: 99999999\r\n"}},
      {413, {.token = "nobody-we-know", .lines = "Content-Length: 99999999\r\n"}}};
  for (const auto& [status, head] : table) {
    RawConnection client{port()};
    client.send(text_of(head));
    const auto reply = client.receive();
    EXPECT_EQ(reply.status, status) << head.method << " " << head.target << reply.body;
    EXPECT_NE(reply.problem(), "") << "and says why";
    EXPECT_EQ(reply.header("connection"), "close") << "what follows is no request";
    EXPECT_TRUE(client.closed());
  }
  EXPECT_EQ(engine_.log().head().position, before);
}

TEST_F(Expectations, ThatAreRefusedAreCountedOnceAsEveryRequest) {
  RawConnection client{port()};
  client.send(text_of({.token = "nobody-we-know"}));
  EXPECT_EQ(client.receive().status, 401);
  EXPECT_NE(
      metrics_.exposition().find(
          R"(lockstep_http_requests_total{method="PUT",route="/api/coaches/{id}",status="401"} 1)"),
      std::string::npos)
      << metrics_.exposition();
}

// It has begun to send before it was told: the answer must arrive all the same.
TEST_F(Expectations, OfWhoDoesNotWaitAreAnsweredToo) {
  RawConnection client{port()};
  client.send(text_of({.token = "nobody-we-know"}) + R"({"region")");
  EXPECT_EQ(client.receive().status, 401);
}

TEST_F(Expectations, DoNotHoldUpAStop) {
  RawConnection client{port()};
  client.send(text_of({}));
  ASSERT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue");
  server_.reset();
  EXPECT_TRUE(client.closed());
}

}  // namespace
}  // namespace lockstep::http
