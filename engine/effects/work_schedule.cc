#include "engine/effects/work_schedule.h"

namespace lockstep::effects {

void WorkSchedule::put(const WorkKey& key, rate::Lane lane, Timestamp at, Timestamp now) {
  const auto found = entries_.find(key);
  if (found != entries_.end()) {
    const auto& entry = found->second;
    if (entry.lined_up && entry.lane == lane && at <= now) return;
    remove(key);
  }
  entries_[key] = {lane, at, false};
  later_.insert({at, key});
}

void WorkSchedule::remove(const WorkKey& key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  later_.erase({found->second.at, key});
  entries_.erase(found);
}

std::vector<WorkKey> WorkSchedule::due(Timestamp now, std::size_t limit) const {
  std::vector<WorkKey> out;
  for (const auto& [at, key] : later_) {
    if (at > now || out.size() == limit) break;
    out.push_back(key);
  }
  return out;
}

void WorkSchedule::line_up(const WorkKey& key, const std::string& tenant) {
  const auto found = entries_.find(key);
  if (found == entries_.end() || found->second.lined_up) return;
  auto& entry = found->second;
  later_.erase({entry.at, key});
  entry.lined_up = true;
  line_.push(entry.lane, tenant, {key, entry.lane, entry.at, tenant});
}

std::optional<WorkSchedule::Due> WorkSchedule::pop(bool background) {
  while (auto due = line_.pop(background)) {
    const auto found = entries_.find(due->key);
    if (found == entries_.end() || !found->second.lined_up || found->second.lane != due->lane)
      continue;
    entries_.erase(found);
    return due;
  }
  return std::nullopt;
}

std::optional<Timestamp> WorkSchedule::next_due() const {
  if (later_.empty()) return std::nullopt;
  return later_.begin()->first;
}

}  // namespace lockstep::effects
