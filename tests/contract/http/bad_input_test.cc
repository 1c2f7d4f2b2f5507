// Whatever is sent: a clear error, nothing stored, and nothing of it quoted.
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

class BadInput : public HttpTest {
 protected:
  BadInput() {
    seed();
    before_ = engine_.log().head().position;
  }
  ~BadInput() override { EXPECT_EQ(engine_.log().head().position, before_); }

 private:
  Position before_;
};

std::string pointers(const Reply& reply) {
  std::string out;
  const auto value = reply.json();
  for (const auto& error : value.at("errors").as_array())
    out += std::string(error.at("pointer").as_string()) + " ";
  return out;
}

TEST_F(BadInput, OfMalformedJsonIs400) {
  for (const auto* body :
       {"{", "}", "{\"email\"", "nonsense", "{\"a\":1}}", "{\"email\":\"\xff\xfe\"}", "{'a':1}",
        "{\"a\":01}", "{\"a\":NaN}", "{\"a\":1,}", "\xEF\xBB\xBF{}"})
    EXPECT_EQ(put("/api/coaches/ada", body).problem(), "json-malformed") << body;
  for (const auto* body : {"[]", "1", "null", "\"text\"", "true"})
    EXPECT_EQ(put("/api/coaches/ada", body).problem(), "json-not-object") << body;
}

