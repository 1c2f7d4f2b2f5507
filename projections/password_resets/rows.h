// The newest password reset of each competitor.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "events/ids.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// Stored by name.
enum class PasswordResetState : std::uint8_t { open, sent, failed };
BOOST_DESCRIBE_ENUM(PasswordResetState, open, sent, failed)

/// The newest password reset that was asked for.
struct PasswordResetRow {
  static constexpr std::string_view kTable = "password_resets";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  CompetitorId competitor_id;
  PasswordResetState state{};
  Timestamp at{};  ///< Since when.
  std::optional<std::string> game_platform_sync_error;
  std::optional<std::string> game_platform_sync_error_code;
  std::optional<std::string> game_platform_sync_remedy;
  Position position{};
  bool operator==(const PasswordResetRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(PasswordResetRow, (),
                      (competitor_id, state, at, game_platform_sync_error,
                       game_platform_sync_error_code, game_platform_sync_remedy, position))

using PasswordResetsTables = boost::mp11::mp_list<PasswordResetRow>;
using PasswordResetsRows = RowsOf<PasswordResetsTables>;

}  // namespace lockstep::projections
