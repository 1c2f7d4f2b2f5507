// A competitor's scores, as the vendor answers them. In a stream of their own: the clock asks for
// them, and whoever edits the competitor need not know.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/decider.h"
#include "engine/domain/scores_commands.h"
#include "events/codec.h"
#include "events/scores_events.h"

namespace lockstep::domain {

/// What an answer changes is one event; the same answer again is none, unless somebody asked for
/// it. A part of an answer that is not as the contract says costs itself alone.
struct Scores {
  /// What is known to be not as the contract says, in one feed.
  struct Odd {
    events::SetAside set_aside;        ///< Of the newest answers.
    std::int64_t stored = 0;           ///< Solves, and Flash events, with an odd member.
    std::set<std::string> incomplete;  ///< Solves of which a member that people see is odd.
    bool operator==(const Odd&) const = default;
  };
  static constexpr std::string_view kCategory = "scores";
  using Command = ScoresCommand;
  using Event = events::ScoresEvent;
  struct State {
    static constexpr std::string_view kType = "scores.state.v1";
    CompetitorId id;  ///< Empty until the vendor has the user.
    std::int64_t sync_no = 0;
    bool sync_pending = false;  ///< Somebody asked, and no answer has come since.
    std::optional<CallId> last_odl_call;
    std::optional<CallId> last_flash_call;
    std::set<std::string> known_solves;  ///< solve_key() of every solve stored.
    std::set<std::string> solve_ids;     ///< Vendor ids seen, to count collisions.
    std::map<std::string, events::FlashEvent> flash_events;
    std::optional<events::Totals> totals;
    bool totals_behind = false;  ///< Solves came since they were fetched.
    std::optional<VendorTime> odl_cursor;
    std::optional<VendorTime> flash_cursor;
    std::optional<VendorTime> last_accessed_at;
    /// What the vendor says instead of scores, until it answers some.
    std::optional<events::SyncResult> odl_refusal;
    std::optional<events::SyncResult> flash_refusal;
    Odd odl_odd;
    Odd flash_odd;
    /// Something before the ODL cursor may be mended at the vendor.
    bool look_again = false;
  };
  static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
  static State evolve(State, const Event&);
};
BOOST_DESCRIBE_STRUCT(Scores::Odd, (), (set_aside, stored, incomplete))
BOOST_DESCRIBE_STRUCT(Scores::State, (),
                      (id, sync_no, sync_pending, last_odl_call, last_flash_call, known_solves,
                       solve_ids, flash_events, totals, totals_behind, odl_cursor, flash_cursor,
                       last_accessed_at, odl_refusal, flash_refusal, odl_odd, flash_odd,
                       look_again))
static_assert(Decider<Scores>);

}  // namespace lockstep::domain
