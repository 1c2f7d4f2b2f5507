// Connections: reuse, deadlines, and who makes place for whom.
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "tests/contract/wire/fixture.h"

namespace lockstep::http::wire {
namespace {

using Open = std::vector<std::unique_ptr<RawConnection>>;

class Connections : public WireTest {
 protected:
  Open open(std::size_t count) {
    Open out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(std::make_unique<RawConnection>(port()));
    return out;
  }
};

TEST_F(Connections, AreReusedForManyRequests) {
  start(patient());
  RawConnection connection{port()};
  for (int i = 0; i < 50; ++i) {
    connection.send(request("POST", "/echo?n=" + std::to_string(i), "", "body"));
    const auto reply = connection.receive();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "POST /echo?n=" + std::to_string(i) + "\nbody");
    EXPECT_EQ(reply.header("connection"), "");
  }
}

TEST_F(Connections, AnswerAtOnceOnAReusedConnection) {
  start(patient());
  RawConnection connection{port()};
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) {
    connection.send(request("GET", "/"));
    ASSERT_EQ(connection.receive().status, 200);
  }
  // Without TCP_NODELAY every answer takes 40 ms: 4 s together.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(3500));
}

TEST_F(Connections, AnswerInOrderWhatIsAskedAtOnce) {
  start(patient());
  RawConnection connection{port()};
  std::string all;
  for (int i = 0; i < 40; ++i) all += request("PUT", "/" + std::to_string(i), "", "some body");
  connection.send(all);
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(connection.receive().body, "PUT /" + std::to_string(i) + "\nsome body");
}

TEST_F(Connections, TakeARequestInAnyPieces) {
  start(patient());
  const auto text = request("PUT", "/a", "X-More: of it\r\n", "12345");
  RawConnection connection{port()};
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    connection.send(text.substr(0, cut));
    EXPECT_EQ(get("/other").status, 200) << "nobody waits for the rest";
    connection.send(text.substr(cut));
    EXPECT_EQ(connection.receive().body, "PUT /a\n12345");
  }
}

TEST_F(Connections, HaveSoManyRequestsAtMost) {
  auto options = patient();
  options.max_requests_per_connection = 3;
  start(options);
  RawConnection connection{port()};
  connection.send(request("GET", "/1") + request("GET", "/2") + request("GET", "/3") +
                  request("GET", "/4"));
  EXPECT_EQ(connection.receive().header("connection"), "");
  EXPECT_EQ(connection.receive().header("connection"), "");
  EXPECT_EQ(connection.receive().header("connection"), "close");
  EXPECT_TRUE(connection.closed());
  EXPECT_EQ(api_.served(), (std::vector<std::string>{"/1", "/2", "/3"}));
}

TEST_F(Connections, OfManyHonestClientsAreAllKept) {
  start(patient());
  const auto all = open(300);
  for (int round = 0; round < 3; ++round) {
    for (const auto& connection : all) connection->send(request("GET", "/"));
    for (const auto& connection : all) ASSERT_EQ(connection->receive().status, 200);
  }
  EXPECT_EQ(told_.open, 300U);
  EXPECT_EQ(told_.displaced, 0);
  EXPECT_EQ(told_.refused, 0);
}

TEST_F(Connections, AreForgottenWhenTheClientLeaves) {
  start(patient());
  {
    const auto all = open(20);
    for (const auto& connection : all) connection->send("GET / HTTP/1.1\r\n");
    EXPECT_TRUE(is_open(20));
  }
  EXPECT_TRUE(is_open(0));
}

