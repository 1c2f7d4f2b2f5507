// Connections: limits, slowness, reuse, start and stop.
#include <chrono>
#include <memory>
#include <thread>

#include "tests/contract/http/fixture.h"
#include "tests/support/eventually.h"

namespace lockstep::http {
namespace {

// What shows that a thread is free asks for something that takes one: /livez does not.
class Connections : public HttpTest {
 protected:
  using Open = std::vector<std::unique_ptr<RawConnection>>;

  bool shows(std::string_view line) {
    return metrics_.exposition().find(line) != std::string::npos;
  }
  /// So many requests that wait for rows that do not come, until thaw().
  Open hold_up(int requests) {
    engine_.stall();
    EXPECT_EQ(call("PUT", "/api/competitors/ann", kAdmin, R"({"lastName":"New"})").status, 200);
    const auto newest = std::to_string(engine_.log().head().position.value);
    Open out;
    for (int i = 0; i < requests; ++i) {
      out.push_back(std::make_unique<RawConnection>(port()));
      out.back()->send(request_text("GET", "/api/competitors/ann?minPosition=" + newest,
                                    {{"Authorization", "Bearer " + std::string(kAdmin)}}, ""));
    }
    return out;
  }
  void thaw(const Open& held_up) {
    engine_.thaw();
    for (const auto& connection : held_up) EXPECT_EQ(connection->receive().status, 200);
  }
};
using std::chrono::milliseconds;

TEST_F(Connections, AreReusedForManyRequests) {
  RawConnection connection{port()};
  for (int i = 0; i < 50; ++i) {
    connection.send(request_text("GET", "/livez", {}, ""));
    EXPECT_EQ(connection.receive().status, 200);
  }
  // Also two at once, and a refusal does not end it.
  connection.send(request_text("GET", "/nowhere", {}, "") + request_text("GET", "/livez", {}, ""));
  EXPECT_EQ(connection.receive().status, 404);
  EXPECT_EQ(connection.receive().status, 200);
}

TEST_F(Connections, AnswerAtOnceOnAReusedConnection) {
  RawConnection connection{port()};
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 50; ++i) {
    connection.send(request_text("GET", "/livez", {}, ""));
    ASSERT_EQ(connection.receive().status, 200);
  }
  // Without TCP_NODELAY every answer takes 40 ms: 2 s together.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(1500));
}

TEST_F(Connections, TakeAPostWithoutABodyOrItsLength) {
  seed();
  RawConnection connection{port()};
  connection.send("POST /api/game-platform/competitors/" + test_id("ann") +
                  " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + std::string(kAdmin) +
                  "\r\n\r\n");
  EXPECT_EQ(connection.receive().status, 202);
}

TEST_F(Connections, TakeChunkedBodies) {
  seed();
  RawConnection connection{port()};
  connection.send("PUT /api/coaches/" + test_id("ada") +
                  " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + std::string(kAdmin) +
                  "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "a\r\n{\"region\":\r\n9\r\n\"south\"  \r\n1\r\n}\r\n0\r\n\r\n");
  EXPECT_EQ(connection.receive().status, 200);
  connection.send(request_text("GET", "/livez", {}, ""));
  EXPECT_EQ(connection.receive().status, 200) << "nothing of the body was left behind";
}

// Clients that are slow in one way each, and never done: no deadline ends them during a test.
class SlowClients : public HttpTest {
 protected:
  SlowClients() {
    ServerOptions options;
    options.threads = 2;
    options.read_timeout = options.write_timeout = options.keep_alive = std::chrono::minutes(10);
    start(options);
    seed();
  }
  void add(std::size_t count, const std::string& bytes) {
    for (std::size_t i = 0; i < count; ++i) {
      slow_.push_back(std::make_unique<RawConnection>(port()));
      slow_.back()->send(bytes);
    }
  }
  void expect_others_are_answered() {
    RawConnection kept{port()};
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(get("/livez", "").status, 200);
      EXPECT_EQ(put("/api/coaches/ada", kCoachBody).status, 200);
      kept.send(request_text("GET", "/livez", {}, ""));
      EXPECT_EQ(kept.receive().status, 200);
    }
  }
  static constexpr std::size_t kMany = 100;
  std::vector<std::unique_ptr<RawConnection>> slow_;
};

TEST_F(SlowClients, OfHeadersHoldNoThread) {
  add(kMany, "GET /livez HTTP/1.1\r\nX-Slow");
  expect_others_are_answered();
}

TEST_F(SlowClients, OfBodiesHoldNoThread) {
  add(kMany, "PUT /api/coaches/ada HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{");
  add(kMany,
      "PUT /api/coaches/ada HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
      "chunked\r\n\r\n5\r\n{");
  expect_others_are_answered();
}

TEST_F(SlowClients, WhoDoNotReadHoldNoThread) {
  std::string more_than_sockets_hold;
  for (std::size_t i = 0; i < kMany; ++i)
    more_than_sockets_hold += request_text("GET", "/openapi.json", {}, "");
  add(8, more_than_sockets_hold);
  expect_others_are_answered();
}

TEST_F(SlowClients, BeyondTheLimitMakePlaceForOthers) {
  add(ServerOptions{}.max_connections + kMany, "GET /livez HTTP/1.1\r\nX-Slow");
  expect_others_are_answered();
  EXPECT_EQ(slow_.front()->receive().problem(), "too-many-connections");
}

class DrippingClients : public Connections {
 protected:
  DrippingClients() {
    ServerOptions options;
    options.threads = 2;
    options.read_timeout = milliseconds(300);
    start(options);
  }
  // Each byte comes in time; all of them together do not.
  static void drip(RawConnection& connection, const std::string& byte) {
    const auto begin = std::chrono::steady_clock::now();
    while (connection.send(byte) && std::chrono::steady_clock::now() - begin < milliseconds(2000))
      std::this_thread::sleep_until(std::chrono::steady_clock::now() + milliseconds(20));
  }
};

TEST_F(DrippingClients, EndAtTheDeadline) {
  RawConnection connection{port()};
  const auto begin = std::chrono::steady_clock::now();
  connection.send("GET /livez HTTP/1.1\r\n");
  drip(connection, "X");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(2000));
}

