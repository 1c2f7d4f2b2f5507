// What the log may forget: answers to commands that changed nothing. No event speaks of them, so
// without this a client that repeats what is so already, under a new key each time, would fill the
// disk for ever.
#pragma once
#include <chrono>
#include <functional>
#include <memory>

#include <rocksdb/compaction_filter.h>

#include "events/ids.h"

namespace lockstep::log {

/// So long such an answer is certainly there: whoever repeats a request does so within hours.
inline constexpr std::chrono::hours kIdleAnswersKept{48};
/// After that it goes when its file is compacted, which is so long after it was written at most.
inline constexpr std::chrono::hours kCompactedWithin{24 * 7};

/// For the family of remembered commands. Answers that changed something stay for ever, and so does
/// what cannot be read: it is for verify to say so. `now` may be called by any thread.
std::shared_ptr<rocksdb::CompactionFilterFactory> forget_idle_answers(
    std::function<Timestamp()> now);

}  // namespace lockstep::log
