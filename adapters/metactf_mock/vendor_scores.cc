// Calls 9 and 10: scores.
#include <map>

#include "adapters/metactf_mock/body_check.h"
#include "adapters/metactf_mock/vendor_calls.h"

namespace lockstep::metactf_mock {

namespace {

std::string lower(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

boost::json::object solve_json(const VendorSolve& solve) {
  boost::json::array roles(solve.work_roles.begin(), solve.work_roles.end());
  return {{"challenge_solve_id", solve.challenge_solve_id},
          {"challenge_id", solve.challenge_id},
          {"challenge_title", solve.title},
          {"challenge_points", solve.points},
          {"challenge_category", solve.category},
          {"timestamp_unix", solve.at},
          {"challenge_retired", solve.retired},
          {"nist_nice_work_roles", std::move(roles)}};
}

struct OdlSums {
  std::int64_t solved = 0;
  std::int64_t points = 0;
  std::map<std::string, std::int64_t> by_category;
};

void add(OdlSums& sums, const VendorSolve& solve) {
  ++sums.solved;
  sums.points += solve.points;
  sums.by_category[lower(solve.category)] += solve.points;
}

/// A solve shows only so long after it was made.
bool has_arrived(const World& world, const VendorSolve& solve) {
  return world.behaviour.late_seconds == 0 || solve.at + world.behaviour.late_seconds <= world.now;
}

boost::json::object odl_json(const World& world, const UserRecord& user, const VendorPerson& person,
                             std::optional<std::int64_t> after) {
  const auto& behaviour = world.behaviour;
  OdlSums sums;
  boost::json::array solves;
  for (const auto& solve : person.odl) {
    if (!has_arrived(world, solve)) continue;
    const bool wanted =
        !after || (behaviour.after_time_inclusive ? solve.at >= *after : solve.at > *after);
    if (wanted) solves.push_back(solve_json(solve));
    if (wanted || !behaviour.totals_filtered) add(sums, solve);
  }
  boost::json::object by_category;
  for (const auto& [category, points] : sums.by_category) by_category[category] = points;
  return {{"syned_user_id", user.syned_user_id},
          {"metactf_user_id", user.metactf_user_id},
          {"total_challenges_solved", sums.solved},
          {"total_points", sums.points},
          {"last_accessed_unix_timestamp", person.last_accessed},
          {"category_points", std::move(by_category)},
          {"challenge_solves", std::move(solves)}};
}

boost::json::object flash_json(const World& world, const VendorFlashEntry& entry) {
  std::int64_t points = 0;
  boost::json::array solves;
  for (const auto& solve : entry.solves) {
    if (!has_arrived(world, solve)) continue;
    points += solve.points;
    solves.push_back(solve_json(solve));
  }
  const auto solved = solves.size();
  boost::json::object out{
      {"flash_ctf_name", entry.name}, {"flash_ctf_time_start_unix", entry.start},
      {"challenges_solved", solved},  {"challenge_solves", std::move(solves)},
      {"points_earned", points},      {"rank", entry.rank}};
  if (entry.max_points_possible) out["max_points_possible"] = *entry.max_points_possible;
  return out;
}

/// Never null.
std::shared_ptr<const VendorPerson> known_about(World& world, const UserRecord& user) {
  static const auto kNothing = std::make_shared<const VendorPerson>();
  auto person = known_person(world, user.syned_user_id, user.role);
  return person ? person : kNothing;
}

}  // namespace

Answer get_odl_scores(World& world, const Call& call) {
  std::optional<Answer> rejection;
  const auto id = required_query(call, "syned_user_id", rejection);
  const auto after = integer_query(call, "after_time_unix", rejection);
  if (rejection) return *rejection;
  const auto user = world.store->user(id);
  if (!user) return refusal(404, "User not found");
  if (!may_take_part(*user)) return refusal(403, "User is not approved");
  const auto person = known_about(world, *user);
  if (person->trouble.odl_status != 0) return refusal(person->trouble.odl_status, "Trouble");
  auto body = odl_json(world, *user, *person, after);
  if (person->trouble.odl_incomplete) body.erase("total_points");
  return {200, std::move(body)};
}

Answer get_flash_ctf_progress(World& world, const Call& call) {
  std::optional<Answer> rejection;
  const auto id = required_query(call, "syned_user_id", rejection);
  if (rejection) return *rejection;
  const auto user = world.store->user(id);
  if (!user) return refusal(404, "User not found");
  const auto person = known_about(world, *user);
  if (person->trouble.flash_status != 0) return refusal(person->trouble.flash_status, "Trouble");
  if (person->flash.empty()) return refusal(404, "No progress found");
  boost::json::array entries;
  for (const auto& entry : person->flash) entries.push_back(flash_json(world, entry));
  return {200, boost::json::object{{"syned_user_id", id}, {"flash_ctfs", std::move(entries)}}};
}

}  // namespace lockstep::metactf_mock
