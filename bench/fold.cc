// How long does it take to make the embedded read store anew? Writes a log of what a season has in
// it, then folds all of it as the projection runner does, and beside that only reads and decodes
// it.
#include <algorithm>
#include <map>

#include "actors/log_batches.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "bench/support.h"
#include "engine/log/rocksdb_event_log.h"
#include "events/any_event.h"

namespace {

using namespace lockstep;  // NOLINT(google-build-using-namespace): a program, not a header.

constexpr std::uint64_t kDefaultEvents = 300'000;
constexpr std::uint64_t kCrowd = 400;  ///< So many competitors are busy at the same time.
constexpr int kRounds = 3;

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s: %s\n", result.error().type.c_str(), result.error().detail.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

std::string uuid(const char* head, std::uint64_t number) {
  const auto tail = std::to_string(100'000'000'000 + number * 7'919'777'777 % 899'999'999'999);
  return std::string(head) + "-3b1d-4a6f-9e21-" + tail;
}

events::Solve solve(std::uint64_t kid, std::int64_t number) {
  events::Solve out;
  out.challenge_solve_id = static_cast<std::int64_t>(kid) * 100 + number;
  out.challenge_id = number;
  out.challenge_title = "A challenge of middling length";
  out.challenge_category = "crypto";
  out.challenge_points = 150;
  out.solved_at = VendorTime{1'700'000'000 + number};
  out.raw = {{"challenge_id", number}, {"points", 150}, {"category", "crypto"}};
  return out;
}

/// What happens to a competitor, in order.
std::vector<events::AnyEvent> life(std::uint64_t kid) {
  using namespace events;  // NOLINT(google-build-using-namespace): their names are long.
  const CompetitorId id{uuid("7f9c24e8", kid)};
  const CoachId coach{uuid("3b1d24e8", kid % 200)};
  const TeamId team{uuid("9e2124e8", kid / 5)};
  CompetitorFactsRecorded facts;
  facts.competitor_id = id;
  facts.coach_id = coach;
  facts.person = Sealed<CompetitorPerson>{
      {"Somebody", "Number", id.value + "@example.org", std::nullopt, std::nullopt}};
  facts.profile_complete = facts.compliance_complete = true;
  CompetitorOnboarded onboarded;
  onboarded.competitor_id = id;
  onboarded.call_id = {uuid("ca11ca11", kid)};
  onboarded.metactf_user_id = MetactfUserId{static_cast<std::int64_t>(kid)};
  onboarded.created = true;
  ScoresOdlRecorded odl;
  odl.competitor_id = id;
  odl.call_id = onboarded.call_id;
  odl.result = SyncResult::synced;
  for (int i = 0; i < 3; ++i) odl.new_solves.push_back(solve(kid, i));
  odl.cursor = VendorTime{1'700'000'002};
  ScoresOdlRecorded totals;
  totals.competitor_id = id;
  totals.call_id = {uuid("ca11ca12", kid)};
  totals.result = SyncResult::skipped_no_new_data;
  totals.totals = Totals{3, 450, {{"crypto", 450}}};
  totals.cursor = odl.cursor;
  const CallId call{uuid("ca11ca13", kid)};
  return {facts,
          CompetitorOnboardingWanted{id, coach},
          CompetitorOnboardingRequested{id, coach, onboarded.call_id, 1, Sealed<UserPayload>{{}}},
          onboarded,
          CompetitorTeamRequested{id, team, 1, Division::high_school, coach},
          CompetitorTeamAssigned{id, team, 1, {}},
          CompetitorAssignmentRequested{id, call, 1, team, std::nullopt},
          CompetitorAssignmentRecorded{id, call, team},
          ScoresBegun{id, onboarded.metactf_user_id},
          odl,
          totals};
}

/// Where an event of a life goes: scores have a stream of their own.
std::string category_of(const events::AnyEvent& event) {
  return std::visit([]<class E>(const E&) { return std::string(events::kCategoryOf<E>); }, event);
}

/// `step`: how many the life has before it; `version`: how many its stream has.
log::AppendRequest append_of(std::uint64_t kid, std::uint64_t step, std::uint64_t version,
                             const events::AnyEvent& event) {
  const auto encoded = std::visit([](const auto& e) { return events::encode(e); }, event);
  log::AppendRequest out;
  out.stream = {category_of(event), uuid("7f9c24e8", kid)};
  out.expected = Version{version};
  out.command_id = CommandId{uuid("c0a11a4d", kid * 100 + step)};
  out.correlation_id = out.command_id.value;
  out.who = {"system", "bench"};
  out.now = Timestamp{1'700'000'000'000};
  out.events.push_back({std::string(events::type_of(event)), boost::json::serialize(encoded.body),
                        encoded.personal.empty() ? "" : boost::json::serialize(encoded.personal)});
  return out;
}

void write_events(log::EventLog& log, std::uint64_t count) {
  std::vector<log::AppendRequest> batch;
  const auto flush = [&] {
    for (auto& answer : log.append(batch)) must(std::move(answer));
    batch.clear();
  };
  for (std::uint64_t first = 0; log.head().position.value < count; first += kCrowd) {
    std::vector<std::vector<events::AnyEvent>> lives;
    for (std::uint64_t i = 0; i < kCrowd; ++i) lives.push_back(life(first + i));
    std::map<std::string, std::uint64_t> versions;
    for (std::size_t step = 0; step < lives.front().size(); ++step) {
      const auto version = versions[category_of(lives.front()[step])]++;
      for (std::uint64_t i = 0; i < kCrowd; ++i) {
        batch.push_back(append_of(first + i, step, version, lives[i][step]));
        if (batch.size() == log::kMaxBatchEvents) flush();
      }
    }
    flush();
  }
}

/// Everything, as the runner asks for it.
template <class F>
void read_everything(log::EventReader& log, F&& each_batch) {
  actors::BatchReader reader;
  ports::Checkpoint from;
  const auto head = log.head().position;
  while (from.position < head) {
    const auto batch =
        must(reader.read(log, {from.position, head, projections::GroupSet::all()}, true));
    const ports::Checkpoint next{batch.back().stored.position, batch.back().stored.hash};
    each_batch(batch, from, next);
    from = next;
  }
}

void fold_everything(log::EventReader& log, read_store::SqliteReadStore& store) {
  std::vector<ports::Lane> lanes;
  for (const auto& state : must(store.lanes())) lanes.push_back(state.lane);
  read_everything(log, [&](const actors::Batch& batch, const auto& from, const auto& next) {
    must(store.transact(lanes, from, next,
                        [&](const ports::Lane& lane, const projections::RowAccess& rows) {
                          const auto& group = projections::groups()[lane.group];
                          for (const auto& read : batch) group.apply(rows, read.meta, *read.event);
                        }));
  });
  for (const auto& lane : lanes) must(store.finish(lane));
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : kDefaultEvents;
  const bench::TempDir dir;
  log::LogOptions options;
  options.directory = dir.path / "data";
  auto opened = must(log::open_rocksdb_event_log(options));
  write_events(*opened.log, count);
  const auto events = static_cast<double>(opened.log->head().position.value);
  bench::Rates reading{"read and decode alone", {}};
  bench::Rates folding{"read, decode and fold into an empty store", {}};
  for (int round = 0; round < kRounds; ++round) {
    reading.per_second.push_back(events / bench::seconds_of([&] {
                                   read_everything(*opened.log,
                                                   [](const auto&, const auto&, const auto&) {});
                                 }));
    auto store =
        must(read_store::SqliteReadStore::open(dir.path / std::to_string(round), *opened.keys));
    folding.per_second.push_back(events /
                                 bench::seconds_of([&] { fold_everything(*opened.log, *store); }));
  }
  std::printf("%.0f events\n", events);
  reading.print();
  folding.print();
  bench::print_ratio("folding / reading", folding.median() / reading.median(), 0.5);
  return 0;
}
