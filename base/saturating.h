// Arithmetic that stops at the ends: what comes from outside may be any number.
#pragma once
#include <cstdint>
#include <limits>

namespace lockstep::base {

/// Never wraps around.
constexpr std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  using Limits = std::numeric_limits<std::int64_t>;
  if (b > 0 && a > Limits::max() - b) return Limits::max();
  if (b < 0 && a < Limits::min() - b) return Limits::min();
  return a + b;
}
constexpr std::int64_t saturating_subtract(std::int64_t a, std::int64_t b) {
  using Limits = std::numeric_limits<std::int64_t>;
  if (b == Limits::min()) return a < 0 ? a - b : Limits::max();
  return saturating_add(a, -b);
}

}  // namespace lockstep::base