// Answers are never given in parts, so it means nothing here.
TEST_F(BadInput, OfARangeChangesNothing) {
  std::string many = "bytes=";
  for (int i = 0; i < 1500; ++i) many += "0-1,";
  for (const auto& range :
       {std::string("bytes=0-1"), std::string("bytes=-5"), std::string("bytes=9-1"),
        std::string("x"), std::string(), "bytes=" + std::string(7'000, '1'), many + "0-1",
        std::string(7'000, ' ') + "bytes=0-1"})
    for (const auto* name : {"Range", "range", "RANGE"}) {
      const auto reply = call("GET", "/livez", "", "", {{name, range}});
      EXPECT_EQ(reply.status, 200) << name << " of " << range.size() << " bytes";
      EXPECT_EQ(reply.body, get("/livez", "").body);
      EXPECT_EQ(reply.header("content-range"), "");
    }
  EXPECT_EQ(put("/api/coaches/ada", R"({"region":7})").status, 422) << "it is still there";
}

TEST_F(BadInput, OfDeepNestingIs400) {
  const std::string deep = R"({"email":)" + std::string(5000, '[') + std::string(5000, ']') + "}";
  EXPECT_EQ(put("/api/coaches/ada", deep).problem(), "json-too-deep");
}

TEST_F(BadInput, OfAMemberThatStandsTwiceIs400) {
  EXPECT_EQ(put("/api/coaches/ada", R"({"region":"a","region":"b"})").problem(),
            "json-duplicate-member");
  EXPECT_EQ(put("/api/coaches/ada", R"({"region":"a","regio\u006e":"b"})").problem(),
            "json-duplicate-member");
}

TEST_F(BadInput, OfTheWrongTypeIs422WithPointers) {
  const auto reply = put("/api/competitors/ann",
                         R"({"firstName":1,"lastName":null,"division":"college ","isActive":"yes",)"
                         R"("emailPersonal":["a"],"complianceDate":"2025-02-30"})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.problem(), "invalid-body");
  EXPECT_EQ(pointers(reply),
            "/firstName /lastName /emailPersonal /division /isActive /complianceDate ");
}

TEST_F(BadInput, OfAWrongDivisionNamesTheThree) {
  const auto reply = put("/api/teams/apes", R"({"division":"kindergarten"})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_NE(reply.body.find("middle_school, high_school, college"), std::string::npos);
  EXPECT_EQ(put("/api/teams/apes", R"({"division":null})").status, 422);
}

TEST_F(BadInput, OfUnknownMembersIs422AndDoesNotQuoteThem) {
  const auto reply = put("/api/coaches/ada", R"({"Annabella Zuckermandel":"x"})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.body.find("Annabella"), std::string::npos);
  EXPECT_NE(reply.body.find("schoolName"), std::string::npos) << "says what is known";
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann", kAdmin, R"({"x":1})").status, 422);
}

TEST_F(BadInput, OfMissingFactsIs422) {
  EXPECT_EQ(pointers(put("/api/coaches/new", "{}")), "/email /firstName /lastName ");
  EXPECT_EQ(pointers(put("/api/competitors/new", R"({"coachId":"ada"})")),
            "/firstName /lastName /division ");
  EXPECT_EQ(pointers(put("/api/teams/new", R"({"coachId":"ada","name":"x"})")), "/name /division ");
  EXPECT_EQ(pointers(put("/api/teams/new", team_body("nobody", "New"))), "/coachId ");
}

TEST_F(BadInput, OfTextThatIsNoNameOrAddressIs422) {
  const auto name = [&](const std::string& value) {
    return put("/api/coaches/ada", R"({"firstName":")" + value + R"("})").status;
  };
  for (const auto& bad :
       {std::string(), std::string("   "), std::string(201, 'x'), std::string(R"(a\u0000b)"),
        std::string(R"(a\nb)"), std::string(R"(a\u0085b)"), std::string(R"(a\u007fb)")})
    EXPECT_EQ(name(bad), 422) << bad;
  for (const auto* bad : {"plain", "a@b", "a@b@c.org", "@b.org", "a@", "a b@c.org"})
    EXPECT_EQ(put("/api/coaches/ada", R"({"email":")" + std::string(bad) + R"("})").status, 422)
        << bad;
}

TEST_F(BadInput, OfIdsThatAreNoneIs422) {
  const std::string long_id(65, 'a');
  for (const auto& id : {std::string("a%20b"), std::string("%61da"), std::string("a.b"),
                         std::string("..%2fada"), std::string("%00"), std::string("a%0d%0aX:y"),
                         std::string("a@b"), long_id, std::string("..")})
    EXPECT_EQ(get("/api/coaches/" + id).problem(), "invalid-id") << id;
}

TEST_F(BadInput, OfPathsThatAreNoneIs404) {
  for (const auto* target :
       {"/", "//api/coaches/ada", "/api/coaches/", "/api/coaches/ada/", "/api//coaches/ada",
        "/api/teams%2Fapes", "/API/coaches/ada", "/api/coaches/ada/../bob", "/../etc/passwd", "*",
        "http://this.example/api/nothing"})
    EXPECT_EQ(get(target).problem(), "route-unknown") << target;
  // An encoded slash does not reach another route.
  EXPECT_EQ(get("/api/teams/apes%2Fmembers%2Fann").problem(), "invalid-id");
}

TEST_F(BadInput, OfTargetsThatAreNoAddressOfAServerIs400) {
  for (const auto* target : {"livez", "ftp://this.example/livez", "this.example:443"})
    EXPECT_EQ(get(target).problem(), "malformed-request") << target;
}

TEST_F(BadInput, OfQueriesIs400) {
  for (const auto* query :
       {"unknown=1", "dryRun=true", "limit=0", "limit=501", "limit=x", "limit=-1",
        "limit=1&limit=2", "status=odd", "q=%zz", "q=%0a", "coachId=a%20b", "minPosition=x", "=1"})
    EXPECT_EQ(get("/api/competitors?" + std::string(query)).problem(), "invalid-parameter")
        << query;
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann/sync?dryRun=true").status, 400);
}

TEST_F(BadInput, OfAnEmptyFilterDoesNotAskForEverything) {
  for (const auto* name : {"coachId", "status", "cursor", "limit", "minPosition"})
    EXPECT_EQ(get("/api/competitors?" + std::string(name) + "=").problem(), "invalid-parameter")
        << name;
  EXPECT_EQ(get("/api/competitors/ann?asOf=").problem(), "invalid-parameter") << "not the present";
  EXPECT_EQ(get("/api/competitors?q=").status, 200) << "an empty field of a search";
}

TEST_F(BadInput, OfAnUnknownParameterTellsTheKnownOnesAndNotItsName) {
  const auto some = get("/api/competitors?wilhelmina=1").body;
  EXPECT_NE(some.find("Known: "), std::string::npos) << some;
  EXPECT_NE(some.find("coachId"), std::string::npos) << some;
  EXPECT_EQ(some.find("wilhelmina"), std::string::npos) << some;
  const auto none = call("POST", "/api/game-platform/competitors/ann/sync?wilhelmina=1").body;
  EXPECT_NE(none.find("Known: none."), std::string::npos) << none;
}

TEST_F(BadInput, OfAParameterNamesTheOneThatIsMeant) {
  const std::vector<std::pair<std::string, std::string>> cases{{"limit=0", "limit"},
                                                               {"limit=1&limit=2", "limit"},
                                                               {"status=odd", "status"},
                                                               {"coachId=a%20b", "coachId"},
                                                               {"minPosition=x", "minPosition"},
                                                               {"cursor=made-up", "cursor"},
                                                               {"q=%0a", "q"}};
  for (const auto& [query, name] : cases)
    EXPECT_EQ(get("/api/competitors?" + query).json().at("parameter").as_string(), name) << query;
  EXPECT_EQ(get("/api/coaches/ada?asOf=soon").json().at("parameter").as_string(), "asOf");
  EXPECT_EQ(get("/api/coaches/a.b").json().at("parameter").as_string(), "id");
  EXPECT_EQ(get("/api/admin/drift/a.b").json().at("parameter").as_string(), "run");
  EXPECT_EQ(call("PUT", "/api/teams/apes/members/a.b").json().at("parameter").as_string(),
            "competitorId");
  for (const auto* unknown : {"unknown=1", "q=%zz"})
    EXPECT_FALSE(
        get("/api/competitors?" + std::string(unknown)).json().as_object().contains("parameter"))
        << "what we do not know is not repeated";
}

TEST_F(BadInput, OfAnotherMediaTypeIs415) {
  for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonx",
                           "multipart/form-data; boundary=x", "application/json-patch+json"})
    EXPECT_EQ(call("PUT", "/api/coaches/ada", kAdmin, R"({"region":"x"})", {{"Content-Type", type}})
                  .problem(),
              "not-json")
        << type;
  EXPECT_EQ(call("PUT", "/api/coaches/ada", kAdmin, R"({})",
                 {{"Content-Type", "Application/JSON; charset=utf-8"}})
                .status,
            200);
  EXPECT_EQ(
      call("PUT", "/api/coaches/ada", kAdmin, "zipped", {{"Content-Encoding", "gzip"}}).problem(),
      "encoding-refused");
}

TEST_F(BadInput, OfBodiesWhereNoneBelongsIs400) {
  EXPECT_EQ(call("GET", "/api/coaches/ada", kAdmin, "{}").problem(), "body-refused");
  EXPECT_EQ(call("DELETE", "/api/teams/apes", kAdmin, "{}").problem(), "body-refused");
}

TEST_F(BadInput, OfAnotherMethodIs405WithTheOnesThatAre) {
  const auto reply = call("PATCH", "/api/teams/apes", kAdmin, "{}");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.header("allow"), "PUT, GET, HEAD, DELETE");
  EXPECT_EQ(call("OPTIONS", "/livez").status, 405);
  EXPECT_EQ(call("POST", "/metrics").status, 405);
  EXPECT_EQ(call("TRACE", "/livez").status, 405);
  EXPECT_EQ(call("BREW", "/livez").status, 405);
}

TEST_F(BadInput, OfTooLargeABodyIs413AndTheAnswerArrives) {
  const std::string large = R"({"region":")" + std::string(300U << 10U, 'x') + R"("})";
  const auto reply = put("/api/coaches/ada", large);
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.problem(), "body-too-large");
}

TEST_F(BadInput, OfTooLargeAChunkedBodyIs413) {
  RawConnection connection{port()};
  connection.send("PUT /api/coaches/" + test_id("ada") +
                  " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  for (int i = 0; i < 20; ++i) connection.send(chunk);
  EXPECT_EQ(connection.receive().status, 413);
}

TEST_F(BadInput, OfHugeOrManyHeadersIs431) {
  EXPECT_EQ(call("GET", "/livez", "", "", {{"X-Big", std::string(20000, 'x')}}).status, 200);
  EXPECT_EQ(call("GET", "/livez", "", "", {{"X-Big", std::string(40000, 'x')}}).status, 431);
  HeaderList many;
  for (int i = 0; i < 2000; ++i) many.emplace_back("X-" + std::to_string(i), std::string(40, 'x'));
  EXPECT_EQ(call("GET", "/livez", "", "", many).status, 431);
  EXPECT_EQ(get("/livez?" + std::string(5000, 'x')).status, 414);
  EXPECT_EQ(get("/" + std::string(9000, 'x')).status, 414);
}

TEST_F(BadInput, ThatCouldBeReadInTwoWaysIs400AndClosed) {
  for (const auto* head :
       {"POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: "
        "6\r\n\r\nhello",
        "POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: "
        "chunked\r\n\r\nhello",
        "POST /livez HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\nhello",
        "GET /livez HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\nAuthorization: "
        "Bearer "
        "b\r\n\r\n",
        "POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length : 5\r\n\r\nhello",
        "POST /livez HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\nhello",
        "POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5x\r\n\r\nhello",
        "GET /livez HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}) {
    RawConnection connection{port()};
    connection.send(head);
    EXPECT_EQ(connection.receive().status, 400) << head;
    EXPECT_TRUE(connection.closed()) << head;
  }
}

TEST_F(BadInput, ThatIsNoHttpIs400OrClosed) {
  for (const auto* bytes :
       {"hello\r\n\r\n", "GET\r\n\r\n", "GET /livez\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n"}) {
    RawConnection connection{port()};
    connection.send(bytes);
    const auto reply = connection.receive();
    EXPECT_EQ(reply.status, 400) << bytes;
    EXPECT_EQ(reply.problem(), "malformed-request") << bytes;
    EXPECT_TRUE(connection.closed());
  }
}

TEST_F(BadInput, LeavesNoPersonalWordInAnswersLogsOrMetrics) {
  const std::string secret = "Zebulonia";
  const auto body = R"({"firstName":")" + secret + R"(","lastName":")" + secret +
                    R"(","emailPersonal":")" + secret + R"(","division":")" + secret + R"(",")" +
                    secret + R"(":1})";
  std::string seen;
  seen += put("/api/competitors/ann", body).body;
  seen += put("/api/competitors/ann", body + "}").body;
  seen += put("/api/competitors/" + secret + "%40", body).body;
  seen += get("/" + secret).body;
  seen += get("/api/competitors?" + secret + "=1").body;
  seen += get("/api/competitors?status=" + secret).body;
  seen += get("/api/competitors?q=" + secret + "&limit=" + secret).body;
  seen += call("PUT", "/api/coaches/ada", kAdmin, body, {{"Content-Type", secret}}).body;
  seen += call("POST", "/api/game-platform/competitors/ann", kAdmin, "",
               {{"Idempotency-Key", secret + " x"}})
              .body;
  seen += get("/api/coaches/ada", secret).body;
  EXPECT_EQ(seen.find(secret), std::string::npos) << seen;
  EXPECT_EQ(logger_.text().find(secret), std::string::npos);
  EXPECT_EQ(metrics_.exposition().find(secret), std::string::npos);
  EXPECT_NE(logger_.text().find("route=/api/competitors/{id}"), std::string::npos);
  for (const auto* personal : {"Zuckermandel", "example.org", "Lovelaceson"})
    EXPECT_EQ(logger_.text().find(personal), std::string::npos);
}

}  // namespace
}  // namespace lockstep::http
