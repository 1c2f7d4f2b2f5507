// Personal data has a type of its own. It does not print, does not convert, and is stored encrypted
// under its subject's key; when that key is erased the field reads as empty (ARCHITECTURE.md,
// invariant 12).
#pragma once
#include <optional>
#include <ostream>
#include <string>
#include <utility>

namespace lockstep {

template <class T>
class Sealed {
 public:
  using Inner = T;
  Sealed() = default;
  explicit Sealed(T value) : value_(std::move(value)) {}

  /// False when it was never given, or when its subject has been erased.
  [[nodiscard]] bool readable() const { return value_.has_value(); }
  /// The one way to the content. Whoever calls it answers for where the content goes next.
  [[nodiscard]] const T& reveal() const {
    static const T kNothing{};
    return value_ ? *value_ : kNothing;
  }
  bool operator==(const Sealed&) const = default;

  /// For gtest, which would print the bytes otherwise.
  friend void PrintTo(const Sealed& /*value*/, std::ostream* out) { *out << "<sealed>"; }

 private:
  std::optional<T> value_;
};

}  // namespace lockstep
