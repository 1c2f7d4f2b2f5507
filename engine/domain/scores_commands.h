// What a competitor's scores can be asked or told.
#pragma once
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "events/ids.h"
#include "events/vendor_types.h"

namespace lockstep::domain {

/// The vendor has the user from now on.
struct BeginScores {
  CompetitorId competitor_id;
  MetactfUserId metactf_user_id;
};
/// Ask the vendor now.
struct RequestSync {};
struct RecordOdlScores {
  CallId call_id;
  std::optional<VendorTime> asked_after;
  events::Totals totals;
  VendorTime last_accessed_at{};
  std::vector<events::Solve> solves;
  std::int64_t unknown_fields{};
  events::SetAside set_aside = {};
  std::optional<VendorTime> answered_at = {};  ///< See ports::OdlScores.
};
struct RecordFlashProgress {
  CallId call_id;
  std::vector<events::FlashEvent> events;
  std::vector<events::Solve> solves;
  std::int64_t unknown_fields{};
  events::SetAside set_aside = {};
  std::optional<VendorTime> answered_at = {};  ///< See ports::OdlScores.
};
struct RecordSyncFailure {
  CallId call_id;
  events::Feed feed{};
  events::SyncResult result = events::SyncResult::failed;
  events::CallFailure failure;
};
using ScoresCommand =
    std::variant<BeginScores, RequestSync, RecordOdlScores, RecordFlashProgress, RecordSyncFailure>;

}  // namespace lockstep::domain
