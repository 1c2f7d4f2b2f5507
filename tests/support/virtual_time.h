// Time and ids that a test decides about.
#pragma once
#include <atomic>
#include <cstdint>
#include <string>

#include "engine/ports/clock.h"

namespace lockstep::testing_support {

class VirtualClock final : public ports::Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return Timestamp{now_.load()}; }
  void advance(std::int64_t ms) { now_ += ms; }

 private:
  std::atomic<std::int64_t> now_{1'790'000'000'000};
};

class CountingIds final : public ports::IdSource {
 public:
  std::string next() override { return "id-" + std::to_string(++count_); }

 private:
  std::atomic<std::uint64_t> count_{0};
};

}  // namespace lockstep::testing_support
