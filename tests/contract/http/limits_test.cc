// How often somebody may ask. In virtual time.
#include "adapters/http/api/limits.h"

#include "adapters/http/client_address.h"
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

using rate::Nanos;
using std::chrono::seconds;

TEST(KeyedLimit, LetsABurstPassThenOnePerInterval) {
  KeyedLimit limit{"coach", {.refill = 0.5, .burst = 3}};
  for (int left = 2; left >= 0; --left) {
    const auto verdict = limit.take("ada", seconds{100});
    EXPECT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.left, left);
  }
  const auto refused = limit.take("ada", seconds{101});
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.wait, seconds{1});
  EXPECT_EQ(refused.full, seconds{5});
  EXPECT_TRUE(limit.take("ada", seconds{102}).allowed) << "a refusal costs nothing";
  EXPECT_FALSE(limit.take("ada", seconds{103}).allowed);
  EXPECT_EQ(limit.take("ada", seconds{1000}).left, 2) << "never more than the burst is saved up";
}

TEST(KeyedLimit, IsEachKeysOwn) {
  KeyedLimit limit{"coach", {.refill = 1, .burst = 1}};
  EXPECT_TRUE(limit.take("ada", Nanos{0}).allowed);
  EXPECT_FALSE(limit.take("ada", Nanos{0}).allowed);
  EXPECT_TRUE(limit.take("bob", Nanos{0}).allowed);
}

TEST(KeyedLimit, RemembersOnlySoManyKeysAndThoseThatAskedLast) {
  KeyedLimit limit{"address", {.refill = 1, .burst = 1}, 3};
  for (const auto* key : {"a", "b", "c"}) EXPECT_TRUE(limit.take(key, Nanos{0}).allowed);
  EXPECT_FALSE(limit.take("a", Nanos{0}).allowed) << "asked last now";
  EXPECT_TRUE(limit.take("d", Nanos{0}).allowed);
  EXPECT_FALSE(limit.take("a", Nanos{0}).allowed);
  EXPECT_FALSE(limit.take("c", Nanos{0}).allowed);
  EXPECT_TRUE(limit.take("b", Nanos{0}).allowed) << "forgotten for d";
}

TEST(KeyedLimit, TellsItsPolicyAndWhatIsLeft) {
  KeyedLimit limit{"coach", {.refill = 0.5, .burst = 60}};
  const auto headers = limit.headers(limit.take("ada", Nanos{0}));
  EXPECT_EQ(headers.at(0),
            (std::pair<std::string, std::string>{"RateLimit-Policy", "\"coach\";q=60;w=120"}));
  EXPECT_EQ(headers.at(1),
            (std::pair<std::string, std::string>{"RateLimit", "\"coach\";r=59;t=2"}));
}

TEST(ClientAddress, IsOneForAllAddressesThatAHostMayChoose) {
  EXPECT_EQ(client_of_text("2001:db8:1:2:3:4:5:6"), client_of_text("2001:db8:1:2::1"));
  EXPECT_NE(client_of_text("2001:db8:1:2::1"), client_of_text("2001:db8:1:3::1"));
  EXPECT_EQ(client_of_text("::ffff:192.0.2.7"), client_of_text("192.0.2.7"));
  EXPECT_NE(client_of_text("192.0.2.7"), client_of_text("192.0.2.8"));
  EXPECT_EQ(client_of_text("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(client_of_text("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  for (const auto* bad : {"", "x", "192.0.2", "192.0.2.7:80"}) EXPECT_EQ(client_of_text(bad), "");
  EXPECT_EQ(client_of_text(std::string("192.0.2.7\0x", 11)), "") << "not only its beginning";
}

TEST(ClientAddress, BehindAProxyIsWhatTheProxyWroteAndNotTheClient) {
  EXPECT_EQ(client_of_forwarded("203.0.113.9, 192.0.2.7"), client_of_text("192.0.2.7"));
  EXPECT_EQ(client_of_forwarded("spoofed,192.0.2.7"), client_of_text("192.0.2.7"));
  EXPECT_EQ(client_of_forwarded("192.0.2.7, unknown"), "");
  EXPECT_EQ(client_of_forwarded(""), "");
  EXPECT_EQ(client_of_forwarded("203.0.113.9, "), "") << "nothing is known of the last one";
}

TEST(ClientAddress, IsFoundHoweverTheProxyWritesIt) {
  for (const auto* written :
       {"192.0.2.7", "192.0.2.7:4711", "\"192.0.2.7:4711\"", "spoofed, 192.0.2.7:1"})
    EXPECT_EQ(client_of_forwarded(written), "192.0.2.7") << written;
  for (const auto* written : {"2001:db8:1:2::9", "[2001:db8:1:2::9]", "[2001:db8:1:2::9]:443",
                              "\"[2001:db8:1:2::9]:443\""})
    EXPECT_EQ(client_of_forwarded(written), "2001:db8:1:2::/64") << written;
  for (const auto* none : {"[", "[]", "\"", "\"\"", ":80", "[2001:db8::1", "unknown", "_hidden:80"})
    EXPECT_EQ(client_of_forwarded(none), "") << none;
}

class Limits : public HttpTest {
 protected:
  void start_with(Allowance per_coach, Allowance per_address, bool behind_proxy = false) {
    ServerOptions options;
    options.threads = 4;
    options.per_coach = per_coach;
    options.per_address = per_address;
    options.behind_proxy = behind_proxy;
    start(options);
  }
  Reply sync(std::string_view token) const {
    return call("POST", "/api/game-platform/teams/apes/sync", token);
  }
};

TEST_F(Limits, HoldACoachBackAndSayUntilWhen) {
  seed();
  start_with({.refill = 0.1, .burst = 2}, {});
  EXPECT_EQ(sync(kAda).header("ratelimit"), "\"coach\";r=1;t=10");
  EXPECT_EQ(sync(kAda).status, 202);
  const auto refused = sync(kAda);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.problem(), "rate-limited");
  EXPECT_EQ(refused.header("content-type"), "application/problem+json");
  EXPECT_EQ(refused.header("retry-after"), "10");
  EXPECT_EQ(refused.header("ratelimit-policy"), "\"coach\";q=2;w=20");
  EXPECT_EQ(refused.header("ratelimit"), "\"coach\";r=0;t=20");
  EXPECT_EQ(refused.json().at("retryable"), true);
  EXPECT_FALSE(refused.json().at("remedy").get_string().empty());
  EXPECT_NE(metrics_.exposition().find(R"(lockstep_http_requests_limited_total{limit="coach"} 1)"),
            std::string::npos);
  steady_seconds_ += 9;
  EXPECT_EQ(sync(kAda).header("retry-after"), "1");
  steady_seconds_ += 1;
  EXPECT_EQ(sync(kAda).status, 202);
}

TEST_F(Limits, OfACoachConcernNobodyElseAndNothingButWhatTheCoachSetsGoing) {
  seed();
  start_with({.refill = 0.1, .burst = 1}, {});
  EXPECT_EQ(sync(kAda).status, 202);
  EXPECT_EQ(sync(kAda).status, 429);
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann", kAda).status, 429) << "one for all";
  EXPECT_EQ(call("POST", "/api/game-platform/teams/bees/sync", kBob).status, 202);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(sync(kAdmin).status, 202);
    EXPECT_EQ(sync(kServiceKey).status, 202);
    EXPECT_EQ(get("/api/teams/apes", kAda).status, 200);
    EXPECT_EQ(put("/api/coaches/ada", R"({"region":"south"})", kAda).status, 200);
  }
}

