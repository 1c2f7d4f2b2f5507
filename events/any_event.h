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

using AnyEvent =
    boost::mp11::mp_append<CoachEvent, CompetitorEvent, ScoresEvent, TeamEvent, PlatformEvent>;

template <class... Es>
consteval bool types_are_unique(std::variant<Es...>* /*unused*/) {
  const std::string_view types[] = {Es::kType...};
  for (const auto& a : types)
    for (const auto& b : types)
      if (&a != &b && a == b) return false;
  return true;
}
static_assert(types_are_unique(static_cast<AnyEvent*>(nullptr)));

/// Decodes into the struct of its type. Fails with Errc::corrupt.
Result<AnyEvent> decode(const StoredEvent& stored);

}  // namespace lockstep::events
