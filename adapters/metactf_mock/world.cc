// See world.h.
#include "adapters/metactf_mock/world.h"

#include <utility>

#include "adapters/metactf_mock/dashboard_ids.h"
#include "adapters/metactf_mock/large.h"
#include "adapters/metactf_mock/made_up.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::int64_t kMaxSize = 1'000'000;

void shift_solves(std::vector<VendorSolve>& solves, std::int64_t by) {
  for (auto& solve : solves) solve.at += by;
}

VendorPerson shifted(VendorPerson person, std::int64_t by) {
  if (person.last_login) *person.last_login += by;
  if (person.last_accessed != 0) person.last_accessed += by;
  shift_solves(person.odl, by);
  for (auto& entry : person.flash) {
    entry.start += by;
    shift_solves(entry.solves, by);
  }
  return person;
}

/// Without what does not matter to the dataset: a fixture is the same for every size and seed.
Origin plain(Origin origin) {
  if (origin.dataset != kLargeDataset) origin.size = 0;
  if (!is_made_up(origin)) origin.seed = 0;
  return origin;
}

Result<Records> records_of(const World& world, const Origin& origin)
    LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  if (origin.dataset == kFromPostgresDataset)
    return read_dashboard(world.database_url, origin.seed);
  if (origin.dataset == kLargeDataset) {
    if (origin.size < 1 || origin.size > kMaxSize)
      return Error{Errc::invalid, "mock-dataset-size", "a dataset's size is from 1 to 1000000", ""};
    return large_records(origin.size, origin.seed);
  }
  const auto* fixture = find_dataset(origin.dataset);
  if (fixture == nullptr)
    return Error{Errc::not_found, "mock-dataset-unknown",
                 "the mock has no dataset '" + origin.dataset + "'", "see /__admin/datasets"};
  Records out;
  for (const auto& person : fixture->persons) out.persons.push_back(shifted(person, origin.shift));
  return out;
}

/// Gives out the vendor's numbers.
void number(MockStore& store, Records& records, std::int64_t shift) {
  std::map<std::string, std::int64_t> number_of;
  auto user_id = store.next(Sequence::user, static_cast<std::int64_t>(records.users.size()));
  for (auto& user : records.users) {
    user.metactf_user_id = user_id++;
    if (user.last_login) *user.last_login += shift;
    if (user.role == "coach") number_of[user.syned_user_id] = user.metactf_user_id;
  }
  auto team_id = store.next(Sequence::team, static_cast<std::int64_t>(records.teams.size()));
  for (auto& team : records.teams) {
    team.metactf_team_id = team_id++;
    team.metactf_coach_id = number_of[team.syned_coach_user_id];
  }
}

}  // namespace

bool is_made_up(const Origin& origin) {
  return origin.dataset == kLargeDataset || origin.dataset == kFromPostgresDataset;
}

void tell(World& world, std::string_view what, boost::json::object ids) {
  ids["at"] = world.now * 1000;
  world.happenings.add(what, ids);
}

void transact(World& world, const std::function<void()>& work) {
  world.changes.clear();
  world.store->transact(work);
  for (auto& [what, ids] : world.changes) tell(world, what, std::move(ids));
  world.changes.clear();
}

Result<void> load(World& world, Origin wanted) {
  wanted = plain(std::move(wanted));
  LOCKSTEP_TRY(auto records, records_of(world, wanted));
  world.store->transact([&]() LOCKSTEP_REQUIRES(world.mutex) {
    world.store->begin_anew(wanted);
    number(*world.store, records, wanted.shift);
    world.store->put(records);
  });
  world.users_made.clear();
  world.teams_made.clear();
  world.origin = std::move(wanted);
  return boost::outcome_v2::success();
}

Result<bool> load_or_keep(World& world, Origin wanted) {
  auto present = world.store->origin();
  const auto shift = std::exchange(wanted.shift, present ? present->shift : wanted.shift);
  if (present == plain(wanted)) {
    world.origin = std::move(*present);
    return true;
  }
  wanted.shift = shift;
  LOCKSTEP_TRY(load(world, std::move(wanted)));
  return false;
}

std::shared_ptr<const VendorPerson> known_person(World& world, const std::string& syned_user_id,
                                                 std::string_view role, Feeds feeds) {
  auto known = world.store->person(syned_user_id);
  if (known || role != "user" || !is_made_up(world.origin)) return known;
  const auto make = feeds == Feeds::odl ? made_up_odl : made_up_person;
  return std::make_shared<const VendorPerson>(
      shifted(make(world.origin.seed, syned_user_id), world.origin.shift));
}

}  // namespace lockstep::metactf_mock
