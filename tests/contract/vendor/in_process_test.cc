// The vendor's rules without sockets, in a time of our own.
#include "adapters/metactf_mock/in_process.h"

#include <gtest/gtest.h>

namespace lockstep::metactf_test {
namespace {

using boost::json::object;
using metactf_mock::Answer;
using metactf_mock::Call;
using metactf_mock::Fate;
using metactf_mock::InProcessMock;
using metactf_mock::MockOptions;
using metactf_mock::Reply;
using std::chrono::milliseconds;
using std::chrono::seconds;

class InProcess : public testing::Test {
 protected:
  Reply get(const std::string& path, const std::string& user) {
    return mock_->handle({"GET", path, {{"syned_user_id", user}}, "", "any"}, now_);
  }
  Reply post(const std::string& path, const boost::json::value& body) {
    return mock_->handle({"POST", path, {}, boost::json::serialize(body), "any"}, now_);
  }
  Answer admin(const std::string& route, const boost::json::value& body) {
    return mock_->administer({"POST", "/__admin" + route, {}, boost::json::serialize(body), ""}, 0);
  }
  Reply make_coach() {
    return post("/users", object{{"first_name", "A"},
                                 {"last_name", "B"},
                                 {"email", "a@example.org"},
                                 {"role", "coach"},
                                 {"syned_user_id", "c1"},
                                 {"syned_school_id", "s"},
                                 {"syned_region_id", "r"}});
  }
  int made(const std::string& id) {
    const std::lock_guard lock{mock_->world().mutex};
    return static_cast<int>(mock_->world().users_made[id].created);
  }

  std::unique_ptr<InProcessMock> mock_ = InProcessMock::make({}).value();
  std::chrono::steady_clock::time_point now_;
};

TEST_F(InProcess, ACallIsAnsweredAndTraced) {
  const auto made = make_coach();
  EXPECT_EQ(made.fate, Fate::answer);
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(boost::json::parse(made.body_as_sent), made.answer.value().body);
  now_ += milliseconds{1500};
  EXPECT_EQ(get("/users", "nobody").status(), 404);
  const auto trace = mock_->trace().to_json();
  ASSERT_EQ(trace.size(), 2U);
  EXPECT_EQ(trace.at(1).at("at").as_int64() - trace.at(0).at("at").as_int64(), 1500);
  EXPECT_EQ(trace.at(0).at("at").as_int64(), metactf_mock::kDatasetAnchor * 1000);
}

TEST_F(InProcess, TheRateLimitGoesByTheTimeItIsTold) {
  ASSERT_EQ(admin("/faults", object{{"rateLimitPerSecond", 2}, {"retryAfter", 4}}).status, 200);
  EXPECT_EQ(get("/users", "x").status(), 404);
  EXPECT_EQ(get("/users", "x").status(), 404);
  const auto refused = get("/users", "x");
  EXPECT_EQ(refused.fate, Fate::rate_limited);
  EXPECT_EQ(refused.status(), 429);
  EXPECT_EQ(refused.retry_after, 4);
  now_ += milliseconds{500};
  EXPECT_EQ(get("/users", "x").status(), 404);
  EXPECT_EQ(get("/users", "x").status(), 429);
}

TEST_F(InProcess, TimeThatGoesBackwardsCostsNoTokens) {
  now_ += seconds{100};
  ASSERT_EQ(admin("/faults", object{{"rateLimitPerSecond", 2}}).status, 200);
  EXPECT_EQ(get("/users", "x").status(), 404);
  now_ -= seconds{50};
  EXPECT_EQ(get("/users", "x").status(), 404);
  EXPECT_EQ(get("/users", "x").status(), 429);
  now_ += seconds{50};
  EXPECT_EQ(get("/users", "x").status(), 429) << "the same time is not told twice";
}

TEST_F(InProcess, ASilentFateHasNoAnswerAndMayHaveBeenExecuted) {
  ASSERT_EQ(admin("/faults", object{{"cutRate", 1}}).status, 200);
  int executed = 0;
  for (int i = 0; i < 20; ++i) {
    const auto before = made("c1");
    const auto reply = make_coach();
    EXPECT_EQ(reply.fate, Fate::cut);
    EXPECT_FALSE(reply.answer.has_value());
    EXPECT_EQ(reply.body_as_sent, "");
    executed += made("c1") > before ? 1 : 0;
  }
  EXPECT_EQ(executed, 1) << "once made, it is the same record again";
}

TEST_F(InProcess, ADamagedAnswerIsNoJson) {
  make_coach();
  for (const auto* rate : {"malformedRate", "truncateRate"}) {
    ASSERT_EQ(admin("/faults", object{{rate, 1}}).status, 200);
    const auto reply = get("/users", "c1");
    boost::system::error_code failed;
    boost::json::parse(reply.body_as_sent, failed);
    EXPECT_TRUE(failed) << rate;
    EXPECT_EQ(reply.status(), 201);
  }
}

TEST_F(InProcess, AnUnknownDatasetIsAClearError) {
  MockOptions options;
  options.dataset = "nothing";
  EXPECT_EQ(InProcessMock::make(options).error().type, "mock-dataset-unknown");
}

}  // namespace
}  // namespace lockstep::metactf_test
