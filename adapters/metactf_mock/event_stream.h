// GET /__admin/events: what happens at the mock, as server-sent events.
#pragma once
#include <atomic>

#include <httplib.h>

#include "adapters/metactf_mock/happenings.h"

namespace lockstep::metactf_mock {

/// Streams at the same time; each holds a thread of the server.
inline constexpr int kMaxEventStreams = 16;

class EventStreams {
 public:
  explicit EventStreams(Happenings& happenings) : happenings_(happenings) {}

  /// Begins with what comes after `Last-Event-ID`, else with what happens from now on. 503 when
  /// there are too many already. Goes on until the other side leaves or the happenings end.
  void open(const httplib::Request& request, httplib::Response& response);

 private:
  Happenings& happenings_;
  std::atomic<int> open_{0};
};

}  // namespace lockstep::metactf_mock
