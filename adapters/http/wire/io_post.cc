#include "adapters/http/wire/io_post.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace lockstep::http::wire {

bool IoPost::post(std::function<void()> task) {
  const base::MutexLock lock{mutex_};
  if (io_ == nullptr) return false;
  boost::asio::post(*io_, std::move(task));
  return true;
}

void IoPost::close() {
  const base::MutexLock lock{mutex_};
  io_ = nullptr;
}

}  // namespace lockstep::http::wire
