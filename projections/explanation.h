// Why a competitor is as they are, in plain sentences with stable codes: a pure function of rows.
// It calls nobody and decides nothing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "projections/rows.h"
#include "projections/vendor_work/work_due.h"

namespace lockstep::projections {

/// Everything the read model knows about one competitor.
struct CompetitorPicture {
  CompetitorRow competitor;
  std::optional<CoachRow> coach;
  std::optional<TeamRow> team;  ///< The desired one.
  std::optional<MembershipRow> membership;
  std::optional<SyncStateRow> sync;
  std::vector<OpenWorkRow> work;        ///< The competitor's.
  std::vector<OpenWorkRow> coach_work;  ///< The coach's: the competitor may wait for it.
  std::optional<DisclosedRow> disclosed = {};
  std::optional<PasswordResetRow> password_reset = {};
  /// Of a team there that nobody wants here. Only while no team change has made it void.
  std::optional<DriftRemovalRow> removal = {};
  /// Why nobody calls the game platform for now, and what to do about it; empty: calls pass.
  std::string not_called_because = {};
};

struct ExplainedFact {
  std::string code;  ///< Stable, kebab-case: clients may branch on it.
  std::string text;
  std::string remedy;           ///< What a person can do about it; may be empty.
  std::optional<Timestamp> at;  ///< When it was learned, or will be done.
  bool operator==(const ExplainedFact&) const = default;
};

/// In the order in which one depends on the other: status, onboarding, coach, team, scores,
/// password reset, work.
std::vector<ExplainedFact> explain(const CompetitorPicture& picture, const WorkIntervals& intervals,
                                   Timestamp now);

}  // namespace lockstep::projections
