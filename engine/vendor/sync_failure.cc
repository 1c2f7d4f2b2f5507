#include "engine/vendor/sync_failure.h"

#include "engine/vendor/failure.h"

namespace lockstep::vendor {

using ports::VendorErrc;
using ports::VendorError;

Outcome sync_failure(const CompetitorId& id, const CallId& call, events::Feed feed,
                     const VendorError& error) {
  const auto result = error.code == VendorErrc::not_found   ? events::SyncResult::missing_remote
                      : error.code == VendorErrc::forbidden ? events::SyncResult::not_approved
                                                            : events::SyncResult::failed;
  return {id.value,
          domain::ScoresCommand{domain::RecordSyncFailure{call, feed, result, to_failure(error)}}};
}

}  // namespace lockstep::vendor
