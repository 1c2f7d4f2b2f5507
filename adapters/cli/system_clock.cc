#include "adapters/cli/system_clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

#include <boost/uuid/random_generator.hpp>

#include "base/uuid.h"

namespace lockstep::cli {

Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::string TimeOrderedIds::next() {
  // A generator is not safe to share between threads. A kernel without random numbers is beyond
  // repair: the exception ends the process.
  thread_local boost::uuids::random_generator_pure generator;
  const auto id = generator();
  auto time = static_cast<std::uint64_t>(SystemClock{}.now().value);
  std::array<std::uint8_t, 16> bytes{};
  std::copy(id.begin(), id.end(), bytes.begin());
  for (std::size_t i = 6; i-- > 0; time >>= 8U)
    bytes.at(i) = static_cast<std::uint8_t>(time & 0xFFU);
  return base::uuid_text(bytes, 7);
}

}  // namespace lockstep::cli
