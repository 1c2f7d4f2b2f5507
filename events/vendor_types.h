// Values that both events and the vendor's API speak of: payloads we disclose, scores we receive.
// Stored inside events: members are added as optionals, never renamed or removed.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include "events/failure_codes.h"
#include "events/ids.h"

namespace lockstep::events {

/// Stored by name.
enum class Division : std::uint8_t { middle_school, high_school, college };
BOOST_DESCRIBE_ENUM(Division, middle_school, high_school, college)

/// Exactly what POST /users carries (contract.md, UserCreate): personal, so always sealed.
struct UserPayload {
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string role;  ///< `coach` or `user`
  std::string syned_user_id;
  std::optional<std::string> preferred_username;
  std::optional<std::string> syned_school_id;
  std::optional<std::string> syned_region_id;
  std::optional<std::string> syned_coach_user_id;
  bool operator==(const UserPayload&) const = default;
};
BOOST_DESCRIBE_STRUCT(UserPayload, (),
                      (first_name, last_name, email, role, syned_user_id, preferred_username,
                       syned_school_id, syned_region_id, syned_coach_user_id))

/// Exactly what POST /teams carries (contract.md, TeamCreate).
struct TeamPayload {
  std::string syned_coach_user_id;
  std::string syned_team_id;
  std::string team_name;
  std::string affiliation;
  Division division{};
  bool operator==(const TeamPayload&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamPayload, (),
                      (syned_coach_user_id, syned_team_id, team_name, affiliation, division))

/// Why a call to the vendor did not do what it should. No personal data in any member.
struct CallFailure {
  std::string code;            ///< Stable, kebab-case: one of failure_codes.h.
  std::int64_t http_status{};  ///< 0 when there was no answer.
  std::string message;         ///< One sentence for a person.
  std::string remedy;          ///< What a coach or an admin can do about it.
  bool passing{};              ///< The cause may go away by itself: worth retrying unasked.
  /// True: it was not even tried, so nothing can have changed there. Absent: that is not known.
  std::optional<bool> nothing_written = {};
  bool operator==(const CallFailure&) const = default;
};
BOOST_DESCRIBE_STRUCT(CallFailure, (),
                      (code, http_status, message, remedy, passing, nothing_written))

/// Stored by name.
enum class Feed : std::uint8_t { odl, flash_ctf };
BOOST_DESCRIBE_ENUM(Feed, odl, flash_ctf)

/// What a poll of one competitor came to. Stored by name (product.md section 2).
enum class SyncResult : std::uint8_t {
  synced,                 ///< Something new was stored.
  skipped_no_new_data,    ///< A whole, valid answer without news.
  skipped_not_onboarded,  ///< There is nothing to ask for.
  missing_remote,         ///< 404: the vendor does not know the user.
  not_approved,           ///< 403: known, but not approved.
  failed                  ///< No usable answer.
};
BOOST_DESCRIBE_ENUM(SyncResult, synced, skipped_no_new_data, skipped_not_onboarded, missing_remote,
                    not_approved, failed)

// The vendor's numbers and their names in its answers.
inline constexpr std::string_view kTotalSolved = "total_challenges_solved";
inline constexpr std::string_view kTotalPoints = "total_points";
inline constexpr std::string_view kCategoryPoints = "category_points";

/// Names of members that are not as the contract says (null, absent, of another kind): they are
/// empty or zero here, or as they were known before. Absent: there are none.
using OddMembers = std::optional<std::vector<std::string>>;
bool is_odd(const OddMembers& odd, std::string_view name);

/// The text of an object of the vendor's, where what we make of it would not be the same: a number
/// of more digits than a double has, or nesting too deep for the log. Absent: `raw` is the same.
using RawText = std::optional<std::string>;

/// A part of an answer that is not as the contract says.
struct OddPart {
  std::string place;       ///< `challenge_solves[3]`: names of the contract and indexes alone.
  std::string why;         ///< `timestamp_unix is missing`: likewise, never a value.
  boost::json::value raw;  ///< As it came. Null when it is larger than what is kept.
  RawText raw_text = {};
  bool operator==(const OddPart&) const = default;
};
BOOST_DESCRIBE_STRUCT(OddPart, (), (place, why, raw, raw_text))

/// What could not be taken of an answer that was taken otherwise.
struct SetAside {
  std::int64_t count{};
  std::vector<OddPart> parts;  ///< The first ones: a bounded number.
  bool operator==(const SetAside&) const = default;
};
BOOST_DESCRIBE_STRUCT(SetAside, (), (count, parts))

/// One challenge solved by one user. Its identity is (user, source, event, solve id, challenge,
/// time): the vendor's solve id alone collides (contract.md, "What production taught").
struct Solve {
  Feed source{};
  std::string event_id;  ///< Of the Flash CTF event; empty for ODL.
  std::int64_t challenge_solve_id{};
  std::int64_t challenge_id{};
  std::string challenge_title;
  std::int64_t challenge_points{};
  std::string challenge_category;  ///< As the vendor spells it.
  VendorTime solved_at{};          ///< As the vendor says, whatever it says.
  /// The vendor's object as it came, unknown fields included. Null when `raw_text` alone holds it.
  boost::json::value raw;
  OddMembers odd = {};
  RawText raw_text = {};
  bool operator==(const Solve&) const = default;
};
BOOST_DESCRIBE_STRUCT(Solve, (),
                      (source, event_id, challenge_solve_id, challenge_id, challenge_title,
                       challenge_points, challenge_category, solved_at, raw, odd, raw_text))

/// One of the members that people see (title, points, category) is odd: an answer in which none is
/// may take the solve's place.
bool is_incomplete(const Solve& solve);

/// The identity of a solve within its user, as text.
std::string solve_key(const Solve& solve);

/// One Flash CTF event as one user took part in it. The vendor gives no id: (name, start) is it.
struct FlashEvent {
  std::string event_id;  ///< flash_event_id(name, started_at)
  std::string name;
  VendorTime started_at{};
  std::int64_t challenges_solved{};
  std::int64_t points_earned{};
  std::optional<std::int64_t> max_points_possible;
  std::int64_t rank{};
  boost::json::value raw;  ///< Without the nested solves, which are stored as Solves.
  OddMembers odd = {};
  RawText raw_text = {};  ///< Likewise without them.
  bool operator==(const FlashEvent&) const = default;
};
BOOST_DESCRIBE_STRUCT(FlashEvent, (),
                      (event_id, name, started_at, challenges_solved, points_earned,
                       max_points_possible, rank, raw, odd, raw_text))

/// Derived: the version 5 UUID of `<name>\n<start>` in a namespace of our own.
std::string flash_event_id(const std::string& name, VendorTime started_at);

/// The vendor's own totals, from a call that was not filtered by time.
struct Totals {
  std::int64_t challenges_solved{};
  std::int64_t points{};
  std::map<std::string, std::int64_t> category_points;
  OddMembers odd = {};
  bool operator==(const Totals&) const = default;
};
BOOST_DESCRIBE_STRUCT(Totals, (), (challenges_solved, points, category_points, odd))

}  // namespace lockstep::events
