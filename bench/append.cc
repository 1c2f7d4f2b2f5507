// How much does durability cost here, compared with what the disk and RocksDB give anybody? Three
// questions in interleaved rounds: one client against write+fdatasync; 256 clients through the log
// writer against one; and the peak against RocksDB alone with sync and batches of 100.
#include <cstdlib>
#include <memory>

#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include "actors/log_writer.h"
#include "adapters/operations_store/sqlite_operations.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "bench/support.h"
#include "engine/log/rocksdb_event_log.h"
#include "engine/ports/clock.h"

namespace {

using namespace lockstep;  // NOLINT(google-build-using-namespace): a program, not a header.

constexpr int kRounds = 7;
constexpr std::size_t kRecordBytes = 400;
constexpr int kOneByOne = 800;
constexpr int kClients = 256;
constexpr int kPerClient = 40;
constexpr std::size_t kBatches = 100;

class FixedClock final : public ports::Clock {
  [[nodiscard]] Timestamp now() const override { return Timestamp{1'790'000'000'000}; }
};
class Ids final : public ports::IdSource {
  std::string next() override { return std::to_string(++count_); }
  std::uint64_t count_ = 0;
};

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> number{0};
  return ++number;
}

log::AppendRequest request(const StreamId& stream, Version expected) {
  log::AppendRequest out;
  out.stream = stream;
  out.expected = expected;
  out.command_id = {"5b0e9f7a-12c4-4d0e-8a55-" + std::to_string(next_number())};
  out.who = {"system", "bench"};
  out.correlation_id = "5b0e9f7a";
  out.now = Timestamp{1'790'000'000'000};
  out.events.push_back({"scores.sync_requested.v1",
                        R"({"text":")" + std::string(kRecordBytes - 200, 'x') + "\"}", ""});
  return out;
}

double raw_appends(const std::filesystem::path& file) {
  const int fd = open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  const std::string record(kRecordBytes, 'x');
  const auto took = bench::seconds_of([&] {
    for (int i = 0; i < kOneByOne; ++i)
      if (write(fd, record.data(), record.size()) < 0 || fdatasync(fd) != 0) std::exit(1);
  });
  close(fd);
  return kOneByOne / took;
}

double log_alone(log::EventLog& log) {
  const StreamId stream{"competitor", "alone-" + std::to_string(next_number())};
  return kOneByOne / bench::seconds_of([&] {
           for (int i = 0; i < kOneByOne; ++i) {
             const auto one = request(stream, Version{static_cast<std::uint64_t>(i)});
             if (!log.append({&one, 1}).front()) std::exit(1);
           }
         });
}

