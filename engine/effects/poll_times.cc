#include "engine/effects/poll_times.h"

#include <algorithm>

#include "engine/retry_policy.h"
#include "events/codec.h"

namespace lockstep::effects {

using projections::WorkKind;

void PollTimes::load(std::vector<ports::Poll> polls) {
  for (auto& poll : polls)
    if (const auto kind = events::enum_from_name<WorkKind>(poll.kind)) {
      const WorkKey key{poll.subject, *kind};
      polls_.insert_or_assign(key, std::move(poll));
    }
}

const ports::Poll& PollTimes::ended(const WorkKey& key, const PollEnd& end, Timestamp began,
                                    Timestamp now, const std::string& call) {
  auto& poll = polls_[key];
  const auto failures = poll.failure ? poll.failure->in_a_row : 0;
  poll.subject = key.first;
  poll.kind = events::enum_name(key.second);
  poll.asked_at = began;
  poll.result = end.result;
  poll.failure.reset();
  if (!end.failure) {
    poll.answered_at = now;
    return poll;
  }
  const auto& why = *end.failure;
  poll.failure = ports::PollFailure{why.code, why.message, why.remedy, failures + 1,
                                    next_retry(why, failures + 1, now, call)};
  return poll;
}

const ports::Poll* PollTimes::newest(const WorkKey& key) const {
  const auto found = polls_.find(key);
  return found == polls_.end() ? nullptr : &found->second;
}

bool PollTimes::is_asked_for(const projections::OpenWorkRow& row) const {
  const auto* poll = newest({row.subject, row.kind});
  const auto asked = poll == nullptr ? std::nullopt : std::optional{poll->asked_at};
  return row.asked_at && std::max(asked, row.last_at) < row.asked_at;
}

projections::WorkTimes PollTimes::times_of(const projections::OpenWorkRow& row) const {
  if (!projections::is_polled(row.kind)) return {row.not_before, row.last_at};
  const auto* poll = newest({row.subject, row.kind});
  // Nobody knows when its scores were asked for last, so they are: a lost store costs calls, and
  // what is fresh is known to be so again.
  if (poll == nullptr && projections::is_poll(row.kind)) return {};
  const auto asked = poll == nullptr ? std::nullopt : std::optional{poll->asked_at};
  if (is_asked_for(row)) return {};
  if (poll == nullptr) return {std::nullopt, row.last_at};
  if (poll->failure && poll->failure->retry_at && asked >= row.last_at)
    return {poll->failure->retry_at, std::nullopt};
  const auto answered = std::max(poll->answered_at, asked);
  return {std::nullopt, std::max(answered, row.last_at)};
}

}  // namespace lockstep::effects
