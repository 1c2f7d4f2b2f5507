// Between the thread that writes what follows an answer's head and the thread of the sockets. The
// one waits, for one piece at a time; the other never does.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "adapters/http/message.h"
#include "base/mutex.h"

namespace lockstep::http::wire {

class StreamLine final : public StreamSink {
 public:
  /// Sends one piece, and leads to taken() or end(). False: there is nobody left to send it.
  using Send = std::function<bool(std::string piece)>;
  explicit StreamLine(Send send) : send_(std::move(send)) {}

  // The thread of the body.
  Written write(std::string_view piece) override;
  Written look() override;

  // The thread of the sockets.
  void taken() LOCKSTEP_EXCLUDES(mutex_);
  /// The first reason stays.
  void end(Written why) LOCKSTEP_EXCLUDES(mutex_);

 private:
  Written send_and_wait(std::string_view piece) LOCKSTEP_EXCLUDES(mutex_);

  Send send_;
  base::Mutex mutex_;
  base::Condition changed_;
  bool under_way_ LOCKSTEP_GUARDED_BY(mutex_) = false;
  Written state_ LOCKSTEP_GUARDED_BY(mutex_) = Written::taken;
};

}  // namespace lockstep::http::wire
