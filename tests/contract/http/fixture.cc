#include "tests/contract/http/fixture.h"

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
          metrics_,
          logger_,
          clock_,
          ids_,
          [this] { return health_; },
          [this] { return gate_; },
          [this] { return std::chrono::seconds{steady_seconds_}; }};
}

void HttpTest::start(ServerOptions options) {
  server_.reset();
  options.port = 0;
  options.dev_auth = true;
  options.service_key = kServiceKey;
  auto started = Server::start(options, dependencies());
  if (!started) throw std::runtime_error(started.error().detail);
  server_ = std::move(started).value();
}

Reply HttpTest::call(std::string_view method, std::string_view target, std::string_view token,
                     std::string_view body, HeaderList headers) const {
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + std::string(token));
  return exchange(port(), method, target, headers, body);
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
