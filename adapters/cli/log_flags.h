// What is asked of `lockstep log`, read from its flags: a number or a type that makes no sense is
// an error, and not another question.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "events/envelope.h"
#include "events/result.h"

namespace lockstep::cli {

/// As given; none: not given.
struct LogFilterFlags {
  std::optional<std::string> from;
  std::optional<std::string> limit;
  std::optional<std::string> type;
};

struct LogFilter {
  Position after{};  ///< Only what is behind it.
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  std::string type;  ///< Empty: any.
};

/// Errc::invalid `log-flag-invalid` names the flag and what it takes.
Result<LogFilter> log_filter(const LogFilterFlags& flags);

}  // namespace lockstep::cli
