#include "engine/effects/open_work_rows.h"

#include "events/codec.h"

namespace lockstep::effects {

namespace {

using projections::AnyRow;
using projections::OpenWorkRow;
using projections::WorkKind;

std::optional<WorkKey> key_of(const AnyRow& row) {
  const auto* work = std::get_if<OpenWorkRow>(&row);
  if (work == nullptr) return std::nullopt;
  const auto kind = events::enum_from_name<WorkKind>(work->kind);
  if (!kind) return std::nullopt;
  return WorkKey{work->subject, *kind};
}

}  // namespace

std::optional<AnyRow> OpenWorkRows::find(const AnyRow& key) {
  const auto wanted = key_of(key);
  if (!wanted) return std::nullopt;
  const auto* found = row(*wanted);
  return found == nullptr ? std::nullopt : std::optional<AnyRow>{*found};
}

void OpenWorkRows::put(AnyRow row) {
  const auto key = key_of(row);
  if (!key) return;
  rows_[*key] = std::get<OpenWorkRow>(std::move(row));
  changed_.insert(*key);
}

void OpenWorkRows::erase(const AnyRow& row) {
  const auto key = key_of(row);
  if (key && rows_.erase(*key) > 0) changed_.insert(*key);
}

std::vector<WorkKey> OpenWorkRows::keys() const {
  std::vector<WorkKey> out;
  out.reserve(rows_.size());
  for (const auto& [key, row] : rows_) out.push_back(key);
  return out;
}

const OpenWorkRow* OpenWorkRows::row(const WorkKey& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : &found->second;
}

}  // namespace lockstep::effects
