// A line on stderr that may be this process's last.
#pragma once
#include <string_view>

namespace lockstep::base {

/// Never waits: where nobody reads, it is not said. A pipe that can be written to takes a short
/// line whole.
void say_if_somebody_reads(std::string_view line) noexcept;

}  // namespace lockstep::base
