// Accounts at the vendor that nobody of ours made.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/shown.h"
#include "events/found_account.h"
#include "projections/accounts/rows.h"

namespace lockstep::http::answers {

struct FoundAccount {
  std::string id;
  events::AccountHolder holder;
  std::int64_t metactf_user_id;
  std::optional<std::string> username;
  std::optional<std::string> status;
  std::optional<VendorTime> last_login_at;
  std::vector<std::string> same;
  std::vector<std::string> different;
  projections::FoundAccountState state;
  Timestamp changed_at;
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(FoundAccount, (),
                      (id, holder, metactf_user_id, username, status, last_login_at, same,
                       different, state, changed_at, remedy))

struct FoundAccounts {
  std::vector<FoundAccount> items;
  std::optional<std::string> next;
  std::int64_t total;
};
BOOST_DESCRIBE_STRUCT(FoundAccounts, (), (items, next, total))

}  // namespace lockstep::http::answers
