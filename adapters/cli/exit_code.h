// What the process says when it ends. Documented in README.md; scripts and systemd rely on it.
#pragma once
#include "events/result.h"

namespace lockstep::cli {

enum class ExitCode : int {
  ok = 0,
  failed = 1,       ///< It was tried and did not work.
  usage = 2,        ///< Flags or configuration make no sense.
  corrupt = 3,      ///< What is stored is damaged or not whole: see docs/runbook.md.
  unavailable = 4,  ///< Something needed is not there: a port, a directory held by another process.
  fatal = 5         ///< The event log stopped while running: restart, then verify.
};

inline ExitCode exit_code_for(const Error& error) {
  switch (error.code) {
    case Errc::corrupt:
      return ExitCode::corrupt;
    case Errc::invalid:
      return ExitCode::usage;
    case Errc::unavailable:
    case Errc::busy:
    case Errc::timeout:
      return ExitCode::unavailable;
    case Errc::not_found:
    case Errc::conflict:
    case Errc::mismatch:
    case Errc::stale:
    case Errc::unauthorized:
    case Errc::forbidden:
    case Errc::too_large:
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

}  // namespace lockstep::cli
