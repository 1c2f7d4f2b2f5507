// See admin.h.
#include "adapters/metactf_mock/admin.h"

#include <array>
#include <string_view>

#include "adapters/metactf_mock/activity.h"

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

boost::json::object user_state(World& world, const UserRecord& user) {
  auto out = making_json(world.users_made, user.syned_user_id);
  out["synedUserId"] = user.syned_user_id;
  out["metactfUserId"] = user.metactf_user_id;
  out["role"] = user.role;
  out["status"] = user.status;
  const auto team = world.store->team_of(user.syned_user_id);
  if (team)
    out["synedTeamId"] = *team;
  else
    out["synedTeamId"] = nullptr;
  return out;
}

boost::json::object team_state(World& world, const TeamRecord& team) {
  auto out = making_json(world.teams_made, team.syned_team_id);
  out["synedTeamId"] = team.syned_team_id;
  out["metactfTeamId"] = team.metactf_team_id;
  out["synedCoachUserId"] = team.syned_coach_user_id;
  out["division"] = team.division;
  out["members"] = world.store->members(team.syned_team_id).size();
  return out;
}

Answer reset(const AdminDesk& desk, const Call& /*call*/, std::int64_t /*now*/) {
  const std::lock_guard lock{desk.world.mutex};
  const auto* dataset = find_dataset(desk.world.dataset_name);
  if (dataset == nullptr) return refusal(500, "the dataset is gone");
  load(desk.world, *dataset);
  desk.faults.set({});
  desk.trace.clear();
  return {200, boost::json::object{{"dataset", dataset->name}}};
}

Answer seed(const AdminDesk& desk, const Call& call, std::int64_t /*now*/) {
  boost::system::error_code failed;
  const auto body = boost::json::parse(call.body, failed);
  const auto* name =
      failed || !body.is_object() ? nullptr : body.get_object().if_contains("dataset");
  if (name == nullptr || !name->is_string()) return refusal(422, "the body is {dataset}");
  const auto* dataset = find_dataset(std::string_view(name->get_string()));
  if (dataset == nullptr) return refusal(404, "there is no such dataset");
  const std::lock_guard lock{desk.world.mutex};
  load(desk.world, *dataset);
  return {200, boost::json::object{{"dataset", dataset->name}}};
}

Answer list_datasets(const AdminDesk& desk, const Call& /*call*/, std::int64_t /*now*/) {
  boost::json::array names;
  for (const auto& name : dataset_names()) names.emplace_back(name);
  const std::lock_guard lock{desk.world.mutex};
  return {200, boost::json::object{{"datasets", std::move(names)},
                                   {"current", desk.world.dataset_name}}};
}

Answer activity(const AdminDesk& desk, const Call& call, std::int64_t now) {
  const std::lock_guard lock{desk.world.mutex};
  return add_activity(desk.world, call.body, now);
}

Answer set_faults(const AdminDesk& desk, const Call& call, std::int64_t /*now*/) {
  const auto faults = parse_faults(call.body);
  if (!faults) return refusal(422, faults.error().detail);
  desk.faults.set(faults.value());
  return {200, faults_json(faults.value())};
}

Answer get_faults(const AdminDesk& desk, const Call& /*call*/, std::int64_t /*now*/) {
  return {200, faults_json(desk.faults.faults())};
}

Answer list_requests(const AdminDesk& desk, const Call& /*call*/, std::int64_t /*now*/) {
  return {200, desk.trace.to_json()};
}

Answer get_state(const AdminDesk& desk, const Call& /*call*/, std::int64_t /*now*/) {
  return {200, state_json(desk.world)};
}

/// `{synedUserId, status}`: the vendor changes his mind about somebody.
Answer set_status(const AdminDesk& desk, const Call& call, std::int64_t now) {
  boost::system::error_code failed;
  const auto body = boost::json::parse(call.body, failed);
  if (failed || !body.is_object()) return refusal(422, "the body is {synedUserId, status}");
  const auto* id = body.get_object().if_contains("synedUserId");
  const auto* status = body.get_object().if_contains("status");
  if (id == nullptr || !id->is_string() || status == nullptr || !status->is_string())
    return refusal(422, "the body is {synedUserId, status}");
  const std::lock_guard lock{desk.world.mutex};
  auto user = desk.world.store->user(std::string(std::string_view(id->get_string())));
  if (!user) return refusal(404, "there is no such user");
  user->status = std::string(std::string_view(status->get_string()));
  if (user->status == "approved") user->last_login = now;
  desk.world.store->put_user(*user);
  return {200, user_state(desk.world, *user)};
}

struct AdminRoute {
  std::string_view method;
  std::string_view path;
  Answer (*execute)(const AdminDesk&, const Call&, std::int64_t);
};

constexpr std::array kRoutes{
    AdminRoute{"POST", "/__admin/reset", reset},
    AdminRoute{"POST", "/__admin/seed", seed},
    AdminRoute{"GET", "/__admin/datasets", list_datasets},
    AdminRoute{"POST", "/__admin/activity", activity},
    AdminRoute{"POST", "/__admin/status", set_status},
    AdminRoute{"POST", "/__admin/faults", set_faults},
    AdminRoute{"GET", "/__admin/faults", get_faults},
    AdminRoute{"GET", "/__admin/requests", list_requests},
    AdminRoute{"GET", "/__admin/state", get_state},
};

}  // namespace

Answer administer(const AdminDesk& desk, const Call& call, std::int64_t now) {
  for (const auto& route : kRoutes)
    if (route.path == call.path && route.method == call.method)
      return route.execute(desk, call, now);
  return refusal(404, "there is no such admin route");
}

boost::json::object state_json(World& world) {
  const std::lock_guard lock{world.mutex};
  boost::json::array users;
  for (const auto& user : world.store->users()) users.push_back(user_state(world, user));
  boost::json::array teams;
  for (const auto& team : world.store->teams()) teams.push_back(team_state(world, team));
  boost::json::array assignments;
  for (const auto& [user, team] : world.store->assignments())
    assignments.push_back(boost::json::object{{"synedUserId", user}, {"synedTeamId", team}});
  boost::json::object counts{
      {"users", users.size()}, {"teams", teams.size()}, {"assignments", assignments.size()}};
  return {{"dataset", world.dataset_name},
          {"counts", std::move(counts)},
          {"users", std::move(users)},
          {"teams", std::move(teams)},
          {"assignments", std::move(assignments)},
          {"usersMade", makings_json(world.users_made)},
          {"teamsMade", makings_json(world.teams_made)}};
}

}  // namespace lockstep::metactf_mock
