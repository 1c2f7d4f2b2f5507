#include "engine/effects/work_run.h"

#include <utility>

#include "engine/overloaded.h"
#include "engine/retry_policy.h"
#include "events/codec.h"
#include "events/failure_codes.h"

namespace lockstep::effects {

namespace {

// What the vendor said cannot be stored (an event has a limit): the poll counts as failed, so that
// this competitor waits and nobody else does.
std::optional<vendor::Outcome> instead_of(const vendor::Outcome& outcome) {
  const auto* command = std::get_if<domain::ScoresCommand>(&outcome.command);
  if (command == nullptr) return std::nullopt;
  const events::CallFailure failure{std::string(events::kVendorAnswerTooLarge), 0,
                                    "The game platform's answer is larger than can be stored.",
                                    "An operator has to look at this competitor's answer.", false};
  const auto failed = [&](const CallId& call, events::Feed feed) {
    return vendor::Outcome{outcome.id, domain::ScoresCommand{domain::RecordSyncFailure{
                                           call, feed, events::SyncResult::failed, failure}}};
  };
  if (const auto* odl = std::get_if<domain::RecordOdlScores>(command))
    return failed(odl->call_id, events::Feed::odl);
  if (const auto* flash = std::get_if<domain::RecordFlashProgress>(command))
    return failed(flash->call_id, events::Feed::flash_ctf);
  return std::nullopt;
}

vendor::NextStep first_step(WorkItem& item) {
  return std::visit(
      Overloaded{[](vendor::VendorOperation& operation) { return vendor::start(operation); },
                 [&](const AnyCommand& command) {
                   return vendor::NextStep{vendor::Outcomes{{subject_id(item.key.first), command}}};
                 }},
      item.what.operation);
}

}  // namespace

namespace {

PollEnd failed(std::string result, const events::CallFailure& why) {
  return {std::move(result), why};
}

// How a poll went, in what it has to say.
std::optional<PollEnd> end_in(const vendor::Outcome& outcome) {
  if (const auto* scores = std::get_if<domain::ScoresCommand>(&outcome.command)) {
    const auto* failure = std::get_if<domain::RecordSyncFailure>(scores);
    if (failure == nullptr) return PollEnd{"answered", std::nullopt};
    return failed(std::string(events::enum_name(failure->result)), failure->failure);
  }
  if (const auto* platform = std::get_if<domain::PlatformCommand>(&outcome.command)) {
    const auto* run = std::get_if<domain::RecordReconciliation>(platform);
    if (run == nullptr) return std::nullopt;
    if (run->plan.inconclusive) return failed("inconclusive", *run->plan.inconclusive);
    return PollEnd{"answered", std::nullopt};
  }
  if (std::holds_alternative<domain::CoachCommand>(outcome.command))
    return PollEnd{"answered", std::nullopt};
  return std::nullopt;
}

// It is asked again at the usual interval, whatever it was.
const events::CallFailure kNoAnswer{std::string(events::kVendorNoAnswer), 0,
                                    "The game platform gave no usable answer.", "", false};

}  // namespace

std::optional<PollEnd> WorkRun::poll_end() const {
  if (!projections::is_polled(item_.key.second)) return std::nullopt;
  const auto* outcomes = std::get_if<vendor::Outcomes>(&step_);
  std::optional<PollEnd> out;
  // The last word counts: an answer too large to be stored is a failure after all.
  if (outcomes != nullptr)
    for (const auto& outcome : *outcomes)
      if (auto end = end_in(outcome)) out = std::move(end);
  return out ? out : failed("failed", kNoAnswer);
}

WorkRun::WorkRun(WorkItem item) : item_(std::move(item)), step_(first_step(item_)) {}

vendor::VendorOperation& WorkRun::operation() {
  return std::get<vendor::VendorOperation>(item_.what.operation);
}

RunStep WorkRun::next() const {
  if (to_compare_) return ReadRoster{};
  if (const auto* call = std::get_if<vendor::VendorCall>(&step_)) return *call;
  if (const auto* first = std::get_if<vendor::RecordFirst>(&step_))
    return system_command(item_.what.correlation_id, first->outcome.id, first->outcome.command,
                          item_.what.outcome_id + ":first");
  const auto& outcomes = std::get<vendor::Outcomes>(step_);
  if (next_outcome_ >= outcomes.size()) return Over{};
  const auto& outcome = outcomes[next_outcome_];
  return system_command(item_.what.correlation_id, outcome.id, outcome.command,
                        item_.what.outcome_id + ":" + std::to_string(next_outcome_));
}

bool WorkRun::recall() {
  auto* operation = std::get_if<vendor::VendorOperation>(&item_.what.operation);
  if (operation == nullptr || std::holds_alternative<vendor::Outcomes>(step_)) return false;
  // What is being recorded is not at the gate: it cannot be taken back from there.
  return vendor::recall(*operation) && std::holds_alternative<vendor::VendorCall>(step_);
}

void WorkRun::answered(const vendor::VendorAnswer& answer) {
  // Read when the answer is there, so that the roster is at least as new.
  if (vendor::comparison_of(operation()) != nullptr)
    to_compare_ = answer;
  else
    step_ = vendor::advance(operation(), answer);
}

void WorkRun::compare_with(std::optional<process::Roster> roster) {
  vendor::comparison_of(operation())->roster = std::move(roster);
  step_ = vendor::advance(operation(), *std::exchange(to_compare_, std::nullopt));
}

void WorkRun::accepted(const CommandReply& reply) {
  left_a_trace_ = left_a_trace_ || reply.changed;
  if (std::holds_alternative<vendor::RecordFirst>(step_)) {
    step_ = vendor::recorded(operation());
    return;
  }
  ++next_outcome_;
}

Refusal WorkRun::refused(const Error& error) {
  if (got_no_answer(error.code)) return Refusal::unheard;
  if (std::holds_alternative<vendor::RecordFirst>(step_)) {
    (void)vendor::recall(operation());
    step_ = vendor::recorded(operation());
    return Refusal::refused;
  }
  auto& outcomes = std::get<vendor::Outcomes>(step_);
  if (error.code == Errc::too_large)
    if (auto other = instead_of(outcomes[next_outcome_])) outcomes.push_back(std::move(*other));
  ++next_outcome_;
  return Refusal::refused;
}

CommandRequest system_command(std::string correlation_id, std::string id, AnyCommand command,
                              std::string command_id) {
  CommandRequest request;
  request.id = std::move(id);
  request.command = std::move(command);
  request.command_id = {std::move(command_id)};
  request.who = {"system", "sync"};
  request.correlation_id = std::move(correlation_id);
  return request;
}

}  // namespace lockstep::effects
