// See append_plan.h.
#include "engine/log/append_plan.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lockstep::log {

namespace {

Error invalid(std::string type, std::string detail) {
  return Error{Errc::invalid, std::move(type), std::move(detail), ""};
}

bool too_long(std::string_view text) {
  return text.size() > kMaxTextBytes;
}

std::size_t bytes_of(const NewEvent& event) {
  return event.type.size() + event.body.size() + event.personal.size();
}

Result<void> check_limits(const AppendRequest& request) {
  if (request.command_id.empty())
    return invalid("command-id-missing", "An append needs a command id.");
  if (request.stream.category.empty() || request.stream.id.empty())
    return invalid("stream-missing", "An append needs a stream.");
  const auto texts = {&request.stream.category, &request.stream.id,      &request.command_id.value,
                      &request.fingerprint,     &request.correlation_id, &request.who.role,
                      &request.who.id,          &request.origin,         &request.trace,
                      &request.organisation,    &request.through};
  if (std::any_of(texts.begin(), texts.end(), [](const auto* text) { return too_long(*text); }))
    return Error{Errc::too_large, "id-too-long", "An id is longer than 1024 bytes.", ""};
  for (const auto& event : request.events)
    if (bytes_of(event) > kMaxEventBytes || too_long(event.type))
      return Error{Errc::too_large, "event-too-large", "An event is larger than 4 MiB.",
                   "Split what is recorded into several events."};
  return boost::outcome_v2::success();
}

class Planner {
 public:
  Planner(Position head, StoredFacts& stored) : head_(head), stored_(stored) {}

  void add(std::size_t index, const AppendRequest& request) {
    plan_.answers.push_back(answer(index, request));
  }
  AppendPlan take() { return std::move(plan_); }

 private:
  Result<Appended> answer(std::size_t index, const AppendRequest& request) {
    LOCKSTEP_TRY(check_limits(request));
    if (const auto found = answered_.find(request.command_id.value); found != answered_.end()) {
      auto again = answer_again(found->second, request.fingerprint);
      if (again) plan_.pending.push_back(index);
      return again;
    }
    LOCKSTEP_TRY(auto known, stored_.remembered(request.command_id));
    if (known) return answer_again(*known, request.fingerprint);
    LOCKSTEP_TRY(auto version, version_of(request.stream));
    if (version != request.expected)
      return Error{Errc::stale, "stale-version",
                   "The stream is at version " + std::to_string(version.value) + ", not " +
                       std::to_string(request.expected.value) + ".",
                   "Read it again and decide again."};
    if (request.excludes && version == Version{0}) {
      LOCKSTEP_TRY(const auto other, version_of(*request.excludes));
      if (other != Version{0})
        return Error{Errc::conflict, "id-of-another-kind",
                     "This id is that of a " + request.excludes->category + ".",
                     "Take another UUID."};
    }
    if (request.events.empty() && !request.remember)
      return Appended{version, head_, 0, false, request.note};
    return accept(index, request);
  }

  Result<Version> version_of(const StreamId& stream) {
    const auto key = stream_prefix(stream);
    if (const auto found = versions_.find(key); found != versions_.end()) return found->second;
    LOCKSTEP_TRY(auto version, stored_.stream_version(stream));
    versions_.emplace(key, version);
    return version;
  }

  Appended accept(std::size_t index, const AppendRequest& request) {
    const auto count = request.events.size();
    const Version version{request.expected.value + count};
    head_ = Position{head_.value + count};
    const Appended answer{version, head_, static_cast<std::uint32_t>(count), false, request.note};
    versions_[stream_prefix(request.stream)] = version;
    answered_.emplace(request.command_id.value,
                      Remembered{answer, request.now, request.fingerprint});
    plan_.accepted.push_back(index);
    plan_.pending.push_back(index);
    return answer;
  }

  AppendPlan plan_;
  Position head_;
  StoredFacts& stored_;
  std::unordered_map<std::string, Version> versions_;
  std::unordered_map<std::string, Remembered> answered_;
};

}  // namespace

AppendPlan plan_append(std::span<const AppendRequest> batch, Position head, StoredFacts& stored) {
  Planner planner(head, stored);
  for (std::size_t i = 0; i < batch.size(); ++i) planner.add(i, batch[i]);
  return planner.take();
}

void refuse_pending(AppendPlan& plan, const Error& error) {
  for (const auto index : plan.pending) plan.answers[index] = error;
}

Result<Appended> answer_again(const Remembered& known, const std::string& fingerprint) {
  if (!known.fingerprint.empty() && !fingerprint.empty() && known.fingerprint != fingerprint)
    return Error{Errc::mismatch, "command-id-reused",
                 "This command id was used before, for another content.",
                 "Use a new id for a new command."};
  auto answer = known.answer;
  answer.repeated = true;
  return answer;
}

}  // namespace lockstep::log
