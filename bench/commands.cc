// How many durable commands does the engine take over HTTP, compared with what its HTTP library can
// do with a POST handler that does nothing? 64 connections, each with commands of its own: a
// competitor's facts that change every time, so that every answer waits for an fsync (group
// commit).
#include <atomic>
#include <barrier>
#include <map>
#include <vector>

#include "base/uuid.h"
#include "bench/http_support.h"

namespace {

using namespace lockstep;  // NOLINT(google-build-using-namespace): a program, not a header.

constexpr int kRounds = 7;
constexpr int kConnections = 64;
constexpr int kPerConnection = 150;

const std::string kCoach = base::uuid8("coach");

std::string competitor(int connection) {
  return "/api/competitors/" + base::uuid8(std::to_string(connection));
}

std::string facts(int connection, int number) {
  return R"({"coachId":")" + kCoach + R"(","firstName":"Bench","lastName":")" +
         std::to_string(number) + R"(","emailPersonal":"c)" + std::to_string(connection) +
         R"(@example.org","division":"high_school","profileComplete":true})";
}

/// Every connection's requests of one round, all begun at once; answers a second.
template <class Ask>
double answers_per_second(Ask ask) {
  std::vector<std::thread> clients;
  std::barrier start{kConnections + 1};
  for (int i = 0; i < kConnections; ++i)
    clients.emplace_back([&, i] { ask(i, [&] { start.arrive_and_wait(); }); });
  start.arrive_and_wait();
  const auto took = bench::seconds_of([&] {
    for (auto& client : clients) client.join();
  });
  return kConnections * kPerConnection / took;
}

void expect(const httplib::Result& answer, int status) {
  if (answer && answer->status == status) return;
  std::fprintf(stderr, "no answer %d: %s\n", status, answer ? answer->body.c_str() : "none");
  std::exit(1);
}

/// Again when the connection was gone: a server whose threads are all taken closes idle ones,
/// perhaps just before we use it, and this library leaves it to its caller to repeat what may be
/// repeated.
template <class Send>
void expect_200(Send send) {
  auto answer = send();
  for (int again = 0; !answer && again < 5; ++again) answer = send();
  expect(answer, 200);
}

double durable_commands(int port, int round) {
  return answers_per_second([&](int connection, const auto& ready) {
    auto client = bench::client_of(port, bench::kBenchToken);
    const auto path = competitor(connection);
    const auto put = [&](int number) {
      expect_200([&] { return client.Put(path, facts(connection, number), "application/json"); });
    };
    put(-round - 1);  // Connects.
    ready();
    for (int n = 0; n < kPerConnection; ++n) put(round * kPerConnection + n);
  });
}

double bare_posts(int port) {
  return answers_per_second([&](int connection, const auto& ready) {
    auto client = bench::client_of(port, bench::kBenchToken);
    const auto post = [&](int number) {
      expect_200([&] { return client.Post("/", facts(connection, number), "application/json"); });
    };
    post(0);  // Connects.
    ready();
    for (int n = 0; n < kPerConnection; ++n) post(n);
  });
}

/// The coach of all of them, and what an answer looks like.
std::string set_up(int port) {
  auto client = bench::client_of(port, bench::kBenchToken);
  expect(client.Put("/api/coaches/" + kCoach,
                    R"({"email":"c@example.org","firstName":"A","lastName":"B","schoolName":"S",)"
                    R"("region":"R","division":"high_school"})",
                    "application/json"),
         200);
  const auto sample = client.Put(competitor(0), facts(0, -999), "application/json");
  expect(sample, 200);
  return sample->body;
}

}  // namespace

int main() {
  bench::BenchEngine engine{{{"--log-level", "error"}}};
  const int port = engine->http_port();
  const bench::BareServer bare{bench::BareServer::ReadsBodies{}, 200, set_up(port)};
  bench::Rates ours{"durable commands, PUT competitor", {}};
  bench::Rates theirs{"bare cpp-httplib POST handler", {}};
  for (int round = 0; round < kRounds; ++round) {
    theirs.per_second.push_back(bare_posts(bare.port()));
    ours.per_second.push_back(durable_commands(port, round));
  }
  std::printf("medians of %d interleaved rounds, %d connections, %d commands each\n", kRounds,
              kConnections, kPerConnection);
  ours.print();
  theirs.print();
  bench::print_ratio("durable commands / bare POST handler", ours.median() / theirs.median(), 0.35);
  return 0;
}
