// Answers come when and from where they like: late, twice, never, to nobody.
#include <thread>
#include <vector>

#include "tests/contract/wire/fixture.h"

namespace lockstep::http::wire {
namespace {

class Replies : public WireTest {
 protected:
  static Answer text(std::string body) { return with_text(std::move(body)); }
};

TEST_F(Replies, MayComeLateAndFromAnotherThread) {
  start(patient());
  RawConnection connection{port()};
  for (int i = 0; i < 10; ++i) {
    connection.send(request("GET", "/hold"));
    const auto held = api_.take_held();
    std::thread other{[&] { held[0](text(std::to_string(i))); }};
    EXPECT_EQ(connection.receive().body, std::to_string(i));
    other.join();
  }
}

TEST_F(Replies, ThatAreAwaitedHoldNobodyUp) {
  start(patient());
  std::vector<std::unique_ptr<RawConnection>> waiting;
  for (int i = 0; i < 20; ++i) {
    waiting.push_back(std::make_unique<RawConnection>(port()));
    waiting.back()->send(request("GET", "/hold"));
  }
  const auto held = api_.take_held(20);
  EXPECT_EQ(get("/").status, 200);
  for (const auto& reply : held) reply(text("late"));
  for (auto& connection : waiting) EXPECT_EQ(connection->receive().body, "late");
}

TEST_F(Replies, CountOnce) {
  start(patient());
  RawConnection connection{port()};
  connection.send(request("GET", "/hold"));
  const auto first = api_.take_held();
  first[0](text("one"));
  first[0](text("two"));
  EXPECT_EQ(connection.receive().body, "one");
  connection.send(request("GET", "/hold"));
  const auto second = api_.take_held();
  first[0](text("three"));  // Does not answer what is asked now.
  second[0](text("four"));
  EXPECT_EQ(connection.receive().body, "four");
}

TEST_F(Replies, CountOnceAlsoWhenGivenTwiceAtOnce) {
  start(patient());
  api_.on("/twice", [](const Request&, const wire::Reply& reply) {
    std::thread other{[&] { reply(text("answer")); }};
    reply(text("answer"));
    other.join();
  });
  RawConnection connection{port()};
  for (int i = 0; i < 50; ++i) connection.send(request("GET", "/twice") + request("GET", "/"));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(connection.receive().body, "answer");
    EXPECT_EQ(connection.receive().body, "GET /\n");
  }
}

TEST_F(Replies, ThatDoNotComeInTimeEndTheConnection) {
  auto options = patient();
  options.answer_timeout = milliseconds(200);
  start(options);
  RawConnection connection{port()};
  connection.send(request("GET", "/hold"));
  const auto held = api_.take_held();
  EXPECT_EQ(connection.receive().status, 0);
  EXPECT_TRUE(is_open(0));
  held[0](text("too late"));
  EXPECT_EQ(get("/").status, 200);
}

TEST_F(Replies, ThatNeverComeDoNotHoldUpAStop) {
  auto options = patient();
  options.answer_timeout = milliseconds(300);
  start(options);
  RawConnection connection{port()};
  connection.send(request("GET", "/hold"));
  const auto held = api_.take_held();
  server_->stop();
  EXPECT_EQ(connection.receive().status, 0);
  held[0](text("too late"));
  server_->stop();
  server_.reset();
  held[0](text("much too late"));
}

TEST_F(Replies, AreNobodysWhenTheClientIsGone) {
  auto options = patient();
  options.answer_timeout = milliseconds(1000);  // The stop waits for those that never come.
  start(options);
  for (int i = 0; i < 20; ++i) {
    {
      RawConnection connection{port()};
      connection.send(request("GET", "/hold"));
      const auto held = api_.take_held();
      if (i % 2 == 0) held[0](text(std::string(100'000, 'x')));
      connection.send(request("GET", "/hold"));
    }
    EXPECT_EQ(get("/").status, 200);
  }
  server_->stop();
}

TEST_F(Replies, MayComeWhenTheServerIsGone) {
  auto options = patient();
  options.answer_timeout = milliseconds(100);
  std::vector<wire::Reply> kept;
  for (int i = 0; i < 5; ++i) {
    start(options);
    RawConnection connection{port()};
    connection.send(request("GET", "/hold"));
    kept.push_back(api_.take_held()[0]);
    server_.reset();
    EXPECT_TRUE(connection.closed());
  }
  std::vector<std::thread> threads;
  for (auto& reply : kept) threads.emplace_back([&] { reply(text("to nobody")); });
  for (auto& thread : threads) thread.join();
}

TEST_F(Replies, MayComeWhileTheServerGoes) {
  for (int round = 0; round < 20; ++round) {
    auto options = patient();
    options.answer_timeout = milliseconds(round % 2 == 0 ? 100 : 5000);
    start(options);
    std::vector<std::unique_ptr<RawConnection>> open;
    for (int i = 0; i < 8; ++i) {
      open.push_back(std::make_unique<RawConnection>(port()));
      open.back()->send(request("GET", "/hold"));
    }
    const auto held = api_.take_held(8);
    std::thread answering{[&] {
      for (const auto& reply : held) reply(text("late"));
    }};
    server_.reset();
    answering.join();
  }
}

TEST_F(Replies, OfManyThreadsReachTheOnesWhoAsked) {
  start(patient());
  api_.on("/other", [](const Request& asked, const wire::Reply& reply) {
    std::thread{[reply, body = asked.query] { reply(text(body)); }}.detach();
  });
  std::vector<std::thread> clients;
  std::atomic<int> good{0};
  for (int c = 0; c < 8; ++c)
    clients.emplace_back([&, c] {
      RawConnection connection{port()};
      for (int n = 0; n < 100; ++n) {
        const auto word = std::to_string(c) + "-" + std::to_string(n);
        connection.send(request("GET", "/other?" + word));
        if (connection.receive().body == word) ++good;
      }
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(good, 800);
}

TEST_F(Replies, UnderWayAreGivenBeforeAStop) {
  start(patient());
  std::vector<std::unique_ptr<RawConnection>> asking;
  for (int i = 0; i < 5; ++i) {
    asking.push_back(std::make_unique<RawConnection>(port()));
    asking.back()->send(request("GET", "/hold"));
  }
  const auto held = api_.take_held(5);
  RawConnection idle{port()};
  RawConnection begun{port()};
  begun.send("GET / HTTP/1.1\r\n");
  ASSERT_TRUE(is_open(7));
  std::thread stopper{[&] { server_->stop(); }};
  EXPECT_TRUE(idle.closed()) << "a stop does not wait for those who say nothing";
  EXPECT_TRUE(begun.closed());
  EXPECT_THROW(RawConnection{port()}, std::runtime_error) << "nobody is let in any more";
  for (const auto& reply : held) reply(text(std::string(1'000'000, 'x')));
  for (auto& connection : asking) {
    const auto reply = connection->receive();
    EXPECT_EQ(reply.body.size(), 1'000'000U);
    EXPECT_EQ(reply.header("connection"), "close");
  }
  stopper.join();
}

// Its head says that the connection stays: it was written before the stop.
TEST_F(Replies, ThatAreBeingTakenAreTakenWholeBeforeAStopAndThenItIsOver) {
  start(patient());
  const std::string body(16U << 20U, 'x');
  api_.answer("/large", text(body));
  RawConnection slow{port(), 4096};
  slow.send(request("GET", "/large"));
  RawConnection idle{port()};
  EXPECT_TRUE(slow.receive_until("\r\n\r\n")) << "it is under way";
  std::thread stopper{[&] { server_->stop(); }};
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(slow.receive_until(std::string(1000, 'x')));
  while (slow.receive_until("xxxxxxxx")) continue;
  stopper.join();
}

TEST_F(Replies, ThatAreLargeArriveWhole) {
  start(patient());
  const std::string body(20'000'000, 'x');
  api_.answer("/large", text(body));
  RawConnection connection{port()};
  for (int i = 0; i < 2; ++i) {
    connection.send(request("GET", "/large"));
    EXPECT_TRUE(connection.receive().body == body);
  }
}

TEST_F(Replies, AStopWaitsAMomentForWhoDoesNotReadAndNoLonger) {
  api_.answer("/large", text(std::string(32U << 20U, 'x')));
  start(patient());
  RawConnection silent{port(), 4096};
  silent.send(request("GET", "/large"));
  ASSERT_TRUE(testing_support::eventually([&] { return api_.served().size() == 1; }));
  const auto begun = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::minutes{1})
      << "it may take its answer in ten";
}

}  // namespace
}  // namespace lockstep::http::wire
