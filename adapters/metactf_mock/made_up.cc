// See made_up.h.
#include "adapters/metactf_mock/made_up.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "adapters/metactf_mock/catalogue.h"
#include "adapters/metactf_mock/dice.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kMonths = 14;    ///< Monthly Flash CTFs, counted back from the anchor.
constexpr std::int64_t kPerEvent = 15;  ///< Challenges.
constexpr std::int64_t kOldStyle = 11;  ///< From here on back there is no max_points_possible.

struct FlashCtf {
  std::string name;
  std::int64_t start;
};

/// The one `back` months before the anchor's last: on the 10th at 16:00 UTC.
FlashCtf flash_ctf(std::int64_t back) {
  static constexpr std::array<const char*, 12> kNames{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  using std::chrono::October;
  using std::chrono::sys_days;
  const auto month = std::chrono::year{2026} / October - std::chrono::months{back};
  const auto day = sys_days{month / 10};
  return {"Flash CTF - " + std::string(kNames.at(unsigned{month.month()} - 1)) + " " +
              std::to_string(int{month.year()}),
          std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count() +
              16 * kHour};
}

/// Oldest first. A session is a few solves within minutes; between sessions are days.
std::vector<std::int64_t> solve_times(Dice& dice, std::int64_t count, std::int64_t newest) {
  std::vector<std::int64_t> out;
  for (std::int64_t i = 0, at = newest; i < count; ++i) {
    out.push_back(at);
    at -= 300 + dice.below(2100);
    if (dice.percent(20)) at -= std::min<std::int64_t>(30, 1 + dice.heavy_tailed(2)) * kDay;
  }
  std::ranges::reverse(out);
  return out;
}

void add_odl(Dice& dice, VendorPerson& person, std::int64_t newest) {
  const auto count = std::min(kCatalogueOdl, 1 + dice.heavy_tailed(7));
  // A step that shares no factor with 201 = 3 * 67 meets every challenge once.
  const auto first = dice.below(kCatalogueOdl);
  const auto thirds = 3 * dice.below(20);
  const auto step = thirds + 1 + dice.below(2);
  auto challenge = first;
  auto solve_id = 1'000'000 + dice.below(8'000'000);
  for (const auto at : solve_times(dice, count, newest)) {
    person.odl.push_back(catalogue_odl(challenge, solve_id, at));
    challenge += step;
    solve_id += 1 + dice.below(40);
  }
}

std::int64_t max_points(std::int64_t back) {
  std::int64_t out = 0;
  for (std::int64_t i = 0; i < kPerEvent; ++i)
    out += catalogue_flash(back * kPerEvent + i, 0, 0).points;
  return out;
}

VendorFlashEntry flash_entry(Dice& dice, std::int64_t back) {
  auto ctf = flash_ctf(back);
  VendorFlashEntry out{std::move(ctf.name), ctf.start, std::nullopt, 0, {}};
  if (back < kOldStyle) out.max_points_possible = max_points(back);
  const auto solves = dice.percent(15) ? 0 : 1 + dice.below(kPerEvent);  // 0: registered only.
  auto at = ctf.start;
  auto solve_id = 100'000 + dice.below(800'000);
  for (std::int64_t i = 0; i < solves; ++i) {
    at += 120 + dice.below(900);
    out.solves.push_back(catalogue_flash(back * kPerEvent + i, solve_id++, at));
  }
  if (solves > 0) out.rank = 1 + (kPerEvent - solves) * 40 + dice.below(40);
  return out;
}

/// The vendor's solve ids are not unique: now and then one is used again.
void collide(Dice& dice, VendorPerson& person, VendorFlashEntry& entry) {
  if (entry.solves.empty() || dice.below(12) != 0) return;
  for (const auto& earlier : person.flash)
    if (!earlier.solves.empty())
      entry.solves.front().challenge_solve_id = earlier.solves.back().challenge_solve_id;
  if (dice.percent(50) && !person.odl.empty())
    entry.solves.front().challenge_solve_id = person.odl.back().challenge_solve_id;
}

void add_flash(Dice& dice, VendorPerson& person) {
  if (person.odl.empty() || dice.percent(40)) return;  // Flash CTFs are not for everybody.
  const auto chance = 10 + dice.below(81);
  for (std::int64_t back = 0; back < kMonths; ++back) {
    if (!dice.percent(chance)) continue;
    auto entry = flash_entry(dice, back);
    if (entry.start > person.odl.back().at) continue;
    collide(dice, person, entry);
    person.flash.push_back(std::move(entry));
  }
}

/// When the person was last active, and all that follows from that alone.
std::int64_t roll_head(Dice& dice, VendorPerson& person) {
  const auto fate = dice.below(1000);
  const auto idle_days =
      dice.percent(25) ? 60 + dice.below(240) : std::min<std::int64_t>(59, dice.heavy_tailed(2));
  const auto newest = kDatasetAnchor - idle_days * kDay - dice.below(kDay);
  person.status = fate < 5     ? "denied"
                  : fate < 20  ? "pending_approval"
                  : fate < 100 ? "user_created"
                               : "approved";
  if (fate < 150) return 0;  // Has an account at most, and was never there.
  person.last_accessed = newest + dice.below(3 * kHour);
  person.last_login = newest - dice.below(2 * kDay);
  return newest;
}

}  // namespace

VendorPerson made_up_head(std::uint64_t seed, const std::string& syned_user_id) {
  VendorPerson out;
  out.syned_user_id = syned_user_id;
  Dice dice{seed, syned_user_id};
  roll_head(dice, out);
  return out;
}

VendorPerson made_up_odl(std::uint64_t seed, const std::string& syned_user_id) {
  VendorPerson out;
  out.syned_user_id = syned_user_id;
  Dice dice{seed, syned_user_id};
  if (const auto newest = roll_head(dice, out); newest != 0) add_odl(dice, out, newest);
  return out;
}

VendorPerson made_up_person(std::uint64_t seed, const std::string& syned_user_id) {
  auto out = made_up_odl(seed, syned_user_id);
  Dice dice{seed, syned_user_id + " flash"};
  add_flash(dice, out);
  return out;
}

std::optional<std::int64_t> made_up_flash_start(std::string_view name) {
  for (std::int64_t back = 0; back < kMonths; ++back)
    if (auto ctf = flash_ctf(back); ctf.name == name) return ctf.start;
  return std::nullopt;
}

}  // namespace lockstep::metactf_mock
