// Accounts at the vendor that nobody of ours made.
#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "engine/ports/roster_reader.h"
#include "events/result.h"
#include "projections/accounts/rows.h"

namespace lockstep::ports {

struct FoundAccountsQuery {
  std::optional<projections::FoundAccountState> state;
  std::optional<std::string> after;  ///< Rows are in the order of their ids.
  std::size_t limit = 100;           ///< 1 to 500
};

/// Errc::unavailable when the store cannot be read.
class AccountsReader {
 public:
  AccountsReader() = default;
  AccountsReader(const AccountsReader&) = delete;
  AccountsReader& operator=(const AccountsReader&) = delete;
  virtual ~AccountsReader() = default;

  /// Under the id of a coach or competitor.
  virtual Result<std::optional<projections::FoundAccountRow>> found_account(
      const std::string& id) = 0;
  virtual Result<Page<projections::FoundAccountRow>> found_accounts(
      const FoundAccountsQuery& query) = 0;
};

}  // namespace lockstep::ports
