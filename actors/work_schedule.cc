#include "actors/work_schedule.h"

namespace lockstep::actors {

void WorkSchedule::put(const WorkKey& key, rate::Lane lane, std::int64_t due, std::int64_t now) {
  const auto found = entries_.find(key);
  if (found != entries_.end()) {
    const auto& entry = found->second;
    if (entry.lined_up && entry.lane == lane && due <= now) return;
    remove(key);
  }
  entries_[key] = {lane, due, false};
  later_.insert({due, key});
}

void WorkSchedule::remove(const WorkKey& key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  later_.erase({found->second.due, key});
  entries_.erase(found);
}

bool WorkSchedule::line_up(std::int64_t now, const TenantOf& tenant_of, std::size_t limit) {
  while (!later_.empty() && later_.begin()->first <= now) {
    if (limit-- == 0) return true;
    auto key = std::move(later_.extract(later_.begin()).value().second);
    auto& entry = entries_.at(key);
    entry.lined_up = true;
    const auto tenant = tenant_of(key);
    line_.push(entry.lane, tenant, {std::move(key), entry.lane, tenant});
  }
  return false;
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

std::optional<std::int64_t> WorkSchedule::next_due() const {
  if (later_.empty()) return std::nullopt;
  return later_.begin()->first;
}

}  // namespace lockstep::actors
