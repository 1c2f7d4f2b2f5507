// The Decider pattern: a pure rule (decide) and a pure fold (evolve) per aggregate.
#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

#include "events/ids.h"
#include "events/result.h"

namespace lockstep {

/// Which of a competitor's two addresses is disclosed first.
enum class EmailPreference : std::uint8_t { personal, school };
BOOST_DESCRIBE_ENUM(EmailPreference, personal, school)

/// What comes in with a command, because decide() may neither look at a clock nor roll a die.
struct Context {
  Timestamp now{};
  /// Unique to this command: ids of calls and jitter are derived from it.
  std::string seed;
  EmailPreference email_preference = EmailPreference::personal;
};

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
typename D::State fold(typename D::State state, const std::vector<typename D::Event>& events) {
  for (const auto& event : events) state = D::evolve(std::move(state), event);
  return state;
}

}  // namespace lockstep
