// What the vendor does with one call when a fault plan stands over it, without HTTP around it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/metactf_mock/call.h"
#include "adapters/metactf_mock/faults.h"
#include "adapters/metactf_mock/world.h"

namespace lockstep::metactf_mock {

struct Reply {
  Fate fate = Fate::answer;
  /// What the vendor itself said before anything went wrong; 0: it never heard of the call.
  int executed_status = 0;
  /// None: no answer was given, it was withheld or the connection was cut. Whether the call was
  /// executed, the caller cannot know.
  std::optional<Answer> answer;
  /// The text of the body as it goes out: of a malformed answer no JSON, of a truncated one its
  /// first half, of a proxy's its page, while `answer` has no body then.
  std::string body_as_sent;
  std::optional<std::int64_t> retry_after;  ///< Seconds, as the header says.
  std::optional<std::int64_t> date;         ///< The vendor's clock: Unix seconds, as Date says.

  [[nodiscard]] int status() const { return answer ? answer->status : 0; }
};

/// As the Date header has it.
std::string http_date(std::int64_t unix_seconds);

/// Executes the call, or not, as the plan has it. An answer may come as text: see parsed(). Does
/// not wait for the plan's latency: that is for the caller to do before.
Reply perform(World& world, const Call& call, const FaultPlan& plan) LOCKSTEP_EXCLUDES(world.mutex);

}  // namespace lockstep::metactf_mock
