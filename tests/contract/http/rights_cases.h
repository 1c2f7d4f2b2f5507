// What may stand in a request to any route: ids of every state and owner, bodies, queries. Made of
// the route table, so a new route is asked in every way without a line here; a new kind of id is
// not known here, and every test of the table says so.
#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/api/api.h"
#include "tests/contract/http/fixture.h"

namespace lockstep::http {

/// Of what make_things() makes, in one place of an address.
struct Thing {
  std::string word;
  std::string owner;   ///< The coach who may know of it; empty: nobody has it.
  bool there = false;  ///< As what the address asks for: not deleted, not of another kind.
  bool taken = false;  ///< Nobody can make one under this id any more.
};

/// The coaches, competitors and teams of seed(), and in every state that there is: `moved` was
/// ada's competitor and is bob's, `left` and `gone` are deleted teams of ada and bob. `never` is
/// nothing.
inline void make_things(const auto& call) {
  const auto done = [&](const Reply& reply) { EXPECT_LT(reply.status, 300) << reply.body; };
  done(call("PUT", "/api/competitors/moved", competitor_body("ada", "Movable")));
  done(call("PUT", "/api/competitors/moved", R"({"coachId":"bob"})"));
  for (const auto* of : {"ada", "bob"}) {
    const std::string team = std::string(of) == "ada" ? "left" : "gone";
    done(call("PUT", "/api/teams/" + team, team_body(of, "Once " + team)));
    done(call("DELETE", "/api/teams/" + team, ""));
  }
}

/// `noun`: the segment before the id, or the id's own name where that is not `id`.
inline std::vector<Thing> things_of(std::string_view noun) {
  const auto coaches = [](bool there) {
    return std::vector<Thing>{{"ada", "ada", there, true}, {"bob", "bob", there, true}};
  };
  const auto competitors = [](bool there) {
    return std::vector<Thing>{
        {"ann", "ada", there, true}, {"ben", "bob", there, true}, {"moved", "bob", there, true}};
  };
  // Teams share their ids with nobody.
  const auto teams = [](bool there) {
    return std::vector<Thing>{{"apes", "ada", there, there},
                              {"bees", "bob", there, there},
                              {"left", "ada", false, there},
                              {"gone", "bob", false, there}};
  };
  const auto all = [](std::initializer_list<std::vector<Thing>> lists) {
    std::vector<Thing> out{{"never", "", false, false}};
    for (const auto& list : lists) out.insert(out.end(), list.begin(), list.end());
    return out;
  };
  auto no_team_ids = [](std::vector<Thing> things) {
    for (auto& thing : things) thing.taken = false;
    return things;
  };
  if (noun == "coaches") return all({coaches(true), competitors(false), teams(false)});
  if (noun == "competitors" || noun == "competitorId")
    return all({competitors(true), coaches(false), teams(false)});
  if (noun == "teams")
    return all({teams(true), no_team_ids(competitors(false)), no_team_ids(coaches(false))});
  if (noun == "run") return all({no_team_ids(competitors(false))});
  // Nobody's account is held.
  if (noun == "accounts")
    return all({no_team_ids(competitors(false)), no_team_ids(coaches(false))});
  throw std::invalid_argument("rights_cases.h does not know ids of " + std::string(noun));
}

/// Where ids stand in a pattern: their braces, and things_of() what.
struct IdPlace {
  std::string braces;
  std::vector<Thing> things;
};

inline std::vector<IdPlace> id_places(std::string_view pattern) {
  std::vector<IdPlace> out;
  std::string before;
  while (!pattern.empty()) {
    const auto end = std::min(pattern.find('/', 1), pattern.size());
    const std::string segment(pattern.substr(1, end - 1));
    pattern.remove_prefix(end);
    if (segment.starts_with('{')) {
      const auto name = segment.substr(1, segment.size() - 2);
      out.push_back({segment, things_of(name == "id" ? before : name)});
    }
    before = segment;
  }
  return out;
}

inline std::string with_id(std::string address, const IdPlace& place, const std::string& word) {
  return address.replace(address.find(place.braces), place.braces.size(), word);
}

/// Of a PUT of facts: with it a new thing could be made, of ada's. Empty for all others.
inline std::string whole_body(const Route& route, std::string_view coach = "ada",
                              const std::string& name = "Novae") {
  if (route.method != "PUT" || route.pattern.find("members") != std::string_view::npos) return "";
  if (route.pattern.starts_with("/api/competitors"))
    return R"({"coachId":")" + std::string(coach) +
           R"(","firstName":"Nova","lastName":"X","division":"high_school"})";
  if (route.pattern.starts_with("/api/coaches")) return std::string(kCoachBody);
  return team_body(coach, "Team " + name);
}

/// Incomplete, malformed, or of others: none of them makes anything of what is not there.
inline std::vector<std::string> bodies_for(const Route& route) {
  if (route.method == "GET") return {""};
  if (route.method == "DELETE") return {"", "{}"};
  std::vector<std::string> out{"", "{", "[]", "{}", R"({"x":1})"};
  if (whole_body(route).empty()) return out;
  for (const auto* more :
       {R"({"firstName":"Stolen"})", R"({"firstName":""})", R"({"firstName":7})",
        R"({"isActive":false})", R"({"name":"Stolen"})", R"({"name":"A"})",
        R"({"division":"none"})", R"({"coachId":"nobody"})", R"({"coachId":"ada"})",
        R"({"coachId":"bob"})", R"({"coachId":"x"})", R"({"complianceComplete":true})"})
    out.emplace_back(more);
  return out;
}

/// With the question mark; the first one is empty.
inline std::vector<std::string> queries_for(const Route& route) {
  std::vector<std::string> out{"", "?x=1"};
  for (const auto name : route.parameters)
    for (const auto* value : {"1", "0", "x", "true", "99999999"})
      out.push_back("?" + std::string(name) + "=" + value);
  return out;
}

inline std::vector<HeaderList> conditions_for(const Route& route) {
  if (route.method == "GET") return {{{"If-None-Match", "*"}}};
  return {{{"If-Match", "*"}},
          {{"If-Match", "\"1\""}},
          {{"If-Match", "\"9\""}},
          {{"If-Match", "x"}},
          {{"If-None-Match", "*"}},
          {{"Idempotency-Key", "k e y"}},
          {{"Idempotency-Key", "one-key"}},
          {{"Content-Type", "text/plain"}}};
}

/// All that may be sent beside an address: every query, every body, and every condition with a few
/// bodies.
struct Ask {
  std::string query = {};
  std::string body = {};
  HeaderList headers = {};
};
inline std::vector<Ask> asks_for(const Route& route) {
  std::vector<Ask> out;
  for (const auto& query : queries_for(route)) out.push_back({.query = query});
  const auto bodies = bodies_for(route);
  for (const auto& body : bodies) out.push_back({.body = body});
  for (const auto& headers : conditions_for(route))
    for (const auto& body : {bodies.front(), bodies.back()})
      out.push_back({.body = body, .headers = headers});
  return out;
}

}  // namespace lockstep::http
