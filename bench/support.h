// What the benches share: a directory that goes away, time, and medians over interleaved rounds.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <stdlib.h>

namespace lockstep::bench {

struct TempDir {
  std::filesystem::path path;
  TempDir() {
    auto pattern = (std::filesystem::temp_directory_path() / "lockstep-bench-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
};

inline double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return took.count();
}

/// Rates of several rounds; the median is what counts on a noisy machine.
struct Rates {
  std::string name;
  std::vector<double> per_second;
  [[nodiscard]] double median() const {
    auto sorted = per_second;
    std::ranges::sort(sorted);
    return sorted.empty() ? 0 : sorted[sorted.size() / 2];
  }
  void print() const { std::printf("  %-46s %10.0f /s\n", name.c_str(), median()); }
};

inline void print_ratio(const char* what, double ratio, double goal) {
  std::printf("%-58s %6.2f  (goal %.2f)\n", what, ratio, goal);
}

}  // namespace lockstep::bench
