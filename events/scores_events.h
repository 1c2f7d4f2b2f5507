// What can happen to a competitor's scores, in a stream of their own: they come by the clock, and
// the competitor's own facts do not. Stored for ever: see docs/log-format.md before changing a
// member.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "events/event_traits.h"
#include "events/ids.h"
#include "events/vendor_types.h"

namespace lockstep::events {

/// The vendor has the user: from here on it is asked for scores.
struct ScoresBegun {
  static constexpr std::string_view kType = "scores.begun.v1";
  CompetitorId competitor_id;
  MetactfUserId metactf_user_id;
  bool operator==(const ScoresBegun&) const = default;
};
BOOST_DESCRIBE_STRUCT(ScoresBegun, (), (competitor_id, metactf_user_id))
template <>
struct EventTraits<ScoresBegun> : EventAbout<EventRole::step, &ScoresBegun::competitor_id> {};

/// Somebody asked for the scores now.
struct ScoresSyncRequested {
  static constexpr std::string_view kType = "scores.sync_requested.v1";
  CompetitorId competitor_id;
  std::int64_t sync_no{};  ///< Counts the requests.
  bool operator==(const ScoresSyncRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(ScoresSyncRequested, (), (competitor_id, sync_no))
template <>
struct EventTraits<ScoresSyncRequested>
    : EventAbout<EventRole::wish, &ScoresSyncRequested::competitor_id> {};

/// A whole, valid answer of the ODL feed that changed what is known, or that somebody had asked
/// for. Only what is new is in it.
struct ScoresOdlRecorded {
  static constexpr std::string_view kType = "scores.odl_recorded.v1";
  CompetitorId competitor_id;
  CallId call_id;  ///< Of the poll: the same answer twice is recorded once.
  SyncResult result{};
  std::optional<VendorTime> asked_after;  ///< The filter of the call; none = unfiltered.
  std::vector<Solve> new_solves;
  std::optional<Totals> totals;      ///< Present when the call was unfiltered.
  std::optional<VendorTime> cursor;  ///< Newest believable solve time so far.
  std::optional<VendorTime> last_accessed_at;
  std::int64_t solve_id_collisions{};  ///< Same solve id, other solve, in this answer.
  std::int64_t unknown_fields{};       ///< Fields the contract does not name, in this answer.
  /// What could not be taken of the newest answers, whole. Absent: as it was in the event before.
  std::optional<SetAside> set_aside = {};
  /// Stored so far and having an odd member. Absent: as many as before.
  std::optional<std::int64_t> odd_stored = {};
  /// Of `new_solves` those whose time cannot be right: it moves no cursor.
  std::optional<std::int64_t> odd_times = {};
  /// Something before the cursor may be mended there: the next poll has no filter. Absent: as
  /// before.
  std::optional<bool> look_again = {};
  bool operator==(const ScoresOdlRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(ScoresOdlRecorded, (),
                      (competitor_id, call_id, result, asked_after, new_solves, totals, cursor,
                       last_accessed_at, solve_id_collisions, unknown_fields, set_aside, odd_stored,
                       odd_times, look_again))
template <>
struct EventTraits<ScoresOdlRecorded>
    : EventAbout<EventRole::answer, &ScoresOdlRecorded::competitor_id> {};

/// Likewise of the Flash CTF feed. Only what is new or changed is in it.
struct ScoresFlashRecorded {
  static constexpr std::string_view kType = "scores.flash_recorded.v1";
  CompetitorId competitor_id;
  CallId call_id;
  SyncResult result{};
  std::vector<FlashEvent> changed_events;
  std::vector<Solve> new_solves;
  std::optional<VendorTime> cursor;  ///< Newest believable solve time so far.
  std::int64_t solve_id_collisions{};
  std::int64_t unknown_fields{};
  std::optional<SetAside> set_aside = {};       ///< Likewise, as the next two.
  std::optional<std::int64_t> odd_stored = {};  ///< Flash events and solves.
  std::optional<std::int64_t> odd_times = {};
  bool operator==(const ScoresFlashRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(ScoresFlashRecorded, (),
                      (competitor_id, call_id, result, changed_events, new_solves, cursor,
                       solve_id_collisions, unknown_fields, set_aside, odd_stored, odd_times))
template <>
struct EventTraits<ScoresFlashRecorded>
    : EventAbout<EventRole::answer, &ScoresFlashRecorded::competitor_id> {};

/// A poll gave no usable answer, and that is news: the vendor says otherwise than before that it
/// does not know or has not approved the user, or somebody had asked for this poll. Other failures
/// are no facts (product.md section 3): the operations store has them. The cursor stays.
struct ScoresSyncFailed {
  static constexpr std::string_view kType = "scores.sync_failed.v1";
  CompetitorId competitor_id;
  CallId call_id;
  Feed feed{};
  SyncResult result{};
  CallFailure failure;
  bool operator==(const ScoresSyncFailed&) const = default;
};
BOOST_DESCRIBE_STRUCT(ScoresSyncFailed, (), (competitor_id, call_id, feed, result, failure))
template <>
struct EventTraits<ScoresSyncFailed>
    : EventAbout<EventRole::answer, &ScoresSyncFailed::competitor_id> {};

using ScoresEvent = std::variant<ScoresBegun, ScoresSyncRequested, ScoresOdlRecorded,
                                 ScoresFlashRecorded, ScoresSyncFailed>;

}  // namespace lockstep::events
