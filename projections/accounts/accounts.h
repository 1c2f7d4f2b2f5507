// Which accounts were found at the vendor that nobody of ours made, and whose are they?
#pragma once
#include <string_view>

#include "projections/accounts/rows.h"
#include "projections/projection.h"

namespace lockstep::projections {

struct Accounts {
  static constexpr std::string_view kName = "accounts";
  static constexpr std::string_view kVersion = "2";
  using Rows = AccountsTables;
  using Inputs = Handles<events::CoachAccountFound, events::CoachAccountAdopted,
                         events::CoachAccountRejected, events::CoachAccountRecorded,
                         events::CompetitorAccountFound, events::CompetitorAccountAdopted,
                         events::CompetitorAccountRejected, events::CompetitorOnboarded>;
  static void apply(const AccountsRows& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
