// The vendor's rules without sockets, in a time of our own.
#include <map>

#include "tests/contract/vendor/mock_in_process.h"

namespace lockstep::metactf_test {
namespace {

using boost::json::object;
using metactf_mock::Fate;
using metactf_mock::InProcessMock;
using metactf_mock::MockOptions;
using std::chrono::milliseconds;
using std::chrono::seconds;

class InProcess : public MockInProcess {
 protected:
  void set_faults(const object& faults) { ASSERT_EQ(admin("POST", "/faults", faults).status, 200); }
};

TEST_F(InProcess, ACallIsAnsweredAndTraced) {
  const auto made = make_coach("c1");
  EXPECT_EQ(made.fate, Fate::answer);
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(boost::json::parse(made.body_as_sent), made.answer.value().body);
  pass(milliseconds{1500});
  EXPECT_EQ(get("/users", "nobody").status(), 404);
  const auto trace = mock_->trace().to_json();
  ASSERT_EQ(trace.size(), 2U);
  EXPECT_EQ(trace.at(1).at("at").as_int64() - trace.at(0).at("at").as_int64(), 1500);
  EXPECT_EQ(trace.at(0).at("at").as_int64(), metactf_mock::kDatasetAnchor * 1000);
}

TEST_F(InProcess, ABodyThatIsNoJsonIsOneErrorAsOfFastApi) {
  for (const auto* body : {"{", "", "[]", "7"}) {
    const auto reply = mock_->handle({"POST", "/users", {}, body, "any"}, now_);
    EXPECT_EQ(reply.status(), 422);
    EXPECT_EQ(reply.answer->body.at("detail").as_array().size(), 1U) << body;
  }
}

TEST_F(InProcess, TheRateLimitGoesByTheTimeItIsTold) {
  set_faults({{"rateLimitPerSecond", 2}, {"retryAfter", 4}});
  EXPECT_EQ(get("/users", "x").status(), 404);
  EXPECT_EQ(get("/users", "x").status(), 404);
  const auto refused = get("/users", "x");
  EXPECT_EQ(refused.fate, Fate::rate_limited);
  EXPECT_EQ(refused.status(), 429);
  EXPECT_EQ(refused.retry_after, 4);
  pass(milliseconds{500});
  EXPECT_EQ(get("/users", "x").status(), 404);
  EXPECT_EQ(get("/users", "x").status(), 429);
}

TEST_F(InProcess, TimeThatGoesBackwardsCostsNoTokens) {
  pass(seconds{100});
  set_faults({{"rateLimitPerSecond", 2}});
  EXPECT_EQ(get("/users", "x").status(), 404);
  pass(-seconds{50});
  EXPECT_EQ(get("/users", "x").status(), 404);
  EXPECT_EQ(get("/users", "x").status(), 429);
  pass(seconds{50});
  EXPECT_EQ(get("/users", "x").status(), 429) << "the same time is not told twice";
}

TEST_F(InProcess, ASilentFateHasNoAnswerAndMayHaveBeenExecuted) {
  set_faults({{"cutRate", 1}});
  int executed = 0;
  for (int i = 0; i < 20; ++i) {
    const auto before = made("c1");
    const auto reply = make_coach("c1");
    EXPECT_EQ(reply.fate, Fate::cut);
    EXPECT_FALSE(reply.answer.has_value());
    EXPECT_EQ(reply.body_as_sent, "");
    executed += made("c1") > before ? 1 : 0;
  }
  EXPECT_EQ(executed, 1) << "once made, it is the same record again";
}

TEST_F(InProcess, ADamagedAnswerIsNoJson) {
  make_coach("c1");
  for (const auto* rate : {"malformedRate", "truncateRate"}) {
    set_faults({{rate, 1}});
    const auto reply = get("/users", "c1");
    boost::system::error_code failed;
    boost::json::parse(reply.body_as_sent, failed);
    EXPECT_TRUE(failed) << rate;
    EXPECT_EQ(reply.status(), 201);
  }
}

TEST_F(InProcess, WhatSomebodyElseAnswersIsNeverExecuted) {
  const std::vector<std::tuple<boost::json::object, int, std::string>> kinds{
      {{{"htmlRate", 1}}, 403, "<html>"},
      {{{"htmlRate", 1}, {"status", 404}}, 404, "<html>"},
      {{{"refusedInSuccessRate", 1}}, 200, R"({"success":false})"},
      {{{"wrongBase", true}}, 404, R"({"detail":"Not Found"})"}};
  for (const auto& [faults, status, body] : kinds) {
    set_faults(faults);
    const auto reply = make_coach("c1");
    EXPECT_EQ(reply.status(), status) << body;
    EXPECT_TRUE(reply.body_as_sent.starts_with(body)) << reply.body_as_sent;
    EXPECT_EQ(reply.executed_status, 0);
    EXPECT_EQ(get("/", "").status(), status) << "the index is no exception";
  }
  EXPECT_EQ(made("c1"), 0);
}

TEST_F(InProcess, AnyAnswerIsEachOfThem) {
  make_coach("c1");
  set_faults({{"anyAnswerRate", 1}, {"seed", 7}});
  std::map<std::pair<int, bool>, int> seen;  // By status, 0 for none, and whether it is HTML.
  for (int i = 0; i < 300; ++i) {
    const auto reply = get("/users", "c1");
    ++seen[{reply.answer ? reply.status() : 0, reply.body_as_sent.starts_with("<")}];
  }
  const std::vector<std::pair<int, bool>> all{{0, false},   {201, false}, {400, false}, {401, true},
                                              {403, true},  {404, false}, {404, true},  {407, true},
                                              {409, false}, {500, false}};
  for (const auto& [status, html] : all) EXPECT_GT((seen[{status, html}]), 0) << status << html;
  EXPECT_EQ(seen.size(), all.size());
}

TEST_F(InProcess, AnUnknownDatasetIsAClearError) {
  MockOptions options;
  options.dataset = "nothing";
  EXPECT_EQ(InProcessMock::make(options).error().type, "mock-dataset-unknown");
}

}  // namespace
}  // namespace lockstep::metactf_test
