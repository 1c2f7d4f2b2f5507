// How often facts of something were recorded: what a precondition is about.
#pragma once
#include <cstdint>
#include <variant>

#include "engine/decider.h"

namespace lockstep {

/// How often facts were recorded; 0 of what has none.
template <Decider D>
std::int64_t facts_revision(const typename D::State& state) {
  if constexpr (requires { state.facts_revision; })
    return state.facts_revision;
  else
    return 0;
}

/// The same, for whoever gives this command: of somebody else's there is none.
template <Decider D>
std::int64_t facts_revision_for(const typename D::State& state,
                                const typename D::Command& command) {
  const bool is_anothers = std::visit(
      [&](const auto& c) {
        if constexpr (requires { *c.only_of == state.coach_id; })
          return c.only_of && *c.only_of != state.coach_id;
        else
          return false;
      },
      command);
  return is_anothers ? 0 : facts_revision<D>(state);
}

}  // namespace lockstep
