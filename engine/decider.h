// The Decider pattern: a pure rule (decide) and a pure fold (evolve) per aggregate.
#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/ids.h"
#include "events/result.h"

namespace lockstep {

/// What comes in with a command, because decide() may neither look at a clock nor roll a die.
struct Context {
  Timestamp now{};
  /// Unique to this command: ids of calls and jitter are derived from it.
  std::string seed;
};

/// What a command requires does not hold any more; whoever gave it may look again and repeat it.
inline Error version_changed() {
  return {Errc::stale, "version-changed", "It has changed since it was read.",
          "Read it again, then repeat the change."};
}

struct NoPolicy {};
namespace decider_detail {
template <class D>
struct PolicyOf {
  using type = NoPolicy;
};
template <class D>
requires requires {
  typename D::Policy;
}
struct PolicyOf<D> {
  using type = typename D::Policy;
};
}  // namespace decider_detail
/// What the owner has set and the rules of D ask for; NoPolicy for those that ask for nothing.
template <class D>
using PolicyOf = typename decider_detail::PolicyOf<D>::type;

/// `decide` never changes anything and yields no events when there is nothing to do; `evolve` is
/// total and has no rules. Given twice, a command changes nothing the second time.
template <class D>
concept Decider = requires(typename D::State state, const typename D::Command& command,
                           const typename D::Event& event, const Context& context) {
  { D::kCategory } -> std::convertible_to<std::string_view>;
  {
    D::decide(std::as_const(state), command, context)
    } -> std::same_as<Result<std::vector<typename D::Event>>>;
  { D::evolve(std::move(state), event) } -> std::same_as<typename D::State>;
};

template <Decider D>
Result<std::vector<typename D::Event>> decide(const typename D::State& state,
                                              const typename D::Command& command,
                                              const Context& context, const PolicyOf<D>& policy) {
  if constexpr (std::same_as<PolicyOf<D>, NoPolicy>)
    return D::decide(state, command, context);
  else
    return D::decide(state, command, context, policy);
}

template <Decider D>
typename D::State fold(typename D::State state, const std::vector<typename D::Event>& events) {
  for (const auto& event : events) state = D::evolve(std::move(state), event);
  return state;
}

}  // namespace lockstep
