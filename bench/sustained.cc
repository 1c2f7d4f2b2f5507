// Does the engine keep its pace? New competitors over 64 connections, without a pause, compared
// with bursts of one second in the same run, which end before the read model has to follow; and how
// far the read model is behind meanwhile, as a client sees it that asks for what it has just
// written.
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <boost/json.hpp>

#include "base/uuid.h"
#include "bench/http_support.h"

namespace {

using namespace lockstep;  // NOLINT(google-build-using-namespace): a program, not a header.
using Seconds = std::chrono::duration<double>;

constexpr double kDefaultSeconds = 40;
constexpr int kConnections = 64;
constexpr int kBursts = 5;
constexpr std::chrono::seconds kBurst{1};
constexpr std::chrono::seconds kPause{3};  // For the read model to catch up.

const std::string kCoach = base::uuid8("coach");

void must(const httplib::Result& answer) {
  if (answer && answer->status == 200) return;
  std::fprintf(stderr, "no answer 200: %s\n", answer ? answer->body.c_str() : "none");
  std::exit(1);
}

/// Every competitor is a new one, in all rounds.
std::string facts(std::int64_t number) {
  return R"({"coachId":")" + kCoach + R"(","firstName":"Bench","lastName":")" +
         std::to_string(number) + R"(","emailPersonal":"c)" + std::to_string(number) +
         R"(@example.org","division":"high_school","profileComplete":true})";
}

std::atomic<std::int64_t> next_number{0};

/// New competitors a second, over so long.
double rate_over(int port, Seconds time) {
  std::atomic<std::int64_t> done{0};
  std::atomic<bool> over{false};
  std::vector<std::jthread> clients;
  const auto took = bench::seconds_of([&] {
    for (int i = 0; i < kConnections; ++i)
      clients.emplace_back([&] {
        auto client = bench::client_of(port, bench::kBenchToken);
        while (!over) {
          const auto number = next_number++;
          must(client.Put("/api/competitors/" + base::uuid8(std::to_string(number)), facts(number),
                          "application/json"));
          ++done;
        }
      });
    std::this_thread::sleep_for(time);
    over = true;
    clients.clear();
  });
  return static_cast<double>(done.load()) / took;
}

/// From the answer to a change until the read model shows it; once a tenth of a second.
std::vector<double> lags_while(int port, const std::function<void()>& work) {
  std::vector<double> out;
  std::atomic<bool> over{false};
  std::jthread probe{[&] {
    auto client = bench::client_of(port, bench::kBenchToken);
    client.set_read_timeout(std::chrono::seconds{30});
    while (!over) {
      const auto number = next_number++;
      const auto path = "/api/competitors/" + base::uuid8(std::to_string(number));
      const auto written = client.Put(path, facts(number), "application/json");
      must(written);
      const auto position = boost::json::parse(written->body).at("position").to_number<int>();
      out.push_back(bench::seconds_of(
          [&] { must(client.Get(path + "?minPosition=" + std::to_string(position))); }));
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
  }};
  work();
  over = true;
  probe.join();
  std::ranges::sort(out);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const Seconds time{argc > 1 ? std::strtod(argv[1], nullptr) : kDefaultSeconds};
  bench::BenchEngine engine{{{"--log-level", "error"}}};
  const int port = engine->http_port();
  must(bench::client_of(port, bench::kBenchToken)
           .Put("/api/coaches/" + kCoach,
                R"({"email":"c@example.org","firstName":"A","lastName":"B","schoolName":"S",)"
                R"("region":"R","division":"high_school"})",
                "application/json"));
  (void)rate_over(port, kBurst);  // Warms up.
  bench::Rates bursts{"new competitors, bursts of one second", {}};
  bench::Rates sustained{"new competitors without a pause", {}};
  const auto burst = [&] {
    std::this_thread::sleep_for(kPause);
    bursts.per_second.push_back(rate_over(port, kBurst));
  };
  for (int i = 0; i < kBursts; ++i) burst();
  const auto lags =
      lags_while(port, [&] { sustained.per_second.push_back(rate_over(port, time)); });
  // The store is larger now: bursts before and after.
  for (int i = 0; i < kBursts; ++i) burst();
  std::printf("%d connections, %.0f s, %lld competitors\n", kConnections, time.count(),
              static_cast<long long>(next_number.load()));
  bursts.print();
  sustained.print();
  std::printf("  read model behind, p50 / p99 / worst: %.3f / %.3f / %.3f s\n",
              lags[lags.size() / 2], lags[lags.size() * 99 / 100], lags.back());
  bench::print_ratio("sustained / bursts", sustained.median() / bursts.median(), 0.8);
  bench::print_ratio("read model behind at worst, seconds (at most)", lags.back(), 1.0);
  return 0;
}