TEST_F(DrippingClients, EndAtTheDeadlineAlsoInTheBody) {
  RawConnection connection{port()};
  const auto begin = std::chrono::steady_clock::now();
  connection.send("PUT /api/coaches/" + test_id("ada") +
                  " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
  drip(connection, "{");
  // It is told why, and what it goes on sending is taken for a second at most.
  EXPECT_EQ(connection.receive().status, 408);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(3000));
}

TEST_F(Connections, BeyondThoseOfAnAddressTakeThePlaceOfItsLongestWaiting) {
  ServerOptions options;
  options.connections_per_address = 2;
  start(options);
  RawConnection first{port()};
  first.send("GET /livez HTTP/1.1\r\n");  // Neither idle nor done.
  RawConnection second{port()};
  second.send(request_text("GET", "/livez", {}, ""));
  EXPECT_EQ(second.receive().status, 200);
  EXPECT_EQ(get("/livez", "").status, 200);
  const auto reply = first.receive();
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.problem(), "too-many-connections");
  EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(reply.header("retry-after"), "1");
  EXPECT_TRUE(first.closed());
  second.send(request_text("GET", "/livez", {}, ""));
  EXPECT_EQ(second.receive().status, 200) << "it has waited less long";
}

TEST_F(Connections, ThatIdleGiveTheirThreadToOnesThatWait) {
  ServerOptions options;
  options.threads = 2;
  options.keep_alive = milliseconds(60000);
  start(options);
  RawConnection a{port()};
  RawConnection b{port()};
  for (auto* idle : {&a, &b}) {
    idle->send(request_text("GET", "/livez", {}, ""));
    EXPECT_EQ(idle->receive().status, 200);
  }
  EXPECT_EQ(get("/readyz", "").status, 200) << "though both threads have a connection";
}

TEST_F(Connections, OfManyHonestClientsAreAllKept) {
  ServerOptions options;
  options.keep_alive = std::chrono::minutes(10);
  start(options);
  std::vector<std::unique_ptr<RawConnection>> open;
  for (int i = 0; i < 300; ++i) open.push_back(std::make_unique<RawConnection>(port()));
  for (int round = 0; round < 2; ++round)
    for (const auto& connection : open) {
      connection->send(request_text("GET", "/livez", {}, ""));
      ASSERT_EQ(connection->receive().status, 200);
    }
  EXPECT_FALSE(shows("lockstep_http_connections_displaced_total"));
}

