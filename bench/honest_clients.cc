// How long well-behaved clients wait for a server that somebody else may be attacking: GETs and
// durable PUTs, on a new connection each time and on one that is kept, from each given address.
// scripts/attack.sh runs it before and during each attack. Exit code 1: somebody was not answered,
// or waited too long.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <httplib.h>

#include "base/uuid.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPause{10};
constexpr std::chrono::seconds kPatience{15};

struct Habit {
  const char* name;
  bool writes;
  bool keeps_connection;
};
constexpr Habit kHabits[] = {{"GET new", false, false},
                             {"GET kept", false, true},
                             {"PUT new", true, false},
                             {"PUT kept", true, true}};

struct Experience {
  std::string address;
  Habit habit{};
  std::vector<double> milliseconds;
  int failures = 0;
  std::string failure;
};

struct Task {
  int port = 0;
  Clock::time_point until;
};

httplib::Client client_from(const std::string& address, int port) {
  httplib::Client out{"127.0.0.1", port};
  out.set_interface(address.c_str());
  out.set_tcp_nodelay(true);
  out.set_connection_timeout(kPatience);
  out.set_read_timeout(kPatience);
  out.set_bearer_token_auth("dev:admin:honest");
  return out;
}

httplib::Result ask(httplib::Client& client, const Experience& who, int number) {
  const auto path = "/api/coaches/" + lockstep::base::uuid8(who.address);
  if (!who.habit.writes) return client.Get(path.c_str());
  const auto body = R"({"email":"c@example.org","firstName":"N)" + std::to_string(number) +
                    R"(","lastName":"B","schoolName":"S"})";
  return client.Put(path.c_str(), body, "application/json");
}

void ask_once(httplib::Client& client, Experience& who, int number) {
  const auto begin = Clock::now();
  auto answer = ask(client, who, number);
  // A server may close a kept connection at any moment; what may be repeated is, on a new one.
  if (!answer && who.habit.keeps_connection) answer = ask(client, who, number);
  who.milliseconds.push_back(
      std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  if (answer && answer->status == 200) return;
  ++who.failures;
  who.failure = answer ? std::to_string(answer->status) : httplib::to_string(answer.error());
}

void be_honest(Experience& who, const Task& task) {
  auto kept = client_from(who.address, task.port);
  kept.set_keep_alive(true);
  for (int number = 0; Clock::now() < task.until; ++number) {
    if (who.habit.keeps_connection) {
      ask_once(kept, who, number);
    } else {
      auto fresh = client_from(who.address, task.port);
      ask_once(fresh, who, number);
    }
    std::this_thread::sleep_for(kPause);
  }
}

double at(const std::vector<double>& sorted, double part) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(part * last)];
}

bool report(const std::string& label, Experience& who, double limit) {
  auto& times = who.milliseconds;
  std::ranges::sort(times);
  const bool good = !times.empty() && who.failures == 0 && at(times, 0.99) < limit;
  if (times.empty()) times.push_back(0);
  std::printf("| %-20s | %-9s | %-8s | %6zu | %7.1f | %7.1f | %7.1f | %6d %s |\n", label.c_str(),
              who.address.c_str(), who.habit.name, times.size(), at(times, 0.5), at(times, 0.99),
              times.back(), who.failures, who.failure.c_str());
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::fprintf(stderr, "usage: %s LABEL PORT SECONDS P99_LIMIT_MS ADDRESS...\n", argv[0]);
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);  // A server that hangs up is what we measure.
  const Task task{std::atoi(argv[2]), Clock::now() + std::chrono::seconds(std::atoi(argv[3]))};
  std::vector<Experience> all;
  for (int i = 5; i < argc; ++i)
    for (const auto& habit : kHabits) all.push_back({argv[i], habit, {}, 0, ""});
  // The GETs need something to get.
  for (auto& who : all) {
    auto client = client_from(who.address, task.port);
    Experience first{who.address, {"", true, false}, {}, 0, ""};
    ask_once(client, first, -1);
  }
  std::vector<std::thread> threads;
  for (auto& who : all) threads.emplace_back([&who, &task] { be_honest(who, task); });
  for (auto& thread : threads) thread.join();
  bool good = true;
  for (auto& who : all) good = report(argv[1], who, std::atof(argv[4])) && good;
  return good ? 0 : 1;
}
