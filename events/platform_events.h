// What can happen between us and the platform as a whole: reconciliations. Stored for ever: see
// docs/log-format.md before changing a member. Ids only, no personal data.
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
  heal,    ///< He is told where he was found, and converges.
  remove,  ///< Likewise; nothing is desired, so it takes him off.
  hold,    ///< It would take him off: an admin decides.
  keep,    ///< An admin has rejected this removal, and nothing has changed since.
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
  std::int64_t team_changes{};           ///< His CompetitorTeamChanges until then.
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
  bool operator==(const DriftPlan&) const = default;
};
BOOST_DESCRIBE_STRUCT(DriftPlan, (),
                      (as_of, known_assignments, listed_assignments, inconclusive, counts, findings,
                       findings_left_out))

/// Intent: compare everything that is desired with the vendor's list.
struct PlatformReconciliationRequested {
  static constexpr std::string_view kType = "platform.reconciliation_requested.v1";
  CallId run_id;
  bool dry_run{};
  bool operator==(const PlatformReconciliationRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformReconciliationRequested, (), (run_id, dry_run))
template <>
struct EventTraits<PlatformReconciliationRequested> : EventAbout<EventRole::wish, nullptr> {};

struct PlatformReconciliationRecorded {
  static constexpr std::string_view kType = "platform.reconciliation_recorded.v1";
  CallId run_id;
  bool dry_run{};
  DriftPlan plan;
  bool operator==(const PlatformReconciliationRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformReconciliationRecorded, (), (run_id, dry_run, plan))
template <>
struct EventTraits<PlatformReconciliationRecorded> : EventAbout<EventRole::answer, nullptr> {};

struct HeldRemoval {
  CompetitorId competitor_id;
  TeamId remote_team_id;        ///< Where the vendor has him.
  std::int64_t team_changes{};  ///< Anything of his that changes after this makes it void.
  bool operator==(const HeldRemoval&) const = default;
};
BOOST_DESCRIBE_STRUCT(HeldRemoval, (), (competitor_id, remote_team_id, team_changes))

/// An admin allows these removals of the run.
struct PlatformRemovalsApproved {
  static constexpr std::string_view kType = "platform.removals_approved.v1";
  CallId run_id;
  std::vector<HeldRemoval> removals;
  bool operator==(const PlatformRemovalsApproved&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformRemovalsApproved, (), (run_id, removals))
template <>
struct EventTraits<PlatformRemovalsApproved> : EventAbout<EventRole::wish, nullptr> {};

/// An admin forbids them: they are not proposed again until something changes.
struct PlatformRemovalsRejected {
  static constexpr std::string_view kType = "platform.removals_rejected.v1";
  CallId run_id;
  std::vector<HeldRemoval> removals;
  bool operator==(const PlatformRemovalsRejected&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformRemovalsRejected, (), (run_id, removals))
template <>
struct EventTraits<PlatformRemovalsRejected> : EventAbout<EventRole::step, nullptr> {};

/// Nobody decided about these before a newer run looked again.
struct PlatformRemovalsSuperseded {
  static constexpr std::string_view kType = "platform.removals_superseded.v1";
  CallId run_id;
  CallId superseded_by;
  std::vector<CompetitorId> competitor_ids;
  bool operator==(const PlatformRemovalsSuperseded&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformRemovalsSuperseded, (), (run_id, superseded_by, competitor_ids))
template <>
struct EventTraits<PlatformRemovalsSuperseded> : EventAbout<EventRole::step, nullptr> {};

using PlatformEvent =
    std::variant<PlatformReconciliationRequested, PlatformReconciliationRecorded,
                 PlatformRemovalsApproved, PlatformRemovalsRejected, PlatformRemovalsSuperseded>;

}  // namespace lockstep::events
