// What became of the newest mail to reset a password that was asked for?
#pragma once
#include <string_view>

#include "projections/projection.h"

namespace lockstep::projections {

struct PasswordResets {
  static constexpr std::string_view kName = "password_resets";
  static void apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event);
};

}  // namespace lockstep::projections
