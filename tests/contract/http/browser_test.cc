// What browsers are told: which origins may call, and how answers are to be treated.
#include "adapters/http/api/cors.h"
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

constexpr const char* kOrigin = "https://dashboard.example.test";
constexpr const char* kLocalOrigin = "http://localhost:3000";

class Browser : public HttpTest {
 protected:
  Browser() {
    ServerOptions options;
    options.threads = 4;
    options.cors_origins = std::string(kOrigin) + ", " + kLocalOrigin;
    start(options);
  }
  Reply from(std::string_view method, std::string_view origin, HeaderList headers = {}) const {
    headers.emplace_back("Origin", origin);
    return call(method, "/api/competitors", method == "OPTIONS" ? "" : kAdmin, "", headers);
  }
};

TEST_F(Browser, GetsAnAnswerToAPreflight) {
  for (const auto* origin : {kOrigin, kLocalOrigin}) {
    const auto reply = from("OPTIONS", origin,
                            {{"Access-Control-Request-Method", "PUT"},
                             {"Access-Control-Request-Headers", "authorization"}});
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.body, "");
    EXPECT_EQ(reply.header("access-control-allow-origin"), origin);
    EXPECT_NE(reply.header("access-control-allow-methods").find("PUT"), std::string::npos);
    EXPECT_NE(reply.header("access-control-allow-headers").find("Authorization"),
              std::string::npos);
    EXPECT_EQ(reply.header("vary"), "Origin");
    EXPECT_EQ(reply.header("access-control-allow-credentials"), "");
  }
}

TEST_F(Browser, MayReadAnswersAndRefusalsOfAnAllowedOrigin) {
  for (const auto& reply : {from("GET", kOrigin),
                            call("GET", "/api/competitors", "guess", "", {{"Origin", kOrigin}})}) {
    EXPECT_EQ(reply.header("access-control-allow-origin"), kOrigin) << reply.status;
    EXPECT_NE(reply.header("access-control-expose-headers").find("Lockstep-Position"),
              std::string::npos);
  }
}

TEST_F(Browser, OfAnotherOriginGetsNothingToGoBy) {
  for (const auto* origin :
       {"https://evil.example.test", "null", "*", "https://dashboard.example.test.evil.test",
        "https://dashboard.example.test:444", "http://dashboard.example.test",
        "https://Dashboard.example.test", "https://dashboard.example.test/", ""}) {
    const auto preflight = from("OPTIONS", origin, {{"Access-Control-Request-Method", "GET"}});
    EXPECT_EQ(preflight.status, 405) << origin;
    for (const auto& reply : {preflight, from("GET", origin)}) {
      EXPECT_EQ(reply.header("access-control-allow-origin"), "") << origin;
      EXPECT_EQ(reply.header("access-control-allow-methods"), "") << origin;
      EXPECT_EQ(reply.header("vary"), "Origin");
    }
  }
}

TEST_F(Browser, IsToldTheSameByEveryAnswer) {
  const std::map<std::string, std::string> wanted{
      {"x-content-type-options", "nosniff"},
      {"cache-control", "no-store, no-transform"},
      {"content-security-policy", "default-src 'none'; frame-ancestors 'none'"},
      {"x-frame-options", "DENY"},
      {"referrer-policy", "no-referrer"},
      {"strict-transport-security", ""}};
  RawConnection rude{port()};
  rude.send("NONSENSE\r\n\r\n");
  for (const auto& reply :
       {get("/livez", ""), get("/metrics", ""), get("/api/competitors"), get("/nowhere"),
        get("/api/competitors", "guess"), call("BREW", "/livez"), rude.receive(),
        from("OPTIONS", kOrigin, {{"Access-Control-Request-Method", "GET"}})})
    for (const auto& [name, value] : wanted)
      EXPECT_EQ(reply.header(name), value) << name << " of a " << reply.status;
}

TEST(Origins, AreExactOrRefused) {
  EXPECT_TRUE(Cors::parse(""));
  EXPECT_TRUE(Cors::parse("https://a.example.test,http://127.0.0.1:3000 , http://[::1]:3000"));
  for (const auto* bad :
       {"*", "https://*", "https://*.example.test", "null", "a.example.test", "https://",
        "https://a.example.test/", "https://A.example.test", "https://me@a.example.test",
        "https://a.example.test https://b.example.test"})
    EXPECT_EQ(Cors::parse(bad).error().type, "cors-origin-invalid") << bad;
}

TEST_F(HttpTest, SaysNothingOfOriginsWhenNoneIsListed) {
  const auto reply = call("GET", "/livez", "", "", {{"Origin", kOrigin}});
  EXPECT_EQ(reply.header("vary"), "");
  EXPECT_EQ(reply.header("access-control-allow-origin"), "");
}

}  // namespace
}  // namespace lockstep::http
