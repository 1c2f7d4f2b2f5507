// The event stream's limits, and when a stream ends: slow readers, expiry, a stop.
#include <chrono>
#include <memory>
#include <thread>

#include <httplib.h>

#include "tests/contract/http/certificate.h"
#include "tests/contract/http/fixture.h"
#include "tests/contract/http/signing.h"
#include "tests/contract/http/sse_client.h"
#include "tests/support/eventually.h"
#include "tests/support/temp_dir.h"

namespace lockstep::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

class StreamLimits : public HttpTest {
 protected:
  void start_with(const EventStreamOptions& streams, std::size_t threads = 4) {
    ServerOptions options;
    options.threads = threads;
    options.streams = streams;
    start(options);
  }
  std::unique_ptr<SseClient> open(std::string_view token, std::string_view query = "",
                                  int receive_buffer = 0) {
    return std::make_unique<SseClient>(port(), token, query, HeaderList{}, receive_buffer);
  }
  bool metric(const std::string& line) {
    return metrics_.exposition().find(line) != std::string::npos;
  }
  bool ended(const std::string& reason) {
    return metric("lockstep_http_streams_ended_total{reason=\"" + reason + "\"} 1");
  }
  // Several megabytes that a replay has to send.
  void fill_log() {
    for (int i = 0; i < 6; ++i) {
      domain::RecordCoachFacts facts;
      facts.coach_id = {"big" + std::to_string(i)};
      facts.person = {"Big", "Coach", "big@example.org"};
      facts.school_name = std::string(1U << 20U, 'x');
      CommandRequest request;
      request.id = facts.coach_id.value;
      request.command = domain::CoachCommand{facts};
      request.command_id = {request.id};
      request.who = {"admin", "root"};
      ASSERT_TRUE(engine_.execute(std::move(request), {}));
    }
  }
};

TEST_F(StreamLimits, HoldForEachCallerAndAreGivenBack) {
  start_with({.max_open = 3, .max_per_caller = 2});
  auto first = open(kAda);
  auto second = open(kAda);
  EXPECT_EQ(second->head.status, 200);
  const auto refused = get("/api/events/stream", kAda);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.problem(), "too-many-streams");
  EXPECT_EQ(refused.header("retry-after"), "30");
  auto third = open(kBob);
  EXPECT_EQ(third->head.status, 200);
  const auto full = get("/api/events/stream", kAdmin);
  EXPECT_EQ(full.status, 503);
  EXPECT_EQ(full.header("retry-after"), "30");
  EXPECT_TRUE(metric("lockstep_http_streams 3"));
  EXPECT_TRUE(metric("lockstep_http_streams_refused_total{limit=\"all\"} 1"));
  first.reset();
  EXPECT_TRUE(testing_support::eventually([&] { return metric("lockstep_http_streams 2"); }))
      << "though it is idle";
  EXPECT_TRUE(ended("client_left"));
  EXPECT_EQ(open(kAda)->head.status, 200);
}

TEST_F(StreamLimits, HoldForEachAddress) {
  start_with({.max_per_address = 1});
  const auto one = open(kAda);
  EXPECT_EQ(one->head.status, 200);
  EXPECT_EQ(get("/api/events/stream", kBob).status, 429);
}

TEST_F(StreamLimits, LeaveTheThreadsToRequests) {
  start_with({}, 2);
  std::vector<std::unique_ptr<SseClient>> open_ones;
  for (int i = 0; i < 8; ++i) {
    open_ones.push_back(open(i % 2 == 0 ? kAda : kBob));
    EXPECT_EQ(open_ones.back()->head.status, 200);
  }
  for (int i = 0; i < 10; ++i) EXPECT_EQ(get("/readyz", "").status, 200);
  EXPECT_TRUE(testing_support::eventually([&] { return metric("lockstep_http_connections 0"); }));
}

TEST_F(StreamLimits, CutOffWhoDoesNotReadWhileOthersGoOn) {
  start_with({.write_timeout = milliseconds(300)});
  fill_log();
  const auto slow = open(kAdmin, "?after=0", 4096);
  const auto good = open(kAda);
  ASSERT_TRUE(good->next());
  EXPECT_EQ(put("/api/coaches/ada", kCoachBody).status, 200);
  const auto event = good->next_event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->json().at("stream"), "coach-ada");
  EXPECT_TRUE(testing_support::eventually(
      [&] { return ended("too_slow") && metric("lockstep_http_streams 1"); }));
  EXPECT_EQ(put("/api/coaches/ada", R"({"region":"south"})").status, 200);
  EXPECT_TRUE(good->next_event());
}