TEST_F(Limits, OfAnAddressHoldForEverythingSignedInOrNot) {
  start_with({}, {.refill = 1, .burst = 3});
  EXPECT_EQ(get("/openapi.json", "").status, 200);
  EXPECT_EQ(get("/api/competitors", "guess").status, 401);
  EXPECT_EQ(get("/nowhere", "").status, 404);
  for (const auto token : {std::string_view{}, kAdmin, kServiceKey, std::string_view{"guess"}}) {
    const auto refused = get("/api/competitors", token);
    EXPECT_EQ(refused.status, 429) << token;
    EXPECT_EQ(refused.header("retry-after"), "1");
    EXPECT_EQ(refused.header("ratelimit-policy"), "\"address\";q=3;w=3");
  }
  RawConnection rude{port()};
  rude.send("NONSENSE\r\n\r\n");
  EXPECT_EQ(rude.receive().status, 429) << "what cannot be read counts too";
  steady_seconds_ += 1;
  EXPECT_EQ(get("/openapi.json", "").status, 200);
  EXPECT_EQ(get("/openapi.json", "").status, 429);
}

TEST_F(Limits, ProbesAreAnsweredWhateverElseTheirAddressAsks) {
  start_with({}, {.refill = 1, .burst = 1});
  EXPECT_EQ(get("/openapi.json", "").status, 200);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(get("/livez", "").status, 200);
    EXPECT_EQ(get("/readyz", "").status, 200);
    EXPECT_EQ(get("/openapi.json", "").status, 429);
  }
  steady_seconds_ += 1;
  EXPECT_EQ(get("/openapi.json", "").status, 200) << "probes take nothing from others";
}

TEST_F(Limits, OfAnAddressBehindAProxyAreTheClients) {
  start_with({}, {.refill = 1, .burst = 1}, true);
  const auto from = [&](const HeaderList& headers) {
    return call("GET", "/openapi.json", "", "", headers).status;
  };
  EXPECT_EQ(from({{"X-Forwarded-For", "192.0.2.1"}}), 200);
  EXPECT_EQ(from({{"X-Forwarded-For", "192.0.2.1"}}), 429);
  EXPECT_EQ(from({{"X-Forwarded-For", "192.0.2.2"}}), 200);
  EXPECT_EQ(from({{"X-Forwarded-For", "9.9.9.9, 192.0.2.2"}}), 429);
  EXPECT_EQ(from({{"X-Forwarded-For", "9.9.9.8"}, {"X-Forwarded-For", "192.0.2.2"}}), 429)
      << "a proxy may add a line of its own";
}

TEST_F(Limits, BelieveNoHeaderWhenThereIsNoProxy) {
  start_with({}, {.refill = 1, .burst = 1});
  EXPECT_EQ(call("GET", "/openapi.json", "", "", {{"X-Forwarded-For", "192.0.2.1"}}).status, 200);
  EXPECT_EQ(call("GET", "/openapi.json", "", "", {{"X-Forwarded-For", "192.0.2.2"}}).status, 429);
}

}  // namespace
}  // namespace lockstep::http
