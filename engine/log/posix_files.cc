// See posix_files.h.
#include "engine/log/posix_files.h"

#include <cerrno>
#include <limits>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace lockstep::log {

namespace {

constexpr mode_t kPrivateFile = 0600;
constexpr mode_t kPrivateDirectory = 0700;
constexpr mode_t kOthers = 0077;

Result<void> write_all(int fd, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno_error("write " + name);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return boost::outcome_v2::success();
}

Result<void> sync_directory(const std::filesystem::path& path) {
  const FileHandle directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.open() || ::fsync(directory.get()) != 0)
    return errno_error("sync the directory " + path.string());
  return boost::outcome_v2::success();
}

// Where it lies is all that is told: what is in it is not looked at.
Error something_else(const std::filesystem::path& path, std::string type, const std::string& what) {
  return Error{Errc::corrupt, std::move(type),
               path.string() + " is not " + what + ", but something else or a link to it.",
               "Look at what it is and move it away; bring back what belongs there: "
               "docs/runbook.md, \"Something else lies in the data directory\"."};
}

std::filesystem::path parent_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace

FileHandle::~FileHandle() {
  if (open()) ::close(fd_);
}

Error errno_error(const std::string& doing) {
  return Error{Errc::unavailable, "file-error",
               "Cannot " + doing + ": " + std::generic_category().message(errno) + ".",
               "Look at the path, its owner and the disk."};
}

Result<void> make_private_directory(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), kPrivateDirectory) == 0) return sync_directory(parent_of(path));
  const int failure = errno;
  std::error_code ignored;
  if (failure == EEXIST && std::filesystem::is_directory(path, ignored))
    return boost::outcome_v2::success();
  if (failure == ENOENT && path.has_parent_path() && path.parent_path() != path) {
    LOCKSTEP_TRY(make_private_directory(path.parent_path()));
    if (::mkdir(path.c_str(), kPrivateDirectory) == 0) return sync_directory(parent_of(path));
  } else {
    errno = failure;
  }
  return errno_error("make the directory " + path.string());
}

Result<void> take_from_others(const std::filesystem::path& directory) {
  struct stat found {};
  if (::stat(directory.c_str(), &found) != 0) return errno_error("look at " + directory.string());
  if (found.st_uid != ::geteuid() || (found.st_mode & kOthers) == 0)
    return boost::outcome_v2::success();
  if (::chmod(directory.c_str(), found.st_mode & kPrivateDirectory) != 0)
    return errno_error("set the mode of " + directory.string());
  return boost::outcome_v2::success();
}

Result<bool> is_exposed(const std::filesystem::path& file) {
  struct stat found {};
  struct statvfs mount {};
  if (::stat(file.c_str(), &found) != 0 || ::statvfs(file.c_str(), &mount) != 0)
    return errno_error("look at " + file.string());
  return S_ISREG(found.st_mode) && (found.st_mode & kOthers) != 0 &&
         (mount.f_flag & ST_RDONLY) == 0;
}

Result<void> write_private_file(const std::filesystem::path& path, std::string_view bytes) {
  const auto beside = path.string() + ".new";
  ::unlink(beside.c_str());
  const FileHandle file(
      ::open(beside.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kPrivateFile));
  if (!file.open()) return errno_error("make " + beside);
  LOCKSTEP_TRY(write_all(file.get(), bytes, beside));
  if (::fsync(file.get()) != 0) return errno_error("sync " + beside);
  if (::rename(beside.c_str(), path.c_str()) != 0) return errno_error("make " + path.string());
  return sync_directory(parent_of(path));
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t at_most) {
  // A pipe must not hold up whoever reads it: opening one waits for who writes.
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.open()) return errno_error("read " + path.string());
  std::string out(at_most, '\0');
  std::size_t size = 0;
  while (size < at_most) {
    const auto got =
        ::pread(file.get(), out.data() + size, at_most - size, static_cast<off_t>(size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno_error("read " + path.string());
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  out.resize(size);
  return out;
}

Result<FileHandle> open_private_file(const std::filesystem::path& path, bool create) {
  LOCKSTEP_TRY(expect_file(path));
  const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (create ? O_CREAT : 0);
  FileHandle file(::open(path.c_str(), flags, kPrivateFile));
  if (!file.open()) return errno_error("open " + path.string());
  return file;
}

Result<Kind> kind_of(const std::filesystem::path& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return Kind::nothing;
    return errno_error("look at " + path.string());
  }
  if (S_ISREG(found.st_mode)) return Kind::file;
  return S_ISDIR(found.st_mode) ? Kind::directory : Kind::other;
}

Result<void> expect_file(const std::filesystem::path& path) {
  LOCKSTEP_TRY(const auto kind, kind_of(path));
  if (kind != Kind::nothing && kind != Kind::file)
    return something_else(path, "not-a-file", "a file");
  return boost::outcome_v2::success();
}

Result<void> expect_directory(const std::filesystem::path& path) {
  LOCKSTEP_TRY(const auto kind, kind_of(path));
  if (kind != Kind::nothing && kind != Kind::directory)
    return something_else(path, "not-a-directory", "a directory");
  return boost::outcome_v2::success();
}

std::uint64_t free_bytes_of(const std::filesystem::path& directory) {
  struct statvfs disk {};
  if (::statvfs(directory.c_str(), &disk) != 0) return std::numeric_limits<std::uint64_t>::max();
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

bool file_exists(const std::filesystem::path& path) {
  const auto kind = kind_of(path);
  return !kind || kind.value() != Kind::nothing;
}

std::filesystem::path first_unreadable(const std::filesystem::path& directory) {
  const auto refused = [](const std::filesystem::path& path, int how) {
    return ::faccessat(AT_FDCWD, path.c_str(), how, AT_EACCESS) != 0 && errno == EACCES;
  };
  if (refused(directory, R_OK | X_OK)) return directory;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(directory, failed), end; !failed && at != end;
       at.increment(failed))
    if (refused(at->path(), R_OK)) return at->path();
  return {};
}

Error rights_missing(const std::filesystem::path& path) {
  return Error{Errc::unavailable, "file-rights-missing",
               "The user that runs this may not read " + path.string() + " (permission denied).",
               "Give it back to that user: everything in the data directory is the engine's own."};
}

}  // namespace lockstep::log
