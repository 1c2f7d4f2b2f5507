// Calls 4 to 8: teams, and who is on them.
#include <string>

#include "adapters/metactf_mock/body_check.h"
#include "adapters/metactf_mock/vendor_calls.h"

namespace lockstep::metactf_mock {

namespace {

Answer team_answer(const TeamRecord& team) {
  return {201, boost::json::object{{"metactf_team_id", team.metactf_team_id},
                                   {"metactf_coach_id", std::to_string(team.metactf_coach_id)},
                                   {"syned_team_id", team.syned_team_id},
                                   {"team_name", team.team_name},
                                   {"division", team.division},
                                   {"affiliation", team.affiliation}}};
}

boost::json::object assignment_json(const std::string& user_id, const std::string& team_id) {
  return {{"syned_user_id", user_id}, {"syned_team_id", team_id}};
}

boost::json::object assignment_ids(const std::string& user_id, const std::string& team_id) {
  return {{"synedUserId", user_id}, {"synedTeamId", team_id}};
}

Answer add_team(World& world, TeamRecord team) LOCKSTEP_REQUIRES(world.mutex) {
  auto& made = world.teams_made[team.syned_team_id];
  ++made.posts;
  const auto existing = world.store->team(team.syned_team_id);
  const auto on_repeat = world.behaviour.on_repeat;
  if (existing && on_repeat == OnRepeat::conflict) return refusal(409, "Team already exists");
  if (existing && on_repeat == OnRepeat::same) return team_answer(*existing);
  if (existing && on_repeat == OnRepeat::update) {
    team.metactf_team_id = existing->metactf_team_id;
  } else {
    team.metactf_team_id = world.store->next(Sequence::team);
    ++made.created;
    world.changed("team_created",
                  {{"synedTeamId", team.syned_team_id}, {"metactfTeamId", team.metactf_team_id}});
  }
  world.store->put_team(team);
  return team_answer(team);
}

}  // namespace

Answer create_team(World& world, const Call& call) {
  BodyCheck body{call.body};
  TeamRecord team;
  team.syned_coach_user_id = body.text("syned_coach_user_id");
  team.syned_team_id = body.text("syned_team_id");
  team.team_name = body.text("team_name");
  team.affiliation = body.text("affiliation");
  team.division = body.one_of("division", {"high_school", "middle_school", "college"});
  if (!body.ok()) return body.rejection();
  const auto coach = world.store->user(team.syned_coach_user_id);
  if (!coach || coach->role != "coach") return refusal(404, "Coach not found");
  if (!may_take_part(*coach)) return refusal(403, "Coach is not approved");
  team.metactf_coach_id = coach->metactf_user_id;
  return add_team(world, std::move(team));
}

Answer delete_team(World& world, const Call& call) {
  BodyCheck body{call.body};
  const auto id = body.text("syned_team_id");
  if (!body.ok()) return body.rejection();
  if (!world.store->team(id)) return refusal(404, "Team not found");
  if (!world.store->members(id).empty()) return refusal(400, "Team still has members");
  world.store->erase_team(id);
  world.changed("team_deleted", {{"synedTeamId", id}});
  return {200, boost::json::object{{"message", "Team deleted"}}};
}

Answer assign_team(World& world, const Call& call) {
  BodyCheck body{call.body};
  const auto team_id = body.text("syned_team_id");
  const auto user_id = body.text("syned_user_id");
  if (!body.ok()) return body.rejection();
  if (!world.store->user(user_id)) return refusal(404, "User not found");
  if (!world.store->team(team_id)) return refusal(404, "Team not found");
  const auto present = world.store->team_of(user_id);
  if (present && *present != team_id && world.behaviour.on_reassign == OnReassign::conflict)
    return refusal(409, "User is on another team");
  world.store->assign(user_id, team_id);
  if (present != team_id) world.changed("assigned", assignment_ids(user_id, team_id));
  return {201, assignment_json(user_id, team_id)};
}

Answer delete_assignment(World& world, const Call& call) {
  BodyCheck body{call.body};
  const auto user_id = body.text("syned_user_id");
  if (!body.ok()) return body.rejection();
  if (!world.store->user(user_id)) return refusal(404, "User not found");
  const auto present = world.store->team_of(user_id);
  if (!present && world.behaviour.on_absent_assignment == OnAbsentAssignment::not_found)
    return refusal(404, "User is not on a team");
  if (present) {
    world.store->unassign(user_id);
    world.changed("unassigned", assignment_ids(user_id, *present));
  }
  return {200, boost::json::object{{"syned_user_id", user_id}}};
}

Answer get_team_assignments(World& world, const Call& call) {
  boost::json::array list;
  const auto team_id = call.query.find("syned_team_id");
  if (team_id == call.query.end()) {
    for (const auto& [user, team] : world.store->assignments())
      list.push_back(assignment_json(user, team));
  } else {
    for (const auto& user : world.store->members(team_id->second))
      list.push_back(assignment_json(user, team_id->second));
  }
  const auto count = list.size();
  return {200, boost::json::object{{"assignments", std::move(list)}, {"total_count", count}}};
}

}  // namespace lockstep::metactf_mock
