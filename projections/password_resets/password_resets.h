// What became of the newest mail to reset a password that was asked for?
#pragma once
#include <string_view>

#include "projections/password_resets/rows.h"
#include "projections/projection.h"

namespace lockstep::projections {

struct PasswordResets {
  static constexpr std::string_view kName = "password_resets";
  static constexpr std::string_view kVersion = "1";
  using Rows = PasswordResetsTables;
  using Inputs =
      Handles<events::CompetitorPasswordResetRequested, events::CompetitorPasswordResetSent,
              events::CompetitorPasswordResetFailed>;
  static void apply(const PasswordResetsRows& rows, const EventMeta& meta,
                    const events::AnyEvent& event);
};

}  // namespace lockstep::projections
