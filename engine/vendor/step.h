// What every operation at the vendor is made of: after each answer either the next single call, or
// the commands that report the outcome.
#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/any_command.h"
#include "engine/vendor/calls.h"

namespace lockstep::vendor {

/// The command that tells an aggregate how it went.
struct Outcome {
  std::string id;
  AnyCommand command;
};
/// Nothing to report = empty.
using Outcomes = std::vector<Outcome>;
/// Has to be in the log before the next call: then the operation is told recorded(). When it is
/// refused, it is recalled first.
struct RecordFirst {
  Outcome outcome;
};
using NextStep = std::variant<VendorCall, RecordFirst, Outcomes>;

/// Writes per operation are bounded: what is not so by then is reported and tried again later.
inline constexpr int kMaxWritesPerOperation = 2;

inline NextStep report(std::string id, AnyCommand command) {
  return Outcomes{{std::move(id), std::move(command)}};
}

}  // namespace lockstep::vendor
