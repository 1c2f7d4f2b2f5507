// Datasets about the people of baseline that differ in what the vendor has about them.
#include <utility>

#include "adapters/metactf_mock/challenges.h"
#include "adapters/metactf_mock/dataset.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

Dataset named(std::string name) {
  Dataset out = baseline();
  out.name = std::move(name);
  return out;
}

VendorPerson& person_of(Dataset& dataset, std::size_t competitor) {
  const auto& id = dataset.competitors.at(competitor).id;
  for (auto& person : dataset.persons)
    if (person.syned_user_id == id) return person;
  auto& made = dataset.persons.emplace_back();
  made.syned_user_id = id;
  return made;
}

VendorFlashEntry flash(std::string name, std::int64_t start, std::size_t solves,
                       std::int64_t rank) {
  VendorFlashEntry out{std::move(name), start, 1050, rank, {}};
  for (std::size_t i = 0; i < solves; ++i) {
    const auto number = static_cast<std::int64_t>(i);
    out.solves.push_back(solve_flash(i, 61000 + number, start + 420 * (number + 1)));
  }
  return out;
}

/// One event runs at the anchor, one is long finished, one nobody has solved anything of.
Dataset make_flash_timeline() {
  auto out = named("flash-timeline");
  for (auto& person : out.persons) person.flash.clear();
  const auto running = kDatasetAnchor - 2 * kHour;
  const auto finished = kDatasetAnchor - 30 * kDay;
  const auto empty = kDatasetAnchor - 3 * kDay;
  person_of(out, 0).flash = {flash("Autumn Sprint", running, 2, 12),
                             flash("Harvest Finals", finished, 6, 1)};
  person_of(out, 1).flash = {flash("Autumn Sprint", running, 0, 0),
                             flash("Quiet Weekend", empty, 0, 0)};
  person_of(out, 4).flash = {flash("Harvest Finals", finished, 3, 40)};
  person_of(out, 8).flash = {flash("Quiet Weekend", empty, 0, 0)};
  return out;
}

Dataset make_sync_errors() {
  auto out = named("sync-errors");
  person_of(out, 0).trouble.odl_status = 500;
  person_of(out, 1).trouble.flash_status = 503;
  person_of(out, 2).trouble.odl_status = 404;
  person_of(out, 4).trouble.odl_incomplete = true;
  person_of(out, 5).status = "denied";
  return out;
}

Dataset make_pending_approvals() {
  auto out = named("pending-approvals");
  const auto& waiting_coach = out.coaches.at(1).id;
  for (auto& person : out.persons) {
    if (person.syned_user_id != waiting_coach) continue;
    person.status = "pending_approval";
    person.last_login.reset();
  }
  person_of(out, 0).status = "pending_approval";
  person_of(out, 1).status = "denied";
  auto& never_logged_in = person_of(out, 2);
  never_logged_in.status = "user_created";
  never_logged_in.last_login.reset();
  return out;
}

}  // namespace

const Dataset& flash_timeline() {
  static const Dataset kDataset = make_flash_timeline();
  return kDataset;
}

const Dataset& sync_errors() {
  static const Dataset kDataset = make_sync_errors();
  return kDataset;
}

const Dataset& pending_approvals() {
  static const Dataset kDataset = make_pending_approvals();
  return kDataset;
}

}  // namespace lockstep::metactf_mock
