// See activity.h.
#include "adapters/metactf_mock/activity.h"

#include <algorithm>

#include "adapters/metactf_mock/admin_body.h"
#include "adapters/metactf_mock/catalogue.h"
#include "adapters/metactf_mock/challenges.h"
#include "adapters/metactf_mock/made_up.h"
#include "events/codec.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::int64_t kMaxSolves = 1000;
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kMaxPoints = 1050;

struct Activity {
  std::string synedUserId;
  std::optional<std::int64_t> solves;
  std::optional<std::string> feed;
  std::optional<std::int64_t> at;
  std::optional<std::string> event;
};
BOOST_DESCRIBE_STRUCT(Activity, (), (synedUserId, solves, feed, at, event))

/// When the event of this name began: as the dataset has it, else an hour before the solve.
std::int64_t start_of(World& world, const std::string& event, std::int64_t at)
    LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  if (const auto start = world.store->flash_start(event)) return *start;
  if (const auto start = made_up_flash_start(event)) return *start + world.origin.shift;
  return at - kHour;
}

VendorFlashEntry& entry_of(World& world, VendorPerson& person, const std::string& name,
                           std::int64_t at) LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  const auto own = std::ranges::find(person.flash, name, &VendorFlashEntry::name);
  if (own != person.flash.end()) return *own;
  return person.flash.emplace_back(
      VendorFlashEntry{name, start_of(world, name, at), kMaxPoints, 0, {}});
}

VendorSolve make_solve(const World& world, bool flash, std::size_t index, std::int64_t id,
                       std::int64_t at) LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  const auto number = static_cast<std::int64_t>(index);
  if (!is_made_up(world.origin))
    return flash ? solve_flash(index, id, at) : solve_odl(index, id, at);
  return flash ? catalogue_flash(number, id, at) : catalogue_odl(number, id, at);
}

void add_solves(World& world, const Activity& activity, VendorPerson& person, std::int64_t at)
    LOCKSTEP_REQUIRES(world.mutex) {
  const bool flash = activity.feed == "flash";
  auto& solves = flash ? entry_of(world, person, *activity.event, at).solves : person.odl;
  const auto count = activity.solves.value_or(1);
  auto id = world.store->next(Sequence::solve, count);
  for (std::int64_t i = 0; i < count; ++i, ++id)
    solves.push_back(make_solve(world, flash, solves.size(), id, at - (count - 1 - i)));
  person.last_accessed = std::max(person.last_accessed, at);
}

std::string problem_of(const Activity& activity) {
  if (activity.feed && activity.feed != "odl" && activity.feed != "flash")
    return "feed is odl or flash";
  if (activity.solves && (*activity.solves < 0 || *activity.solves > kMaxSolves))
    return "solves is from 0 to 1000";
  if (activity.feed == "flash" && activity.event.value_or("").empty())
    return "flash activity needs the name of its event";
  return "";
}

}  // namespace

Answer add_activity(World& world, const std::string& body, std::int64_t now) {
  static constexpr auto kShape = "the body is {synedUserId, solves, feed, at, event}";
  Activity activity;
  const auto object = object_with(body, {"synedUserId", "solves", "feed", "at", "event"});
  if (!object || !events::from_json(*object, activity)) return refusal(422, kShape);
  if (const auto problem = problem_of(activity); !problem.empty()) return refusal(422, problem);
  const auto user = world.store->user(activity.synedUserId);
  const auto known = known_person(world, activity.synedUserId, user ? user->role : "");
  if (!known && !user) return refusal(404, "there is no such user, here or in the dataset");
  auto person = known ? *known : VendorPerson{};
  person.syned_user_id = activity.synedUserId;
  const auto newest = activity.at.value_or(now);
  const auto added = activity.solves.value_or(1);
  add_solves(world, activity, person, newest);
  world.store->put_person(std::move(person));
  world.changed("activity", {{"synedUserId", activity.synedUserId},
                             {"feed", activity.feed.value_or("odl")},
                             {"solves", added},
                             {"newestAt", newest}});
  return {200, boost::json::object{{"added", added}, {"newestAt", newest}}};
}

}  // namespace lockstep::metactf_mock
