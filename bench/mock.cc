// How fast is the mock vendor, compared with what its HTTP library can do? The same requests of
// keep-alive clients go to the mock and to a bare cpp-httplib server that answers the very same
// bytes, in interleaved rounds of one run.
#include <barrier>
#include <thread>

#include "adapters/metactf_mock/mock_server.h"
#include "bench/http_support.h"

namespace {

using namespace lockstep;  // NOLINT(google-build-using-namespace): a program, not a header.

constexpr int kRounds = 9;
constexpr int kConnections = 8;
constexpr int kPerConnection = 2'000;
constexpr auto kToken = "bench";
constexpr auto kBase = "/integrations/syned/v1";

double requests_per_second(int port, const std::string& target, int status) {
  std::vector<std::thread> clients;
  std::barrier start{kConnections + 1};
  for (int i = 0; i < kConnections; ++i)
    clients.emplace_back([&] {
      auto client = bench::client_of(port, kToken);
      if (!client.Get(target)) std::exit(1);  // Connects.
      start.arrive_and_wait();
      for (int n = 0; n < kPerConnection; ++n) {
        const auto answer = client.Get(target);
        if (!answer || answer->status != status) std::exit(1);
      }
    });
  start.arrive_and_wait();
  const auto took = bench::seconds_of([&] {
    for (auto& client : clients) client.join();
  });
  return kConnections * kPerConnection / took;
}

struct Question {
  std::string name;
  std::string target;
};

void measure(int mock_port, const Question& question) {
  auto client = bench::client_of(mock_port, kToken);
  const auto answer = client.Get(question.target);
  if (!answer) std::exit(1);
  const bench::BareServer bare{answer->status, answer->body};
  bench::Rates mock_rates{"mock, " + question.name, {}};
  bench::Rates bare_rates{"bare cpp-httplib, the same bytes", {}};
  for (int round = 0; round < kRounds; ++round) {
    bare_rates.per_second.push_back(
        requests_per_second(bare.port(), question.target, answer->status));
    mock_rates.per_second.push_back(
        requests_per_second(mock_port, question.target, answer->status));
  }
  std::printf("%s, %zu bytes\n", question.name.c_str(), answer->body.size());
  mock_rates.print();
  bare_rates.print();
  bench::print_ratio(("mock / bare, " + question.name).c_str(),
                     mock_rates.median() / bare_rates.median(), 0.5);
}

/// Somebody of `large` with at least so many solves.
std::string active_user(const metactf_mock::MockServer& mock, std::size_t solves) {
  const auto state = mock.state();
  auto client = bench::client_of(mock.port(), kToken);
  for (const auto& user : state.at("users").as_array()) {
    const auto id = std::string(user.at("synedUserId").as_string());
    const auto answer = client.Get(kBase + ("/scores/get_odl_scores?syned_user_id=" + id));
    if (!answer || answer->status != 200) continue;
    const auto scores = boost::json::parse(answer->body);
    if (scores.at("challenge_solves").as_array().size() >= solves) return id;
  }
  std::exit(1);
}

}  // namespace

int main() {
  metactf_mock::MockOptions options;
  options.listen.port = 0;
  options.dataset = "large";
  const auto mock = metactf_mock::MockServer::start(options);
  if (!mock) return 1;
  std::printf("medians of %d interleaved rounds, %d keep-alive connections, %d requests each\n",
              kRounds, kConnections, kPerConnection);
  const auto user = active_user(*mock.value(), 12);
  measure(mock.value()->port(), {"GET /users", kBase + ("/users?syned_user_id=" + user)});
  measure(mock.value()->port(),
          {"GET /scores/get_odl_scores", kBase + ("/scores/get_odl_scores?syned_user_id=" + user)});
  return 0;
}