TEST_F(Connections, TellOnceThatTheBodyIsWaitedFor) {
  start(patient());
  RawConnection connection{port()};
  connection.send(request("PUT", "/a", "Expect: 100-Continue\r\nContent-Length: 5\r\n"));
  EXPECT_EQ(connection.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue");
  connection.send("12");
  EXPECT_EQ(get("/other").status, 200);
  connection.send("345");
  EXPECT_EQ(connection.receive().body, "PUT /a\n12345");
  connection.send(request("PUT", "/b", "Expect: 100-continue\r\nContent-Length: 5\r\n", "") +
                  "12345");
  EXPECT_EQ(connection.receive().body, "PUT /b\n12345") << "it is there already";
}

TEST_F(Connections, DoNotAskForABodyThatIsRefused) {
  start(patient());
  RawConnection connection{port()};
  connection.send(request("PUT", "/a", "Expect: 100-continue\r\nContent-Length: 9999999\r\n"));
  EXPECT_EQ(connection.receive().status, 413);
  EXPECT_TRUE(connection.closed());
}

const std::string kAsksFirst =
    request("PUT", "/a", "Expect: 100-continue\r\nContent-Length: 5\r\n");

TEST_F(Connections, AskForABodyOnlyWhenItsHeadIsNotRefused) {
  judge_ = [](const Request& head, const Verdict& told) {
    EXPECT_EQ(head.client, "127.0.0.1");
    EXPECT_EQ(head.body, "");
    told(head.path == "/b" ? std::optional{problem_of_status(404)} : std::nullopt);
    told(problem_of_status(500));  // Only the first counts.
  };
  start(patient());
  RawConnection good{port()};
  good.send(kAsksFirst);
  EXPECT_EQ(good.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue");
  good.send("12345");
  EXPECT_EQ(good.receive().body, "PUT /a\n12345");
  RawConnection refused{port()};
  refused.send(request("PUT", "/b", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
  EXPECT_EQ(refused.receive().status, 404);
  EXPECT_TRUE(refused.closed());
  EXPECT_EQ(api_.served(), std::vector<std::string>{"/a"}) << "the other came with its refusal";
  EXPECT_EQ(api_.asked().size(), 2U);
}

TEST_F(Connections, WhoseHeadIsBeingJudgedHoldUpNobody) {
  std::mutex mutex;
  std::vector<Verdict> verdicts;
  judge_ = [&](const Request&, Verdict told) {
    const std::lock_guard lock{mutex};
    verdicts.push_back(std::move(told));
  };
  const auto judged = [&](std::size_t count) {
    return testing_support::eventually([&] {
      const std::lock_guard lock{mutex};
      return verdicts.size() == count;
    });
  };
  start(patient());
  RawConnection waiting{port()};
  waiting.send(kAsksFirst);
  ASSERT_TRUE(judged(1));
  EXPECT_EQ(get("/other").status, 200);
  std::thread([&] { verdicts.front()(std::nullopt); }).join();
  EXPECT_EQ(waiting.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue");
  RawConnection never_told{port()};
  never_told.send(kAsksFirst);
  ASSERT_TRUE(judged(2));
  server_->stop();
  EXPECT_TRUE(never_told.closed());
  verdicts.back()(problem_of_status(404));  // Of a connection that is gone: nothing happens.
}

TEST_F(Connections, WhoseHeadIsNotJudgedInTimeEnd) {
  judge_ = [](const Request&, const Verdict&) {};
  auto options = patient();
  options.answer_timeout = milliseconds(200);
  start(options);
  RawConnection connection{port()};
  connection.send(kAsksFirst);
  EXPECT_TRUE(connection.closed());
  EXPECT_TRUE(is_open(0));
}

// The client sends all of it before it looks.
TEST_F(Connections, LetTheAnswerToATooLargeBodyArrive) {
  start(patient());
  RawConnection connection{port()};
  connection.send(request("PUT", "/a", "Content-Length: 3000000\r\n"));
  connection.send(std::string(3'000'000, 'x'));
  const auto reply = connection.receive();
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.problem(), "body-too-large");
  EXPECT_TRUE(connection.closed());
}

// Each byte comes in time; all of them together do not.
class DrippingClients : public Connections {
 protected:
  DrippingClients() {
    auto options = patient();
    options.read_timeout = milliseconds(300);
    start(options);
  }
  static http::Reply drip(RawConnection& connection, const std::string& byte) {
    std::atomic<bool> done{false};
    std::thread dripping{[&] {
      while (!done && connection.send(byte))
        std::this_thread::sleep_until(std::chrono::steady_clock::now() + milliseconds(20));
    }};
    auto reply = connection.receive();
    done = true;
    dripping.join();
    return reply;
  }
};

TEST_F(DrippingClients, AreToldAtTheDeadlineOfTheHead) {
  RawConnection connection{port()};
  connection.send("GET / HTTP/1.1\r\nX: ");
  const auto reply = drip(connection, "x");
  EXPECT_EQ(reply.status, 408);
  EXPECT_EQ(reply.problem(), "request-timeout");
  EXPECT_EQ(reply.header("connection"), "close");
  EXPECT_TRUE(connection.closed());
}

TEST_F(DrippingClients, AreToldAtTheDeadlineOfTheBody) {
  for (const auto* framing : {"Content-Length: 100000\r\n", "Transfer-Encoding: chunked\r\n"}) {
    RawConnection connection{port()};
    connection.send(request("PUT", "/a", framing) + "fff\r\n");
    EXPECT_EQ(drip(connection, "x").status, 408) << framing;
    EXPECT_TRUE(connection.closed());
  }
  ASSERT_EQ(api_.asked().size(), 2U);
  EXPECT_EQ(api_.asked()[0].path, "/a") << "what is known is told";
  EXPECT_TRUE(api_.served().empty());
}

TEST_F(DrippingClients, WhoWaitToBeToldToContinueHaveTheSameDeadline) {
  RawConnection connection{port()};
  connection.send(request("PUT", "/a", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
  EXPECT_EQ(connection.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue");
  EXPECT_EQ(connection.receive().status, 408);
}

TEST_F(Connections, ThatSayNothingEndWithoutAWord) {
  auto options = patient();
  options.keep_alive = milliseconds(1000);
  start(options);
  RawConnection silent{port()};
  RawConnection served{port()};
  served.send(request("GET", "/"));
  EXPECT_EQ(served.receive().status, 200);
  EXPECT_EQ(silent.receive().status, 0);
  EXPECT_TRUE(served.closed());
  EXPECT_TRUE(is_open(0));
  EXPECT_EQ(api_.asked().size(), 1U);
}

TEST_F(Connections, OfThoseWhoDoNotReadEndAtTheDeadline) {
  auto options = patient();
  options.write_timeout = milliseconds(300);
  start(options);
  api_.answer("/large", with_text(std::string(64U << 20U, 'x')));
  RawConnection connection{port(), 4096};
  connection.send(request("GET", "/large"));
  EXPECT_TRUE(testing_support::eventually([&] { return api_.served().size() == 1; }));
  EXPECT_TRUE(is_open(0));
}

TEST_F(Connections, OfThoseWhoDoNotReadHoldNobodyUp) {
  start(patient());
  api_.answer("/large", with_text(std::string(16U << 20U, 'x')));
  Open slow;
  for (int i = 0; i < 8; ++i) {
    slow.push_back(std::make_unique<RawConnection>(port(), 4096));
    slow.back()->send(request("GET", "/large"));
  }
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/").status, 200);
}

TEST_F(Connections, BeyondTheLimitTakeThePlaceOfTheLongestWaiting) {
  auto options = patient();
  options.max_connections = 3;
  start(options);
  auto all = open(3);
  ASSERT_TRUE(is_open(3));
  // The first is not the longest waiting any more.
  all[0]->send(request("GET", "/"));
  EXPECT_EQ(all[0]->receive().status, 200);
  EXPECT_EQ(get("/new").status, 200);
  EXPECT_EQ(all[1]->receive().status, 0) << "it asked nothing, so it is told nothing";
  EXPECT_EQ(told_.displaced, 1);
  all[0]->send(request("GET", "/"));
  EXPECT_EQ(all[0]->receive().status, 200);
}

TEST_F(Connections, ThatAskedSomethingAreToldWhyTheyMakePlace) {
  auto options = patient();
  options.max_connections = 1;
  start(options);
  RawConnection asking{port()};
  // By the answer to the one request the server has the beginning of the other.
  asking.send(request("GET", "/") + "GET / HTTP/1.1\r\nX-Slow");
  EXPECT_EQ(asking.receive().status, 200);
  EXPECT_EQ(get("/").status, 200);
  const auto reply = asking.receive();
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.problem(), "too-many-connections");
  EXPECT_EQ(reply.header("retry-after"), "1");
  EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  EXPECT_TRUE(asking.closed());
  EXPECT_EQ(told_.displaced, 1);
}

TEST_F(Connections, BeyondThoseOfAnAddressTakeThePlaceOfItsLongestWaiting) {
  auto options = patient();
  options.connections_per_address = 2;
  start(options);
  auto all = open(2);
  ASSERT_TRUE(is_open(2));
  EXPECT_EQ(get("/").status, 200);
  EXPECT_TRUE(all[0]->closed());
  all[1]->send(request("GET", "/"));
  EXPECT_EQ(all[1]->receive().status, 200) << "it has waited less long";
  EXPECT_EQ(told_.displaced, 1);
}

TEST_F(Connections, BeyondTheLimitAreRefusedWhileAllOthersAreServed) {
  for (const bool by_address : {false, true}) {
    auto options = patient();
    (by_address ? options.connections_per_address : options.max_connections) = 2;
    start(options);
    const auto refused = told_.refused.load();
    auto all = open(2);
    for (auto& connection : all) connection->send(request("GET", "/hold"));
    const auto held = api_.take_held(2);
    const auto reply = get("/one-more");
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.problem(), "too-many-connections");
    EXPECT_EQ(told_.refused, refused + 1);
    EXPECT_EQ(told_.displaced, 0);
    for (const auto& answer : held) answer(with_text("late"));
    for (auto& connection : all) EXPECT_EQ(connection->receive().body, "late");
  }
}

TEST_F(Connections, CannotBeTakenOnAPortInUse) {
  start(patient());
  auto options = patient();
  options.port = port();
  const auto second = Server::start(options, callbacks());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().type, "port-in-use");
  EXPECT_NE(second.error().detail.find(std::to_string(port())), std::string::npos);
}

TEST_F(Connections, CannotBeTakenOnAHostThatIsNotOurs) {
  for (const auto* host : {"203.0.113.7", "no such host", "256.1.1.1"}) {
    auto options = patient();
    options.host = host;
    const auto started = Server::start(options, callbacks());
    ASSERT_FALSE(started) << host;
    EXPECT_EQ(started.error().type, "cannot-listen");
  }
}

/// Only `more` descriptors more for this process, until it ends.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t more) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::dup(0);
    ::close(next);
    const rlimit few{static_cast<rlim_t>(next) + more, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST_F(Connections, BeyondTheDescriptorsTakeThePlaceOfTheLongestWaiting) {
  start(patient());
  auto all = open(2);
  // Answered, so the next accept is under way: it holds a descriptor while it looks whether
  // somebody is there, and neither the count below nor the client must meet that moment.
  all[1]->send(request("GET", "/"));
  ASSERT_EQ(all[1]->receive().status, 200);
  ASSERT_TRUE(is_open(2));
  const FewDescriptors few{1};  // The client's own, and none for the server.
  EXPECT_EQ(get("/new").status, 200);
  EXPECT_TRUE(all[0]->closed());
  EXPECT_GE(told_.displaced, 1);
}

TEST_F(Connections, AreTakenAgainWhenThereAreDescriptorsAgain) {
  start(patient());
  RawConnection kept{port()};
  kept.send(request("GET", "/hold"));
  const auto held = api_.take_held();
  std::unique_ptr<RawConnection> late;
  {
    const FewDescriptors few{1};  // The client's own, and none for the server.
    late = std::make_unique<RawConnection>(port());
    late->send(request("GET", "/late"));
    EXPECT_TRUE(testing_support::eventually([&] { return told_.accept_failed > 1; }));
    held[0](with_text("kept"));
    EXPECT_EQ(kept.receive().body, "kept") << "whoever is served stays";
  }
  EXPECT_EQ(late->receive().status, 200);
}

}  // namespace
}  // namespace lockstep::http::wire
