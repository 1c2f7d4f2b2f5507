// A stream from some version to its end, however long it is.
#pragma once
#include <utility>

#include "engine/log/event_reader.h"

namespace lockstep::log {

/// Calls `each(stored)`, a Result<bool>, with every event of the stream after that version, in
/// order; until it is false: enough. Any thread.
template <class Each>
Result<void> read_whole_stream(EventReader& log, const StreamId& stream, Version after,
                               Each&& each) {
  for (;;) {
    LOCKSTEP_TRY(auto page, log.read_stream(stream, after, {}));
    if (page.empty()) return boost::outcome_v2::success();
    after = page.back().version;
    for (auto& stored : page) {
      LOCKSTEP_TRY(const bool more, each(std::move(stored)));
      if (!more) return boost::outcome_v2::success();
    }
  }
}

}  // namespace lockstep::log
