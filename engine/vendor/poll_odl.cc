#include "engine/vendor/poll_odl.h"

#include "engine/vendor/failure.h"
#include "engine/vendor/sync_failure.h"

namespace lockstep::vendor {

using ports::VendorErrc;

NextStep PollOdl::start() {
  return VendorCall{GetOdlScores{competitor_id.value, after}};
}

NextStep PollOdl::on(const VendorAnswer& answer) {
  if (const auto* scores = std::get_if<ports::OdlScores>(&answer))
    return report(competitor_id.value, domain::ScoresCommand{domain::RecordOdlScores{
                                           call_id, after, scores->totals, scores->last_accessed_at,
                                           scores->solves, scores->unknown_fields}});
  if (forbidden) {  // This is the answer to the question why.
    Outcomes out;
    if (const auto* user = std::get_if<ports::VendorUser>(&answer))
      out.push_back({competitor_id.value, domain::CompetitorCommand{domain::RecordPlatformStatus{
                                              user->metactf_user_status, user->last_login_at}}});
    out.push_back(sync_failure(competitor_id, call_id, events::Feed::odl, *forbidden));
    return out;
  }
  const auto error = error_of(answer);
  if (error.code == VendorErrc::forbidden) {
    forbidden = error;
    return VendorCall{GetUser{competitor_id.value}};
  }
  return Outcomes{sync_failure(competitor_id, call_id, events::Feed::odl, error)};
}

}  // namespace lockstep::vendor
