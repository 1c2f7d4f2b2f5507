// Every event there is. To add one: write its struct in its aggregate's file and name it in that
// file's variant. The compiler, and then golden_events_test, will name every place left to do.
#pragma once
#include <string_view>
#include <variant>

#include <boost/mp11.hpp>

#include "events/coach_events.h"
#include "events/codec.h"
#include "events/competitor_events.h"
#include "events/envelope.h"
#include "events/platform_events.h"
#include "events/scores_events.h"
#include "events/team_events.h"

namespace lockstep::events {

/// For whoever goes through the types.
using AllEvents =
    boost::mp11::mp_append<CoachEvent, CompetitorEvent, ScoresEvent, TeamEvent, PlatformEvent>;

/// One of them. Copied, moved and destroyed out of line: whoever only passes events on compiles
/// nothing of what they are, which is most of what such a file would take.
struct AnyEvent : AllEvents {
  using AllEvents::AllEvents;
  AnyEvent();
  AnyEvent(const AnyEvent& other);
  AnyEvent(AnyEvent&& other) noexcept;
  AnyEvent& operator=(const AnyEvent& other);
  AnyEvent& operator=(AnyEvent&& other) noexcept;
  ~AnyEvent();
};

template <class... Es>
consteval bool types_are_unique(std::variant<Es...>* /*unused*/) {
  const std::string_view types[] = {Es::kType...};
  for (const auto& a : types)
    for (const auto& b : types)
      if (&a != &b && a == b) return false;
  return true;
}
static_assert(types_are_unique(static_cast<AllEvents*>(nullptr)));

/// Decodes into the struct of its type. Fails with Errc::corrupt.
Result<AnyEvent> decode(const StoredEvent& stored);

}  // namespace lockstep::events
