// What every actor may use of the outside: ports and settings. Owned by the System, which outlives
// its actors.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/settings.h"
#include "engine/log/event_reader.h"
#include "engine/log/snapshots.h"
#include "engine/ports/clock.h"
#include "engine/ports/logger.h"
#include "engine/ports/metactf_api.h"
#include "engine/ports/metrics.h"
#include "engine/ports/operations.h"
#include "engine/ports/read_model_sink.h"
#include "engine/ports/read_store.h"

namespace lockstep::log {
class EventLog;
}

namespace lockstep::actors {

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
