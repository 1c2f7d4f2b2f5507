// The few files that the log keeps beside its databases, written so that they survive a crash and
// can be read by their owner alone. POSIX errors become Errors here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "events/result.h"

namespace lockstep::log {

class FileHandle {
 public:
  explicit FileHandle(int fd = -1) : fd_(fd) {}
  FileHandle(FileHandle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  ~FileHandle();
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// Errc::unavailable, from errno. `doing` is an infinitive: "open /data/watermark".
Error errno_error(const std::string& doing);

/// Makes the directory (mode 0700) and its parents where they are missing.
Result<void> make_private_directory(const std::filesystem::path& path);

/// Takes a directory of ours from everybody but us. One that belongs to somebody else stays as it
/// is.
Result<void> take_from_others(const std::filesystem::path& directory);

/// Others than the owner may read or write the file. Never on a read-only mount: there systemd and
/// orchestrators put secrets, under modes that are not the owner's to choose.
Result<bool> is_exposed(const std::filesystem::path& file);

/// Writes the file (mode 0600) beside its place, syncs it and moves it there, so that it is either
/// there whole or not at all.
Result<void> write_private_file(const std::filesystem::path& path, std::string_view bytes);
/// Through a link as well; it never waits, whatever lies there.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t at_most);
/// To read and write. Never through a link, never anything but a file: `not-a-file`.
Result<FileHandle> open_private_file(const std::filesystem::path& path, bool create);

/// What lies under a name, without following it.
enum class Kind : std::uint8_t { nothing, file, directory, other };
/// `file-error` when nobody may look.
Result<Kind> kind_of(const std::filesystem::path& path);
/// `not-a-file`, Errc::corrupt: there is a directory, a link, a pipe, a device. That nothing is
/// there is fine.
Result<void> expect_file(const std::filesystem::path& path);
/// `not-a-directory`, likewise.
Result<void> expect_directory(const std::filesystem::path& path);
/// Free for us on the disk that this lies on. A disk that cannot be asked is not known to be full:
/// then as much as there can be.
std::uint64_t free_bytes_of(const std::filesystem::path& directory);
/// Anything at all, a link that leads nowhere included; and what nobody may look at: where it is
/// not known that nothing is there, nothing is begun.
bool file_exists(const std::filesystem::path& path);
/// The directory, or the first of what is in it, that we have no right to read; empty: none is
/// known.
std::filesystem::path first_unreadable(const std::filesystem::path& directory);
/// Errc::unavailable: `path` is there, and we have no right to it.
Error rights_missing(const std::filesystem::path& path);

}  // namespace lockstep::log
