#include "engine/effects/team_places.h"

#include "engine/domain/team.h"
#include "projections/vendor_work/assignments.h"

namespace lockstep::effects {

using projections::AssignmentRow;

const AssignmentRow* TeamPlaces::find(const AssignmentRow& key) {
  return of(key.competitor_id);
}

void TeamPlaces::leave(const AssignmentRow& row) {
  for (const auto& team : projections::may_be_on(row)) {
    const auto found = may_be_there_.find(team);
    if (found == may_be_there_.end()) continue;
    found->second.erase(row.competitor_id.value);
    if (found->second.empty()) may_be_there_.erase(found);
  }
}

void TeamPlaces::put(AssignmentRow row) {
  erase(row);
  for (const auto& team : projections::may_be_on(row))
    may_be_there_[team].insert(row.competitor_id.value);
  auto id = row.competitor_id.value;
  rows_.insert_or_assign(std::move(id), std::move(row));
}

void TeamPlaces::erase(const AssignmentRow& key) {
  const auto found = rows_.find(key.competitor_id.value);
  if (found == rows_.end()) return;
  leave(found->second);
  rows_.erase(found);
}

const AssignmentRow* TeamPlaces::of(const CompetitorId& id) const {
  const auto found = rows_.find(id.value);
  return found == rows_.end() ? nullptr : &found->second;
}

bool TeamPlaces::has_place(const TeamId& team, const CompetitorId& id) const {
  const auto* row = of(id);
  if (row != nullptr && row->remote_team_id == team) return true;
  const auto there = may_be_there_.find(team.value);
  if (there == may_be_there_.end()) return true;
  return there->second.size() - there->second.count(id.value) < domain::kMaxTeamMembers;
}

std::vector<CompetitorId> TeamPlaces::left_on(const TeamId& team) const {
  std::vector<CompetitorId> out;
  const auto there = may_be_there_.find(team.value);
  if (there == may_be_there_.end()) return out;
  for (const auto& id : there->second) {
    const auto& row = rows_.at(id);
    const bool waits_elsewhere = row.team_id && row.team_id != team && !row.team_ready;
    if (waits_elsewhere && row.call != projections::AssignmentCall::open)
      out.push_back(row.competitor_id);
  }
  return out;
}

}  // namespace lockstep::effects
