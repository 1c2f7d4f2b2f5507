// How many threads this process may have.
#pragma once
#include "events/result.h"

namespace lockstep::cli {

/// Starts as many as an engine has, and ends them. Errc::unavailable `threads-too-few` when the
/// system refuses one: in the middle of a start that would end the process without a word.
Result<void> expect_threads();

}  // namespace lockstep::cli
