// The one writer of the log: everything that queued during the last fsync goes into the next.
#pragma once
#include "actors/environment.h"
#include "actors/messages.h"
#include "base/failure_series.h"

namespace lockstep::actors {

struct LogWriterState {
  const char* name = "log_writer";
  struct Pending {
    log::AppendRequest request;
    caf::typed_response_promise<AppendAnswer> promise;
  };
  std::vector<Pending> pending;
  std::size_t pending_events = 0;
  std::size_t pending_bytes = 0;
  std::vector<caf::actor> subscribers;
  bool stopped = false;
  base::FailureSeries failing;
};

/// Run it detached: it blocks in fsync.
LogWriterActor::behavior_type log_writer(LogWriterActor::stateful_pointer<LogWriterState> self,
                                         const Environment* env);

}  // namespace lockstep::actors
