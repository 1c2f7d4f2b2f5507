// How much memory do 100,000 known competitors take when nobody talks about them? Tells the whole
// engine (RocksDB log, SQLite read store, actors) about them, lets all be passivated, prints VmRSS.
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "actors/system.h"
#include "adapters/operations_store/sqlite_operations.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "bench/support.h"
#include "engine/log/rocksdb_event_log.h"

namespace {

using namespace lockstep;  // NOLINT(google-build-using-namespace): a program, not a header.

constexpr int kThreads = 64;

class WallClock final : public ports::Clock {
  [[nodiscard]] Timestamp now() const override {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
  }
};
class Ids final : public ports::IdSource {
  std::string next() override { return std::to_string(++count_); }
  std::atomic<std::uint64_t> count_{0};
};

long resident_mib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10) / 1024;
  return 0;
}

CommandRequest facts(int number) {
  const auto id = "7f9c24e8-3b1d-4a6f-9e21-" + std::to_string(100'000'000 + number);
  domain::RecordCompetitorFacts command;
  command.competitor_id = {id};
  command.coach_id = {"3b1d24e8-7f9c-4a6f-9e21-" + std::to_string(number % 2000)};
  command.person.first_name = "Somebody";
  command.person.last_name = "Number " + std::to_string(number);
  command.person.email_personal = id + "@example.org";
  command.profile_complete = command.compliance_complete = true;
  CommandRequest out;
  out.id = id;
  out.command = domain::CompetitorCommand{command};
  out.command_id = {"command-" + id};
  out.who = {"admin", "bench"};
  return out;
}

void tell(actors::System& system, int competitors) {
  std::atomic<int> next{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = next++; i < competitors; i = next++)
        if (!system.execute(facts(i), std::chrono::seconds{60})) std::exit(1);
    });
}

}  // namespace

int main(int argc, char** argv) {
  const int competitors = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const bench::TempDir dir;
  auto opened = log::open_rocksdb_event_log({.directory = dir.path / "data",
                                             .master_key_file = {},
                                             .witnesses = {},
                                             .min_free_bytes = 1});
  if (!opened) return 1;
  const auto& keys = *opened.value().keys;
  auto reads = read_store::SqliteReadStore::open(dir.path / "data" / "read.sqlite", keys);
  auto operations =
      operations_store::SqliteOperations::open(dir.path / "data" / "operations.db", keys);
  if (!reads || !operations) return 1;
  WallClock clock;
  Ids ids;
  ports::NullLogger logger;
  ports::NullMetrics metrics;
  actors::Settings settings;
  settings.integration_enabled = false;
  settings.passivate_after = std::chrono::seconds{1};
  actors::System system{{.log = *opened.value().log,
                         .snapshots = *opened.value().log,
                         .writable_log = *opened.value().log,
                         .reads = *reads.value(),
                         .sinks = {reads.value().get()},
                         .operations = *operations.value(),
                         .clock = clock,
                         .ids = ids,
                         .logger = logger,
                         .metrics = metrics,
                         .make_api = {},
                         .on_fatal = [](const std::string&) { std::exit(1); },
                         .settings = settings}};
  std::printf("empty engine: %ld MiB resident\n", resident_mib());
  const auto took = bench::seconds_of([&] { tell(system, competitors); });
  if (!reads.value()->wait_for(ports::GroupSet::all(), opened.value().log->head().position,
                               std::chrono::minutes{10}))
    return 1;
  std::printf("%d competitors told in %.1f s, %ld MiB resident\n", competitors, took,
              resident_mib());
  std::this_thread::sleep_for(std::chrono::seconds{12});  // Two sweeps: all are passivated.
  std::printf("all passivated: %ld MiB resident (goal 500)\n", resident_mib());
  return 0;
}
