// What an engine's actors stand on, all of it in memory.
#pragma once
#include <memory>
#include <utility>

#include <gtest/gtest.h>

#include "actors/environment.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "engine/log/memory_event_log.h"
#include "tests/support/memory_operations.h"
#include "tests/support/virtual_time.h"

namespace lockstep::testing_support {

/// Outlives what it is the environment of.
struct InMemory {
  VirtualClock clock;
  CountingIds ids;
  log::MemoryEventLog log;
  std::unique_ptr<read_store::SqliteReadStore> reads =
      std::move(read_store::SqliteReadStore::open_temporary()).value();
  MemoryOperations operations;
  ports::NullLogger logger;
  ports::NullMetrics no_metrics;

  /// Without a vendor.
  actors::Environment environment(ports::Metrics& metrics) {
    actors::Settings settings;
    settings.integration_enabled = false;
    return {.log = log,
            .snapshots = log,
            .writable_log = log,
            .reads = *reads,
            .sinks = {reads.get()},
            .operations = operations,
            .clock = clock,
            .ids = ids,
            .logger = logger,
            .metrics = metrics,
            .make_api = [] { return nullptr; },
            .on_fatal = [](const std::string& why) { ADD_FAILURE() << why; },
            .settings = std::move(settings)};
  }
  actors::Environment environment() { return environment(no_metrics); }
};

}  // namespace lockstep::testing_support
