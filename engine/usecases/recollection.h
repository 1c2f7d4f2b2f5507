// Answers to Look and Recall, from the log.
#pragma once
#include "engine/log/event_reader.h"
#include "engine/usecases/use_case.h"

namespace lockstep::usecases {

Heard recollect(log::EventReader& log, const Look& step);
Heard recollect(log::EventReader& log, const Recall& step);

}  // namespace lockstep::usecases
