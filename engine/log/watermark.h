// The log's own witness: a small file that remembers how far the log was, so that a log that lost
// acknowledged events is noticed. docs/log-format.md says what it guarantees.
#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/log/format.h"
#include "engine/log/posix_files.h"

namespace lockstep::log {

/// One thread.
class Watermark {
 public:
  /// Empty when there is no such file. `watermark-damaged` when no mark in it is whole.
  static Result<std::optional<Mark>> read(const std::filesystem::path& file);
  /// Opens the file, makes it when it is missing, and writes `mark`, synced.
  static Result<std::unique_ptr<Watermark>> open(const std::filesystem::path& file,
                                                 const Mark& mark);
  ~Watermark();
  Watermark(const Watermark&) = delete;
  Watermark& operator=(const Watermark&) = delete;

  /// Survives the death of the process at once, the loss of power within kSyncEvery.
  Result<void> write(const Mark& mark);
  Result<void> sync();

  static constexpr std::chrono::seconds kSyncEvery{1};

 private:
  explicit Watermark(FileHandle file) : file_(std::move(file)) {}

  FileHandle file_;
  unsigned slot_ = 0;  ///< The two are written in turns, so a torn write leaves the other one.
  std::chrono::steady_clock::time_point synced_at_{};
};

}  // namespace lockstep::log
