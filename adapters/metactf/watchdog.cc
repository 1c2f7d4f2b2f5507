// See watchdog.h.
#include "adapters/metactf/watchdog.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lockstep::metactf {

namespace {

// A socket that is not connected yet cannot be shut down, and the library may try another address:
// so it is done until the exchange has ended.
constexpr std::chrono::milliseconds kAgain{20};

}  // namespace

Watchdog::Watchdog() : thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
  }
  changed_.notify_all();
  thread_.join();
  if (socket_ >= 0) close(socket_);
}

bool Watchdog::begin(Time deadline) {
  const std::lock_guard lock{mutex_};
  if (cancelled_) return false;
  exchanging_ = true;
  deadline_ = deadline;
  changed_.notify_all();
  return true;
}

void Watchdog::end() {
  const std::lock_guard lock{mutex_};
  exchanging_ = false;
}

void Watchdog::watch(int socket) {
  const std::lock_guard lock{mutex_};
  if (socket_ >= 0) close(socket_);
  socket_ = fcntl(socket, F_DUPFD_CLOEXEC, 0);
}

void Watchdog::cancel() noexcept {
  const std::lock_guard lock{mutex_};
  cancelled_ = true;
  changed_.notify_all();
}

bool Watchdog::due() const {
  return exchanging_ && (cancelled_ || std::chrono::steady_clock::now() >= deadline_);
}

void Watchdog::run() {
  std::unique_lock lock{mutex_};
  while (!over_) {
    if (due()) {
      if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
      changed_.wait_for(lock, kAgain);
    } else if (exchanging_) {
      changed_.wait_until(lock, deadline_);
    } else {
      changed_.wait(lock);
    }
  }
}

}  // namespace lockstep::metactf
