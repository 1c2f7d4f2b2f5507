// Sends a reply of the mock over HTTP: writes, says nothing, breaks off half way, cuts.
#pragma once
#include <chrono>

#include <httplib.h>

#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/reply.h"
#include "base/mutex.h"

namespace lockstep::metactf_mock {

/// Says when to stop waiting. Any thread.
class StopSignal {
 public:
  void raise();
  /// True when it was raised, false when the time is up.
  bool wait_for(std::chrono::milliseconds time);

 private:
  base::Mutex mutex_;
  base::Condition changed_;
  bool raised_ LOCKSTEP_GUARDED_BY(mutex_) = false;
};

/// A reply without an answer costs its connection; one that is withheld first waits until the other
/// side has gone or `stop` is raised.
void send_reply(const Reply& reply, const httplib::Request& request, httplib::Response& response,
                StopSignal& stop);

void write_answer(const Answer& answer, httplib::Response& response);

}  // namespace lockstep::metactf_mock