TEST_F(StreamLimits, DoNotHoldUpAStop) {
  start_with({.write_timeout = seconds(60)});
  fill_log();
  const auto idle = open(kAda);
  ASSERT_TRUE(idle->next());
  const auto stuck = open(kAdmin, "?after=0", 4096);
  ASSERT_EQ(stuck->head.status, 200);
  const auto begin = steady_clock::now();
  server_.reset();
  EXPECT_LT(steady_clock::now() - begin, seconds(3));
  EXPECT_FALSE(idle->next());
  EXPECT_TRUE(idle->closed());
  EXPECT_TRUE(metric("lockstep_http_streams 0"));
}

TEST_F(StreamLimits, EndAStreamWithItsToken) {
  const std::string secret = "a secret that is shared and has more than 32 bytes";
  ServerOptions options;
  options.threads = 4;
  options.jwt.rules.issuer = kIssuer;
  options.jwt.rules.audience = kAudience;
  options.jwt.secret = Sealed{secret};
  start(options);
  const auto expires = kNow.value / 1000 + 600;
  const auto token = Signer::hs256(secret).sign(claims_of("ada", "coach", {{"exp", expires}}));
  const auto client = open(token);
  ASSERT_TRUE(client->next());
  clock_.ahead_ms = 620'000;
  EXPECT_EQ(put("/api/coaches/ada", kCoachBody).status, 200);
  EXPECT_TRUE(client->next_event()) << "within the leeway";
  clock_.ahead_ms = 631'000;
  EXPECT_FALSE(client->next_event());
  EXPECT_TRUE(testing_support::eventually([&] { return ended("token_expired"); }));
  EXPECT_EQ(open(token)->head.status, 401);
}

TEST_F(StreamLimits, EndAStreamInTheEndWithItsPosition) {
  start_with({});
  seed();
  const auto ada = open(kAda);
  ASSERT_TRUE(ada->next());
  EXPECT_EQ(put("/api/coaches/bob", R"({"region":"south"})").status, 200);
  steady_seconds_ += 3600;
  std::optional<SseEvent> last;
  while (auto event = ada->next()) last = event;
  ASSERT_TRUE(last);
  EXPECT_EQ(last->name, "position");
  EXPECT_TRUE(testing_support::eventually([&] { return ended("max_life"); }));
}

TEST_F(StreamLimits, AndEndsAreCountedWithoutSayingWho) {
  start_with({});
  seed();
  auto ada = open(kAda, "?after=0");
  ASSERT_TRUE(ada->next_event());
  ada.reset();
  EXPECT_TRUE(testing_support::eventually([&] { return ended("client_left"); }));
  EXPECT_TRUE(testing_support::eventually(
      [&] { return logger_.text().find("http_stream_ended") != std::string::npos; }));
  const auto seen = logger_.text() + metrics_.exposition();
  EXPECT_TRUE(metric("lockstep_http_stream_events_total"));
  for (const auto& hidden :
       {test_id("ada"), test_id("ann"), std::string("Annabella"), std::string("dev:coach")})
    EXPECT_EQ(seen.find(hidden), std::string::npos) << hidden;
}

TEST_F(StreamLimits, AreTheSameOverTls) {
  const testing_support::TempDir dir;
  write_certificate(dir.path() / "cert.pem", dir.path() / "key.pem");
  ServerOptions options;
  options.threads = 2;
  options.tls_certificate_file = dir.path() / "cert.pem";
  options.tls_key_file = dir.path() / "key.pem";
  start(options);
  httplib::SSLClient client{"127.0.0.1", port()};
  client.set_ca_cert_path((dir.path() / "cert.pem").c_str());
  client.enable_server_certificate_verification(true);
  client.set_default_headers({{"Authorization", "Bearer " + std::string(kAdmin)}});
  std::string seen;
  fill_log();
  const auto wanted = "id: " + std::to_string(engine_.log().head().position.value) + "\n";
  client.Get("/api/events/stream?after=0", [&](const char* data, std::size_t size) {
    seen.append(data, size);
    return seen.find(wanted) == std::string::npos;
  });
  EXPECT_NE(seen.find(wanted), std::string::npos) << "megabytes in many records";
  EXPECT_TRUE(testing_support::eventually([&] { return ended("client_left"); }));
}

}  // namespace
}  // namespace lockstep::http
