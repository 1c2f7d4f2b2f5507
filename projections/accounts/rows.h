// Accounts at the vendor that nobody of ours made, found under ids of ours.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "events/found_account.h"
#include "events/ids.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// Stored by name.
enum class FoundAccountState : std::uint8_t { held, adopted, rejected };
BOOST_DESCRIBE_ENUM(FoundAccountState, held, adopted, rejected)

/// The newest that was found under the id of a coach or competitor. Personal.
struct FoundAccountRow {
  static constexpr std::string_view kTable = "platform_accounts_found";
  static constexpr std::size_t kKeyColumns = 1;
  static constexpr Exported kExported = Exported::no;
  std::string id;  ///< Ours. Coaches and competitors share one space of ids.
  events::AccountHolder holder{};
  MetactfUserId metactf_user_id;
  std::optional<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
  /// Names of members that are as we would have said, and that are not: arrays. Both are empty once
  /// the facts have changed.
  boost::json::value same;
  boost::json::value different;
  FoundAccountState state{};
  Timestamp changed_at{};
  Position position{};
  bool operator==(const FoundAccountRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(FoundAccountRow, (),
                      (id, holder, metactf_user_id, metactf_username, metactf_user_status,
                       last_login_at, same, different, state, changed_at, position))

using AccountsTables = boost::mp11::mp_list<FoundAccountRow>;
using AccountsRows = RowsOf<AccountsTables>;

}  // namespace lockstep::projections
