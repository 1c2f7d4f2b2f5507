#include "adapters/cli/system_clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

#include "base/random.h"
#include "base/uuid.h"

namespace lockstep::cli {

namespace {

constexpr std::size_t kUuidBytes = 16;

// Asking for each id costs more than all the rest of it.
constexpr std::size_t kIdsAtOnce = 16;

}  // namespace

Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::string TimeOrderedIds::next() {
  std::array<std::uint8_t, kUuidBytes> bytes{};
  thread_local base::Randomness random{kIdsAtOnce * kUuidBytes};
  std::ranges::copy(random.take(kUuidBytes), bytes.begin());
  auto time = static_cast<std::uint64_t>(SystemClock{}.now().value);
  for (std::size_t i = 6; i-- > 0; time >>= 8U)
    bytes.at(i) = static_cast<std::uint8_t>(time & 0xFFU);
  return base::uuid_text(bytes, 7);
}

}  // namespace lockstep::cli
