// How many threads a pool wants whose threads never wait for anything but work.
#pragma once
#include <algorithm>
#include <cstddef>
#include <thread>

namespace lockstep::base {

/// As many as can run at once, and two at least: one that is busy must not hold up everything.
inline std::size_t processors() {
  return std::max<std::size_t>(2, std::thread::hardware_concurrency());
}

}  // namespace lockstep::base
