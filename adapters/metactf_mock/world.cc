// See world.h.
#include "adapters/metactf_mock/world.h"

#include <utility>

namespace lockstep::metactf_mock {

namespace {

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

}  // namespace

void load(World& world, const Dataset& dataset) {
  world.store->clear();
  world.users_made.clear();
  world.teams_made.clear();
  world.dataset_name = dataset.name;
  for (const auto& person : dataset.persons) world.store->put_person(shifted(person, world.shift));
}

}  // namespace lockstep::metactf_mock
