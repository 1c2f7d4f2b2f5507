#include "engine/vendor/poll_flash.h"

#include "engine/vendor/failure.h"
#include "engine/vendor/sync_failure.h"

namespace lockstep::vendor {

using ports::VendorErrc;

NextStep PollFlash::start() {
  return VendorCall{GetFlashProgress{competitor_id.value}};
}

NextStep PollFlash::on(const VendorAnswer& answer) {
  if (const auto* progress = std::get_if<ports::FlashProgress>(&answer))
    return report(competitor_id.value,
                  domain::ScoresCommand{domain::RecordFlashProgress{
                      call_id, progress->events, progress->solves, progress->unknown_fields,
                      progress->set_aside, progress->answered_at}});
  const auto error = error_of(answer);
  // 404 of this feed means "no progress", not "no user" (contract.md).
  if (error.code == VendorErrc::not_found)
    return report(competitor_id.value,
                  domain::ScoresCommand{domain::RecordFlashProgress{call_id, {}, {}, 0}});
  return Outcomes{sync_failure(competitor_id, call_id, events::Feed::flash_ctf, error)};
}

}  // namespace lockstep::vendor