TEST_F(Connections, BeyondTheLimitTakeThePlaceOfTheLongestIdle) {
  ServerOptions options;
  options.max_connections = 3;
  options.keep_alive = std::chrono::minutes(10);
  start(options);
  std::vector<std::unique_ptr<RawConnection>> open;
  for (int i = 0; i < 3; ++i) open.push_back(std::make_unique<RawConnection>(port()));
  ASSERT_TRUE(testing_support::eventually([&] { return shows("lockstep_http_connections 3"); }));
  EXPECT_EQ(get("/livez", "").status, 200);
  EXPECT_TRUE(open.front()->closed());
  EXPECT_TRUE(shows("lockstep_http_connections_displaced_total 1"));
  open.clear();
  EXPECT_TRUE(testing_support::eventually([&] { return shows("lockstep_http_connections 0"); }));
}

TEST_F(Connections, BeyondTheLimitAreAnswered503WhileAllOthersAreServed) {
  seed();
  ServerOptions options;
  options.max_connections = 1;
  start(options);
  engine_.hold();
  Reply reply;
  std::thread client{[&] { reply = call("POST", "/api/game-platform/competitors/ann"); }};
  engine_.wait_until_held();
  {
    RawConnection one_more{port()};
    const auto refusal = one_more.receive();
    EXPECT_EQ(refusal.status, 503);
    EXPECT_EQ(refusal.problem(), "too-many-connections");
    EXPECT_TRUE(one_more.closed());
  }
  EXPECT_TRUE(shows("lockstep_http_connections_refused_total 1"));
  engine_.release();
  client.join();
  EXPECT_EQ(reply.status, 202) << "who is served loses no place";
}

TEST_F(Connections, ServeManyClientsAtOnce) {
  seed();
  std::vector<std::thread> clients;
  std::atomic<int> good{0};
  for (int i = 0; i < 16; ++i)
    clients.emplace_back([&] {
      RawConnection connection{port()};
      for (int n = 0; n < 30; ++n) {
        connection.send(request_text("POST", "/api/game-platform/competitors/ann",
                                     {{"Authorization", "Bearer " + std::string(kAda)}}, "{}"));
        const auto reply = connection.receive();
        if (reply.status == 202) ++good;
        // Under pressure the server closes; a client then connects again.
        if (reply.header("connection") == "close") return;
      }
    });
  for (auto& client : clients) client.join();
  EXPECT_GE(good, 16);
  const auto history = engine_.log().read_stream({"competitor", test_id("ann")}, {}, {});
  EXPECT_EQ(history.value().size(), 2U) << "facts, and one wish to be onboarded";
}

TEST_F(Connections, ThatWaitForACommandHoldNoThread) {
  seed();
  ServerOptions options;
  options.threads = 1;
  start(options);
  engine_.hold();
  std::vector<std::unique_ptr<RawConnection>> open;
  for (int i = 0; i < 8; ++i) {
    open.push_back(std::make_unique<RawConnection>(port()));
    open.back()->send(request_text("POST", "/api/game-platform/competitors/ann",
                                   {{"Authorization", "Bearer " + std::string(kAda)}}, "{}"));
  }
  EXPECT_EQ(engine_.wait_until_held(8), 8);
  EXPECT_EQ(call("GET", "/readyz").status, 200);
  engine_.release();
  for (auto& connection : open) EXPECT_EQ(connection->receive().status, 202);
}

TEST_F(Connections, AreToldInTimeThatACommandWasNotAnswered) {
  seed();
  ServerOptions options;
  options.command_timeout = std::chrono::milliseconds{100};
  start(options);
  engine_.hold();
  RawConnection connection{port()};
  const auto wish = request_text("POST", "/api/game-platform/competitors/ann",
                                 {{"Authorization", "Bearer " + std::string(kAda)}}, "{}");
  connection.send(wish);
  const auto late = connection.receive();
  EXPECT_EQ(late.status, 504);
  EXPECT_EQ(late.problem(), "command-timeout");
  engine_.release();
  connection.send(wish);
  EXPECT_EQ(connection.receive().status, 202) << "the late answer is nobody's";
}

