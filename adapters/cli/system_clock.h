// The real clock and real ids: the only places where the engine's time and randomness come from.
#pragma once
#include <string>

#include "engine/ports/clock.h"

namespace lockstep::cli {

class SystemClock final : public ports::Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
};

/// Version 4 UUIDs from the kernel's random numbers: unguessable, and safe after a fork.
class RandomIds final : public ports::IdSource {
 public:
  std::string next() override;
};

}  // namespace lockstep::cli
