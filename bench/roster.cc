// How long does it take from a roster change until the vendor has confirmed it? Coaches move
// competitors between teams all the time; measured from the command's answer to the confirmation in
// the read model, with a healthy vendor and with one that fails one call in a hundred.
#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <vector>

#include <boost/json.hpp>

#include "adapters/metactf_mock/mock_server.h"
#include "base/uuid.h"
#include "bench/http_support.h"

namespace {

using namespace lockstep;  // NOLINT(google-build-using-namespace): a program, not a header.
using Time = std::chrono::steady_clock::time_point;

constexpr int kTeams = 24;
constexpr int kKids = 120;
constexpr int kChanges = 400;
constexpr auto kBetweenChanges = std::chrono::milliseconds{40};  ///< 25 changes a second.

const std::string kCoach = base::uuid8("coach");

std::string kid(int i) {
  return base::uuid8("kid-" + std::to_string(i));
}
std::string team(int i) {
  return base::uuid8("team-" + std::to_string(i));
}

void expect(const httplib::Result& answer, const std::string& what) {
  if (answer && answer->status < 300) return;
  std::fprintf(stderr, "%s: %s\n", what.c_str(), answer ? answer->body.c_str() : "no answer");
  std::exit(1);
}

void tell(httplib::Client& client, const std::string& path, const boost::json::object& body) {
  expect(client.Put(path, boost::json::serialize(body), "application/json"), path);
}

void set_up(httplib::Client& client) {
  tell(client, "/api/coaches/" + kCoach,
       {{"email", "c@example.org"},
        {"firstName", "A"},
        {"lastName", "B"},
        {"schoolName", "S"},
        {"region", "R"},
        {"division", "high_school"}});
  for (int i = 0; i < kTeams; ++i)
    tell(client, "/api/teams/" + team(i),
         {{"coachId", kCoach}, {"name", "Team " + std::to_string(i)}, {"division", "high_school"}});
  for (int i = 0; i < kKids; ++i) {
    tell(client, "/api/competitors/" + kid(i),
         {{"coachId", kCoach},
          {"firstName", "Kid"},
          {"lastName", kid(i)},
          {"emailPersonal", kid(i) + "@example.org"},
          {"division", "high_school"},
          {"profileComplete", true},
          {"complianceComplete", true}});
    expect(client.Post("/api/game-platform/competitors/" + kid(i)), "onboarding");
  }
}

bool confirmed(ports::ReadStore& reads, const std::string& who, const std::string& where) {
  const auto row = reads.roster().membership({who});
  return row && row.value() && row.value()->team_id.value == where &&
         row.value()->sync == projections::MembershipSync::synced;
}

/// Whatever is confirmed by now leaves `open`, with the time it took.
struct Change {
  std::string who;
  std::string where;
  Time asked;
};
void collect(ports::ReadStore& reads, std::vector<Change>& open, std::vector<double>& seconds) {
  std::erase_if(open, [&](const Change& change) {
    if (!confirmed(reads, change.who, change.where)) return false;
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - change.asked).count());
    return true;
  });
}

std::vector<double> change_rosters(httplib::Client& client, ports::ReadStore& reads) {
  std::mt19937 dice{1};
  std::vector<Change> open;
  std::vector<double> seconds;
  for (int i = 0; i < kChanges; ++i) {
    const auto who = kid(static_cast<int>(dice() % kKids));
    // A second change of the same competitor would hide how long the first one took.
    const bool busy = std::ranges::find(open, who, &Change::who) != open.end();
    const auto where = team(static_cast<int>(dice() % kTeams));
    if (!busy && !confirmed(reads, who, where)) {
      const auto answer = client.Put("/api/teams/" + where + "/members/" + who, "", "");
      if (answer && answer->status < 300)  // A full team refuses: no change.
        open.push_back({who, where, std::chrono::steady_clock::now()});
    }
    std::this_thread::sleep_for(kBetweenChanges);
    collect(reads, open, seconds);
  }
  for (int i = 0; i < 9'000 && !open.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
    collect(reads, open, seconds);
  }
  if (!open.empty()) std::printf("  %zu changes were not confirmed within 90 s\n", open.size());
  std::ranges::sort(seconds);
  return seconds;
}

void report(const char* vendor, const std::vector<double>& seconds, double goal) {
  const auto at = [&](double part) {
    return seconds.at(static_cast<std::size_t>(part * static_cast<double>(seconds.size() - 1)));
  };
  std::printf("%s: %zu changes, p50 %.3f s, p90 %.3f s, p99 %.3f s (goal %.0f s), longest %.3f s\n",
              vendor, seconds.size(), at(0.5), at(0.9), at(0.99), goal, at(1));
}

}  // namespace

int main() {
  metactf_mock::MockOptions options;
  options.listen.port = 0;
  auto mock = metactf_mock::MockServer::start(options);
  if (!mock) return 1;
  bench::BenchEngine engine{{{"--log-level", "error"}}, mock.value()->base_url()};
  auto client = bench::client_of(engine->http_port(), bench::kBenchToken);
  set_up(client);
  auto& reads = engine->reads();
  for (int i = 0; i < kKids; ++i)
    while (reads.roster().competitor({kid(i)}).value()->status !=
           events::CompetitorStatus::complete)
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
  report("healthy vendor", change_rosters(client, reads), 10);
  auto admin = bench::client_of(mock.value()->port(), "");
  expect(admin.Post("/__admin/faults", R"({"errorRate":0.01,"status":503})", "application/json"),
         "faults");
  report("1 % of the calls fail", change_rosters(client, reads), 60);
  return 0;
}
