// Roles by signed tokens: who gets what answer from each route, for their own things and for
// somebody else's, and what is left of it in the log.
#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include <httplib.h>

#include "adapters/http/api/api.h"
#include "tests/contract/http/fixture.h"
#include "tests/contract/http/route_cases.h"
#include "tests/contract/http/signing.h"
#include "tests/support/temp_dir.h"

namespace lockstep::http {
namespace {

const std::string kSecret = "a secret that is shared and has more than 32 bytes";

JwtOptions jwt_options() {
  JwtOptions out;
  out.rules.issuer = kIssuer;
  out.rules.audience = kAudience;
  return out;
}

/// Somebody who calls; all things of the table are bob's.
struct Caller {
  std::string name;
  std::string token;
  std::optional<events::Principal> who;  ///< None: nobody we know.
};
void PrintTo(const Caller& caller, std::ostream* out) {
  *out << caller.name;
}

Caller by_token(std::string name, const std::string& claims,
                std::optional<events::Principal> who = {}) {
  return {std::move(name), Signer::hs256(kSecret).sign(claims), std::move(who)};
}

std::vector<Caller> callers() {
  const auto long_ago = kNow.value / 1000 - 3600;
  const boost::json::object self_made{{"app_metadata", nullptr},
                                      {"user_metadata", {{"role", "admin"}}}};
  return {by_token("Owner", claims_of("bob", "coach"), {{"coach", test_id("bob")}}),
          by_token("AnotherCoach", claims_of("ada", "coach"), {{"coach", test_id("ada")}}),
          by_token("Admin", claims_of("root", "admin"), {{"admin", "root"}}),
          by_token("Auditor", claims_of("eve", "auditor"), {{"auditor", "eve"}}),
          {"Service", std::string(kServiceKey), {{"service", "service-key"}}},
          {"Nobody", "", {}},
          by_token("WithoutRole", claims_of("bob", "authenticated")),
          by_token("ServiceByToken", claims_of("bob", "service")),
          by_token("AdminByTheirOwnWord", claims_of("bob", "coach", self_made)),
          by_token("Expired", claims_of("bob", "coach", {{"exp", long_ago}})),
          {"SignedByAnother",
           Signer::hs256("another secret with more than 32 bytes").sign(claims_of("bob", "admin")),
           {}}};
}

// There is none of that name.
bool names_a_run(const Route& route) {
  return route.pattern.starts_with("/api/admin/drift/{run}");
}

int when_allowed(const Route& route) {
  // Ben is not on the platform yet, so the rule refuses.
  if (route.pattern == "/api/game-platform/competitors/{id}/sync") return 409;
  if (route.pattern == "/api/game-platform/competitors/{id}/password-reset") return 409;
  if (names_a_run(route)) return 404;
  return route.method == "POST" ? 202 : 200;
}

// Leaves no event whoever asks: there is nothing to converge, and nobody to poll.
bool is_so_already(const Route& route) {
  return route.pattern.ends_with("/sync") || route.pattern.ends_with("/password-reset");
}

int expected_status(const Route& route, const Caller& caller) {
  if (route.roles.empty()) return 200;
  if (!caller.who) return 401;
  if (std::ranges::find(route.roles, caller.who->role) == route.roles.end()) return 403;
  const bool strange = caller.who->role == kRoleCoach && caller.who->id != test_id("bob");
  return strange && names_something(route.pattern) ? when_not_theirs(route) : when_allowed(route);
}

class Roles : public HttpTest, public testing::WithParamInterface<Caller> {
 protected:
  Roles() {
    ServerOptions options;
    options.threads = 4;
    options.jwt = jwt_options();
    options.jwt.secret = Sealed{kSecret};
    start(options);
    seed();
  }
  Reply ask(const Route& route) const {
    return call(route.method, bobs(route.pattern), GetParam().token,
                body_for(route.method, route.pattern));
  }
};

TEST_P(Roles, GetTheAnswerThatIsTheirs) {
  for (const auto* route : routes_in_order())
    EXPECT_EQ(ask(*route).status, expected_status(*route, GetParam()))
        << route->method << " " << route->pattern;
}

TEST_P(Roles, AreNamedByWhatTheyChangeAndOthersChangeNothing) {
  for (const auto* route : routes_in_order()) {
    if (route->method == "GET" || names_a_run(*route)) continue;
    const auto head = engine_.log().head().position;
    const auto commands_before = engine_.commands().size();
    const bool allowed = ask(*route).status == when_allowed(*route);
    const auto events = engine_.log().read_all(head, {}).value();
    const auto commands = engine_.commands();
    EXPECT_EQ(commands.size() > commands_before, allowed) << route->pattern;
    EXPECT_EQ(!events.empty(), allowed && !is_so_already(*route)) << route->pattern;
    for (const auto& event : events) EXPECT_EQ(event.who, *GetParam().who) << route->pattern;
    for (auto i = commands_before; i < commands.size(); ++i)
      EXPECT_EQ(commands[i].who, *GetParam().who) << route->pattern;
  }
}

INSTANTIATE_TEST_SUITE_P(Callers, Roles, testing::ValuesIn(callers()),
                         [](const auto& it) { return it.param.name; });

class KeySets : public HttpTest {
 protected:
  void write(const std::vector<Signer>& signers) const {
    std::ofstream(file_, std::ios::trunc) << jwks_of(signers);
  }
  ServerOptions with(const JwtOptions& jwt) const {
    ServerOptions options;
    options.threads = 4;
    options.jwt = jwt;
    return options;
  }
  int ask(const Signer& signer) const {
    return get("/api/competitors", signer.sign(claims_of("ada", "coach"))).status;
  }

