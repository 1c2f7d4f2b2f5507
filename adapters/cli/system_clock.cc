#include "adapters/cli/system_clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>

#include <sys/random.h>

#include "base/uuid.h"

namespace lockstep::cli {

namespace {

constexpr std::size_t kUuidBytes = 16;

/// The kernel's, for several ids at once: asking it for each costs more than all the rest of an id.
/// One thread.
class RandomBits {
 public:
  std::array<std::uint8_t, kUuidBytes> next() {
    if (left_ == 0) refill();
    std::array<std::uint8_t, kUuidBytes> out{};
    left_ -= kUuidBytes;
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(left_), kUuidBytes, out.begin());
    return out;
  }

 private:
  // So many come whole or not at all (getrandom(2)). A kernel without random numbers is beyond
  // repair.
  static constexpr std::size_t kAtOnce = 256;

  void refill() {
    if (::getrandom(bytes_.data(), kAtOnce, 0) != static_cast<ssize_t>(kAtOnce)) std::abort();
    left_ = kAtOnce;
  }

  std::array<std::uint8_t, kAtOnce> bytes_{};
  std::size_t left_ = 0;
};

}  // namespace

Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::string TimeOrderedIds::next() {
  thread_local RandomBits random;
  auto bytes = random.next();
  auto time = static_cast<std::uint64_t>(SystemClock{}.now().value);
  for (std::size_t i = 6; i-- > 0; time >>= 8U)
    bytes.at(i) = static_cast<std::uint8_t>(time & 0xFFU);
  return base::uuid_text(bytes, 7);
}

}  // namespace lockstep::cli
