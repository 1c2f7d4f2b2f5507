// Which of the decide tables of a competitor a command belongs to.
#pragma once
#include <cstddef>
#include <set>

#include "engine/domain/competitor.h"
#include "tests/support/decide_table.h"

namespace lockstep::domain {

/// About teams, by place in CompetitorCommand. All others, new ones too, belong to the table of
/// onboarding: so none can be without rows.
inline std::set<std::size_t> team_commands() {
  return test::places<CompetitorCommand, RequestTeam, RecordTeamRefused, ConfirmTeam, LeaveTeam,
                      MarkTeamReady, ConvergeAssignment, RecordAssignmentOutcome, FreePlace,
                      RecordRemoteTeam>();
}
/// About whose account it is.
inline std::set<std::size_t> account_commands() {
  return test::places<CompetitorCommand, BeginCreation, AdoptAccount, RejectAccount,
                      RecordSeenAccount>();
}
inline std::set<std::size_t> other_commands() {
  auto out = test::places<CompetitorCommand>();
  for (const auto place : team_commands()) out.erase(place);
  for (const auto place : account_commands()) out.erase(place);
  return out;
}

}  // namespace lockstep::domain
