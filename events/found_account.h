// An account at the vendor that nobody of ours made: how it is named, and compared with what we
// would have said. Names of members only, no values.
#pragma once
#include <cstdint>
#include <string>

#include <boost/describe.hpp>

#include "events/ids.h"

namespace lockstep::events {

/// Whose id it was found under. Stored by name.
enum class AccountHolder : std::uint8_t { coach, competitor };
BOOST_DESCRIBE_ENUM(AccountHolder, coach, competitor)

/// What an admin says of it. Stored by name.
enum class AccountDecision : std::uint8_t { adopt, reject };
BOOST_DESCRIBE_ENUM(AccountDecision, adopt, reject)

struct FoundAccount {
  AccountHolder holder{};
  std::string id;  ///< Ours, of the coach or competitor.
  MetactfUserId metactf_user_id;
  bool operator==(const FoundAccount&) const = default;
};
BOOST_DESCRIBE_STRUCT(FoundAccount, (), (holder, id, metactf_user_id))

}  // namespace lockstep::events
