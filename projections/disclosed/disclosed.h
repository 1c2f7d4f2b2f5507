// What have we told the vendor about somebody or a team, and what of it is otherwise here by now?
// It has no call that changes a user or a team, and none that shows what it has of them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "projections/disclosed/rows.h"
#include "projections/projection.h"

namespace lockstep::projections {

struct Disclosed {
  static constexpr std::string_view kName = "disclosed";
  static constexpr std::string_view kVersion = "2";
  using Rows = DisclosedTables;
  using Inputs =
      Handles<events::CompetitorFactsRecorded, events::CompetitorOnboardingRequested,
              events::CompetitorOnboardingFailed, events::CompetitorOnboarded,
              events::CoachFactsRecorded, events::CoachAccountRequested, events::CoachAccountFailed,
              events::CoachAccountRecorded, events::TeamFactsRecorded, events::TeamDeleted,
              events::TeamRemoteCreationRequested, events::TeamRemoteCreationFailed,
              events::TeamRemoteCreated, events::TeamRemoteMissing, events::TeamRemoteDeleted,
              events::CompetitorAccountDiffers, events::CoachAccountDiffers>;
  static void apply(const DisclosedRows& rows, const EventMeta& meta,
                    const events::AnyEvent& event);
};

/// Of a competitor `email`, `coachId`; of a coach `email`; of both `metactfUserId`, when the vendor
/// answers about another account than is recorded; of a team `name`, `division`.
std::vector<std::string> field_names(const DisclosedRow& row);

}  // namespace lockstep::projections
