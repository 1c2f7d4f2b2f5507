// See holder.h. An advisory lock on a file whose content is for people. RocksDB's own locks stand
// behind it.
#include "engine/log/holder.h"

#include <chrono>
#include <string>

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/time.h"

namespace lockstep::log {

namespace {

std::string now_text() {
  const auto now = std::chrono::system_clock::now();
  return base::rfc3339(std::chrono::floor<std::chrono::seconds>(now));
}

Error held(const std::filesystem::path& file) {
  auto by = read_file(file, 128);
  const auto who = by && !by.value().empty() ? by.value() : std::string("another process");
  return Error{Errc::unavailable, "log-held", "The data directory is held by " + who + ".",
               "Stop that process, or use another directory."};
}

// A start that was refused has removed its own meanwhile: a lock on that holds nothing.
bool is_still_there(const FileHandle& handle, const std::filesystem::path& file) {
  struct stat ours {};
  struct stat there {};
  return ::fstat(handle.get(), &ours) == 0 && ::lstat(file.c_str(), &there) == 0 &&
         ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

}  // namespace

Result<Holder> Holder::take(const std::filesystem::path& directory) {
  const auto file = directory / "holder";
  LOCKSTEP_TRY(auto handle, open_private_file(file, true));
  if (::flock(handle.get(), LOCK_EX | LOCK_NB) != 0 || !is_still_there(handle, file))
    return held(file);
  const auto text = "process " + std::to_string(::getpid()) + ", which opened it at " + now_text();
  if (::ftruncate(handle.get(), 0) != 0 ||
      ::pwrite(handle.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    return errno_error("write " + file.string());
  return Holder(std::move(handle));
}

}  // namespace lockstep::log
