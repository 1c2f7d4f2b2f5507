#include "adapters/cli/system_clock.h"

#include <chrono>
#include <cstdint>

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace lockstep::cli {

Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::string TimeOrderedIds::next() {
  // A generator is not safe to share between threads. A kernel without random numbers is beyond
  // repair: the exception ends the process.
  thread_local boost::uuids::random_generator_pure generator;
  auto id = generator();
  auto time = static_cast<std::uint64_t>(SystemClock{}.now().value);
  for (int i = 5; i >= 0; --i, time >>= 8U) id.data[i] = static_cast<std::uint8_t>(time & 0xFFU);
  id.data[6] = static_cast<std::uint8_t>((id.data[6] & 0x0FU) | 0x70U);
  return boost::uuids::to_string(id);
}

}  // namespace lockstep::cli
