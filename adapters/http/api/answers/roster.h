// Coaches, competitors and teams as they are, and lists of them.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/api/answers/failures.h"
#include "adapters/http/shown.h"
#include "projections/roster/rows.h"

namespace lockstep::http {

template <>
inline constexpr std::string_view kSchemaName<projections::OnboardingState> = "OnboardingPhase";
template <>
inline constexpr std::string_view kSchemaName<projections::CoachAccount> = "AccountPhase";
template <>
inline constexpr std::string_view kSchemaName<projections::MembershipSync> = "MemberSync";

namespace answers {

/// A person's account at the vendor.
struct UserAccount {
  std::optional<std::string> id;
  std::optional<std::string> status;
  std::optional<std::string> username;
  std::optional<VendorTime> last_login_at;
  std::optional<Timestamp> synced_at;
  std::optional<CallError> error;
};
BOOST_DESCRIBE_STRUCT(UserAccount, (), (id, status, username, last_login_at, synced_at, error))

struct TeamAccount {
  std::optional<std::string> id;
  std::string status;
  std::optional<std::string> username;
  std::optional<Timestamp> synced_at;
  std::optional<CallError> error;
};
BOOST_DESCRIBE_STRUCT(TeamAccount, (), (id, status, username, synced_at, error))

struct Coach {
  std::string id;
  Version version;
  Email email;
  std::string first_name;
  std::string last_name;
  std::optional<std::string> school_name;
  std::optional<std::string> region;
  std::optional<events::Division> division;
  projections::CoachAccount status;
  UserAccount game_platform;
};
BOOST_DESCRIBE_STRUCT(Coach, (),
                      (id, version, email, first_name, last_name, school_name, region, division,
                       status, game_platform))

/// How fresh a competitor's scores are.
struct SyncState {
  std::optional<std::string> last_result;
  std::optional<Timestamp> last_attempt_at;
  std::optional<Timestamp> odl_synced_at;
  std::optional<Timestamp> flash_ctf_synced_at;
  std::optional<VendorTime> last_accessed_at;
  std::optional<std::string> error;
  std::int64_t set_aside;  ///< Parts of the newest answers that could not be taken.
  std::optional<std::string> set_aside_why;  ///< Of the first: names of fields.
  std::int64_t odd_stored;  ///< What is stored and has a member that could not be read.
  std::int64_t odd_times;   ///< Solves with a time that cannot be right.
  bool operational = true;  ///< No fact: it comes from the operations store, too.
};
BOOST_DESCRIBE_STRUCT(SyncState, (),
                      (last_result, last_attempt_at, odl_synced_at, flash_ctf_synced_at,
                       last_accessed_at, error, set_aside, set_aside_why, odd_stored, odd_times,
                       operational))

struct Scores {
  std::optional<std::int64_t> challenges_completed;
  std::optional<std::int64_t> total_score;
  std::optional<std::map<std::string, std::int64_t>> category_points;
  std::int64_t odl_solves_stored;
  std::int64_t odl_points_stored;
  std::int64_t flash_solves_stored;
  std::int64_t flash_points_stored;
  std::int64_t flash_events_joined;
  std::optional<Timestamp> totals_fetched_at;
};
BOOST_DESCRIBE_STRUCT(Scores, (),
                      (challenges_completed, total_score, category_points, odl_solves_stored,
                       odl_points_stored, flash_solves_stored, flash_points_stored,
                       flash_events_joined, totals_fetched_at))

struct Competitor {
  std::string id;
  Version version;
  CoachId coach_id;
  std::string first_name;
  std::string last_name;
  std::optional<Email> email_personal;
  std::optional<Email> email_school;
  std::optional<std::string> preferred_username;
  events::Division division;
  bool is_active;
  bool profile_complete;
  bool compliance_complete;
  std::optional<Date> compliance_date;
  std::optional<std::string> syned_school_id;
  std::optional<std::string> syned_region_id;
  events::CompetitorStatus status;
  projections::OnboardingState onboarding;
  std::optional<TeamId> team_id;
  UserAccount game_platform;
  LeftOut<std::optional<SyncState>> sync = {};  ///< Not in lists. Null: never polled.
  LeftOut<std::optional<Scores>> scores = {};   ///< Not in lists. Null: there are none yet.
};
BOOST_DESCRIBE_STRUCT(Competitor, (),
                      (id, version, coach_id, first_name, last_name, email_personal, email_school,
                       preferred_username, division, is_active, profile_complete,
                       compliance_complete, compliance_date, syned_school_id, syned_region_id,
                       status, onboarding, team_id, game_platform, sync, scores))

struct Competitors {
  std::vector<Competitor> items;
  std::optional<std::string> next;
  std::int64_t total;
};
BOOST_DESCRIBE_STRUCT(Competitors, (), (items, next, total))

struct Member {
  std::string id;
  std::string first_name;
  std::string last_name;
  events::CompetitorStatus status;
  projections::MembershipSync sync;
  LeftOut<CallError> error = {};
};
BOOST_DESCRIBE_STRUCT(Member, (), (id, first_name, last_name, status, sync, error))

enum class TeamStatus : std::uint8_t { active, deleted };
BOOST_DESCRIBE_ENUM(TeamStatus, active, deleted)

struct Team {
  std::string id;
  Version version;
  CoachId coach_id;
  std::string name;
  events::Division division;
  std::optional<std::string> affiliation;
  TeamStatus status;
  TeamAccount game_platform;
  std::vector<Member> members;
  LeftOut<std::int64_t> members_not_shown = {};  ///< Of the past: whoever was not the caller's.
};
BOOST_DESCRIBE_STRUCT(Team, (),
                      (id, version, coach_id, name, division, affiliation, status, game_platform,
                       members, members_not_shown))

struct Teams {
  std::vector<Team> items;
  std::optional<std::string> next;
  std::int64_t total;
};
BOOST_DESCRIBE_STRUCT(Teams, (), (items, next, total))

}  // namespace answers
}  // namespace lockstep::http
