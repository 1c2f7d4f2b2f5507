// Which members of an event tell of an account at the vendor of which nobody has said that it is
// this person's, or that is not: for those who decide whose it is, and for nobody else.
#pragma once
#include <concepts>
#include <string_view>
#include <vector>

#include "events/any_event.h"

namespace lockstep::events {

/// Names of members; empty for most events.
template <class E>
std::vector<std::string_view> members_of_somebody_else() {
  constexpr bool kFound =
      std::same_as<E, CoachAccountFound> || std::same_as<E, CompetitorAccountFound>;
  constexpr bool kRejected =
      std::same_as<E, CoachAccountRejected> || std::same_as<E, CompetitorAccountRejected>;
  constexpr bool kDiffers =
      std::same_as<E, CoachAccountDiffers> || std::same_as<E, CompetitorAccountDiffers>;
  if constexpr (kFound)
    return {"metactf_user_id", "metactf_username", "metactf_user_status", "last_login_at", "same",
            "different",       "vendor_raw"};
  if constexpr (kRejected) return {"metactf_user_id"};
  if constexpr (kDiffers) return {"seen"};
  return {};
}

}  // namespace lockstep::events
