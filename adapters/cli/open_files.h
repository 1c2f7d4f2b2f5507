// How many files, sockets among them, this process may have open.
#pragma once
#include <cstdint>

namespace lockstep::cli {

/// Raises the limit as far as this user may, and returns it. A shell's usual 1,024 is for programs
/// that use select().
std::uint64_t raise_open_files();

}  // namespace lockstep::cli
