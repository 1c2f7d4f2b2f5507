// What must hold for anything here to be right. On in every build: a process that goes on after one
// of these did not hold could write or show what is not so.
#pragma once
#include <string_view>

namespace lockstep::base {

/// Says on stderr what did not hold, and where, without waiting for a reader; ends the process by
/// abort().
[[noreturn]] void check_failed(std::string_view what, const char* file, int line) noexcept;

/// `what` is a fixed text without anything personal in it. Not for what comes from outside: that is
/// an Error.
inline void check(bool holds, std::string_view what,
                  // std::source_location is unknown to clang 14, which checks the locks.
                  const char* file = __builtin_FILE(), int line = __builtin_LINE()) noexcept {
  if (!holds) [[unlikely]]
    check_failed(what, file, line);
}

}  // namespace lockstep::base
