// See in_process.h.
#include "adapters/metactf_mock/in_process.h"

#include <utility>

#include "adapters/metactf_mock/admin.h"
#include "adapters/metactf_mock/memory_store.h"

namespace lockstep::metactf_mock {

InProcessMock::InProcessMock(const MockOptions& options)
    : anchor_(options.anchor), faults_(options.seed) {
  world_.store = make_memory_store();
  world_.behaviour = options.behaviour;
  world_.token = options.token;
  world_.shift = options.anchor - kDatasetAnchor;
}

Result<std::unique_ptr<InProcessMock>> InProcessMock::make(const MockOptions& options) {
  const auto* dataset = find_dataset(options.dataset);
  if (dataset == nullptr)
    return Error{Errc::not_found, "mock-dataset-unknown",
                 "the mock has no dataset '" + options.dataset + "'", "see /__admin/datasets"};
  std::unique_ptr<InProcessMock> out(new InProcessMock(options));
  load(out->world_, *dataset);
  return out;
}

Reply InProcessMock::handle(const Call& call, std::chrono::steady_clock::time_point now) {
  const auto since_zero =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
  auto entry = trace_of(call, anchor_ * 1000 + since_zero.count());
  auto reply = perform_planned(call, plan(call, now));
  entry.status = reply.status();
  add_to_trace(std::move(entry));
  return reply;
}

Answer InProcessMock::administer(const Call& call, std::int64_t now_unix) {
  return metactf_mock::administer({world_, faults_, trace_}, call, now_unix);
}

FaultPlan InProcessMock::plan(const Call& call, std::chrono::steady_clock::time_point now) {
  return faults_.plan(call.path, now);
}

Reply InProcessMock::perform_planned(const Call& call, const FaultPlan& plan) {
  return perform(world_, call, plan);
}

void InProcessMock::add_to_trace(TraceEntry entry) {
  trace_.add(std::move(entry));
}

}  // namespace lockstep::metactf_mock