  const testing_support::TempDir dir_;
  const std::filesystem::path file_ = dir_.path() / "jwks.json";
};

TEST_F(KeySets, AreRotatedWithoutLosingARequest) {
  const auto old_key = Signer::es256("2025");
  const auto new_key = Signer::rs256("2026");
  write({old_key});
  auto jwt = jwt_options();
  jwt.jwks_file = file_;
  start(with(jwt));
  EXPECT_EQ(ask(old_key), 200);
  EXPECT_EQ(ask(new_key), 401);
  write({old_key, new_key});
  steady_seconds_ += 31;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(ask(new_key), 200);
    EXPECT_EQ(ask(old_key), 200);
  }
  write({new_key});
  steady_seconds_ += 601;
  EXPECT_EQ(ask(new_key), 200);
  EXPECT_EQ(ask(old_key), 401);
}

TEST_F(KeySets, ThatCannotBeReadAreSaidAtTheStart) {
  const auto refusal = [&](const JwtOptions& jwt) {
    const auto started = Server::start(with(jwt), dependencies());
    return started ? "" : started.error().type;
  };
  auto jwt = jwt_options();
  jwt.jwks_file = file_;
  EXPECT_EQ(refusal(jwt), "jwks-file-unreadable");
  std::ofstream(file_) << "{}";
  EXPECT_EQ(refusal(jwt), "jwks-unusable");
  std::ofstream(file_) << R"({"keys": []})";
  EXPECT_EQ(refusal(jwt), "jwks-empty");
  jwt.jwks_url = "https://project.example.test/jwks";
  EXPECT_EQ(refusal(jwt), "jwks-twice");
  jwt = jwt_options();
  jwt.jwks_url = "http://project.example.test/jwks";
  EXPECT_EQ(refusal(jwt), "jwks-url-unsafe");
  jwt = jwt_options();
  jwt.secret = Sealed<std::string>{"short"};
  EXPECT_EQ(refusal(jwt), "jwt-secret-short");
  jwt.rules.issuer.clear();
  EXPECT_EQ(refusal(jwt), "jwt-rules-incomplete");
}

TEST_F(KeySets, ThatNeverCameAreNoReasonToSignAnybodyOut) {
  auto jwt = jwt_options();
  // Nobody listens there.
  jwt.jwks_url = "http://127.0.0.1:1/jwks.json";
  start(with(jwt));
  const auto reply = get("/api/competitors", Signer::es256("2026").sign(claims_of("ada", "coach")));
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.problem(), "sign-in-unavailable");
  EXPECT_EQ(get("/api/competitors", kServiceKey).status, 200) << "others go on";
  EXPECT_NE(logger_.text().find("jwks_fetch_failed"), std::string::npos);
}

TEST_F(KeySets, AreFetchedFromAnAddress) {
  const auto signer = Signer::es256("2026");
  httplib::Server source;
  const auto keys = jwks_of({signer});
  std::atomic<bool> too_large = false;
  source.Get("/jwks.json", [&](const auto&, auto& response) {
    response.set_content(too_large ? std::string(1U << 20U, ' ') : keys, "application/json");
  });
  const int source_port = source.bind_to_any_port("127.0.0.1");
  std::thread serving{[&] { source.listen_after_bind(); }};
  auto jwt = jwt_options();
  jwt.jwks_url = "http://127.0.0.1:" + std::to_string(source_port) + "/jwks.json";
  start(with(jwt));
  EXPECT_EQ(ask(signer), 200);
  too_large = true;  // The keys that are there stay.
  steady_seconds_ += 601;
  EXPECT_EQ(ask(signer), 200);
  source.stop();
  serving.join();
  EXPECT_NE(logger_.text().find("jwks_fetch_failed type=jwks-unreachable"), std::string::npos);
}

TEST_F(KeySets, AndTokensReachNoLogLineAndNoMetric) {
  auto jwt = jwt_options();
  jwt.secret = Sealed{kSecret};
  start(with(jwt));
  const auto good = Signer::hs256(kSecret).sign(claims_of("ada-the-coach", "coach"));
  const auto bad = Signer::hs256("another secret with more than 32 bytes")
                       .sign(claims_of("ada-the-coach", "admin"));
  EXPECT_EQ(get("/api/competitors", good).status, 200);
  EXPECT_EQ(get("/api/competitors", bad).status, 401);
  const auto seen = logger_.text() + metrics_.exposition();
  for (const auto& hidden : {good, bad, kSecret, test_id("ada-the-coach")})
    EXPECT_EQ(seen.find(hidden), std::string::npos);
}

}  // namespace
}  // namespace lockstep::http
