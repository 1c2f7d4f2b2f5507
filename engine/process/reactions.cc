#include "engine/process/reactions.h"

#include "engine/process/onboarding.h"
#include "engine/process/roster.h"

namespace lockstep::process {

std::string order_key(const events::AnyEvent& event) {
  return std::visit(
      []<class E>(const E& e) -> std::string {
        if constexpr (requires { e.competitor_id; })
          return e.competitor_id.value;
        else if constexpr (requires { e.dependent_id; })
          return e.dependent_id;
        else if constexpr (requires { e.team_id; })
          return e.team_id.value;
        else if constexpr (requires { e.run_id; })
          return std::string(events::kReconciliationId);
        else
          return e.coach_id.value;
      },
      event);
}

std::vector<Reaction> react(const events::AnyEvent& event) {
  return std::visit(
      []<class E>(const E& e) {
        if constexpr (requires { onboarding::react(e); }) {
          static_assert(
              !requires { roster::react(e); }, "one process per event");
          return onboarding::react(e);
        } else if constexpr (requires { roster::react(e); }) {
          return roster::react(e);
        } else {
          return std::vector<Reaction>{};
        }
      },
      event);
}

}  // namespace lockstep::process
