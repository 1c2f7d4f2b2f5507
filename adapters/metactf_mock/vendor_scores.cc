// Calls 9 and 10: scores.
#include <map>

#include "adapters/metactf_mock/body_check.h"
#include "adapters/metactf_mock/json_text.h"
#include "adapters/metactf_mock/vendor_calls.h"
#include "base/ascii.h"

namespace lockstep::metactf_mock {

namespace {

void write_solve(JsonText& out, const VendorSolve& solve) {
  out.open('{');
  out.key("challenge_solve_id").value(solve.challenge_solve_id);
  out.key("challenge_id").value(solve.challenge_id);
  out.key("challenge_title").value(solve.title);
  out.key("challenge_points").value(solve.points);
  out.key("challenge_category").value(solve.category);
  out.key("timestamp_unix").value(solve.at);
  out.key("challenge_retired").yes_no(solve.retired);
  out.key("nist_nice_work_roles").open('[');
  for (const auto& role : solve.work_roles) out.value(role);
  out.close(']').close('}');
}

struct OdlSums {
  std::int64_t solved = 0;
  std::int64_t points = 0;
  std::map<std::string, std::int64_t> by_category;
};

void add(OdlSums& sums, const VendorSolve& solve) {
  ++sums.solved;
  sums.points += solve.points;
  sums.by_category[base::lower(solve.category)] += solve.points;
}

/// Which solves a call gets to see.
struct Window {
  const Behaviour& behaviour;
  std::int64_t now{};
  std::optional<std::int64_t> after{};

  /// Late ones show only so long after they were made.
  [[nodiscard]] bool has_arrived(const VendorSolve& solve) const {
    return behaviour.late_seconds == 0 || solve.at + behaviour.late_seconds <= now;
  }
  [[nodiscard]] bool lets_through(const VendorSolve& solve) const {
    return !after || (behaviour.after_time_inclusive ? solve.at >= *after : solve.at > *after);
  }
};

std::string odl_text(const UserRecord& user, const VendorPerson& person, const Window& window) {
  OdlSums sums;
  JsonText solves;
  solves.open('[');
  for (const auto& solve : person.odl) {
    if (!window.has_arrived(solve)) continue;
    const bool wanted = window.lets_through(solve);
    if (wanted) write_solve(solves, solve);
    if (wanted || !window.behaviour.totals_filtered) add(sums, solve);
  }
  solves.close(']');
  JsonText out;
  out.open('{').key("syned_user_id").value(user.syned_user_id);
  out.key("metactf_user_id").value(user.metactf_user_id);
  out.key("total_challenges_solved").value(sums.solved);
  if (!person.trouble.odl_incomplete) out.key("total_points").value(sums.points);
  out.key("last_accessed_unix_timestamp").value(person.last_accessed);
  out.key("category_points").open('{');
  for (const auto& [category, points] : sums.by_category) out.key(category).value(points);
  out.close('}').key("challenge_solves").value(solves).close('}');
  return out.take();
}

void write_flash(JsonText& out, const VendorFlashEntry& entry, const Window& window) {
  std::int64_t solved = 0;
  std::int64_t points = 0;
  out.open('{').key("flash_ctf_name").value(entry.name);
  out.key("flash_ctf_time_start_unix").value(entry.start);
  out.key("challenge_solves").open('[');
  for (const auto& solve : entry.solves) {
    if (!window.has_arrived(solve)) continue;
    ++solved;
    points += solve.points;
    write_solve(out, solve);
  }
  out.close(']').key("challenges_solved").value(solved);
  out.key("points_earned").value(points).key("rank").value(entry.rank);
  if (entry.max_points_possible) out.key("max_points_possible").value(*entry.max_points_possible);
  out.close('}');
}

/// Never null.
std::shared_ptr<const VendorPerson> known_about(World& world, const UserRecord& user, Feeds feeds)
    LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  static const auto kNothing = std::make_shared<const VendorPerson>();
  auto person = known_person(world, user.syned_user_id, user.role, feeds);
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
  const auto person = known_about(world, *user, Feeds::odl);
  if (person->trouble.odl_status != 0) return refusal(person->trouble.odl_status, "Trouble");
  return {200, nullptr, odl_text(*user, *person, {world.behaviour, call.now, after})};
}

Answer get_flash_ctf_progress(World& world, const Call& call) {
  std::optional<Answer> rejection;
  const auto id = required_query(call, "syned_user_id", rejection);
  if (rejection) return *rejection;
  const auto user = world.store->user(id);
  if (!user) return refusal(404, "User not found");
  const auto person = known_about(world, *user, Feeds::all);
  if (person->trouble.flash_status != 0) return refusal(person->trouble.flash_status, "Trouble");
  if (person->flash.empty()) return refusal(404, "No progress found");
  const Window window{world.behaviour, call.now};
  JsonText out;
  out.open('{').key("syned_user_id").value(id).key("flash_ctfs").open('[');
  for (const auto& entry : person->flash) write_flash(out, entry, window);
  out.close(']').close('}');
  return {200, nullptr, out.take()};
}

}  // namespace lockstep::metactf_mock
