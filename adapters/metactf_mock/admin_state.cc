// What GET /__admin/state answers.
#include "adapters/metactf_mock/admin.h"

namespace lockstep::metactf_mock {

namespace {

boost::json::object making_json(const std::map<std::string, MakingCount>& counts,
                                const std::string& id) {
  const auto found = counts.find(id);
  const auto count = found == counts.end() ? MakingCount{} : found->second;
  return {{"posts", count.posts}, {"created", count.created}};
}

/// Under one key per id, records that are gone again included.
boost::json::object makings_json(const std::map<std::string, MakingCount>& counts) {
  boost::json::object out;
  for (const auto& [id, count] : counts) out[id] = making_json(counts, id);
  return out;
}

boost::json::object user_state(const World& world, const UserRecord& user,
                               const std::map<std::string, std::string>& team_of)
    LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  auto out = making_json(world.users_made, user.syned_user_id);
  out["synedUserId"] = user.syned_user_id;
  out["metactfUserId"] = user.metactf_user_id;
  out["role"] = user.role;
  out["status"] = user.status;
  out["synedTeamId"] = nullptr;
  if (const auto team = team_of.find(user.syned_user_id); team != team_of.end())
    out["synedTeamId"] = team->second;
  return out;
}

boost::json::object team_state(const World& world, const TeamRecord& team, std::int64_t members)
    LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  auto out = making_json(world.teams_made, team.syned_team_id);
  out["synedTeamId"] = team.syned_team_id;
  out["metactfTeamId"] = team.metactf_team_id;
  out["synedCoachUserId"] = team.syned_coach_user_id;
  out["division"] = team.division;
  out["members"] = members;
  return out;
}

}  // namespace

boost::json::object state_json(World& world) {
  boost::json::array assignments;
  std::map<std::string, std::string> team_of;
  std::map<std::string, std::int64_t> members;
  for (const auto& [user, team] : world.store->assignments()) {
    assignments.push_back(boost::json::object{{"synedUserId", user}, {"synedTeamId", team}});
    team_of[user] = team;
    ++members[team];
  }
  boost::json::array users;
  for (const auto& user : world.store->users()) users.push_back(user_state(world, user, team_of));
  boost::json::array teams;
  for (const auto& team : world.store->teams())
    teams.push_back(team_state(world, team, members[team.syned_team_id]));
  boost::json::object counts{
      {"users", users.size()}, {"teams", teams.size()}, {"assignments", assignments.size()}};
  return {{"dataset", world.origin.dataset},
          {"counts", std::move(counts)},
          {"users", std::move(users)},
          {"teams", std::move(teams)},
          {"assignments", std::move(assignments)},
          {"usersMade", makings_json(world.users_made)},
          {"teamsMade", makings_json(world.teams_made)}};
}

}  // namespace lockstep::metactf_mock
