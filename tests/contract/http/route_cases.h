// The route table as requests about bob's things, as seed() makes them.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/api/api.h"

namespace lockstep::http {

/// The pattern's ids as ids of bob's things.
inline std::string bobs(std::string_view pattern) {
  std::string out{pattern};
  const bool team = out.find("/teams") != std::string::npos;
  const bool coach = out.find("/coaches") != std::string::npos;
  if (const auto at = out.find("{id}"); at != std::string::npos)
    out.replace(at, 4, team ? "bees" : coach ? "bob" : "ben");
  if (const auto at = out.find("{competitorId}"); at != std::string::npos)
    out.replace(at, 14, "ben");
  if (const auto at = out.find("{run}"); at != std::string::npos) out.replace(at, 5, "ben");
  return out;
}

inline std::string_view body_for(std::string_view method, std::string_view pattern) {
  if (pattern == "/api/admin/accounts/adopt" || pattern == "/api/admin/accounts/reject")
    return R"({"sameEmail":true})";
  const bool facts = method == "PUT" && pattern.find("members") == std::string_view::npos;
  if (!facts) return "";
  if (pattern.find("competitors") != std::string_view::npos) return R"({"firstName":"Stolen"})";
  if (pattern.find("coaches") != std::string_view::npos) return R"({"firstName":"Stolen"})";
  return R"({"name":"Stolen"})";
}

inline bool names_something(std::string_view pattern) {
  return pattern.find('{') != std::string_view::npos;
}

/// What a request about somebody else's thing is answered. Of a PUT of facts it is what one about a
/// thing that never was gets: body_for() would not make one.
inline int when_not_theirs(const Route& route) {
  const bool facts = !body_for(route.method, route.pattern).empty();
  return facts && route.pattern.find("coaches") == std::string_view::npos ? 422 : 404;
}

/// So that all of them find what they need: what deletes comes last, members before their team.
inline std::vector<const Route*> routes_in_order() {
  std::vector<const Route*> out;
  for (const auto& route : routes()) out.push_back(&route);
  std::ranges::stable_sort(out, {}, [](const Route* route) {
    return route->method == "DELETE" ? 1000 - static_cast<int>(route->pattern.size()) : 0;
  });
  return out;
}

}  // namespace lockstep::http
