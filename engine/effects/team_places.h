// Who may be on which team at the vendor, for all the log says: the teams whose calls ended well,
// those of calls under way, and those of calls whose outcome nobody knows. A team never gets a
// seventh there, although a newcomer's call may overtake that of somebody who has left.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "events/ids.h"
#include "projections/vendor_work/rows.h"

namespace lockstep::effects {

/// The table of assignments in memory.
class TeamPlaces final : public projections::Table<projections::AssignmentRow> {
 public:
  const projections::AssignmentRow* find(const projections::AssignmentRow& key) override;
  void put(projections::AssignmentRow row) override;
  void erase(const projections::AssignmentRow& key) override;

  /// Null when nothing is known of the competitor.
  [[nodiscard]] const projections::AssignmentRow* of(const CompetitorId& id) const;
  /// Whether the competitor may be put on the team: they are on it, or less than 6 others may be.
  [[nodiscard]] bool has_place(const TeamId& team, const CompetitorId& id) const;
  /// Who may be on the team there because the one that they are wanted on is not there yet.
  [[nodiscard]] std::vector<CompetitorId> left_on(const TeamId& team) const;

 private:
  void leave(const projections::AssignmentRow& row);

  std::map<std::string, projections::AssignmentRow> rows_;     ///< By competitor.
  std::map<std::string, std::set<std::string>> may_be_there_;  ///< By team: competitors.
};

}  // namespace lockstep::effects
