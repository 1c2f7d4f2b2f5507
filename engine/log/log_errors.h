// The errors of the log that more than one of its files makes. They name positions, files and
// remedies; never ids of people and never contents.
#pragma once
#include <string>
#include <utility>

#include "events/ids.h"
#include "events/result.h"

namespace lockstep::log {

/// What is stored is not what was stored.
inline Error damaged(std::string detail) {
  return Error{
      Errc::corrupt, "log-damaged", std::move(detail),
      "Do not write to this directory. Restore it from a backup: docs/runbook.md, \"The log "
      "is damaged\"."};
}
inline Error damaged_at(Position position, const std::string& what) {
  return damaged("Position " + std::to_string(position.value) + ": " + what + ".");
}

/// What is stored is whole, but it is not all.
inline Error facts_lost(std::string type, std::string detail) {
  return Error{Errc::corrupt, std::move(type), std::move(detail),
               "Events that were acknowledged are missing. Bring back the newest copy of the "
               "directory: docs/runbook.md, \"The log is behind a witness\"."};
}

/// The outcome of the failed write is unknown until the log has been opened again.
inline Error log_stopped(const std::string& why) {
  return Error{Errc::unavailable, "log-stopped",
               "The log stopped after a failed write, whose outcome is unknown: " + why + ".",
               "Look at the disk, then restart: docs/runbook.md, \"The log has stopped\"."};
}

/// Whoever asked for it has said so.
inline Error verify_stopped() {
  return Error{Errc::unavailable, "verify-stopped", "The log was not read to its end.", ""};
}

inline Error keys_lost(std::string type, std::string detail) {
  return Error{Errc::corrupt, std::move(type), std::move(detail),
               "Bring back the directory keys/ and the master key from their own backup: "
               "docs/runbook.md, \"Keys are missing\"."};
}

}  // namespace lockstep::log