TEST_F(Connections, AreServedWhileThreadsThatAreAwakeAreHeldUp) {
  seed();
  ServerOptions options;
  options.min_position_wait = std::chrono::seconds{10};
  start(options);
  const auto held_up = hold_up(32);
  EXPECT_EQ(call("GET", "/readyz").status, 200);
  thaw(held_up);
}

TEST_F(Connections, AreToldThatItLivesWhileEveryThreadIsHeldUp) {
  seed();
  ServerOptions options;
  options.threads = 2;
  options.min_position_wait = std::chrono::seconds{10};
  start(options);
  const auto held_up = hold_up(8);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/livez", "").body, R"({"alive":true})");
  thaw(held_up);
}

TEST_F(Connections, UnderWayAreAnsweredBeforeAStop) {
  seed();
  engine_.hold();
  Reply reply;
  std::thread client{[&] { reply = call("POST", "/api/game-platform/competitors/ann"); }};
  engine_.wait_until_held();
  RawConnection idle{port()};
  std::thread stopper{[&] { server_->stop(); }};
  EXPECT_TRUE(idle.closed()) << "a stop does not wait for those who say nothing";
  engine_.release();
  stopper.join();
  client.join();
  EXPECT_EQ(reply.status, 202);
}

TEST_F(Connections, CannotBeTakenOnAPortInUse) {
  ServerOptions options;
  options.listen.port = port();
  const auto second = Server::start(options, dependencies());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().type, "port-in-use");
  EXPECT_NE(second.error().detail.find(std::to_string(port())), std::string::npos);
}

TEST_F(Connections, CannotBeTakenOnAHostThatIsNotOurs) {
  for (const auto* host : {"203.0.113.7", "no such host", "256.1.1.1"}) {
    ServerOptions options;
    options.listen.port = 0;
    options.listen.host = host;
    const auto started = Server::start(options, dependencies());
    ASSERT_FALSE(started) << host;
    EXPECT_EQ(started.error().type, "cannot-listen");
  }
}

TEST_F(Connections, WithDevSignInAreOfferedOnLoopbackAlone) {
  for (const auto* host : {"0.0.0.0", "::", "192.168.1.1", "127.example.org", ""}) {
    ServerOptions options;
    options.listen.port = 0;
    options.dev_auth = true;
    options.listen.host = host;
    const auto started = Server::start(options, dependencies());
    ASSERT_FALSE(started) << host;
    EXPECT_EQ(started.error().type, "dev-auth-not-loopback") << host;
  }
  EXPECT_NE(logger_.text().find("dev_auth_enabled"), std::string::npos);
}

// A page of anywhere may lead its own name to this machine: a browser then asks it as its own.
TEST_F(Connections, WithDevSignInAreAnsweredByLoopbackNamesAlone) {
  seed();
  const auto asked_as = [&](const std::string& host) {
    RawConnection client{port()};
    client.send("GET /api/coaches/ada HTTP/1.1\r\nHost: " + host +
                "\r\nAuthorization: Bearer dev:admin:test\r\n\r\n");
    return client.receive();
  };
  for (const auto* host : {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:8080"})
    EXPECT_NE(asked_as(host).status, 403) << host;
  for (const auto* host : {"evil.example", "localhost.evil.example:8080", "127.0.0.1.evil.example",
                           "0.0.0.0:8080", "192.168.1.1", "[::ffff:1.2.3.4]", "%6cocalhost"}) {
    const auto reply = asked_as(host);
    EXPECT_TRUE(reply.status == 403 || reply.status == 400) << host << ": " << reply.status;
  }
  const auto asked_of_nobody = [&](const std::string& lines) {
    RawConnection client{port()};
    client.send("GET /api/coaches/ada HTTP/1.0\r\n" + lines +
                "Authorization: Bearer dev:admin:test\r\n\r\n");
    return client.receive();
  };
  for (const auto* lines : {"", "Host:\r\n", "Connection: keep-alive\r\n"}) {
    const auto reply = asked_of_nobody(lines);
    EXPECT_EQ(reply.status, 403) << "HTTP/1.0 needs no Host, a development sign-in does: " << lines;
    EXPECT_EQ(reply.problem(), "dev-auth-host");
  }
  EXPECT_NE(asked_of_nobody("Host: localhost\r\n").status, 403);
}

}  // namespace
}  // namespace lockstep::http
