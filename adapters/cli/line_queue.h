// Lines on their way to a file descriptor whose reader may be slow, stopped or gone.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace spdlog {
class async_logger;
namespace details {
class thread_pool;
}
}  // namespace spdlog

namespace lockstep::cli {

/// Nobody waits for the reader: when the queue is full the oldest line is lost, and counted. Any
/// thread.
class LineQueue {
 public:
  /// Throws std::system_error when no thread can be started.
  explicit LineQueue(int descriptor, std::size_t most_lines = 4096);
  /// drain(). What is not written by then is lost; a write that is under way is left behind.
  ~LineQueue();
  LineQueue(const LineQueue&) = delete;
  LineQueue& operator=(const LineQueue&) = delete;

  /// Adds the end of the line. May throw std::bad_alloc.
  void put(std::string_view line);
  /// Waits until every line is written or lost, for at most a second. False: some are neither.
  bool drain() const;
  /// Since the start: lines that found no place, or that could not be written.
  [[nodiscard]] std::uint64_t lost() const;
  /// Every line is written or lost, and the newest was written.
  [[nodiscard]] bool works() const;

 private:
  [[nodiscard]] bool idle() const;

  class Sink;
  std::shared_ptr<Sink> sink_;
  std::shared_ptr<spdlog::details::thread_pool> writer_;
  std::shared_ptr<spdlog::async_logger> lines_;
  std::atomic<std::uint64_t> given_{0};
};

}  // namespace lockstep::cli
