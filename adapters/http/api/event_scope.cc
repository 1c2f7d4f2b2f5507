#include "adapters/http/api/event_scope.h"

#include <set>

#include "adapters/http/auth/auth.h"
#include "events/any_event.h"
#include "projections/owners/owners.h"

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

EventScope::EventScope(ports::OwnersReader& owners, const events::Principal& who)
    : owners_(owners),
      all_(who.role != kRoleCoach),
      own_{"coach", who.id},
      quoted_id_('"' + who.id + '"') {}

bool EventScope::may_be_owned(const events::StoredEvent& stored) const {
  return since_.contains(projections::owned_with(stored.stream).text()) ||
         (may_move(stored) && stored.body.find(quoted_id_) != std::string::npos);
}

Result<void> EventScope::look_up(const std::vector<events::StoredEvent>& page) {
  if (all_ || page.empty()) return boost::outcome_v2::success();
  std::set<StreamId> asked;
  for (const auto& stored : page)
    if (may_be_owned(stored)) asked.insert(projections::owned_with(stored.stream));
  if (looked_ && asked.empty()) return boost::outcome_v2::success();
  LOCKSTEP_TRY(auto owners, looked_ ? owners_.owners_of({asked.begin(), asked.end()})
                                    : owners_.owned_by({own_.id}));
  if (owners.position < page.back().position)
    return Error{Errc::unavailable, "read-model-behind",
                 "The read model has not reached this position yet.", ""};
  for (const auto& stream : asked) since_.erase(stream.text());
  for (auto& row : owners.rows)
    if (row.coach_id.value == own_.id) since_.emplace(std::move(row.stream), row.since);
  looked_ = true;
  return boost::outcome_v2::success();
}

bool EventScope::sees(const events::StoredEvent& stored) const {
  if (all_ || stored.stream == own_) return true;
  const auto found = since_.find(projections::owned_with(stored.stream).text());
  return found != since_.end() && stored.position >= found->second;
}

}  // namespace lockstep::http