double peak(log::EventLog& log) {
  static std::vector<std::uint64_t> versions(2'000);
  std::vector<std::vector<log::AppendRequest>> batches(kBatches);
  for (std::size_t i = 0; i < kBatches * log::kMaxBatchEvents; ++i) {
    auto& version = versions[i % versions.size()];
    batches[i / log::kMaxBatchEvents].push_back(
        request({"competitor", "peak-" + std::to_string(i % versions.size())}, Version{version++}));
  }
  const auto took = bench::seconds_of([&] {
    for (const auto& batch : batches)
      for (const auto& answer : log.append(batch))
        if (!answer) std::exit(1);
  });
  return static_cast<double>(kBatches * log::kMaxBatchEvents) / took;
}

/// RocksDB with what we ask of it and nothing of ours: `rows` 1 = one record an event; 3 = the
/// record and the two small rows that find it by stream and by command id, in families of their
/// own.
double rocksdb_alone(rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& families,
                     int rows) {
  static std::uint64_t key = 0;
  rocksdb::WriteOptions sync;
  sync.sync = true;
  const std::string record(kRecordBytes, 'x');
  const std::string answer(40, 'y');
  const auto took = bench::seconds_of([&] {
    for (std::size_t b = 0; b < kBatches; ++b) {
      rocksdb::WriteBatch batch;
      for (int i = 0; i < 100; ++i) {
        const std::uint64_t swapped = __builtin_bswap64(++key);
        const rocksdb::Slice position{reinterpret_cast<const char*>(&swapped), sizeof swapped};
        batch.Put(families[0], position, record);
        if (rows == 1) continue;
        const auto text = std::to_string(key * 7919 % 2000);
        batch.Put(families[1], "competitor|peak-" + text + "|" + std::to_string(key), position);
        batch.Put(families[2], "5b0e9f7a-12c4-4d0e-8a55-" + std::to_string(key), answer);
      }
      if (!db.Write(sync, &batch).ok()) std::exit(1);
    }
  });
  return 100.0 * static_cast<double>(kBatches) / took;
}

/// One client: appends, waits for the answer, appends again.
caf::behavior client(caf::event_based_actor* self, actors::LogWriterActor writer, caf::actor boss) {
  const StreamId stream{"competitor", "client-" + std::to_string(next_number())};
  auto version = std::make_shared<std::uint64_t>(0);
  self->send(self, actors::Tick{});
  return {[=](const actors::Tick&) {
    self->request(writer, caf::infinite, actors::Append{request(stream, Version{*version})})
        .then([=](const actors::AppendAnswer& answer) {
          if (!std::holds_alternative<log::Appended>(answer.value)) std::exit(1);
          if (++*version < kPerClient) return self->send(self, actors::Tick{});
          caf::anon_send(boss, actors::Tick{});
          self->quit();
        });
  }};
}

double through_writer(caf::actor_system& system, const actors::LogWriterActor& writer, int clients,
                      int each) {
  caf::scoped_actor self{system};
  const auto took = bench::seconds_of([&] {
    if (clients == 1) {
      const StreamId stream{"competitor", "single-" + std::to_string(next_number())};
      for (int i = 0; i < each; ++i)
        self->request(writer, caf::infinite,
                      actors::Append{request(stream, Version{static_cast<std::uint64_t>(i)})})
            .receive([](const actors::AppendAnswer&) {}, [](const caf::error&) { std::exit(1); });
      return;
    }
    for (int i = 0; i < clients; ++i)
      system.spawn(client, writer, caf::actor_cast<caf::actor>(self));
    for (int done = 0; done < clients; ++done) self->receive([](const actors::Tick&) {});
  });
  return clients * each / took;
}

struct Results {
  bench::Rates raw{"raw write+fdatasync, one by one", {}};
  bench::Rates alone{"event log, one by one", {}};
  bench::Rates single{"log writer, 1 client", {}};
  bench::Rates many{"log writer, 256 clients", {}};
  bench::Rates top{"event log, batches of 256", {}};
  bench::Rates rocks{"RocksDB alone, sync, batches of 100, same rows", {}};
  bench::Rates bare{"RocksDB alone, sync, batches of 100, one row", {}};

  void print() const {
    std::printf("medians of %d interleaved rounds, %zu-byte records\n", kRounds, kRecordBytes);
    for (const auto* rates : {&raw, &alone, &single, &many, &top, &rocks, &bare}) rates->print();
    const auto best = std::max(top.median(), many.median());
    bench::print_ratio("1 client / raw write+fdatasync", alone.median() / raw.median(), 0.7);
    bench::print_ratio("  the same through the log writer actor", single.median() / raw.median(),
                       0.7);
    bench::print_ratio("256 clients / 1 client", many.median() / single.median(), 15);
    bench::print_ratio("peak / RocksDB alone, batches of 100, same rows", best / rocks.median(),
                       0.6);
    bench::print_ratio("  the same / one row an event", best / bare.median(), 0.6);
  }
};

/// What everything is measured against: RocksDB with nothing of ours.
struct Baseline {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;

  explicit Baseline(const std::filesystem::path& path) {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    if (!rocksdb::DB::Open(options, path.string(), &opened).ok()) std::exit(1);
    db.reset(opened);
    if (!db->CreateColumnFamilies({}, {"log", "stream", "dedupe"}, &families).ok()) std::exit(1);
  }
  ~Baseline() {
    for (auto* family : families) db->DestroyColumnFamilyHandle(family);
  }
  Baseline(const Baseline&) = delete;
  Baseline& operator=(const Baseline&) = delete;
};

Results measure(const actors::Environment& env, const std::filesystem::path& path) {
  Results out;
  const Baseline baseline{path / "plain"};
  caf::actor_system_config config;
  config.set("scheduler.max-throughput", 100);
  caf::actor_system system{config};
  const auto writer = system.spawn<caf::detached>(actors::log_writer, &env);
  for (int round = 0; round < kRounds; ++round) {
    out.raw.per_second.push_back(raw_appends(path / "raw"));
    out.single.per_second.push_back(through_writer(system, writer, 1, kOneByOne));
    out.alone.per_second.push_back(log_alone(env.writable_log));
    out.many.per_second.push_back(through_writer(system, writer, kClients, kPerClient));
    out.rocks.per_second.push_back(rocksdb_alone(*baseline.db, baseline.families, 3));
    out.bare.per_second.push_back(rocksdb_alone(*baseline.db, baseline.families, 1));
    out.top.per_second.push_back(peak(env.writable_log));
  }
  caf::anon_send_exit(writer, caf::exit_reason::user_shutdown);
  return out;
}

}  // namespace

int main() {
  const bench::TempDir dir;
  auto opened = log::open_rocksdb_event_log({.directory = dir.path / "data",
                                             .master_key_file = {},
                                             .witnesses = {},
                                             .min_free_bytes = 1});
  auto reads = read_store::SqliteReadStore::open_temporary();
  if (!opened || !reads) return 1;
  auto operations =
      operations_store::SqliteOperations::open(dir.path / "operations.db", *opened.value().keys);
  if (!operations) return 1;
  FixedClock clock;
  Ids ids;
  ports::NullLogger logger;
  ports::NullMetrics metrics;
  const actors::Environment env{.log = *opened.value().log,
                                .snapshots = *opened.value().log,
                                .writable_log = *opened.value().log,
                                .reads = *reads.value(),
                                .sinks = {},
                                .operations = *operations.value(),
                                .clock = clock,
                                .ids = ids,
                                .logger = logger,
                                .metrics = metrics,
                                .make_api = {},
                                .on_fatal = [](const std::string&) { std::exit(1); },
                                .settings = {}};
  measure(env, dir.path).print();
  return 0;
}
