// See activity.h.
#include "adapters/metactf_mock/activity.h"

#include <algorithm>

#include "adapters/metactf_mock/challenges.h"
#include "events/codec.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::int64_t kMaxSolves = 1000;
constexpr std::int64_t kHour = 3600;

struct Activity {
  std::string synedUserId;
  std::optional<std::int64_t> solves;
  std::optional<std::string> feed;
  std::optional<std::int64_t> at;
  std::optional<std::string> event;
};
BOOST_DESCRIBE_STRUCT(Activity, (), (synedUserId, solves, feed, at, event))

VendorFlashEntry& entry_of(World& world, VendorPerson& person, const std::string& name,
                           std::int64_t at) {
  const auto named = [&](const VendorFlashEntry& entry) { return entry.name == name; };
  const auto own = std::ranges::find_if(person.flash, named);
  if (own != person.flash.end()) return *own;
  VendorFlashEntry made{name, at - kHour, 1050, 0, {}};
  for (const auto& user : world.store->users()) {
    const auto other = world.store->person(user.syned_user_id);
    if (!other) continue;
    const auto same = std::ranges::find_if(other->flash, named);
    if (same != other->flash.end()) made.start = same->start;
  }
  return person.flash.emplace_back(std::move(made));
}

void add_solves(World& world, const Activity& activity, VendorPerson& person, std::int64_t at) {
  const bool flash = activity.feed == "flash";
  auto& solves = flash ? entry_of(world, person, *activity.event, at).solves : person.odl;
  const auto count = activity.solves.value_or(1);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto solve_id = world.store->next(Sequence::solve);
    const auto solved_at = at - (count - 1 - i);
    solves.push_back(flash ? solve_flash(solves.size(), solve_id, solved_at)
                           : solve_odl(solves.size(), solve_id, solved_at));
  }
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
  boost::system::error_code failed;
  const auto value = boost::json::parse(body, failed);
  Activity activity;
  if (failed || !events::from_json(value, activity))
    return refusal(422, "the body is {synedUserId, solves, feed, at, event}");
  if (const auto problem = problem_of(activity); !problem.empty()) return refusal(422, problem);
  const auto known = world.store->person(activity.synedUserId);
  if (!known && !world.store->user(activity.synedUserId))
    return refusal(404, "there is no such user, here or in the dataset");
  auto person = known ? *known : VendorPerson{};
  person.syned_user_id = activity.synedUserId;
  add_solves(world, activity, person, activity.at.value_or(now));
  world.store->put_person(std::move(person));
  return {200, boost::json::object{{"added", activity.solves.value_or(1)},
                                   {"newestAt", activity.at.value_or(now)}}};
}

}  // namespace lockstep::metactf_mock
