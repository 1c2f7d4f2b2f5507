// Datasets in two halves. The dashboard's half is what a coach dashboard would tell the engine; the
// vendor's half is what the vendor has about these people once they exist there. All made up.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "events/vendor_types.h"

namespace lockstep::metactf_mock {

/// Every time in a dataset is told from here: 2026-11-01T00:00:00Z. Loading can shift it.
inline constexpr std::int64_t kDatasetAnchor = 1793491200;

inline constexpr std::string_view kLargeDataset = "large";
inline constexpr std::string_view kFromPostgresDataset = "from-postgres";

// --- the dashboard's half: product.md "Body fields", ids are UUIDs
// ---------------------------------
struct CoachFacts {
  std::string id;
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string school_name;
  std::string region;
  events::Division division{};
};
struct TeamFacts {
  std::string id;
  std::string coach_id;
  std::string name;
  events::Division division{};
  std::optional<std::string> affiliation;  ///< None: the coach's school.
};
struct CompetitorFacts {
  std::string id;
  std::string coach_id;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> email_personal;
  std::optional<std::string> email_school;
  std::optional<std::string> preferred_username;
  events::Division division{};
  bool is_active = true;
  bool profile_complete = true;
  bool compliance_complete = true;
  std::optional<std::string> compliance_date;  ///< ISO 8601 date.
  std::optional<std::string> syned_school_id;
  std::optional<std::string> syned_region_id;
  std::optional<std::string> team_id;  ///< Desired; told through the roster route.
};

// --- the vendor's half: contract.md
// ---------------------------------------------------------------
struct VendorSolve {
  std::int64_t challenge_solve_id{};
  std::int64_t challenge_id{};
  std::string title;
  std::int64_t points{};
  std::string category;
  std::int64_t at{};
  bool retired = false;
  std::vector<std::string> work_roles;
  bool operator==(const VendorSolve&) const = default;
};
struct VendorFlashEntry {
  std::string name;
  std::int64_t start{};
  std::optional<std::int64_t> max_points_possible;
  std::int64_t rank{};
  std::vector<VendorSolve> solves;  ///< None: registered only.
  bool operator==(const VendorFlashEntry&) const = default;
};
/// How the vendor fails this one person, always, whatever the faults say.
struct Trouble {
  int odl_status = 0;           ///< Answered instead of scores, unless 0.
  int flash_status = 0;         ///< Likewise.
  bool odl_incomplete = false;  ///< The answer lacks a required member.
  bool operator==(const Trouble&) const = default;
};
struct VendorPerson {
  std::string syned_user_id;
  std::string status = "user_created";  ///< From creation on.
  std::optional<std::int64_t> last_login;
  std::int64_t last_accessed = 0;  ///< 0 = never
  std::vector<VendorSolve> odl;
  std::vector<VendorFlashEntry> flash;
  Trouble trouble;
  bool operator==(const VendorPerson&) const = default;
};
// How a store that keeps JSON keeps them.
BOOST_DESCRIBE_STRUCT(VendorSolve, (),
                      (challenge_solve_id, challenge_id, title, points, category, at, retired,
                       work_roles))
BOOST_DESCRIBE_STRUCT(VendorFlashEntry, (), (name, start, max_points_possible, rank, solves))
BOOST_DESCRIBE_STRUCT(Trouble, (), (odl_status, flash_status, odl_incomplete))
BOOST_DESCRIBE_STRUCT(VendorPerson, (),
                      (syned_user_id, status, last_login, last_accessed, odl, flash, trouble))

struct Dataset {
  std::string name;
  std::vector<CoachFacts> coaches;
  std::vector<TeamFacts> teams;
  std::vector<CompetitorFacts> competitors;
  std::vector<VendorPerson> persons;  ///< Coaches and competitors the vendor has something about.
};

/// 2 coaches, 3 teams, 12 competitors: 9 may be onboarded, 1 is `pending`, 2 are `profile`.
const Dataset& baseline();
/// The people of baseline; Flash CTF events that run, are finished, and that nobody solved.
const Dataset& flash_timeline();
/// The people of baseline; some of them fail in one way each.
const Dataset& sync_errors();
/// The people of baseline; one coach and some competitors wait for the vendor or were denied.
const Dataset& pending_approvals();

struct DatasetHelp {
  std::string_view name;
  std::string_view help;
};
/// Everything that can be loaded: those above, `large`, `from-postgres`.
std::vector<DatasetHelp> dataset_list();
/// One of those above; null when there is none of this name.
const Dataset* find_dataset(std::string_view name);

/// Every name, e-mail and username in it, also as usernames are derived from names. Distinctive: a
/// search for any of them finds a leak and nothing else.
std::vector<std::string> personal_strings(const Dataset& dataset);

}  // namespace lockstep::metactf_mock
