// See in_process.h.
#include "adapters/metactf_mock/in_process.h"

#include <utility>

#include "adapters/metactf_mock/admin.h"
#include "adapters/metactf_mock/memory_store.h"
#include "adapters/metactf_mock/postgres_store.h"

namespace lockstep::metactf_mock {

namespace {

Result<std::unique_ptr<MockStore>> make_store(const MockOptions& options) {
  if (options.storage == "memory") return make_memory_store();
  if (options.storage != "postgres")
    return Error{Errc::invalid, "mock-storage-unknown",
                 "the mock has no storage '" + options.storage + "'", "memory or postgres"};
  if (options.pg_url.reveal().empty())
    return Error{Errc::invalid, "mock-database-url-missing",
                 "the mock's storage is postgres, and there is no database",
                 "set META_CTF_MOCK_PG_URL"};
  return open_postgres_store(options.pg_url.reveal());
}

}  // namespace

InProcessMock::InProcessMock(const MockOptions& options)
    : defaults_{options.dataset, options.dataset_size, options.seed,
                options.anchor - kDatasetAnchor},
      faults_(options.seed) {
  world_.behaviour = options.behaviour;
  world_.token = options.token;
  world_.database_url = options.database_url;
}

Result<std::unique_ptr<InProcessMock>> InProcessMock::make(const MockOptions& options) {
  std::unique_ptr<InProcessMock> out(new InProcessMock(options));
  const base::WriteLock lock{out->world_.mutex};  // Nobody else is there yet.
  LOCKSTEP_TRY(out->world_.store, make_store(options));
  try {
    LOCKSTEP_TRY(out->fill(options.reset));
  } catch (const StoreFailed& failed) {
    return failed.error();
  }
  return out;
}

Result<void> InProcessMock::fill(bool anew) {
  const auto before = world_.store->origin();
  bool kept = false;
  if (anew) {
    LOCKSTEP_TRY(load(world_, defaults_));
  } else {
    LOCKSTEP_TRY(kept, load_or_keep(world_, defaults_));
  }
  const auto counts = world_.store->counts();
  beginning_ = (kept ? "kept dataset " : "loaded dataset ") + world_.origin.dataset + " in " +
               std::string(world_.store->mode()) + ": " + std::to_string(counts.users) +
               " users, " + std::to_string(counts.teams) + " teams";
  if (!kept && before) beginning_ += "; what was there before (" + before->dataset + ") is gone";
  return boost::outcome_v2::success();
}

Reply InProcessMock::handle(const Call& call, std::chrono::steady_clock::time_point now) {
  const auto since_zero =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
  const auto unix_ms = (kDatasetAnchor + defaults_.shift) * 1000 + since_zero.count();
  auto timed = call;
  timed.now = unix_ms / 1000;
  auto entry = trace_of(timed, unix_ms);
  auto reply = perform_planned(timed, plan(timed, now));
  if (reply.answer) reply.answer = parsed(std::move(*reply.answer));
  entry.status = reply.status();
  add_to_trace(std::move(entry));
  return reply;
}

Answer InProcessMock::administer(const Call& call, std::int64_t now_unix) {
  return metactf_mock::administer({world_, faults_, trace_, defaults_}, call, now_unix);
}

FaultPlan InProcessMock::plan(const Call& call, std::chrono::steady_clock::time_point now) {
  return faults_.plan(call.path, now);
}

Reply InProcessMock::perform_planned(const Call& call, const FaultPlan& plan) {
  return perform(world_, call, plan);
}

void InProcessMock::add_to_trace(TraceEntry entry) {
  world_.happenings.add("request", entry_json(entry));
  trace_.add(std::move(entry));
}

}  // namespace lockstep::metactf_mock
