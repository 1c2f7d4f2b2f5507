// Answers that go on: what is written arrives, and whoever writes learns when to stop.
#include <future>
#include <thread>
#include <vector>

#include "tests/contract/wire/fixture.h"

namespace lockstep::http::wire {
namespace {

using Written = StreamSink::Written;

class Streams : public WireTest {
 protected:
  /// Answers /stream so. How the body ended, once it has.
  std::future<Written> stream(std::function<Written(StreamSink&)> body) {
    const auto ended = std::make_shared<std::promise<Written>>();
    auto out = ended->get_future();
    api_.answer("/stream", with_stream([ended, body = std::move(body)](StreamSink& sink) {
                  ended->set_value(body(sink));
                }));
    return out;
  }
  static Written until_told(StreamSink& sink) {
    for (;;) {
      const auto state = sink.look();
      if (state != Written::taken) return state;
      std::this_thread::yield();
    }
  }
  /// Far more than sockets hold.
  static Written write_much(StreamSink& sink) {
    const std::string piece(1U << 20U, 'x');
    for (int i = 0; i < 1000; ++i)
      if (const auto done = sink.write(piece); done != Written::taken) return done;
    return Written::taken;
  }
  /// Its head alone does not show that a body has begun, and a stop before that begins none.
  static std::function<Written(StreamSink&)> after_a_line(Written (*body)(StreamSink&)) {
    return [body](StreamSink& sink) {
      sink.write("begun\n");
      return body(sink);
    };
  }
  static Written ends_as(std::future<Written>& ended) {
    const auto state = ended.wait_for(std::chrono::seconds(20));
    EXPECT_EQ(state, std::future_status::ready);
    return state == std::future_status::ready ? ended.get() : Written::taken;
  }
};

TEST_F(Streams, ArriveAndEndWithTheConnection) {
  start(patient());
  auto ended = stream([](StreamSink& sink) {
    for (int i = 0; i < 100; ++i)
      if (const auto done = sink.write("piece " + std::to_string(i) + "\n"); done != Written::taken)
        return done;
    return sink.write(std::string(500'000, 'x') + "end\n");
  });
  RawConnection connection{port()};
  connection.send(request("GET", "/stream"));
  const auto head = connection.receive();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-type"), "text/event-stream");
  EXPECT_EQ(head.header("connection"), "close");
  EXPECT_EQ(head.header("cache-control"), "no-store, no-transform");
  EXPECT_FALSE(head.headers.contains("content-length"));
  EXPECT_FALSE(head.headers.contains("transfer-encoding"));
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(connection.receive_until("\n"), "piece " + std::to_string(i));
  EXPECT_EQ(connection.receive_until("\n"), std::string(500'000, 'x') + "end");
  EXPECT_TRUE(connection.closed());
  EXPECT_EQ(ends_as(ended), Written::taken);
  EXPECT_TRUE(is_open(0));
}

TEST_F(Streams, ArriveWhileTheyGoOn) {
  start(patient());
  std::promise<void> go_on;
  auto ended = stream([&](StreamSink& sink) {
    sink.write("first\n");
    go_on.get_future().wait();
    return sink.write("second\n");
  });
  RawConnection connection{port()};
  connection.send(request("GET", "/stream"));
  connection.receive();
  EXPECT_EQ(connection.receive_until("\n"), "first");
  go_on.set_value();
  EXPECT_EQ(connection.receive_until("\n"), "second");
  EXPECT_EQ(ends_as(ended), Written::taken);
}

TEST_F(Streams, TellTheirWriterThatTheClientIsGone) {
  start(patient());
  auto ended = stream(until_told);
  {
    RawConnection connection{port()};
    connection.send(request("GET", "/stream"));
    EXPECT_EQ(connection.receive().status, 200);
  }
  EXPECT_EQ(ends_as(ended), Written::gone);
}

TEST_F(Streams, TellTheirWriterWhileItWritesThatTheClientIsGone) {
  start(patient());
  auto ended = stream(write_much);
  {
    RawConnection connection{port(), 4096};
    connection.send(request("GET", "/stream"));
    EXPECT_EQ(connection.receive().status, 200);
  }
  EXPECT_EQ(ends_as(ended), Written::gone);
}

TEST_F(Streams, TellTheirWriterThatTheClientIsTooSlow) {
  auto options = patient();
  options.stream_write_timeout = milliseconds(300);
  start(options);
  auto ended = stream(write_much);
  RawConnection connection{port(), 4096};
  connection.send(request("GET", "/stream"));
  EXPECT_EQ(ends_as(ended), Written::too_slow);
}

TEST_F(Streams, MayBeSilentForLongerThanAnyTimeout) {
  auto options = patient();
  options.read_timeout = options.write_timeout = options.stream_write_timeout = options.keep_alive =
      options.answer_timeout = milliseconds(500);
  start(options);
  auto ended = stream([](StreamSink& sink) {
    const auto until = std::chrono::steady_clock::now() + milliseconds(2000);
    while (std::chrono::steady_clock::now() < until)
      if (const auto state = sink.look(); state != Written::taken) return state;
    return sink.write("late\n");
  });
  RawConnection connection{port()};
  connection.send(request("GET", "/stream"));
  connection.receive();
  EXPECT_EQ(connection.receive_until("\n"), "late");
  EXPECT_EQ(ends_as(ended), Written::taken);
}

TEST_F(Streams, EndAtOnceWhenTheServerStops) {
  start(patient());
  auto looking = stream(after_a_line(until_told));
  RawConnection one{port()};
  one.send(request("GET", "/stream"));
  EXPECT_EQ(one.receive().status, 200);
  EXPECT_EQ(one.receive_until("\n"), "begun");
  auto writing = stream(after_a_line(write_much));
  RawConnection two{port(), 4096};
  two.send(request("GET", "/stream"));
  EXPECT_EQ(two.receive().status, 200);
  EXPECT_EQ(two.receive_until("\n"), "begun");
  server_->stop();
  EXPECT_EQ(ends_as(looking), Written::stopping);
  EXPECT_EQ(ends_as(writing), Written::stopping);
  EXPECT_TRUE(one.closed());
}

TEST_F(Streams, ThatBeginWhileTheServerStopsAreNotBegun) {
  start(patient());
  RawConnection connection{port()};
  connection.send(request("GET", "/hold"));
  const auto held = api_.take_held();
  RawConnection idle{port()};
  std::thread stopper{[&] { server_->stop(); }};
  EXPECT_TRUE(idle.closed());
  std::atomic<bool> begun{false};
  held[0](with_stream([&](StreamSink&) { begun = true; }));
  stopper.join();
  EXPECT_FALSE(begun);
  EXPECT_TRUE(connection.closed());
}

TEST_F(Streams, TakeNobodysPlace) {
  auto options = patient();
  options.max_connections = 1;
  start(options);
  std::vector<std::future<Written>> ended;
  std::vector<std::unique_ptr<RawConnection>> open;
  for (int i = 0; i < 5; ++i) {
    ended.push_back(stream(until_told));
    open.push_back(std::make_unique<RawConnection>(port()));
    open.back()->send(request("GET", "/stream"));
    EXPECT_EQ(open.back()->receive().status, 200);
    EXPECT_TRUE(is_open(0));
    EXPECT_EQ(get("/").status, 200);
  }
  open.clear();
  for (auto& one : ended) EXPECT_EQ(ends_as(one), Written::gone);
}

TEST_F(Streams, OfHeadRequestsAreNotBegun) {
  start(patient());
  std::atomic<bool> begun{false};
  api_.answer("/stream", with_stream([&](StreamSink&) { begun = true; }));
  api_.answer("/none", with_stream({}));
  for (const auto& text : {request("HEAD", "/stream"), request("GET", "/none")}) {
    RawConnection connection{port()};
    connection.send(text);
    const auto head = connection.receive(false);
    EXPECT_EQ(head.status, 200);
    EXPECT_FALSE(head.headers.contains("content-length"));
    EXPECT_TRUE(connection.closed());
  }
  EXPECT_FALSE(begun);
}

TEST_F(Streams, EndForAClientThatGoesOnTalking) {
  start(patient());
  auto ended = stream(until_told);
  RawConnection connection{port()};
  connection.send(request("GET", "/stream"));
  EXPECT_EQ(connection.receive().status, 200);
  connection.send(request("GET", "/hidden"));
  connection.send(std::string(1'000'000, 'x'));
  EXPECT_EQ(ends_as(ended), Written::gone);
  EXPECT_EQ(api_.served(), std::vector<std::string>{"/stream"});
}

TEST_F(Streams, OfManyClientsGoOnBesideEachOther) {
  start(patient());
  api_.answer("/many", with_stream([](StreamSink& sink) {
                for (int i = 0; i < 200; ++i) sink.write(std::to_string(i) + "\n");
              }));
  std::vector<std::thread> clients;
  std::atomic<int> good{0};
  for (int c = 0; c < 16; ++c)
    clients.emplace_back([&] {
      RawConnection connection{port()};
      connection.send(request("GET", "/many"));
      connection.receive();
      for (int i = 0; i < 200; ++i)
        if (connection.receive_until("\n") == std::to_string(i)) ++good;
      if (connection.closed()) ++good;
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(good, 16 * 201);
}

}  // namespace
}  // namespace lockstep::http::wire
