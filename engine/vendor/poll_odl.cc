#include "engine/vendor/poll_odl.h"

#include "engine/vendor/failure.h"
#include "engine/vendor/sync_failure.h"
#include "engine/vendor/user.h"

namespace lockstep::vendor {

using ports::VendorErrc;

NextStep PollOdl::start() {
  return VendorCall{GetOdlScores{competitor_id.value, after}};
}

// Scores of another account are nobody's of ours.
NextStep PollOdl::on_scores(const ports::OdlScores& scores) const {
  const auto seen = [&] {
    return Outcome{competitor_id.value,
                   domain::CompetitorCommand{domain::RecordSeenAccount{scores.metactf_user_id}}};
  };
  if (recorded && recorded != scores.metactf_user_id)
    return Outcomes{seen(), other_account(competitor_id, call_id, events::Feed::odl)};
  Outcomes out;
  if (differs) out.push_back(seen());
  out.push_back({competitor_id.value,
                 domain::ScoresCommand{domain::RecordOdlScores{
                     call_id, after, scores.totals, scores.last_accessed_at, scores.solves,
                     scores.unknown_fields, scores.set_aside, scores.answered_at}}});
  return out;
}

NextStep PollOdl::on(const VendorAnswer& answer) {
  if (const auto* scores = std::get_if<ports::OdlScores>(&answer)) return on_scores(*scores);
  if (forbidden) {  // This is the answer to the question why.
    Outcomes out;
    if (const auto* user = std::get_if<ports::VendorUser>(&answer); user && tells_status(*user))
      out.push_back({competitor_id.value, domain::CompetitorCommand{domain::RecordPlatformStatus{
                                              user->metactf_user_status, user->last_login_at,
                                              user->metactf_user_id, tells_login(*user)}}});
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
