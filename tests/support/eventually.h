// Waiting for what another thread brings about, without a sleep.
#pragma once
#include <chrono>
#include <thread>

namespace lockstep::testing_support {

/// True as soon as `holds` does; false when it does not within 20 s.
template <class Condition>
bool eventually(const Condition& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < deadline) {
    if (holds()) return true;
    std::this_thread::yield();
  }
  return false;
}

}  // namespace lockstep::testing_support
