// The whole engine put together: log, read store, Postgres, actors, HTTP. `serve` and `demo` run
// it.
#pragma once
#include <atomic>
#include <memory>
#include <string>

#include "adapters/cli/config.h"
#include "engine/ports/command_gateway.h"
#include "engine/ports/logger.h"
#include "engine/ports/operations.h"
#include "engine/ports/read_store.h"

namespace lockstep::cli {

class Engine {
 public:
  /// Listens and works when this returns. `logger` must outlive the engine.
  static Result<std::unique_ptr<Engine>> start(const Config& config, ports::Logger& logger);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  [[nodiscard]] int http_port() const;
  [[nodiscard]] ports::ReadStore& reads();
  [[nodiscard]] ports::Operations& operations();
  /// Takes over the settings that can change while it runs (Setting::reloadable), and no other.
  void reload(const Config& config);
  /// Why the process has to end, or empty. Any thread.
  [[nodiscard]] std::string fatal() const;

 private:
  struct Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::cli
