// See reply.h.
#include "adapters/metactf_mock/reply.h"

#include <array>
#include <ctime>
#include <string_view>
#include <utility>

#include "adapters/metactf_mock/oddities.h"
#include "adapters/metactf_mock/vendor_calls.h"
#include "base/mutex.h"

namespace lockstep::metactf_mock {

namespace {

Answer change(World& world, const Call& call) LOCKSTEP_EXCLUDES(world.mutex) {
  const base::WriteLock lock{world.mutex};
  world.now = call.now;
  Answer out;
  transact(world, [&]() LOCKSTEP_REQUIRES(world.mutex) { out = execute(world, call); });
  return out;
}

/// Calls that read do not wait for each other, where the storage can do that.
Answer look(World& world, const Call& call) LOCKSTEP_EXCLUDES(world.mutex) {
  {
    const base::ReadLock shared{world.mutex};
    if (world.store->reads_at_once()) return execute(world, call);
  }
  const base::WriteLock lock{world.mutex};
  return execute(world, call);
}

Answer execute_locked(World& world, const Call& call) {
  try {
    return call.method == "GET" ? look(world, call) : change(world, call);
  } catch (const std::exception&) {
    return refusal(500, "Internal Server Error");
  }
}

Answer trouble(int status) {
  return refusal(status, status == 429 ? "Too Many Requests" : "Internal trouble");
}

const std::string kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kProxyPage =
    "<html><head><title>Blocked</title></head><body>Ask your administrator.</body></html>";

bool is_silent(Fate fate) {
  return fate == Fate::withhold || fate == Fate::cut;
}

std::string damaged(std::string body, Fate fate) {
  if (fate != Fate::malformed && fate != Fate::truncate) return body;
  body.resize(body.size() / 2);
  return fate == Fate::malformed ? body + "<!-- oops" : body;
}

/// What is said in place of the vendor, or by a vendor that does not do it; none: what it said.
std::optional<Answer> instead(const FaultPlan& plan) {
  if (plan.fate == Fate::rate_limited) return trouble(429);
  if (plan.fate == Fate::error) return trouble(plan.status);
  if (plan.fate == Fate::refused_in_success)
    return Answer{200, boost::json::object{{"success", false}}};
  if (plan.fate == Fate::no_route) return refusal(404, "Not Found");
  return std::nullopt;
}

}  // namespace

std::string http_date(std::int64_t unix_seconds) {
  const std::time_t time{unix_seconds};
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 64> text{};
  const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

Reply perform(World& world, const Call& call, const FaultPlan& plan) {
  Reply out;
  out.fate = plan.fate;
  out.retry_after = plan.retry_after;
  Answer answer;
  if (plan.execute) {
    answer = execute_locked(world, call);
    out.executed_status = answer.status;
  }
  if (is_silent(plan.fate)) return out;
  if (!plan.no_date) out.date = call.now + plan.clock_ahead_seconds;
  if (plan.fate == Fate::html) {
    out.body_as_sent = kProxyPage;
    out.answer = Answer{plan.status};
    return out;
  }
  if (auto other = instead(plan)) answer = *std::move(other);
  const bool bent = plan.unknown_fields || plan.unknown_enums || plan.odd.any();
  if (bent) answer = parsed(std::move(answer));
  add_unknown(answer.body, plan);
  if (answer.status < 400) make_odd(answer.body, plan.odd);
  out.body_as_sent =
      damaged((plan.byte_order_mark ? kByteOrderMark : "") +
                  (answer.text.empty() ? boost::json::serialize(answer.body) : answer.text),
              plan.fate);
  out.answer = std::move(answer);
  return out;
}

}  // namespace lockstep::metactf_mock
