#include "adapters/http/api/change.h"

#include <algorithm>
#include <utility>

#include "adapters/http/api/allowance.h"
#include "adapters/http/api/answers/changes.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/precondition.h"
#include "adapters/http/api/trace.h"
#include "base/canonical_json.h"
#include "base/sha256.h"
#include "base/uuid.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kMaxKeyLength = 128;
/// What takes several commands is answered by then, whatever one command alone may take.
constexpr std::chrono::milliseconds kTimeForAll{5'000};
constexpr std::chrono::milliseconds kLastWord{1'000};

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= kMaxKeyLength &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

// Ids are compared as values: the same body with an id in capitals is the same request.
boost::json::object with_normal_ids(boost::json::object body) {
  for (auto& member : body)
    if (auto* text = member.value().if_string(); text != nullptr && member.key().ends_with("Id"))
      *text = base::with_normal_uuid(std::string(*text));
  return body;
}

Problem key_in_flight() {
  Problem problem{409,
                  {Errc::busy, "idempotency-key-in-flight",
                   "A request with this Idempotency-Key is being worked on.", "Wait a moment."}};
  problem.headers.emplace_back("Retry-After", "1");
  return problem;
}

}  // namespace

Answered<Change> Change::begin(Call& call, const boost::json::object& body) {
  Change out{call};
  const auto& request = call.request;
  const auto key = request.header("idempotency-key");
  if (!key) {
    out.id_ = call.api.ports.ids.next();
    return out;
  }
  if (!is_key(*key))
    return Problem{
        400,
        {Errc::invalid, "idempotency-key-malformed",
         "There must be one Idempotency-Key, of 1 to 128 printable characters without spaces.",
         ""}};
  const auto id =
      base::uuid8(call.who.text() + "\n" + request.method + "\n" + call.address + "\n" + *key);
  LOCKSTEP_TRY(check_allowance(call.api, call.api.idle_keys, call.who.text()));
  if (!call.api.in_flight.enter(id)) return key_in_flight();
  out.id_ = id;
  out.fingerprint_ = base::sha256_hex(base::canonical_json(with_normal_ids(body)));
  out.keyed_ = true;
  return out;
}

Change::Change(Call& call)
    : call_(&call),
      deadline_(std::chrono::steady_clock::now() +
                std::min(call.api.options.command_timeout, kTimeForAll)) {}

Change::Change(Change&& other) noexcept
    : call_(std::exchange(other.call_, nullptr)),
      deadline_(other.deadline_),
      id_(std::move(other.id_)),
      fingerprint_(std::move(other.fingerprint_)),
      keyed_(other.keyed_),
      leaves_answer_(other.leaves_answer_) {}

Change::~Change() {
  if (call_ != nullptr && keyed_) call_->api.in_flight.leave(id_);
}

Result<std::optional<CommandReply>> Change::remembered(std::string_view suffix) {
  if (!keyed_) return std::optional<CommandReply>{};
  const CommandId id{id_ + std::string(suffix)};
  LOCKSTEP_TRY(auto found, call_->api.ports.log.find_command(id, fingerprint_));
  if (!found) return std::optional<CommandReply>{};
  return std::optional<CommandReply>{
      {found->version, found->position, found->count > 0, found->note}};
}

std::chrono::milliseconds Change::time_for(const usecases::Give& step) const {
  if (step.last_word) return kLastWord;
  if (step.part && step.part->empty()) return call_->api.options.command_timeout;
  return std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ -
                                                               std::chrono::steady_clock::now());
}

CommandRequest Change::request_for(usecases::Give step) {
  CommandRequest request;
  request.id = std::move(step.id);
  request.command = std::move(step.command);
  request.if_revision = step.if_revision;
  if (step.part) {
    request.command_id = CommandId{id_ + *step.part};
    request.fingerprint = fingerprint_;
    request.remember = keyed_;
    leaves_answer_ = leaves_answer_ || keyed_;
  } else {
    request.command_id = CommandId{call_->api.ports.ids.next()};
  }
  request.who = call_->who;
  request.origin = call_->client;
  if (call_->through) request.through = call_->through->text();
  request.trace = trace_of(call_->request.header("traceparent").value_or(""));
  request.correlation_id = call_->correlation_id;
  return request;
}

void Change::ended(const Answered<CommandReply>& outcome) {
  if (!leaves_answer_ || (outcome && outcome.value().changed)) return;
  (void)take_allowance(call_->api, call_->api.idle_keys, call_->who.text());
}

namespace {

/// `body` but for what the reply says.
template <class Body>
Tell told(int status, Body body, bool tagged) {
  return [=](Answered<CommandReply> reply) -> Answered<Answer> {
    LOCKSTEP_TRY(const auto done, std::move(reply));
    auto whole = body;
    whole.version = done.version;
    whole.position = done.position;
    whole.changed = done.changed;
    auto answer = state_answer(whole, done.position, status);
    return tagged ? with_etag(std::move(answer), done.revision) : answer;
  };
}

}  // namespace

Tell tell_changed(int status, std::string id, bool tagged) {
  return told(status, answers::Changed{.id = std::move(id)}, tagged);
}

Tell tell_member_changed(std::string id, std::optional<TeamId> team) {
  return told(200, answers::MemberChanged{.id = std::move(id), .team_id = {std::move(team)}},
              false);
}

Answered<Handled> plan_change(Call& call, int status, const boost::json::object& body,
                              Attempt attempt) {
  auto tell = tell_changed(status, call.ids.front(), call.request.method == "PUT");
  LOCKSTEP_TRY(auto change, Change::begin(call, body));
  LOCKSTEP_TRY(const auto known, change.remembered());
  if (known) {
    LOCKSTEP_TRY(auto answer, tell(*known));
    return answer;
  }
  return PlannedChange{std::move(change), std::move(attempt), std::move(tell)};
}

}  // namespace lockstep::http
