// What a reconciliation found and what follows from it. Ids only, no personal data.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "events/ids.h"
#include "events/vendor_types.h"

namespace lockstep::events {

/// The stream of reconciliations is `platform-reconciliation`: there is one.
inline constexpr std::string_view kPlatformCategory = "platform";
inline constexpr std::string_view kReconciliationId = "reconciliation";

/// How the vendor's list differs from what is desired. Stored by name.
enum class DriftClass : std::uint8_t {
  missing,       ///< Desired, and on no team there.
  extra,         ///< On a team there, and none is desired.
  wrong_team,    ///< On another of our teams there.
  orphan_team,   ///< On a team there that we do not have, or have deleted.
  unknown_user,  ///< There, and none of our onboarded competitors.
  unremediable   ///< The vendor has it otherwise, and no call that would change it.
};
BOOST_DESCRIBE_ENUM(DriftClass, missing, extra, wrong_team, orphan_team, unknown_user, unremediable)

/// What the plan does about it. Stored by name.
enum class DriftAction : std::uint8_t {
  heal,    ///< The competitor is told where they were found, and converges.
  remove,  ///< Likewise; no team is desired, so it takes them off.
  hold,    ///< It would take them off: an admin decides.
  keep,    ///< An admin has rejected this removal, or the competitor is inactive.
  report   ///< Nothing we can do by ourselves.
};
BOOST_DESCRIBE_ENUM(DriftAction, heal, remove, hold, keep, report)

struct DriftFinding {
  DriftClass drift{};
  DriftAction action{};
  std::string
      syned_user_id;  ///< The competitor, a coach, an id that we do not know; empty: the team.
  std::optional<TeamId> team_id;         ///< Desired; or the team that is otherwise there.
  std::optional<TeamId> remote_team_id;  ///< As the vendor's list says.
  std::int64_t team_changes{};           ///< The competitor's CompetitorTeamChanges until then.
  /// Of `unremediable`: which facts the vendor has otherwise. Names, never values.
  std::optional<std::vector<std::string>> fields = {};
  bool operator==(const DriftFinding&) const = default;
};
BOOST_DESCRIBE_STRUCT(DriftFinding, (),
                      (drift, action, syned_user_id, team_id, remote_team_id, team_changes, fields))

/// Of all findings, whether they are listed or not.
struct DriftCounts {
  std::int64_t missing{};
  std::int64_t extra{};
  std::int64_t wrong_team{};
  std::int64_t orphan_team{};
  std::int64_t unknown_user{};
  std::int64_t unremediable{};
  std::int64_t heal{};
  std::int64_t remove{};
  std::int64_t hold{};
  std::int64_t keep{};
  std::int64_t report{};
  std::int64_t skipped{};  ///< Not compared: something of theirs was under way.
  bool operator==(const DriftCounts&) const = default;
};
BOOST_DESCRIBE_STRUCT(DriftCounts, (),
                      (missing, extra, wrong_team, orphan_team, unknown_user, unremediable, heal,
                       remove, hold, keep, report, skipped))

/// What a run came to.
struct DriftPlan {
  Position as_of{};                         ///< Whoever changed after this was not compared.
  std::int64_t known_assignments{};         ///< Those that we believed the vendor to have.
  std::int64_t listed_assignments{};        ///< Those that it listed.
  std::optional<CallFailure> inconclusive;  ///< Why the answer is no evidence; nothing follows.
  DriftCounts counts;
  std::vector<DriftFinding> findings;  ///< Held removals first; a bounded number.
  std::int64_t findings_left_out{};
  /// Rows of the list that cannot be read. Absent: none.
  std::optional<std::int64_t> rows_set_aside = {};
  /// Why the list proves who is on a team and not who is on none: nobody was compared for not being
  /// there, and nobody is taken off. Names of fields, no values. Absent: it is whole.
  std::optional<std::string> set_aside_why = {};
  bool operator==(const DriftPlan&) const = default;
};
BOOST_DESCRIBE_STRUCT(DriftPlan, (),
                      (as_of, known_assignments, listed_assignments, inconclusive, counts, findings,
                       findings_left_out, rows_set_aside, set_aside_why))

/// Whoever is not in it was not there. Of an answer that could not be read whole, in part or at
/// all, nobody knows.
inline bool saw_everybody(const DriftPlan& plan) {
  return !plan.inconclusive && !plan.set_aside_why;
}

/// A removal that waits for an admin.
struct HeldRemoval {
  CompetitorId competitor_id;
  TeamId remote_team_id;        ///< Where the vendor has the competitor.
  std::int64_t team_changes{};  ///< Any team change after this makes it void.
  bool operator==(const HeldRemoval&) const = default;
};
BOOST_DESCRIBE_STRUCT(HeldRemoval, (), (competitor_id, remote_team_id, team_changes))

}  // namespace lockstep::events
