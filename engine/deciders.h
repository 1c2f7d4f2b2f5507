// Which aggregate a command is for: the one place where the families of commands meet their
// deciders.
#pragma once
#include <type_traits>
#include <utility>
#include <variant>

#include "engine/any_command.h"
#include "engine/domain/coach.h"
#include "engine/domain/competitor.h"
#include "engine/domain/platform.h"
#include "engine/domain/scores.h"
#include "engine/domain/team.h"
#include "engine/overloaded.h"

namespace lockstep {

/// Calls `f(std::type_identity<D>{}, command)` with the decider of the command and the command as
/// D::Command.
template <class F>
decltype(auto) with_decider(const AnyCommand& any, F&& f) {
  using namespace domain;  // NOLINT(google-build-using-namespace)
  return std::visit(
      Overloaded{[&](const CoachCommand& c) { return f(std::type_identity<Coach>{}, c); },
                 [&](const CompetitorCommand& c) { return f(std::type_identity<Competitor>{}, c); },
                 [&](const ScoresCommand& c) { return f(std::type_identity<Scores>{}, c); },
                 [&](const TeamCommand& c) { return f(std::type_identity<Team>{}, c); },
                 [&](const PlatformCommand& c) { return f(std::type_identity<Platform>{}, c); }},
      any);
}

}  // namespace lockstep
