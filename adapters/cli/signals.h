// Waiting for the end: SIGINT, SIGTERM and SIGHUP as something to wait for, not as interruptions.
#pragma once
#include <chrono>
#include <functional>

namespace lockstep::cli {

/// Blocks SIGINT, SIGTERM and SIGHUP in this thread and all that it starts, and ignores SIGPIPE: a
/// reader that is gone is a write that fails. Call it before any thread.
void take_over_signals();

/// True: one of them came. Waits no longer than for that.
bool stop_comes_within(std::chrono::milliseconds time);

/// Returns when one of them comes or `over()` is true; asks that a few times a second. With
/// `reload`, SIGHUP calls that instead.
void wait_for_stop(const std::function<bool()>& over, const std::function<void()>& reload = {});

/// The process ends with 0 within 20 s from here, whatever still waits for something. Everything
/// acknowledged was durable before its answer, so this loses nothing; waiting for ever would.
void bound_the_stop();

}  // namespace lockstep::cli
