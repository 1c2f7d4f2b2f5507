#include "tests/contract/http/fixture.h"

#include <algorithm>

#include "tests/contract/http/described.h"

namespace lockstep::http {

void LinesLogger::log(ports::Level /*level*/, std::string_view event,
                      std::initializer_list<ports::Field> fields) {
  const std::lock_guard lock{mutex_};
  text_ += event;
  for (const auto& field : fields) {
    text_ += " " + std::string(field.key) + "=";
    if (const auto* text = std::get_if<std::string>(&field.value)) text_ += *text;
    if (const auto* number = std::get_if<std::int64_t>(&field.value))
      text_ += std::to_string(*number);
  }
  text_ += "\n";
}

std::string LinesLogger::text() const {
  const std::lock_guard lock{mutex_};
  return text_;
}

HttpTest::HttpTest() {
  ServerOptions options;
  options.threads = 8;
  start(options);
}

Dependencies HttpTest::dependencies() {
  return {engine_,
          engine_,
          engine_.log(),
          operations_,
          metrics_,
          logger_,
          clock_,
          ids_,
          [this] { return health_; },
          [] {},
          [this] { return gate_; },
          [this] { return std::chrono::seconds{steady_seconds_}; }};
}

void HttpTest::start(ServerOptions options) {
  server_.reset();
  options.listen.port = 0;
  options.dev_auth = true;
  options.service_key = Sealed{std::string(kServiceKey)};
  auto started = Server::start(options, dependencies());
  if (!started) throw std::runtime_error(started.error().detail);
  server_ = std::move(started).value();
}

void HttpTest::start_behind() {
  ServerOptions options;
  options.min_position_wait = std::chrono::milliseconds(50);
  start(options);
  engine_.stall();
}

Reply HttpTest::call(std::string_view method, std::string_view target, std::string_view token,
                     std::string_view body, HeaderList headers) const {
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + std::string(token));
  auto reply = exchange(port(), method, target, headers, body);
  if (reply.status == 0) return reply;  // No answer at all.
  keep_for_others(method, target, reply.status, reply.header("content-type"), reply.body);
  for (const auto& problem :
       undescribed(method, target, reply.status, reply.header("content-type"), reply.body))
    ADD_FAILURE() << method << " " << target << " is not as described: " << problem;
  reply.body = testing_support::with_words(reply.body);
  return reply;
}

void HttpTest::seed() const {
  EXPECT_EQ(put("/api/coaches/ada", kCoachBody).status, 200);
  EXPECT_EQ(put("/api/coaches/bob", kCoachBody).status, 200);
  EXPECT_EQ(put("/api/competitors/ann", competitor_body("ada", "Annabella")).status, 200);
  EXPECT_EQ(put("/api/competitors/art", competitor_body("ada", "Arthurian")).status, 200);
  EXPECT_EQ(put("/api/competitors/ben", competitor_body("bob", "Benedikta")).status, 200);
  EXPECT_EQ(put("/api/teams/apes", team_body("ada", "Apes")).status, 200);
  EXPECT_EQ(put("/api/teams/bees", team_body("bob", "Bees")).status, 200);
}

void HttpTest::settle(const std::string& stream, std::string_view type,
                      const std::function<AnyCommand(CallId)>& outcome) {
  engine_.react_to_everything();
  const auto dash = stream.find('-');
  const StreamId id{stream.substr(0, dash), test_id(stream.substr(dash + 1))};
  const auto log = engine_.log().read_all({}, {.max_events = 100000});
  const auto intent =
      std::find_if(log.value().rbegin(), log.value().rend(),
                   [&](const auto& stored) { return stored.stream == id && stored.type == type; });
  ASSERT_NE(intent, log.value().rend()) << "no " << type;
  const auto body = boost::json::parse(intent->body).as_object();
  CommandRequest request;
  request.id = intent->stream.id;
  request.command = outcome({std::string(body.at("call_id").as_string())});
  request.command_id = {"settle-" + std::to_string(intent->position.value)};
  request.who = {"system", "sync"};
  request.correlation_id = intent->correlation_id;
  ASSERT_TRUE(engine_.execute(std::move(request), {}));
  engine_.react_to_everything();
}

void HttpTest::onboard_ann() {
  EXPECT_EQ(call("POST", "/api/game-platform/competitors/ann", kAda).status, 202);
  const auto account = [](std::int64_t id, const char* status) {
    return domain::Account{MetactfUserId{id}, Sealed<std::string>{"somebody"}, status, std::nullopt,
                           true};
  };
  settle("coach-ada", "coach.account_requested.v1", [&](CallId call) {
    return domain::CoachCommand{
        domain::RecordCoachAccountOutcome{std::move(call), account(1, "approved")}};
  });
  settle("competitor-ann", "competitor.onboarding_requested.v1", [&](CallId call) {
    return domain::CompetitorCommand{
        domain::RecordOnboardingOutcome{std::move(call), account(2, "user_created")}};
  });
}

std::string competitor_body(std::string_view coach, std::string_view first_name) {
  return R"({"coachId":")" + std::string(coach) + R"(","firstName":")" + std::string(first_name) +
         R"(","lastName":"Zuckermandel","emailPersonal":"minor.person@example.org",)"
         R"("division":"high_school","profileComplete":true,"complianceComplete":true,)"
         R"("complianceDate":"2025-09-01"})";
}

std::string team_body(std::string_view coach, std::string_view name) {
  return R"({"coachId":")" + std::string(coach) + R"(","name":")" + std::string(name) +
         R"(","division":"high_school"})";
}

}  // namespace lockstep::http
