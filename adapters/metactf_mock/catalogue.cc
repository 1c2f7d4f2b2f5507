// See catalogue.h. The same in every build: a challenge follows from its number alone.
#include "adapters/metactf_mock/catalogue.h"

#include <array>

#include "adapters/metactf_mock/dice.h"

namespace lockstep::metactf_mock {

namespace {

struct Category {
  std::array<std::string_view, 3> spellings;
  std::string_view work_role;  ///< NICE; empty = none
};
constexpr std::array<Category, 9> kCategories{{
    {{"crypto", "Crypto", "CRYPTO"}, "Secure Software Assessor"},
    {{"foren", "Foren", "FOREN"}, "Cyber Defense Forensics Analyst"},
    {{"reven", "Reven", "REVEN"}, "Exploitation Analyst"},
    {{"binexp", "BinExp", "BINEXP"}, "Exploitation Analyst"},
    {{"osint", "Osint", "OSINT"}, "All-Source Analyst"},
    {{"web", "Web", "WEB"}, "Vulnerability Assessment Analyst"},
    {{"os", "Os", "OS"}, "System Administrator"},
    {{"misc", "Misc", "MISC"}, ""},
    {{"recon", "Recon", "RECON"}, "Cyber Defense Analyst"},
}};
constexpr std::array<std::string_view, 15> kFirst{
    "Silent", "Broken", "Hidden",  "Rusty", "Midnight", "Lost",    "Paper",  "Electric",
    "Frozen", "Hollow", "Crooked", "Amber", "Borrowed", "Distant", "Tangled"};
constexpr std::array<std::string_view, 14> kSecond{
    "Beacon",  "Ledger", "Cipher", "Harbor",  "Packet", "Mirror",  "Engine",
    "Archive", "Signal", "Vault",  "Lantern", "Kernel", "Courier", "Compass"};

std::vector<VendorSolve> make(std::string_view feed, std::int64_t count, std::int64_t first_id) {
  std::vector<VendorSolve> out;
  for (std::int64_t i = 0; i < count; ++i) {
    Dice dice{0, std::string(feed) + std::to_string(i)};
    const auto& category = kCategories.at(static_cast<std::size_t>(i % 9));
    VendorSolve solve;
    solve.challenge_id = first_id + i;
    // 15 and 14 have no common factor, so a title comes again only after 210.
    solve.title = std::string(feed) + std::string(kFirst.at(static_cast<std::size_t>(i % 15))) +
                  " " + std::string(kSecond.at(static_cast<std::size_t>(i % 14)));
    solve.points = 50 * (1 + dice.below(10));
    solve.category = category.spellings.at(static_cast<std::size_t>(dice.below(3)));
    solve.retired = dice.percent(8);
    if (!category.work_role.empty()) solve.work_roles.emplace_back(category.work_role);
    if (dice.percent(15)) solve.work_roles.emplace_back("Cyber Instructor");
    out.push_back(std::move(solve));
  }
  return out;
}

VendorSolve solved(const VendorSolve& challenge, std::int64_t solve_id, std::int64_t at) {
  auto out = challenge;
  out.challenge_solve_id = solve_id;
  out.at = at;
  return out;
}

}  // namespace

VendorSolve catalogue_odl(std::int64_t index, std::int64_t solve_id, std::int64_t at) {
  static const auto kOdl = make("", kCatalogueOdl, 10'001);
  return solved(kOdl.at(static_cast<std::size_t>(index % kCatalogueOdl)), solve_id, at);
}

VendorSolve catalogue_flash(std::int64_t index, std::int64_t solve_id, std::int64_t at) {
  static const auto kFlash = make("Flash: ", kCatalogueFlash, 20'001);
  return solved(kFlash.at(static_cast<std::size_t>(index % kCatalogueFlash)), solve_id, at);
}

}  // namespace lockstep::metactf_mock
