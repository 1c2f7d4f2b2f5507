// A planned change, step by step, without a thread while one of its commands is under way.
#pragma once
#include <functional>
#include <memory>

#include "adapters/http/api/change.h"
#include "adapters/http/api/workers.h"

namespace lockstep::http {

/// Called once, in any thread, unless the workers stop before. Must not wait or throw.
using Told = std::function<void(Answered<Answer>)>;

/// To be called in a thread that may wait, which it holds for its first part alone. What reads
/// files or waits for rows is done by the workers; what a command's reply leads to without that, in
/// the thread that replies. `told` is called when the change no longer counts as in flight.
void carry_out(PlannedChange planned, std::shared_ptr<Workers> workers, Told told);

}  // namespace lockstep::http
