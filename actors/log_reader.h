// Reads streams for entities, so that no scheduled actor blocks on the disk. A small pool of these
// also bounds how many entities recover at once.
#pragma once
#include "actors/environment.h"
#include "actors/messages.h"

namespace lockstep::actors {

LogReaderActor::behavior_type log_reader(LogReaderActor::pointer self, const Environment* env);

}  // namespace lockstep::actors
