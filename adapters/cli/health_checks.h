// What /healthz says of each part. It is open to everybody: no names, no texts of a server.
#pragma once
#include "actors/system.h"
#include "engine/ports/health.h"
#include "engine/rate/gate_report.h"

namespace lockstep::cli {

/// The vendor may be away for hours: that is for people to know, not a reason to send no work here.
ports::HealthCheck vendor_check(const rate::GateReport& gate);

/// `may_write`: what the log says of itself. `writing`: its writer has not stopped. `damaged`:
/// somebody has met damage in it.
ports::HealthCheck log_check(const Result<void>& may_write, Position head, bool writing,
                             bool damaged);

ports::HealthCheck sink_check(const actors::SinkReport& sink, Position head);

}  // namespace lockstep::cli
