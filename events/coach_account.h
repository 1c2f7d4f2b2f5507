// What the vendor's status of a coach's account means for the coach's competitors: one rule, for
// decisions, read models and explanations (product.md section 1).
#pragma once
#include <optional>
#include <string>

namespace lockstep::events {

/// An account without a status was just created: the status was absent on create at times.
[[nodiscard]] inline bool may_have_competitors(
    const std::optional<std::string>& metactf_user_status) {
  return !metactf_user_status || *metactf_user_status == "approved" ||
         *metactf_user_status == "user_created";
}

}  // namespace lockstep::events
