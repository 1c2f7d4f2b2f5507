#include "adapters/http/api/cors.h"

#include <algorithm>

#include "adapters/http/text.h"
#include "base/url.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kMethods = "GET, HEAD, POST, PUT, PATCH, DELETE";
constexpr std::string_view kRequestHeaders =
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID";
constexpr std::string_view kAnswerHeaders =
    "ETag, Lockstep-Position, X-Request-Id, Retry-After, RateLimit, RateLimit-Policy";
constexpr std::string_view kMaxAge = "600";

}  // namespace

Result<Cors> Cors::parse(std::string_view origins) {
  Cors out;
  for (const auto origin : comma_separated(origins)) {
    if (!base::is_origin(origin))
      return Error{Errc::invalid, "cors-origin-invalid",
                   "An origin is written as https://host or https://host:port, in lower case, "
                   "without a path, a port that the scheme has anyway, and wildcards.",
                   "List the origins of the dashboard in http.cors_origins."};
    out.origins_.emplace_back(origin);
  }
  return out;
}

bool Cors::allows(const Request& request) const {
  const auto origin = request.header("origin");
  return origin && std::ranges::find(origins_, *origin) != origins_.end();
}

std::optional<Answer> Cors::preflight(const Request& request) const {
  if (request.method != "OPTIONS" || !request.header("access-control-request-method") ||
      !allows(request))
    return std::nullopt;
  Answer answer{204, "", "", {}};
  answer.headers = {{"Access-Control-Allow-Methods", std::string(kMethods)},
                    {"Access-Control-Allow-Headers", std::string(kRequestHeaders)},
                    {"Access-Control-Max-Age", std::string(kMaxAge)}};
  return answer;
}

void Cors::add_headers(const Request& request, Answer& answer) const {
  if (origins_.empty()) return;
  answer.headers.emplace_back("Vary", "Origin");  // Also where it is not allowed: caches must know.
  if (!allows(request)) return;
  answer.headers.emplace_back("Access-Control-Allow-Origin", *request.header("origin"));
  answer.headers.emplace_back("Access-Control-Expose-Headers", kAnswerHeaders);
}

}  // namespace lockstep::http
