// The port of the states that make loading a stream cheap.
#pragma once
#include <optional>
#include <string>

#include "events/ids.h"
#include "events/result.h"

namespace lockstep::log {

/// State of a stream at a version, to make loading cheap. Disposable.
struct Snapshot {
  Version version{};
  std::string schema;  ///< The State's own format name; another one = snapshot is ignored.
  std::string body;
  std::string personal;
};

/// Any thread.
class Snapshots {
 public:
  Snapshots() = default;
  Snapshots(const Snapshots&) = delete;
  Snapshots& operator=(const Snapshots&) = delete;
  virtual ~Snapshots() = default;

  virtual Result<std::optional<Snapshot>> load_snapshot(const StreamId& stream) = 0;
  /// Not synced: losing a snapshot costs time, not facts.
  virtual Result<void> save_snapshot(const StreamId& stream, const Snapshot& snapshot) = 0;
};

}  // namespace lockstep::log
