// The vendor's half of baseline: scores of those who may be onboarded.
#include <array>

#include "adapters/metactf_mock/challenges.h"
#include "adapters/metactf_mock/dataset_people.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::int64_t kDay = 24 * 3600;
constexpr std::size_t kNoFlash = 99;  ///< Not registered.

/// One line per competitor: how much they did. Days are counted back from the anchor.
struct Diligence {
  std::size_t competitor;  ///< Index in Dataset::competitors.
  std::size_t odl_solves;
  std::size_t first_challenge;
  std::int64_t newest_day;
  std::array<std::size_t, 3> flash;  ///< Solves in each Flash CTF; kNoFlash = not registered.
};

struct FlashCtf {
  const char* name;
  std::int64_t day;
  std::optional<std::int64_t> max_points;  ///< The oldest one is from before the field existed.
};

// Xiomara (6) is on the platform but has done nothing at all, and so has no line.
constexpr std::array kDiligence{
    Diligence{0, 14, 0, 1, {5, 4, 6}},
    Diligence{1, 9, 3, 2, {3, 0, kNoFlash}},
    Diligence{2, 5, 8, 12, {kNoFlash, 2, 1}},
    Diligence{4, 7, 11, 3, {2, kNoFlash, kNoFlash}},
    Diligence{5, 2, 1, 40, {0, kNoFlash, kNoFlash}},
    Diligence{8, 18, 0, 1, {6, 6, 5}},
    Diligence{9, 11, 6, 6, {4, 1, kNoFlash}},
    Diligence{10, 1, 14, 75, {kNoFlash, kNoFlash, kNoFlash}},
};

const std::array kFlashCtfs{FlashCtf{"Flash CTF - October 2026", 9, 1050},
                            FlashCtf{"Flash CTF - September 2026", 37, 1050},
                            FlashCtf{"Back to School Flash", 72, std::nullopt}};

std::vector<VendorSolve> odl_solves(const Diligence& line) {
  std::vector<VendorSolve> out;
  const auto base = 500000 + static_cast<std::int64_t>(line.competitor) * 100;
  for (std::size_t i = 0; i < line.odl_solves; ++i) {
    const auto back = static_cast<std::int64_t>(line.odl_solves - 1 - i);
    const auto at = kDatasetAnchor - (line.newest_day + 3 * back) * kDay + 61 * back;
    out.push_back(solve_odl(line.first_challenge + i, base + static_cast<std::int64_t>(i), at));
  }
  return out;
}

VendorFlashEntry flash_entry(const Diligence& line, std::size_t event) {
  const auto& ctf = kFlashCtfs.at(event);
  VendorFlashEntry out{
      ctf.name, kDatasetAnchor - ctf.day * kDay + 16 * 3600, ctf.max_points, 0, {}};
  const auto solves = line.flash.at(event);
  for (std::size_t i = 0; i < solves; ++i) {
    const auto number = static_cast<std::int64_t>(i);
    // Counted per event, so that ids of one user collide between two events, as they do in fact.
    const auto solve_id = 41000 + static_cast<std::int64_t>(line.competitor) * 10 + number;
    out.solves.push_back(solve_flash(i, solve_id, out.start + 600 * (number + 1)));
  }
  out.rank = 400 - static_cast<std::int64_t>(solves) * 60;
  return out;
}

VendorPerson competitor_person(const Dataset& dataset, const Diligence& line) {
  VendorPerson out;
  out.syned_user_id = dataset.competitors.at(line.competitor).id;
  out.status = "approved";
  out.odl = odl_solves(line);
  for (std::size_t event = 0; event < kFlashCtfs.size(); ++event)
    if (line.flash.at(event) != kNoFlash) out.flash.push_back(flash_entry(line, event));
  out.last_accessed = out.odl.back().at + 1800;
  out.last_login = out.odl.back().at - 1200;
  return out;
}

Dataset make_baseline() {
  auto out = baseline_people("baseline");
  for (const auto& coach : out.coaches) {
    VendorPerson person;
    person.syned_user_id = coach.id;
    person.status = "approved";
    person.last_login = kDatasetAnchor - 4 * kDay;
    out.persons.push_back(std::move(person));
  }
  for (const auto& line : kDiligence) out.persons.push_back(competitor_person(out, line));
  // Wilhelmina: the id of the first Flash solve is also that of an ODL solve.
  auto& collides = out.persons.at(out.coaches.size());
  collides.odl.front().challenge_solve_id =
      collides.flash.front().solves.front().challenge_solve_id;
  return out;
}

}  // namespace

const Dataset& baseline() {
  static const Dataset kDataset = make_baseline();
  return kDataset;
}

}  // namespace lockstep::metactf_mock
