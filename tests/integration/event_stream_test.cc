// kill -9 under a reader of the event stream: whoever goes on with their last id has seen every
// event of theirs once, and no other.
#include <atomic>
#include <mutex>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <httplib.h>

#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_id.h"

namespace lockstep::integration {
namespace {

constexpr int kCrashes = 8;
constexpr std::chrono::milliseconds kPause{20};

struct Seen {
  std::uint64_t position{};
  std::string stream;
  bool operator==(const Seen&) const = default;
};

/// Reads in a thread of its own, and comes back whenever the stream ends.
class Reader {
 public:
  Reader(std::string token, std::atomic<int>& port)
      : token_(std::move(token)), port_(port), thread_([this] { read_on(); }) {}
  ~Reader() {
    stop_ = true;
    thread_.join();
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  std::vector<Seen> seen() {
    const std::lock_guard lock{mutex_};
    return seen_;
  }
  std::uint64_t last_id() {
    const std::lock_guard lock{mutex_};
    return last_id_;
  }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void read_on() {
    while (!stop_) {
      read_once();
      if (!stop_) std::this_thread::sleep_for(kPause);
    }
  }
  void read_once() {
    httplib::Client client{"127.0.0.1", port_};
    client.set_read_timeout(std::chrono::seconds{2});
    std::string buffer;  // What an end cuts off is sent again.
    bool good = false;
    client.Get(
        "/api/events/stream",
        {{"Authorization", "Bearer " + testing_support::with_ids(token_)},
         {"Last-Event-ID", std::to_string(last_id())}},
        [&](const httplib::Response& response) {
          good = response.status == 200;
          connections_ += good ? 1 : 0;
          return good;
        },
        [&](const char* data, std::size_t size) {
          buffer.append(data, size);
          for (std::size_t end = 0; (end = buffer.find("\n\n")) != std::string::npos;
               buffer.erase(0, end + 2))
            take(buffer.substr(0, end));
          return !stop_;
        });
  }
  void take(const std::string& block) {
    const auto value = [&](const std::string& name) {
      const auto at = block.find(name);
      if (at == std::string::npos) return std::string{};
      return block.substr(at + name.size(), block.find('\n', at) - at - name.size());
    };
    const std::lock_guard lock{mutex_};
    last_id_ = std::stoull(value("id: "));
    if (value("event: ") == "position") return;
    const auto data = boost::json::parse(value("data: "));
    seen_.push_back({last_id_, testing_support::with_words(data.at("stream").as_string())});
  }

  std::string token_;
  std::atomic<int>& port_;
  std::atomic<bool> stop_{false};
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::vector<Seen> seen_;
  std::uint64_t last_id_ = 0;
  std::thread thread_;
};

// Facts of competitors of both coaches until it is killed.
void load_until_killed(EngineProcess& engine, int round, std::mt19937& dice) {
  std::atomic<bool> stop{false};
  std::jthread writer{[&] {
    ApiClient api{engine.port()};
    for (int i = 0; !stop; ++i) {
      const auto id = "kid-" + std::to_string(round) + "-" + std::to_string(i);
      (void)api.put("/api/competitors/" + id,
                    competitor_body(i % 2 == 0 ? "coach-1" : "coach-2", id));
    }
  }};
  std::this_thread::sleep_for(
      std::chrono::milliseconds{std::uniform_int_distribution<int>(30, 300)(dice)});
  engine.kill_hard();
  stop = true;
}

std::uint64_t change_coach(int port, const std::string& coach) {
  auto body = coach_body();
  body["region"] = "the last word";
  const auto answer = ApiClient{port}.put("/api/coaches/" + coach, body);
  EXPECT_EQ(answer.status, 200) << answer.body;
  return answer.json().at("position").to_number<std::uint64_t>();
}

TEST(EventStream, TellsEverythingOnceAcrossKills) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 dice{seed};
  const testing_support::TempDir dir;
  EngineProcess engine{{.data_dir = dir.path() / "data",
                        .vendor_url = "http://127.0.0.1:9",
                        .database_url = "",
                        .flags = {"--http-stream-heartbeat-seconds", "1"}}};
  engine.start();
  std::atomic<int> port{engine.port()};
  ApiClient api{port};
  for (const auto* coach : {"coach-1", "coach-2"})
    ASSERT_EQ(api.put("/api/coaches/" + std::string(coach), coach_body()).status, 200);
  Reader admin{"dev:admin:reader", port};
  Reader coach{"dev:coach:coach-1", port};
  for (int round = 0; round < kCrashes; ++round) {
    ASSERT_TRUE(eventually(60, [&] { return admin.connections() > round; }))
        << "it comes back each time";
    load_until_killed(engine, round, dice);
    engine.start();
    port = engine.port();
  }
  const auto last = change_coach(port, "coach-1");
  EXPECT_TRUE(eventually(60, [&] { return admin.last_id() >= last && coach.last_id() >= last; }));
  const auto all = admin.seen();
  ASSERT_GE(all.size(), last);
  std::set<std::string> others;  // Streams of coach-2.
  ApiClient mine{port, "dev:coach:coach-1"};
  std::vector<Seen> expected;
  for (std::size_t i = 0; i < last; ++i) {
    ASSERT_EQ(all[i].position, i + 1) << "every event, once, in order";
    const auto& stream = all[i].stream;
    const bool other = stream == "coach-coach-2" || stream.starts_with("platform-") ||
                       (stream.starts_with("competitor-kid-") && (stream.back() - '0') % 2 == 1);
    if (!other) expected.push_back(all[i]);
  }
  auto seen = coach.seen();
  while (!seen.empty() && seen.back().position > last) seen.pop_back();
  EXPECT_EQ(seen, expected);
  EXPECT_GT(expected.size(), 10U) << "the load was no load";
  EXPECT_EQ(engine.stop(), 0);
}

}  // namespace
}  // namespace lockstep::integration
