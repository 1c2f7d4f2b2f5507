// What may be read whole without waiting: a pipe, a terminal or a socket would hold up whoever
// does.
#pragma once
#include <filesystem>
#include <system_error>

namespace lockstep::base {

/// A file, through links as well, or /dev/null, which is an empty one. False when there is none.
inline bool is_plain_file(const std::filesystem::path& path) {
  std::error_code failed;
  if (std::filesystem::is_regular_file(path, failed)) return true;
  return std::filesystem::canonical(path, failed) == "/dev/null";
}

}  // namespace lockstep::base
