// See reply.h.
#include "adapters/metactf_mock/reply.h"

#include <utility>

#include "adapters/metactf_mock/vendor_calls.h"

namespace lockstep::metactf_mock {

namespace {

Answer execute_locked(World& world, const Call& call, std::int64_t now) {
  const std::lock_guard lock{world.mutex};
  world.now = now;
  try {
    if (call.method == "GET") return execute(world, call);  // Changes nothing.
    Answer out;
    transact(world, [&] { out = execute(world, call); });
    return out;
  } catch (const std::exception&) {
    return refusal(500, "Internal Server Error");
  }
}

Answer trouble(int status) {
  return refusal(status, status == 429 ? "Too Many Requests" : "Internal trouble");
}

bool is_silent(Fate fate) {
  return fate == Fate::withhold || fate == Fate::cut;
}

std::string damaged(std::string body, Fate fate) {
  if (fate != Fate::malformed && fate != Fate::truncate) return body;
  body.resize(body.size() / 2);
  return fate == Fate::malformed ? body + "<!-- oops" : body;
}

}  // namespace

Reply perform(World& world, const Call& call, const FaultPlan& plan, std::int64_t now) {
  Reply out;
  out.fate = plan.fate;
  out.retry_after = plan.retry_after;
  Answer answer;
  if (plan.execute) answer = execute_locked(world, call, now);
  if (is_silent(plan.fate)) return out;
  if (plan.fate == Fate::rate_limited) answer = trouble(429);
  if (plan.fate == Fate::error) answer = trouble(plan.status);
  add_unknown(answer.body, plan);
  out.body_as_sent = damaged(boost::json::serialize(answer.body), plan.fate);
  out.answer = std::move(answer);
  return out;
}

}  // namespace lockstep::metactf_mock
