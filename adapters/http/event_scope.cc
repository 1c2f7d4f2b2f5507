#include "adapters/http/event_scope.h"

#include <algorithm>

#include "adapters/http/auth.h"

namespace lockstep::http {

namespace {

// Of whichever version of the event's format.
bool is_type(const events::StoredEvent& stored, std::string_view type) {
  return stored.type.starts_with(type.substr(0, type.rfind('.') + 1));
}

// Nothing else changes whose something is.
bool may_move(const events::StoredEvent& stored) {
  return is_type(stored, events::CompetitorFactsRecorded::kType) ||
         is_type(stored, events::TeamFactsRecorded::kType);
}

}  // namespace

EventScope::EventScope(ports::ReadStore& reads, const events::Principal& who)
    : reads_(reads), all_(who.role != kRoleCoach), own_{"coach", who.id} {}

bool EventScope::may_concern(const events::StoredEvent& stored) const {
  return may_move(stored) || since_.contains(stored.stream.text());
}

Result<void> EventScope::look_up(const std::vector<events::StoredEvent>& page) {
  const bool needed = !looked_ || std::ranges::any_of(page, [this](const auto& stored) {
    return may_concern(stored);
  });
  if (all_ || page.empty() || !needed) return boost::outcome_v2::success();
  LOCKSTEP_TRY(auto owned, reads_.owned_by({own_.id}));
  if (owned.position < page.back().position)
    return Error{Errc::unavailable, "read-model-behind",
                 "The read model has not reached this position yet.", ""};
  since_.clear();
  for (auto& row : owned.rows) since_.emplace(std::move(row.stream), row.since);
  looked_ = true;
  return boost::outcome_v2::success();
}

bool EventScope::sees(const events::StoredEvent& stored) const {
  if (all_ || stored.stream == own_) return true;
  const auto found = since_.find(stored.stream.text());
  return found != since_.end() && stored.position >= found->second;
}

}  // namespace lockstep::http
