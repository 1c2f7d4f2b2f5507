#include "adapters/http/wire/stream_line.h"

#include <algorithm>

namespace lockstep::http::wire {

namespace {

constexpr std::size_t kPiece = 64U << 10U;

}  // namespace

StreamSink::Written StreamLine::write(std::string_view piece) {
  for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kPiece))) {
    const auto done = send_and_wait(piece.substr(0, kPiece));
    if (done != Written::taken) return done;
  }
  return look();
}

StreamSink::Written StreamLine::send_and_wait(std::string_view piece) {
  base::MutexLock lock{mutex_};
  if (state_ != Written::taken) return state_;
  under_way_ = true;
  lock.unlock();
  const bool sent = send_(std::string(piece));
  if (!sent) end(Written::stopping);
  lock.lock();
  while (under_way_ && state_ == Written::taken) changed_.wait(lock);
  return state_;
}

StreamSink::Written StreamLine::look() {
  const base::MutexLock lock{mutex_};
  return state_;
}

void StreamLine::taken() {
  {
    const base::MutexLock lock{mutex_};
    under_way_ = false;
  }
  changed_.notify_all();
}

void StreamLine::end(Written why) {
  {
    const base::MutexLock lock{mutex_};
    if (state_ == Written::taken) state_ = why;
  }
  changed_.notify_all();
}

}  // namespace lockstep::http::wire
