// The vendor, made up, without sockets: the same rules, faults and trace as behind MockServer, in
// whatever time the caller says it is. For simulations in virtual time.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/faults.h"
#include "adapters/metactf_mock/mock_options.h"
#include "adapters/metactf_mock/reply.h"
#include "adapters/metactf_mock/trace.h"
#include "adapters/metactf_mock/world.h"
#include "events/result.h"

namespace lockstep::metactf_mock {

class InProcessMock {
 public:
  /// `host` and `port` of the options mean nothing here. Errc::not_found for an unknown dataset,
  /// Errc::unavailable for a database that is not there.
  static Result<std::unique_ptr<InProcessMock>> make(const MockOptions& options);

  /// One request to the vendor, e.g. `{"GET", "/users", {{"syned_user_id", "x"}}, "", "token"}`.
  /// Waits for nothing: of a latency only the fault plan knows (see plan()). Steady time zero is
  /// MockOptions::anchor on the wall; Call::now follows from that. Any thread.
  Reply handle(const Call& call, std::chrono::steady_clock::time_point now);
  /// One request to an /__admin route, e.g. `{"POST", "/__admin/faults", {}, R"({})"}`. Any thread.
  Answer administer(const Call& call, std::int64_t now_unix);

  /// handle() is these in a row, for who puts a wait between them: plan, perform, add to trace.
  FaultPlan plan(const Call& call, std::chrono::steady_clock::time_point now);
  Reply perform_planned(const Call& call, const FaultPlan& plan);
  void add_to_trace(TraceEntry entry);

  /// Whether the storage had the dataset already, or what it was filled with; one line.
  [[nodiscard]] const std::string& beginning() const { return beginning_; }

  World& world() { return world_; }
  FaultPlanner& faults() { return faults_; }
  Trace& trace() { return trace_; }

 private:
  explicit InProcessMock(const MockOptions& options);
  Result<void> fill(bool anew) LOCKSTEP_REQUIRES(world_.mutex);

  Origin defaults_;
  World world_;
  FaultPlanner faults_;
  Trace trace_;
  std::string beginning_;
};

}  // namespace lockstep::metactf_mock
