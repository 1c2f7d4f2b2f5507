#include "adapters/http/api/allowance.h"

namespace lockstep::http {

namespace {

Problem used_up(Api& api, const KeyedLimit& limit, const KeyedLimit::Verdict& verdict) {
  api.ports.metrics.count("lockstep_http_requests_limited_total", {{"limit", limit.name()}}, 1);
  const auto seconds = std::to_string(verdict.wait.count());
  Problem problem{429,
                  {Errc::busy, "rate-limited", "Too many requests came in a short time.",
                   "Wait " + seconds + " seconds, then try again."}};
  problem.headers = limit.headers(verdict);
  problem.headers.emplace_back("Retry-After", seconds);
  return problem;
}

bool concerns(const KeyedLimit& limit, const std::string& key) {
  return limit.is_on() && !key.empty();
}

}  // namespace

Answered<std::vector<std::pair<std::string, std::string>>> take_allowance(Api& api,
                                                                          KeyedLimit& limit,
                                                                          const std::string& key) {
  if (!concerns(limit, key)) return std::vector<std::pair<std::string, std::string>>{};
  const auto verdict = limit.take(key, api.ports.steady());
  if (!verdict.allowed) return used_up(api, limit, verdict);
  return limit.headers(verdict);
}

Answered<void> check_allowance(Api& api, KeyedLimit& limit, const std::string& key) {
  if (!concerns(limit, key)) return boost::outcome_v2::success();
  const auto verdict = limit.look(key, api.ports.steady());
  if (!verdict.allowed) return used_up(api, limit, verdict);
  return boost::outcome_v2::success();
}

}  // namespace lockstep::http
