// Random numbers that nobody can guess, by OpenSSL, which is seeded by the operating system. Ends
// the process when there are none: what is sealed or named without them would be secret to nobody.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::base {

/// Any thread.
std::string random_bytes(std::size_t count);

/// Random bytes that are fetched together and given away piece by piece: fetching each piece by
/// itself would cost more than what it is for. One thread.
class Randomness {
 public:
  /// Fetches so many whenever too few are left.
  explicit Randomness(std::size_t at_once) : at_once_(at_once) {}
  /// At most `at_once` bytes, each given once. The view holds until the next call.
  std::string_view take(std::size_t count);

 private:
  std::size_t at_once_;
  std::string bytes_;
  std::size_t taken_ = 0;
};

}  // namespace lockstep::base
