#include "engine/vendor/check_coach_status.h"

#include "engine/vendor/user.h"

namespace lockstep::vendor {

NextStep CheckCoachStatus::start() {
  return VendorCall{GetUser{coach_id.value}};
}

NextStep CheckCoachStatus::on(const VendorAnswer& answer) {
  const auto* error = std::get_if<ports::VendorError>(&answer);
  if (error != nullptr && error->code == ports::VendorErrc::not_found)
    return report(coach_id.value, domain::CoachCommand{domain::RecordCoachAccountMissing{}});
  const auto* user = std::get_if<ports::VendorUser>(&answer);
  if (user == nullptr || !tells_status(*user)) return Outcomes{};
  return report(coach_id.value, domain::CoachCommand{domain::RecordCoachPlatformStatus{
                                    user->metactf_user_status, user->last_login_at,
                                    user->metactf_user_id, tells_login(*user)}});
}

}  // namespace lockstep::vendor
