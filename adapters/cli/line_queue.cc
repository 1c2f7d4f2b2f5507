#include "adapters/cli/line_queue.h"

#include <cerrno>
#include <chrono>
#include <thread>
#include <vector>

#include <poll.h>
#include <spdlog/async.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

namespace lockstep::cli {

namespace {

constexpr std::chrono::seconds kDrainWithin{1};
constexpr std::chrono::milliseconds kLookAgain{1};

// Somebody else who has the same pipe or terminal open may have made it non-blocking.
bool wait_until_writable(int descriptor) {
  pollfd one{.fd = descriptor, .events = POLLOUT, .revents = 0};
  return poll(&one, 1, -1) > 0 || errno == EINTR;
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      if (!wait_until_writable(descriptor)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

/// Its destructor would wait for a write that may never end. Reachable for ever, so no leak.
void leave_behind(std::shared_ptr<spdlog::details::thread_pool> writer) {
  static auto* const kept = new std::vector<std::shared_ptr<spdlog::details::thread_pool>>;
  kept->push_back(std::move(writer));
}

}  // namespace

/// Used by the one thread of the writer.
class LineQueue::Sink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit Sink(int descriptor) : descriptor_(descriptor) {}
  [[nodiscard]] std::uint64_t done() const { return done_; }
  [[nodiscard]] std::uint64_t failed() const { return failed_; }
  [[nodiscard]] bool works() const { return works_; }
  /// The descriptor may soon be another file: nothing more is written.
  void abandon() { abandoned_ = true; }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    works_ = !abandoned_ && write_all(descriptor_, {line.data(), line.size()});
    if (!works_) ++failed_;
    ++done_;
  }
  void flush_() override {}

 private:
  int descriptor_;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::uint64_t> failed_{0};
  std::atomic<bool> works_{true};
  std::atomic<bool> abandoned_{false};
};

LineQueue::LineQueue(int descriptor, std::size_t most_lines)
    : sink_(std::make_shared<Sink>(descriptor)),
      writer_(std::make_shared<spdlog::details::thread_pool>(most_lines, 1)),
      lines_(std::make_shared<spdlog::async_logger>(
          "lockstep", sink_, writer_, spdlog::async_overflow_policy::overrun_oldest)) {
  sink_->set_pattern("%v");
  lines_->set_level(spdlog::level::trace);
  // The default handler prints the failure to the very place that failed.
  lines_->set_error_handler([](const std::string& /*message*/) {});
}

LineQueue::~LineQueue() {
  if (drain()) return;
  sink_->abandon();
  leave_behind(std::move(writer_));
}

void LineQueue::put(std::string_view line) {
  ++given_;
  // A string view is not taken as a format: braces stay braces.
  lines_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

bool LineQueue::drain() const {
  const auto until = std::chrono::steady_clock::now() + kDrainWithin;
  while (!idle()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(kLookAgain);
  }
  return true;
}

std::uint64_t LineQueue::lost() const {
  return writer_->overrun_counter() + sink_->failed();
}

bool LineQueue::works() const {
  return idle() && sink_->works();
}

bool LineQueue::idle() const {
  return sink_->done() + writer_->overrun_counter() >= given_;
}

}  // namespace lockstep::cli
