// Who may do what, and what everybody else is told, over every route of the table, every kind of
// caller, and things in every state of every owner (rights_cases.h). Whoever may not call a route
// is told so whatever they name; to whom a thing does not belong it is as if it had never been:
// not there, deleted, of another kind or somebody's, all of it is one answer, whatever else is
// wrong with the request. Only a whole body that would make a new thing is told apart, because it
// would be made.
#include <algorithm>
#include <set>

#include "tests/contract/http/fixture.h"
#include "tests/contract/http/rights_cases.h"
#include "tests/contract/http/route_cases.h"
#include "tests/contract/http/signing.h"

namespace lockstep::http {
namespace {

const std::string kSecret = "a secret that is shared and has more than 32 bytes";

/// Somebody who calls.
struct Caller {
  std::string name;
  std::string token;
  std::optional<events::Principal> who;  ///< Whose rights count. None: nobody we know.
  std::string behalf = {};
  bool roleless_are_coaches = false;  ///< As the deployment has set it.
};
void PrintTo(const Caller& caller, std::ostream* out) {
  *out << caller.name;
}

Caller by_token(std::string name, const std::string& claims,
                std::optional<events::Principal> who = {}) {
  return {std::move(name), Signer::hs256(kSecret).sign(claims), std::move(who)};
}

Caller on_behalf(std::string name, events::Principal who) {
  auto behalf = who.text();
  return {std::move(name), std::string(kServiceKey), std::move(who), std::move(behalf)};
}

Caller coach(std::string name, const std::string& word) {
  return by_token(std::move(name), claims_of(word, "coach"), {{"coach", test_id(word)}});
}

std::vector<Caller> nobodies() {
  const auto long_ago = kNow.value / 1000 - 3600;
  const boost::json::object self_made{{"app_metadata", nullptr},
                                      {"user_metadata", {{"role", "admin"}}}};
  return {{"Nobody", "", {}},
          by_token("WithoutRole", claims_of("bob", "authenticated")),
          by_token("ServiceByToken", claims_of("bob", "service")),
          by_token("AdminByTheirOwnWord", claims_of("bob", "coach", self_made)),
          by_token("Expired", claims_of("bob", "coach", {{"exp", long_ago}})),
          {"SignedByAnother",
           Signer::hs256("another secret with more than 32 bytes").sign(claims_of("bob", "admin")),
           {}}};
}

std::vector<Caller> callers() {
  std::vector<Caller> out{coach("Owner", "bob"),
                          coach("AnotherCoach", "ada"),
                          coach("CoachOfNobody", "cyd"),
                          by_token("Admin", claims_of("root", "admin"), {{"admin", "root"}}),
                          by_token("Auditor", claims_of("eve", "auditor"), {{"auditor", "eve"}}),
                          {"Service", std::string(kServiceKey), {{"service", "service-key"}}},
                          on_behalf("OnBehalfOfACoach", {"coach", test_id("ada")}),
                          on_behalf("OnBehalfOfAnAdmin", {"admin", "root"})};
  out.push_back(by_token(
      "CoachWithoutRole",
      claims_of("dan", "coach", {{"app_metadata", boost::json::object{{"provider", "email"}}}}),
      {{"coach", test_id("dan")}}));
  out.back().roleless_are_coaches = true;
  std::ranges::move(nobodies(), std::back_inserter(out));
  return out;
}

bool may_call(const Route& route, const Caller& caller) {
  if (route.roles.empty()) return true;
  return caller.who && std::ranges::find(route.roles, caller.who->role) != route.roles.end();
}

bool owns(const Caller& caller, const Thing& thing) {
  return caller.who->role != kRoleCoach ||
         caller.who->id == test_id(thing.owner.empty() ? "nobody" : thing.owner);
}

// Everything of an answer but when, and to which of the requests.
std::string told(const Reply& reply) {
  std::string out = std::to_string(reply.status);
  for (const auto& [name, value] : reply.headers)
    if (name != "date" && name != "x-request-id") out += "\n" + name + ": " + value;
  return out + "\n" + reply.body;
}

std::string name_of(const Route& route) {
  return std::string(route.method) + " " + std::string(route.pattern);
}

/// All things are those of seed() and make_things().
class Roles : public HttpTest, public testing::WithParamInterface<Caller> {
 protected:
  Roles() {
    ServerOptions options;
    options.threads = 4;
    options.jwt.rules.issuer = kIssuer;
    options.jwt.rules.audience = kAudience;
    options.jwt.secret = Sealed{kSecret};
    options.jwt.rules.coach_without_role = GetParam().roleless_are_coaches;
    start(options);
    seed();
    make_things([this](auto method, const auto& target, const auto& body) {
      return call(method, target, kAdmin, body);
    });
  }
  static HeaderList identity() {
    if (GetParam().behalf.empty()) return {};
    return {{"On-Behalf-Of", GetParam().behalf}};
  }
  Reply ask(const Route& route, const std::string& address, const Ask& what = {}) const {
    auto headers = identity();
    headers.insert(headers.end(), what.headers.begin(), what.headers.end());
    return call(route.method, address + what.query, GetParam().token, what.body, headers);
  }
  Reply ask_of_bobs(const Route& route) const {
    return ask(route, bobs(route.pattern),
               {.body = std::string(body_for(route.method, route.pattern))});
  }
  std::uint64_t head() { return engine_.log().head().position.value; }
};

int when_allowed(const Route& route) {
  // Ben is not on the platform yet, so the rule refuses.
  if (route.pattern == "/api/game-platform/competitors/{id}/sync") return 409;
  if (route.pattern == "/api/game-platform/competitors/{id}/password-reset") return 409;
  if (route.pattern.starts_with("/api/admin/drift/{run}")) return 404;    // There is none.
  if (route.pattern.starts_with("/api/admin/accounts/{id}")) return 404;  // Nobody's is held.
  return route.method == "POST" ? 202 : 200;
}

// Leaves no event whoever asks: there is nothing to converge, to poll or to decide about.
bool is_so_already(const Route& route) {
  return route.pattern.starts_with("/api/admin/accounts") || route.pattern.ends_with("/sync") ||
         route.pattern.ends_with("/password-reset");
}

bool may_see_bobs(const Caller& caller, const Route& route) {
  return !names_something(route.pattern) || owns(caller, {"", "bob"});
}

TEST_P(Roles, GetTheAnswerThatIsTheirs) {
  for (const auto* route : routes_in_order()) {
    const auto reply = ask_of_bobs(*route);
    if (!may_call(*route, GetParam())) {
      EXPECT_EQ(reply.status, GetParam().who ? 403 : 401) << name_of(*route);
      EXPECT_EQ(reply.header("www-authenticate"), GetParam().who ? "" : "Bearer");
    } else if (route->roles.empty() || may_see_bobs(GetParam(), *route)) {
      EXPECT_EQ(reply.status, when_allowed(*route)) << name_of(*route) << reply.body;
    } else {
      EXPECT_EQ(reply.status, when_not_theirs(*route)) << name_of(*route) << reply.body;
    }
  }
}

TEST_P(Roles, AreNamedByWhatTheyChangeAndOthersChangeNothing) {
  for (const auto* route : routes_in_order()) {
    if (route->method == "GET" || when_allowed(*route) == 404) continue;
    const auto before = engine_.log().head().position;
    const auto commands_before = engine_.commands().size();
    const bool allowed = ask_of_bobs(*route).status == when_allowed(*route);
    const auto events = engine_.log().read_all(before, {}).value();
    const auto commands = engine_.commands();
    EXPECT_EQ(commands.size() > commands_before, allowed) << route->pattern;
    EXPECT_EQ(!events.empty(), allowed && !is_so_already(*route)) << route->pattern;
    for (const auto& event : events) EXPECT_EQ(event.who, *GetParam().who) << route->pattern;
    for (auto i = commands_before; i < commands.size(); ++i)
      EXPECT_EQ(commands[i].who, *GetParam().who) << route->pattern;
  }
}

// Who may not call it at all is told that, and always the same: no id, body or query changes it.
TEST_P(Roles, AreToldFirstWhatTheyMayNotCall) {
  const auto before = head();
  for (const auto& route : routes()) {
    if (may_call(route, GetParam())) continue;
    std::set<std::string> answers;
    std::vector<std::string> addresses{std::string(route.pattern)};
    for (const auto& place : id_places(route.pattern)) {
      std::vector<std::string> more;
      for (const auto& address : addresses)
        for (const auto* word : {"ann", "bees", "gone", "never", "bob", "not--an--id", "x.y"})
          more.push_back(with_id(address, place, word));
      addresses = std::move(more);
    }
    for (const auto& address : addresses) answers.insert(told(ask(route, address)));
    for (const auto& what : asks_for(route))
      answers.insert(told(ask(route, bobs(route.pattern), what)));
    EXPECT_EQ(answers.size(), 1U) << name_of(route) << "\n"
                                  << *answers.begin() << "\nand\n"
                                  << *answers.rbegin();
  }
  EXPECT_EQ(head(), before);
}

INSTANTIATE_TEST_SUITE_P(Callers, Roles, testing::ValuesIn(callers()),
                         [](const auto& it) { return it.param.name; });

std::vector<Caller> coaches() {
  auto out = callers();
  std::erase_if(out, [](const auto& one) { return !one.who || one.who->role != kRoleCoach; });
  return out;
}

/// For those to whom not everything belongs.
class NothingTold : public Roles {
 protected:
  /// What may stand in an id's place and is not the caller's: `never` first.
  static std::vector<Thing> hidden(const IdPlace& place) {
    auto out = place.things;
    std::erase_if(out, [](const Thing& thing) { return owns(GetParam(), thing); });
    return out;
  }
  static std::string own_word(const IdPlace& place) {
    const auto own = std::ranges::find_if(
        place.things, [](const Thing& thing) { return thing.there && owns(GetParam(), thing); });
    return own == place.things.end() ? "" : own->word;
  }
  /// Addresses that name something hidden in one place at least; the first of a list is the one
  /// that nobody has.
  static std::vector<std::vector<std::string>> addresses(const Route& route) {
    const auto places = id_places(route.pattern);
    std::vector<std::vector<std::string>> out;
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::string with_own{route.pattern};
      std::string with_never{route.pattern};
      for (std::size_t k = 0; k < places.size(); ++k) {
        if (k == i) continue;
        with_own = with_id(with_own, places[k], own_word(places[k]));
        with_never = with_id(with_never, places[k], "never");
      }
      for (const auto& rest : std::set{with_own, with_never}) {
        auto& list = out.emplace_back();
        if (rest.find("//") != std::string::npos || rest.ends_with('/')) continue;
        for (const auto& thing : hidden(places[i]))
          list.push_back(with_id(rest, places[i], thing.word));
      }
    }
    return out;
  }
};

TEST_P(NothingTold, OfWhatIsNotTheirs) {
  const auto before = head();
  for (const auto& route : routes()) {
    if (!may_call(route, GetParam())) continue;
    for (const auto& list : addresses(route))
      for (const auto& what : asks_for(route)) {
        std::string never;
        for (const auto& address : list) {
          const auto reply = ask(route, address, what);
          EXPECT_GE(reply.status, 400) << name_of(route) << " " << address << what.body;
          if (never.empty()) never = told(reply);
          EXPECT_EQ(told(reply), never)
              << route.method << " " << address << what.query << " " << what.body
              << (what.headers.empty() ? "" : what.headers.front().first);
        }
      }
  }
  EXPECT_EQ(head(), before) << "nothing was changed";
}

TEST_P(NothingTold, ByHead) {
  for (const auto& route : routes()) {
    if (route.method != "GET" || !may_call(route, GetParam())) continue;
    for (const auto& list : addresses(route)) {
      std::set<std::string> answers;
      for (const auto& address : list)
        answers.insert(told(call("HEAD", address, GetParam().token, "", identity())));
      EXPECT_LE(answers.size(), 1U) << name_of(route);
    }
  }
}

TEST_P(NothingTold, ByAWholeBodyBeyondThatTheIdIsTaken) {
  for (const auto& route : routes()) {
    if (whole_body(route).empty() || !may_call(route, GetParam())) continue;
    const bool of_coaches = route.pattern.starts_with("/api/coaches");
    const auto place = id_places(route.pattern).front();
    // Without a row of their own nobody's can be theirs.
    const bool has_row = !own_word(id_places("/api/coaches/{id}").front()).empty();
    std::set<std::string> refusals;
    for (const auto& thing : hidden(place)) {
      const auto mine = GetParam().who->id == test_id("bob") ? "bob" : "ada";
      const auto reply = ask(route, with_id(std::string(route.pattern), place, thing.word),
                             {.body = whole_body(route, mine, thing.word)});
      const bool makes = !of_coaches && !thing.taken && has_row;
      EXPECT_EQ(reply.status, makes                   ? 200
                              : of_coaches || has_row ? 404
                                                      : 422)
          << name_of(route) << " " << thing.word << reply.body;
      if (!makes) refusals.insert(told(reply));
    }
    EXPECT_EQ(refusals.size(), 1U) << name_of(route);
  }
}

// Whole, and refused for something else that it says: that leaves nothing behind, so it could be
// asked of any id.
TEST_P(NothingTold, ByAWholeBodyThatMakesNothing) {
  const std::string mine = GetParam().who->id == test_id("bob") ? "bob" : "ada";
  const auto before = head();
  for (const auto& route : routes()) {
    const bool of_teams = route.pattern.starts_with("/api/teams");
    auto body = whole_body(route, mine);
    if (body.empty() || route.pattern.starts_with("/api/coaches") || !may_call(route, GetParam()))
      continue;
    if (of_teams)
      body = team_body(mine, mine == "bob" ? "BEES" : "APES");
    else
      body.insert(body.size() - 1, R"(,"complianceComplete":true)");
    // A service may say so, whomever it speaks for: that makes one.
    if (!of_teams && !GetParam().behalf.empty()) continue;
    for (const HeaderList& headers : {HeaderList{}, HeaderList{{"If-None-Match", "*"}}}) {
      std::set<std::string> answers;
      const auto place = id_places(route.pattern).front();
      for (const auto& thing : hidden(place)) {
        const auto reply = ask(route, with_id(std::string(route.pattern), place, thing.word),
                               {.body = body, .headers = headers});
        EXPECT_GE(reply.status, 400) << thing.word;
        answers.insert(told(reply));
      }
      EXPECT_EQ(answers.size(), 1U)
          << name_of(route) << headers.size() << *answers.begin() << *answers.rbegin();
    }
  }
  EXPECT_EQ(head(), before) << "nothing was changed";
}

INSTANTIATE_TEST_SUITE_P(Coaches, NothingTold, testing::ValuesIn(coaches()),
                         [](const auto& it) { return it.param.name; });

}  // namespace
}  // namespace lockstep::http
