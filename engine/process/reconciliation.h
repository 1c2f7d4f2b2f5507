// Compares everything that is desired with the vendor's list of assignments, and plans what
// follows. Pure: no call, no command. What is not seen is evidence only in an answer that is whole
// and does not contradict itself, and whoever changed since it was asked for is not compared. A row
// that cannot be read costs itself alone: whoever is seen is compared, whoever is not is skipped,
// and nobody is taken off.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/ports/metactf_api.h"
#include "events/drift_plan.h"

namespace lockstep::process {

/// What we know of one competitor's teams.
struct KnownAssignment {
  CompetitorId competitor_id;
  bool onboarded = false;
  std::optional<TeamId> team;         ///< Desired.
  std::optional<TeamId> remote_team;  ///< As we believe the vendor to have it.
  /// Nothing is asked for, called for, failed, or waiting for its team to be there.
  bool settled = false;
  std::int64_t team_changes{};
  Position changed_at{};  ///< The last of them.
  bool inactive = false;  ///< Nothing of them is put right unasked.
};

/// Facts that the vendor was told once and that are otherwise here by now. It has no call that
/// changes them, and none that shows them: what we told it is the evidence.
struct Difference {
  std::string syned_user_id;      ///< Competitor or coach; empty: it is about a team.
  std::optional<TeamId> team_id;  ///< Which.
  std::vector<std::string> fields;
};

/// Whose account at the vendor is recorded here.
struct RecordedAccount {
  std::string syned_user_id;
  MetactfUserId metactf_user_id;
};

/// Everybody, true at `position`.
struct Roster {
  std::vector<KnownAssignment> competitors;
  std::set<std::string> teams;  ///< Ours that are not deleted.
  std::vector<events::HeldRemoval> rejected;
  Position position{};
  std::vector<Difference> differences = {};
  std::vector<RecordedAccount> accounts = {};
  std::vector<events::HeldRemoval> held = {};  ///< Nobody has decided about these.
  bool more_are_held = false;                  ///< Than these: more than a run lists.
};

/// A run whose removals pass any of these holds them all. The percentage protects small rosters
/// (of 5 one may go, of fewer none), the count large ones (of 1,000 three). Those that are held
/// already count, and stay held however few are left of them.
struct RemovalLimits {
  std::int64_t count = 3;
  std::int64_t percent = 20;  ///< Of the assignments that we believe the vendor to have.
};

struct ReconciliationPlan {
  Position as_of{};
  std::int64_t known_assignments{};
  std::int64_t listed_assignments{};
  std::optional<events::CallFailure> inconclusive;
  events::DriftCounts counts;
  std::vector<events::DriftFinding> findings;  ///< All of them.
  std::optional<std::int64_t> rows_set_aside = {};
  std::optional<std::string> set_aside_why = {};
};

/// What events keep of a plan: at most so many findings, held removals first. What is held and
/// does not fit is neither done nor to be approved; a later run finds it again.
inline constexpr std::size_t kMaxListedFindings = 500;

/// `as_of`: the end of the log when the list was asked for.
ReconciliationPlan make_plan(const Roster& roster, const ports::VendorAssignments& list,
                             const RemovalLimits& limits, Position as_of);
/// A plan of nothing, because the answer is no evidence.
ReconciliationPlan no_evidence(Position as_of, events::CallFailure why);

events::DriftPlan to_record(ReconciliationPlan plan);

}  // namespace lockstep::process
