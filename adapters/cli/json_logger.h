// Log lines as JSON, one object per line: time, level, event, then the fields.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "engine/ports/clock.h"
#include "engine/ports/logger.h"

namespace spdlog {
class logger;
}

namespace lockstep::cli {

/// Never throws: a line that cannot be written is lost, and the engine goes on. Any thread.
class JsonLogger final : public ports::Logger {
 public:
  /// Writes to standard error. Lines below `lowest` are left out. `clock` must outlive it.
  JsonLogger(const ports::Clock& clock, ports::Level lowest);
  /// Writes to `out`, which must outlive it.
  JsonLogger(const ports::Clock& clock, ports::Level lowest, std::ostream& out);

  void log(ports::Level level, std::string_view event,
           std::initializer_list<ports::Field> fields) override;

 private:
  const ports::Clock& clock_;
  ports::Level lowest_;
  std::shared_ptr<spdlog::logger> sink_;
};

/// `debug`, `info`, `warning`, `error`; anything else is info.
ports::Level level_from_name(std::string_view name);

}  // namespace lockstep::cli
