#include "tests/support/memory_operations.h"

#include <algorithm>
#include <set>

namespace lockstep::testing_support {

namespace {

/// The newest `limit` that `wanted` wants, newest first.
template <class T, class Wanted>
std::vector<T> newest(const std::vector<T>& all, std::size_t limit, const Wanted& wanted) {
  std::vector<T> out;
  for (auto it = all.rbegin(); it != all.rend() && out.size() < limit; ++it)
    if (wanted(*it)) out.push_back(*it);
  return out;
}

template <class T, class Time>
void keep(std::vector<T>& all, std::int64_t not_before, std::int64_t at_most, const Time& time_of) {
  std::erase_if(all, [&](const T& one) { return time_of(one).value < not_before; });
  const auto count = static_cast<std::size_t>(at_most);
  if (all.size() > count) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(count));
}

std::int64_t before(Timestamp now, std::chrono::hours age) {
  return now.value - std::chrono::milliseconds(age).count();
}

}  // namespace

void MemoryOperations::note(ports::Poll poll) {
  const std::lock_guard lock(mutex_);
  auto& noted = polls_[{poll.subject, poll.kind}];
  if (!poll.answered_at) poll.answered_at = noted.poll.answered_at;
  noted = {std::move(poll), ++change_};
}
void MemoryOperations::note(ports::Attempt attempt) {
  const std::lock_guard lock(mutex_);
  attempts_.push_back(std::move(attempt));
}
void MemoryOperations::note(ports::LearnedLimits limits) {
  const std::lock_guard lock(mutex_);
  learned_ = std::move(limits);
}
void MemoryOperations::note(ports::QuietRun run) {
  const std::lock_guard lock(mutex_);
  runs_.push_back(std::move(run));
}

Result<std::optional<ports::Poll>> MemoryOperations::poll_of(const std::string& subject,
                                                             const std::string& kind) {
  const std::lock_guard lock(mutex_);
  const auto found = polls_.find({subject, kind});
  if (found == polls_.end()) return std::optional<ports::Poll>{};
  return std::optional<ports::Poll>{found->second.poll};
}

Result<std::vector<ports::Poll>> MemoryOperations::polls_of(
    const std::vector<std::string>& subjects) {
  const std::lock_guard lock(mutex_);
  const std::set<std::string> wanted(subjects.begin(), subjects.end());
  std::vector<ports::Poll> out;
  for (const auto& [key, noted] : polls_)
    if (wanted.contains(key.first)) out.push_back(noted.poll);
  return out;
}

Result<std::vector<ports::Poll>> MemoryOperations::all_polls() {
  const std::lock_guard lock(mutex_);
  std::vector<ports::Poll> out;
  for (const auto& [key, noted] : polls_) out.push_back(noted.poll);
  return out;
}

Result<ports::Freshness> MemoryOperations::freshness(
    const std::string& kind, const std::optional<std::vector<std::string>>& subjects) {
  const std::lock_guard lock(mutex_);
  std::set<std::string> wanted;
  if (subjects) wanted.insert(subjects->begin(), subjects->end());
  ports::Freshness out;
  for (const auto& [key, noted] : polls_) {
    const auto& answered = noted.poll.answered_at;
    if (key.second != kind || !answered || (subjects && !wanted.contains(key.first))) continue;
    ++out.polled;
    out.newest = std::max(out.newest.value_or(*answered), *answered);
    out.oldest = std::min(out.oldest.value_or(*answered), *answered);
  }
  return out;
}

Result<ports::PollChanges> MemoryOperations::changed_since(std::uint64_t after, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::map<std::uint64_t, const ports::Poll*> changes;
  for (const auto& [key, noted] : polls_)
    if (noted.change > after) changes.emplace(noted.change, &noted.poll);
  ports::PollChanges out{std::to_string(losses_), after, {}};
  for (const auto& [change, poll] : changes) {
    if (out.polls.size() == limit) break;
    out.polls.push_back(*poll);
    out.upto = change;
  }
  return out;
}

Result<std::optional<ports::LearnedLimits>> MemoryOperations::limits() {
  const std::lock_guard lock(mutex_);
  return learned_;
}

Result<std::vector<ports::Attempt>> MemoryOperations::attempts(
    const std::optional<std::string>& subject, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return newest(attempts_, limit,
                [&](const auto& one) { return !subject || one.subject == *subject; });
}

Result<std::vector<ports::QuietRun>> MemoryOperations::runs(const std::optional<std::string>& kind,
                                                            std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return newest(runs_, limit, [&](const auto& one) { return !kind || one.kind == *kind; });
}

Result<void> MemoryOperations::begin_call(const std::string& kind, const std::string& subject,
                                          Timestamp now) {
  const std::lock_guard lock(mutex_);
  auto& call = calls_[{kind, subject}];
  call = {call.begun + 1, now};
  return boost::outcome_v2::success();
}

Result<void> MemoryOperations::end_call(const std::string& kind, const std::string& subject) {
  const std::lock_guard lock(mutex_);
  calls_.erase({kind, subject});
  return boost::outcome_v2::success();
}

Result<std::optional<ports::UnendedCall>> MemoryOperations::unended_call(
    const std::string& kind, const std::string& subject) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find({kind, subject});
  if (found == calls_.end()) return std::optional<ports::UnendedCall>{};
  return std::optional{found->second};
}

Result<void> MemoryOperations::prune(Timestamp now) {
  const std::lock_guard lock(mutex_);
  keep(attempts_, before(now, limits_.attempt_age), limits_.attempts,
       [](const auto& attempt) { return attempt.at; });
  keep(runs_, before(now, limits_.run_age), limits_.runs,
       [](const auto& run) { return run.started; });
  std::erase_if(calls_, [oldest = before(now, limits_.attempt_age)](const auto& one) {
    return one.second.last.value < oldest;
  });
  const auto oldest = before(now, limits_.poll_age);
  std::erase_if(polls_, [&](const auto& one) { return one.second.poll.asked_at.value < oldest; });
  return boost::outcome_v2::success();
}

void MemoryOperations::lose() {
  const std::lock_guard lock(mutex_);
  ++losses_;
  change_ = 0;
  polls_.clear();
  calls_.clear();
  attempts_.clear();
  runs_.clear();
  learned_.reset();
}

}  // namespace lockstep::testing_support
