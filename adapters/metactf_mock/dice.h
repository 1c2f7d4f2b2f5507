// Reproducible chance: the same seed and name give the same numbers on every machine. (The
// distributions of the standard library do not promise that.)
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>

namespace lockstep::metactf_mock {

/// SplitMix64.
class Dice {
 public:
  /// `name` says for what the numbers are; FNV-1a mixes it in.
  Dice(std::uint64_t seed, std::string_view name) : state_(seed ^ 0xcbf29ce484222325U) {
    for (const char c : name) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    auto z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  /// From 0 to `limit` - 1; `limit` is small, so that the remainder's bias does not matter.
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(limit));
  }
  bool percent(std::int64_t chance) { return below(100) < chance; }
  /// Mostly below `usual`, at times a multiple of it, seldom up to 1000 times as much.
  std::int64_t heavy_tailed(std::int64_t usual) {
    return below(usual << std::min(std::countr_zero(next()), 10));
  }

 private:
  std::uint64_t state_;
};

}  // namespace lockstep::metactf_mock
