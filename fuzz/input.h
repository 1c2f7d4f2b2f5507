// What every target is made of: an input taken apart, and what must hold of it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace lockstep::fuzz {

/// Ends the process when it does not hold: libFuzzer keeps the input then.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

/// Bytes from the front to the back.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  /// Zero when there is none left.
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto out = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return out;
  }
  /// Up to the end of the line, which is taken too.
  std::string_view line() {
    const auto out = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(out.size() == rest_.size() ? out.size() : out.size() + 1);
    return out;
  }
  /// Begins with how many sizes there are (0 to 15), then the sizes. Without any: one byte each.
  std::vector<std::size_t> sizes() {
    std::vector<std::size_t> out(byte() % 16U);
    for (auto& size : out) size = byte() % 64U + 1U;
    if (out.empty()) out.push_back(1);
    return out;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

/// With nothing beside them, so that the sanitizer sees a read beyond their end.
inline std::vector<char> alone(std::string_view bytes) {
  return {bytes.begin(), bytes.end()};
}
inline std::string_view view(const std::vector<char>& bytes) {
  return {bytes.data(), bytes.size()};
}

}  // namespace lockstep::fuzz
