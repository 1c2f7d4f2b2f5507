// What every actor may use of the outside: ports and settings. Owned by the System, which outlives
// its actors.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/domain/onboarding_policy.h"
#include "engine/effects/plan_settings.h"
#include "engine/log/event_reader.h"
#include "engine/log/snapshots.h"
#include "engine/ports/clock.h"
#include "engine/ports/logger.h"
#include "engine/ports/metactf_api.h"
#include "engine/ports/metrics.h"
#include "engine/ports/operations.h"
#include "engine/ports/read_model_sink.h"
#include "engine/ports/read_store.h"
#include "engine/rate/gate.h"

namespace lockstep::log {
class EventLog;
}

namespace lockstep::actors {

struct Settings {
  domain::OnboardingPolicy onboarding{};
  /// False: commands are recorded and nothing is sent to the vendor.
  bool integration_enabled = true;
  rate::GateLimits vendor;
  std::chrono::milliseconds poll_interval{std::chrono::minutes{30}};
  std::chrono::milliseconds reconcile_interval{std::chrono::minutes{30}};
  process::RemovalLimits removal_limits{};
  std::chrono::milliseconds coach_check_interval{std::chrono::minutes{1}};
  std::chrono::seconds cursor_overlap{600};
  /// Entities without a command for so long are passivated; more than so many never stay.
  std::chrono::milliseconds passivate_after{60'000};
  std::size_t max_active_entities = 10'000;
  std::size_t max_commands_in_flight = 4'096;
  std::size_t max_operations_in_flight = 64;
  std::uint64_t snapshot_every = 256;  ///< Events of a stream between two snapshots.

  [[nodiscard]] effects::PlanSettings planning() const {
    return {.intervals = {poll_interval, coach_check_interval, reconcile_interval},
            .cursor_overlap = cursor_overlap,
            .removal_limits = removal_limits,
            .max_in_flight = max_operations_in_flight};
  }
};

struct Environment {
  log::EventReader& log;
  log::Snapshots& snapshots;
  log::EventLog& writable_log;  ///< The log writer's alone: nobody else sees append().
  ports::ReadStore& reads;
  std::vector<ports::ReadModelSink*> sinks;  ///< The embedded store first.
  ports::Operations& operations;
  ports::Clock& clock;
  ports::IdSource& ids;
  ports::Logger& logger;
  ports::Metrics& metrics;
  /// One client per worker. May be called from any thread.
  std::function<std::unique_ptr<ports::MetactfApi>()> make_api;
  /// The process cannot go on (the log has stopped): the text says why. Any thread, at most once.
  std::function<void(const std::string&)> on_fatal;
  Settings settings;
};

}  // namespace lockstep::actors
