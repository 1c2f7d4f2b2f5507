#include "engine/usecases/recollection.h"

#include "engine/log/whole_stream.h"

namespace lockstep::usecases {

namespace {

const Error kNotReadable{Errc::unavailable, "log-not-readable",
                         "What was recorded could not be read back; the outcome is unknown.",
                         "Try again with the same Idempotency-Key."};

Result<events::AnyEvent> event_at(log::EventReader& log, Position at) {
  if (at.value == 0) return kNotReadable;
  LOCKSTEP_TRY(auto found, log.read_all(Position{at.value - 1}, {.max_events = 1}));
  if (found.empty()) return kNotReadable;
  return events::decode(found.front());
}

Result<std::vector<events::AnyEvent>> events_of(log::EventReader& log, const StreamId& stream) {
  std::vector<events::AnyEvent> out;
  LOCKSTEP_TRY(log::read_whole_stream(log, stream, {}, [&](const auto& stored) -> Result<bool> {
    LOCKSTEP_TRY(auto event, events::decode(stored));
    out.push_back(std::move(event));
    return true;
  }));
  return out;
}

template <class T>
Heard heard(Result<T> result) {
  if (!result) return result.error();
  return std::move(result).value();
}

}  // namespace

Heard recollect(log::EventReader& log, const Look& step) {
  return heard(event_at(log, step.at));
}

Heard recollect(log::EventReader& log, const Recall& step) {
  return heard(events_of(log, step.stream));
}

}  // namespace lockstep::usecases
