// The way into the thread of the sockets from any other. Outlives that thread and its io_context:
// who comes too late is turned away here.
#pragma once
#include <functional>

#include <boost/asio/io_context.hpp>

#include "base/mutex.h"

namespace lockstep::http::wire {

/// Any thread.
class IoPost {
 public:
  explicit IoPost(boost::asio::io_context& io) : io_(&io) {}
  IoPost(const IoPost&) = delete;
  IoPost& operator=(const IoPost&) = delete;

  /// Has `task` run in the thread of the sockets. False: it will not be run.
  bool post(std::function<void()> task);
  /// From here on nothing is taken. Before the io_context goes.
  void close();

 private:
  base::Mutex mutex_;
  boost::asio::io_context* io_ LOCKSTEP_GUARDED_BY(mutex_);  ///< Null: closed.
};

}  // namespace lockstep::http::wire
