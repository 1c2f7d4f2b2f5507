// The members of Behaviour as options: by name in JSON, by flag on the command line. One table for
// both, and for what is said about them.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "adapters/metactf_mock/behaviour.h"
#include "events/result.h"

namespace lockstep::metactf_mock {

struct BehaviourOption {
  std::string_view name;  ///< In JSON: `onRepeat`.
  std::string_view flag;  ///< `--on-repeat`
  /// By the number of the member's value; none: a whole number of seconds.
  std::vector<std::string_view> values;
  std::string_view help;
  std::int64_t (*get)(const Behaviour&);
  void (*set)(Behaviour&, std::int64_t);

  /// `same|update|conflict|second-record`
  [[nodiscard]] std::string choices() const;
  /// As it is in `behaviour`: `same`, `true`, `0`.
  [[nodiscard]] std::string shown(const Behaviour& behaviour) const;
};

std::span<const BehaviourOption> behaviour_options();

/// `text` as it stands in JSON or after the flag. Errc::invalid when it is none of the values.
Result<void> set_option(Behaviour& behaviour, const BehaviourOption& option, std::string_view text);

/// All of them with their values.
boost::json::object behaviour_json(const Behaviour& behaviour);
/// `before` with the members of `body` changed. Errc::invalid for an unknown member or value.
Result<Behaviour> changed_behaviour(Behaviour before, const std::string& body);

}  // namespace lockstep::metactf_mock
