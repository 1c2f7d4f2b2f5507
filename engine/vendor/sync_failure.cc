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

Outcome other_account(const CompetitorId& id, const CallId& call, events::Feed feed) {
  const events::CallFailure failure{
      std::string(events::kAccountDiffers), 200,
      "The game platform answered about another account than the competitor's.",
      "An admin has to ask MetaCTF support whose account the id names there.", false};
  return {id.value, domain::ScoresCommand{domain::RecordSyncFailure{
                        call, feed, events::SyncResult::failed, failure}}};
}

}  // namespace lockstep::vendor
