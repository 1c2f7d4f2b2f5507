// Time and ids come in through ports alone, so that the whole system can run in virtual time.
#pragma once
#include <string>

#include "events/ids.h"

namespace lockstep::ports {

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  /// Wall clock, UTC. May jump. Any thread.
  [[nodiscard]] virtual Timestamp now() const = 0;
};

class IdSource {
 public:
  IdSource() = default;
  IdSource(const IdSource&) = delete;
  IdSource& operator=(const IdSource&) = delete;
  virtual ~IdSource() = default;
  /// A new UUID as text. Any thread.
  virtual std::string next() = 0;
};

}  // namespace lockstep::ports
