#include "adapters/http/api/admission.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "adapters/http/text.h"
#include "base/ascii.h"
#include "base/url.h"
#include "base/uuid.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kOpaqueId = "/{run}";  // A run is named by the command that began it.

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    const auto end = std::min(path.find('/', 1), path.size());
    out.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return out;
}

using Segments = std::vector<std::string_view>;

// Of the patterns of routes(), in their order.
const std::vector<Segments>& patterns() {
  static const std::vector<Segments> kPatterns = [] {
    std::vector<Segments> out;
    for (const auto& route : routes()) out.push_back(segments_of(route.pattern));
    return out;
  }();
  return kPatterns;
}

// What stands in a path for the ids, or none when it is not of this pattern.
std::optional<std::vector<GivenId>> match(const Segments& wanted, const Segments& given) {
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<GivenId> ids;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with("/{") && given[i].size() > 1)
      ids.push_back({wanted[i].substr(2, wanted[i].size() - 3), wanted[i] == kOpaqueId,
                     std::string(given[i].substr(1))});
    else if (wanted[i] != given[i])
      return std::nullopt;
  }
  return ids;
}

bool takes(const Route& route, std::string_view method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

// A page of anywhere may lead its own name to this machine, and then speak as everybody.
bool is_asked_as_loopback(const Request& request) {
  const auto host = request.header("host");
  // HTTP/1.0 may leave it out: whoever does has not said whom they ask.
  if (!host) return false;
  const auto url = base::parse_http_url("http://" + *host);
  return url && base::is_loopback(base::lower(url->host));
}

// `coach:<id>` or `admin:<id>`: whoever a service may speak for.
std::optional<events::Principal> person_in(std::string_view text) {
  const auto colon = text.find(':');
  const auto role = text.substr(0, colon);
  if (colon == std::string_view::npos || (role != kRoleCoach && role != kRoleAdmin)) return {};
  return principal_of(role, text.substr(colon + 1));
}

// A service that speaks for somebody has their rights and their limits, whatever its own are.
Answered<Admitted> with_rights_of(SignedIn caller, const std::optional<std::string>& behalf) {
  if (!behalf) return Admitted{std::move(caller), std::nullopt};
  if (caller.who.role != kRoleService)
    return Error{Errc::forbidden, "on-behalf-for-services",
                 "Only a service may ask on behalf of somebody.", "Leave out On-Behalf-Of."};
  auto person = person_in(*behalf);
  if (!person)
    return Problem{
        400,
        {Errc::invalid, "on-behalf-malformed", "On-Behalf-Of is not `coach:<id>` or `admin:<id>`.",
         "A coach's id is the UUID of the coach."}};
  auto service = std::exchange(caller.who, *std::move(person));
  return Admitted{std::move(caller), std::move(service)};
}

Problem invalid_id(const GivenId& id) {
  auto out = id.opaque
                 ? Problem{{Errc::invalid, "invalid-id",
                            "An id in the address is not 1 to 64 letters, digits, '-' or '_'.", ""}}
                 : Problem{{Errc::invalid, "invalid-id", "An id in the address is not a UUID.",
                            "Ids are UUIDs, e.g. 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed."}};
  out.parameter = id.name;
  return out;
}

}  // namespace

Answered<Matched> find_route(const Request& request) {
  std::string allowed;
  const auto given = segments_of(request.path);
  for (std::size_t i = 0; i < routes().size(); ++i) {
    const auto& route = routes()[i];
    auto ids = match(patterns()[i], given);
    if (!ids) continue;
    if (takes(route, request.method)) return Matched{&route, *std::move(ids)};
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
    if (route.method == "GET") allowed += ", HEAD";
  }
  if (allowed.empty()) return problem_of_status(404);
  Problem problem{
      405,
      {Errc::invalid, "method-not-allowed",
       "This address does not take this method; `Allow` lists those that it takes.", ""}};
  problem.headers.emplace_back("Allow", allowed);
  return problem;
}

Answered<Admitted> admit(const Api& api, const Route& route, const Request& request) {
  if (route.roles.empty()) return Admitted{{{"none", ""}, std::nullopt}, std::nullopt};
  if (api.options.dev_auth && !is_asked_as_loopback(request))
    return Error{Errc::forbidden, "dev-auth-host",
                 "With dev-auth only requests to this machine by its loopback names are answered.",
                 "Ask localhost, 127.0.0.1 or [::1]."};
  LOCKSTEP_TRY(auto signed_in, authenticate(api.authenticators, request.header("authorization")));
  LOCKSTEP_TRY(auto admitted, with_rights_of(std::move(signed_in), request.header("on-behalf-of")));
  const auto& role = admitted.caller.who.role;
  if (std::find(route.roles.begin(), route.roles.end(), role) == route.roles.end())
    return Error{Errc::forbidden, "forbidden", "This role may not do this.", ""};
  return admitted;
}

Answered<std::vector<std::string>> parse_ids(const std::vector<GivenId>& given) {
  std::vector<std::string> out;
  for (const auto& id : given) {
    auto normal = id.opaque ? base::with_normal_uuid(id.text) : base::normal_uuid(id.text);
    if (!normal || (id.opaque && !is_id(id.text))) return invalid_id(id);
    out.push_back(*std::move(normal));
  }
  return out;
}

std::string address_of(const Route& route, const std::vector<std::string>& ids) {
  std::string out;
  auto id = ids.begin();
  for (const auto segment : segments_of(route.pattern))
    out += segment.starts_with("/{") ? "/" + *id++ : std::string(segment);
  return out;
}

Answered<void> may_have_body(const Route& route) {
  if (route.method == "DELETE" || route.method == "GET")
    return Problem{400, {Errc::invalid, "body-refused", "This method takes no body.", ""}};
  return boost::outcome_v2::success();
}

namespace {

Answered<void> judge(const Api& api, const Request& head) {
  LOCKSTEP_TRY(const auto matched, find_route(head));
  const auto& route = *matched.route;
  LOCKSTEP_TRY(admit(api, route, head));
  LOCKSTEP_TRY(Query::parse(head.query, route.parameters));
  LOCKSTEP_TRY(parse_ids(matched.ids));
  return may_have_body(route);
}

}  // namespace

std::optional<Problem> refusal_by_head(const Api& api, const Request& head) {
  try {
    auto judged = judge(api, head);
    if (!judged) return std::move(judged).error();
  } catch (const std::exception&) {
    // Then it is dispatched as if it had not been judged, and that says what went wrong.
  }
  return std::nullopt;
}

}  // namespace lockstep::http
