// The real clock and real ids: the only places where the engine's time and randomness come from.
#pragma once
#include <string>

#include "engine/ports/clock.h"

namespace lockstep::cli {

class SystemClock final : public ports::Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
};

/// Version 7 UUIDs (RFC 9562): the time in milliseconds, then 74 of the kernel's random bits, which
/// makes them unguessable. Not for a process that forks and goes on in both. What is stored by such
/// a key lies in the order in which it came, which is where the log's database is fast.
class TimeOrderedIds final : public ports::IdSource {
 public:
  std::string next() override;
};

}  // namespace lockstep::cli
