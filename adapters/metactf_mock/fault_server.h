// Carries out a fault plan around the execution of a call: waits, refuses, damages, cuts.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>

#include <httplib.h>

#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/faults.h"

namespace lockstep::metactf_mock {

/// Says when to stop waiting. Any thread.
class StopSignal {
 public:
  void raise();
  /// True when it was raised, false when the time is up.
  bool wait_for(std::chrono::milliseconds time);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool raised_ = false;
};

/// `execute` is called at most once. The status that was answered; 0 when no answer was given.
int serve_with_faults(const FaultPlan& plan, const std::function<Answer()>& execute,
                      const httplib::Request& request, httplib::Response& response,
                      StopSignal& stop);

void write_answer(const Answer& answer, httplib::Response& response);

}  // namespace lockstep::metactf_mock
