// How much does a verified replay cost, compared with merely reading the bytes? Writes realistic
// events, a third of them with personal data, then reads them all: raw from RocksDB, with the hash
// chain checked, and through EventLog::read_all with everything checked and decrypted.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/support.h"
#include "engine/log/format.h"
#include "engine/log/records.h"
#include "engine/log/rocksdb_database.h"
#include "engine/log/rocksdb_event_log.h"

namespace {

using namespace lockstep;       // NOLINT(google-build-using-namespace): a program, not a header.
using namespace lockstep::log;  // NOLINT(google-build-using-namespace)

constexpr std::uint64_t kDefaultEvents = 300'000;
constexpr std::uint64_t kStreams = 10'000;
constexpr int kRounds = 5;

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s: %s\n", result.error().type.c_str(), result.error().detail.c_str());
    std::exit(1);
  }
  return std::move(result).value();
}

using bench::TempDir;

AppendRequest solve(std::uint64_t number) {
  const auto text = std::to_string(number);
  AppendRequest out;
  out.stream = {"competitor", "7f9c24e8-3b1d-4a6f-9e21-" + std::to_string(number % kStreams)};
  out.expected = Version{number / kStreams};
  out.command_id = CommandId{"5b0e9f7a-12c4-4d0e-8a55-" + text};
  out.correlation_id = "c1d2e3f4-0000-4000-8000-" + text;
  out.who = {"system", "scheduler"};
  out.now = Timestamp{1'700'000'000'000 + static_cast<std::int64_t>(number)};
  out.events.push_back(
      {"competitor.solve_recorded.v1",
       R"({"competitor_id":"7f9c24e8-3b1d-4a6f-9e21-)" + std::to_string(number % kStreams) +
           R"(","source":"odl","challenge_solve_id":)" + text + R"(,"challenge_id":)" +
           std::to_string(number % 700) + R"(,"challenge_title":"A title of middling length )" +
           std::to_string(number % 700) +
           R"(","challenge_points":150,"challenge_category":"crypto","timestamp_unix":17000)" +
           text + R"(,"challenge_retired":false,"nist_nice_work_roles":["PR-CDA-001"]})",
       number % 3 == 0 ? R"({"first_name":"First","last_name":"Last","email":"x@example.org"})"
                       : ""});
  return out;
}

void write_events(const LogOptions& options, std::uint64_t count) {
  auto opened = must(open_rocksdb_event_log(options));
  std::vector<AppendRequest> batch;
  for (std::uint64_t i = 0; i < count; ++i) {
    batch.push_back(solve(i));
    if (batch.size() < kMaxBatchEvents && i + 1 < count) continue;
    for (auto& answer : opened.log->append(batch)) must(std::move(answer));
    batch.clear();
  }
}

/// One way of reading everything, and its best round: the others were disturbed.
struct Way {
  std::function<std::uint64_t()> read;  ///< Returns the number of events.
  double events_per_second = 0;

  void round() {
    const auto begin = std::chrono::steady_clock::now();
    const auto events = read();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    events_per_second = std::max(events_per_second, static_cast<double>(events) / took.count());
  }
};

/// Every record of the log's column family, in order, as fast as RocksDB gives them.
std::uint64_t scan(const Database& database,
                   const std::function<void(Position, std::string_view)>& each) {
  constexpr std::size_t kReadahead = 2U << 20U;
  rocksdb::ReadOptions options;
  options.readahead_size = kReadahead;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> it(
      database.db().NewIterator(options, database.family(static_cast<std::size_t>(Family::log))));
  std::uint64_t events = 0;
  for (it->SeekToFirst(); it->Valid(); it->Next(), ++events)
    each(Position{events + 1}, {it->value().data(), it->value().size()});
  return events;
}

std::uint64_t raw_scan(const Database& database) {
  [[maybe_unused]] static volatile unsigned sink =
      0;  // The sum is used, so that the bytes are really touched.
  unsigned sum = 0;
  const auto events = scan(database, [&](Position /*at*/, std::string_view bytes) {
    for (const char byte : bytes) sum += static_cast<unsigned char>(byte);
  });
  sink = sum;
  return events;
}

std::uint64_t chain_only(const Database& database) {
  ChainReader reader;
  return scan(database, [&](Position at, std::string_view bytes) {
    if (!reader.check(at, bytes)) std::exit(1);
  });
}

std::uint64_t replay(EventLog& log) {
  std::uint64_t events = 0;
  for (Position after;;) {
    const auto page = must(log.read_all(after, {}));
    if (page.empty()) return events;
    events += page.size();
    after = page.back().position;
  }
}

void print(const char* name, const Way& way, const Way& baseline) {
  std::printf("%-32s %10.0f events/s   ratio %.2f\n", name, way.events_per_second,
              way.events_per_second / baseline.events_per_second);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : kDefaultEvents;
  const TempDir dir;
  LogOptions options;
  options.directory = dir.path;
  write_events(options, count);
  auto opened = must(open_rocksdb_event_log(options));  // Everything is in tables now.
  const auto database = must(Database::open(
      {dir.path / "log", {kFamilyNames.begin(), kFamilyNames.end()}, false, true, nullptr}));
  Way raw{[&] { return raw_scan(*database); }};
  Way chained{[&] { return chain_only(*database); }};
  Way verified{[&] { return replay(*opened.log); }};
  // In turns, so that a noisy neighbour disturbs all of them alike.
  for (int i = 0; i < kRounds; ++i)
    for (auto* way : {&raw, &chained, &verified}) way->round();
  std::printf("events %llu, a third of them sealed\n", static_cast<unsigned long long>(count));
  print("raw RocksDB scan", raw, raw);
  print("hash chain, no decryption", chained, raw);
  print("verified replay (goal 0.15)", verified, raw);
  return 0;
}
