// See challenges.h.
#include "adapters/metactf_mock/challenges.h"

#include <array>
#include <string_view>

namespace lockstep::metactf_mock {

namespace {

struct Challenge {
  std::int64_t id;
  std::string_view title;
  std::int64_t points;
  std::string_view category;
  bool retired;
  std::string_view work_role;  ///< NICE; empty = none
};

constexpr std::array kOdl{
    Challenge{3101, "Caesar's Lost Letter", 100, "crypto", false, "Cyber Defense Analyst"},
    Challenge{3102, "Padding the Oracle", 350, "Crypto", false, "Secure Software Assessor"},
    Challenge{3103, "Deleted but Not Gone", 150, "foren", false, "Cyber Defense Forensics Analyst"},
    Challenge{3104, "Memory Lane", 300, "FOREN", false, "Cyber Defense Forensics Analyst"},
    Challenge{3105, "Strings Attached", 100, "reven", false, ""},
    Challenge{3106, "Jump Around", 400, "Reven", true, "Exploitation Analyst"},
    Challenge{3107, "Stack Overflowed", 250, "binexp", false, "Exploitation Analyst"},
    Challenge{3108, "Return to Sender", 450, "BinExp", false, "Exploitation Analyst"},
    Challenge{3109, "Where Was This Taken", 100, "osint", false, "All-Source Analyst"},
    Challenge{3110, "The Forgotten Forum", 200, "OSINT", false, "All-Source Analyst"},
    Challenge{3111, "Robots Keep Out", 100, "web", false, ""},
    Challenge{3112, "Cookie Monster", 250, "Web", false, "Vulnerability Assessment Analyst"},
    Challenge{3113, "Permission Denied", 150, "os", false, "System Administrator"},
    Challenge{3114, "Cron and On", 200, "Os", false, "System Administrator"},
    Challenge{3115, "Morse or Less", 50, "misc", false, ""},
    Challenge{3116, "Needle in a Logstack", 200, "Misc", true, "Cyber Defense Analyst"},
    Challenge{3117, "Knock Knock", 150, "recon", false, "Vulnerability Assessment Analyst"},
    Challenge{3118, "Subdomain Safari", 250, "RECON", false, "Vulnerability Assessment Analyst"},
};

constexpr std::array kFlash{
    Challenge{7201, "Flash: Warm Up", 50, "misc", false, ""},
    Challenge{7202, "Flash: Salted Hash", 150, "crypto", false, "Cyber Defense Analyst"},
    Challenge{7203, "Flash: Packet Parade", 200, "Foren", false, "Cyber Defense Analyst"},
    Challenge{7204, "Flash: Inject This", 250, "web", false, ""},
    Challenge{7205, "Flash: Off by One", 300, "binexp", false, "Exploitation Analyst"},
    Challenge{7206, "Flash: Paper Trail", 100, "osint", false, "All-Source Analyst"},
};

VendorSolve to_solve(const Challenge& challenge, std::int64_t solve_id, std::int64_t at) {
  VendorSolve out{solve_id,
                  challenge.id,
                  std::string(challenge.title),
                  challenge.points,
                  std::string(challenge.category),
                  at,
                  challenge.retired,
                  {}};
  if (!challenge.work_role.empty()) out.work_roles.emplace_back(challenge.work_role);
  return out;
}

}  // namespace

std::size_t odl_challenge_count() {
  return kOdl.size();
}
std::size_t flash_challenge_count() {
  return kFlash.size();
}

VendorSolve solve_odl(std::size_t index, std::int64_t solve_id, std::int64_t at) {
  return to_solve(kOdl.at(index % kOdl.size()), solve_id, at);
}

VendorSolve solve_flash(std::size_t index, std::int64_t solve_id, std::int64_t at) {
  return to_solve(kFlash.at(index % kFlash.size()), solve_id, at);
}

}  // namespace lockstep::metactf_mock
