// Which of the decide tables of a coach a command belongs to.
#pragma once
#include <cstddef>
#include <set>

#include "engine/domain/coach.h"
#include "tests/support/decide_table.h"

namespace lockstep::domain {

/// About whose account it is. All others, new ones too, belong to the table of the coach.
inline std::set<std::size_t> coach_account_commands() {
  return test::places<CoachCommand, BeginCoachCreation, AdoptCoachAccount, RejectCoachAccount,
                      RecordCoachAccountMissing>();
}
inline std::set<std::size_t> coach_account_events() {
  return test::places<Coach::Event, events::CoachCreationBegun, events::CoachAccountFound,
                      events::CoachAccountAdopted, events::CoachAccountRejected,
                      events::CoachAccountDiffers, events::CoachAccountMissing,
                      events::CoachStatusCheckRequested>();
}
inline std::set<std::size_t> without(std::set<std::size_t> all, const std::set<std::size_t>& some) {
  for (const auto place : some) all.erase(place);
  return all;
}

}  // namespace lockstep::domain
