// Random enough to spread retries, and the same for the same seed.
#pragma once
#include <cstdint>

namespace lockstep::rate {

class Jitter {
 public:
  explicit Jitter(std::uint64_t seed) : state_(seed) {}
  /// From 0 up to, not including, 1. (SplitMix64, Steele et al. 2014.)
  double next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    auto z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    z ^= z >> 31U;
    return static_cast<double>(z >> 11U) * 0x1.0p-53;
  }

 private:
  std::uint64_t state_;
};

}  // namespace lockstep::rate
