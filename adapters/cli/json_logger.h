// Log lines as JSON, one object per line: time, level, event, then the fields.
#pragma once
#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "adapters/cli/line_queue.h"
#include "engine/ports/clock.h"
#include "engine/ports/logger.h"

namespace lockstep::cli {

/// Never throws and never waits for a reader: a line that cannot be written is lost and counted,
/// and the engine goes on. When lines can be written again, a line `log_lines_lost` says how many
/// are missing. Any thread.
class JsonLogger final : public ports::Logger {
 public:
  /// Writes to a file descriptor, which it does not close. Lines below `lowest` are left out.
  /// `clock` must outlive it.
  JsonLogger(const ports::Clock& clock, ports::Level lowest, int descriptor);

  void log(ports::Level level, std::string_view event,
           std::initializer_list<ports::Field> fields) override;
  [[nodiscard]] std::uint64_t lost() const override;
  /// Waits until every line is written or lost, for at most a second. For who ends the process.
  void drain() const;

 private:
  void tell_of_losses();

  const ports::Clock& clock_;
  ports::Level lowest_;
  LineQueue lines_;
  std::atomic<std::uint64_t> told_lost_{0};
};

/// `debug`, `info`, `warning`, `error`; anything else is info.
ports::Level level_from_name(std::string_view name);

}  // namespace lockstep::cli
