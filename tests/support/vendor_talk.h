// A conversation of a vendor operation, played by hand: answers in, calls and outcomes out.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "engine/vendor/operation.h"

namespace lockstep::vendor {

inline const CallId kCall{"call-1"};
inline const events::UserPayload kUser{"Ada", "Quillon", "a@h.test", "user", "ada",
                                       {},    {},        {},         "kim"};
inline const events::TeamPayload kTeam{"kim", "red", "Red", "Hill", events::Division::college};

inline VendorAnswer error(ports::VendorErrc code) {
  return ports::VendorError{code, 0, "What went wrong.", {}};
}
inline VendorAnswer user(const std::string& status = "approved") {
  return ports::VendorUser{{7}, "ada.q", "ada", status, VendorTime{5}};
}

/// The name of the call, or of what is reported: enough to read a conversation.
inline std::string name(const NextStep& step) {
  if (const auto* call = std::get_if<VendorCall>(&step)) return std::string(name_of(*call));
  if (std::holds_alternative<RecordFirst>(step)) return "record first";
  return "report";
}
/// What has to be in the log first is, at once.
template <class Operation>
NextStep recorded_at_once(Operation& operation, NextStep step) {
  if constexpr (requires { operation.recorded(); })
    if (std::holds_alternative<RecordFirst>(step)) return operation.recorded();
  return step;
}
/// Gives the answers one after the other and says what came of each.
template <class Operation>
std::vector<std::string> talk(Operation operation, const std::vector<VendorAnswer>& answers) {
  std::vector<std::string> out{name(operation.start())};
  for (const auto& answer : answers)
    out.push_back(name(recorded_at_once(operation, operation.on(answer))));
  return out;
}
template <class Operation>
Outcomes end_of(Operation operation, const std::vector<VendorAnswer>& answers) {
  auto step = operation.start();
  for (const auto& answer : answers) step = recorded_at_once(operation, operation.on(answer));
  return std::holds_alternative<Outcomes>(step) ? std::get<Outcomes>(step) : Outcomes{};
}
template <class Command, class Family, class Operation>
Command reported(const Operation& operation, const std::vector<VendorAnswer>& answers) {
  const auto outcomes = end_of(operation, answers);
  EXPECT_EQ(outcomes.size(), 1U);
  if (outcomes.empty()) return {};
  return std::get<Command>(std::get<Family>(outcomes.back().command));
}
using Names = std::vector<std::string>;

}  // namespace lockstep::vendor
