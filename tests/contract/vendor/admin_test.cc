// The mock's own routes: what they refuse, and the stream of what happens.
#include "adapters/metactf_mock/admin.h"

#include <algorithm>
#include <thread>

#include <httplib.h>

#include "adapters/metactf_mock/event_stream.h"
#include "adapters/metactf_mock/faults.h"
#include "tests/contract/vendor/mock_in_process.h"
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

using boost::json::object;

class Admin : public MockInProcess {};

TEST_F(Admin, AllRoutesAreListedAndEachIsThere) {
  const auto list = admin("GET", "").body.at("routes");
  EXPECT_EQ(list.as_array().size(), metactf_mock::admin_routes().size());
  for (const auto& route : list.as_array()) {
    EXPECT_FALSE(route.at("help").as_string().empty());
    const metactf_mock::Call call{std::string(route.at("method").as_string()),
                                  std::string(route.at("path").as_string()),
                                  {},
                                  "[]",
                                  ""};
    const auto answer = mock_->administer(call, 0);
    const auto text = boost::json::serialize(answer.body);
    EXPECT_EQ(text.find("no such admin route"), std::string::npos) << call.path;
    EXPECT_TRUE(call.method == "GET" || answer.status == 422) << call.path << text;
  }
}

TEST_F(Admin, MembersThatNobodyKnowsAreRefused) {
  for (const auto* route : {"/reset", "/seed", "/activity", "/status", "/faults", "/behaviour"}) {
    const auto answer = admin("POST", route, {{"surprise", 1}});
    EXPECT_EQ(answer.status, 422) << route;
    EXPECT_FALSE(answer.body.at("detail").as_string().empty());
  }
}

TEST_F(Admin, SeedingTakesSizeAndSeed) {
  const auto seeded =
      admin("POST", "/seed", {{"dataset", "large"}, {"size", 60}, {"seed", 9}}).body;
  EXPECT_EQ(seeded, (object{{"dataset", "large"}, {"size", 60}, {"seed", 9}}));
  const auto first = admin("GET", "/state").body.at("users");
  EXPECT_EQ(admin("POST", "/reset").status, 200);
  EXPECT_EQ(admin("GET", "/state").body.at("users"), first) << "reset has the same size and seed";
  EXPECT_EQ(admin("POST", "/seed/large", {{"size", 60}, {"seed", 10}}).status, 200);
  EXPECT_NE(admin("GET", "/state").body.at("users"), first);
  EXPECT_EQ(admin("POST", "/seed/baseline").status, 200);
  EXPECT_EQ(admin("GET", "/datasets").body.at("current"), "baseline");
}

TEST_F(Admin, SeedingWhatMakesNoSenseChangesNothing) {
  make_coach("c1");
  EXPECT_EQ(admin("POST", "/seed", {{"dataset", "nothing"}}).status, 404);
  EXPECT_EQ(admin("POST", "/seed", {{"dataset", "large"}, {"size", 0}}).status, 422);
  EXPECT_EQ(admin("POST", "/seed", {{"dataset", "large"}, {"size", "many"}}).status, 422);
  EXPECT_EQ(admin("POST", "/seed", {{"dataset", "from-postgres"}}).status, 422);
  EXPECT_EQ(admin("POST", "/seed").status, 422);
  EXPECT_EQ(get("/users", "c1").status(), 201);
}

TEST_F(Admin, ActivityComesOnTopOfWhatIsMadeUp) {
  ASSERT_EQ(admin("POST", "/seed", {{"dataset", "large"}, {"size", 100}}).status, 200);
  std::string active;
  const auto state = admin("GET", "/state").body;
  for (const auto& user : state.at("users").as_array())
    if (user.at("role") == "user" && user.at("status") == "approved" && active.empty())
      active = std::string(user.at("synedUserId").as_string());
  const auto solved = [&] {
    return get("/scores/get_odl_scores", active)
        .answer->body.at("total_challenges_solved")
        .as_int64();
  };
  const auto before = solved();
  EXPECT_EQ(admin("POST", "/activity", {{"synedUserId", active}, {"solves", 2}}).status, 200);
  EXPECT_EQ(solved(), before + 2);
}

TEST_F(Admin, EveryFaultIsExplained) {
  std::vector<std::string> described;
  boost::mp11::mp_for_each<
      boost::describe::describe_members<metactf_mock::Faults, boost::describe::mod_public>>(
      [&](auto member) { described.emplace_back(member.name); });
  std::vector<std::string> explained;
  for (const auto& fault : metactf_mock::fault_list()) explained.emplace_back(fault.name);
  EXPECT_EQ(explained, described);
}

TEST_F(Admin, ChangesAreToldWithIdsAlone) {
  make_coach("c1");
  make_user("u1", "c1", "Wilhelmina");
  make_user("u1", "c1", "Wilhelmina");
  make_team("t1", "c1", "college");
  post("/users/assign_team", {{"syned_team_id", "t1"}, {"syned_user_id", "u1"}});
  post("/users/assign_team", {{"syned_team_id", "t1"}, {"syned_user_id", "u1"}});
  post("/users/delete_assignment", object{{"syned_user_id", "u1"}});
  post("/teams/delete", object{{"syned_team_id", "t1"}});
  admin("POST", "/activity", {{"synedUserId", "u1"}});
  admin("POST", "/status", {{"synedUserId", "u1"}, {"status", "denied"}});
  admin("POST", "/faults", {{"latencyMs", 0}});
  admin("POST", "/behaviour", {{"onRepeat", "same"}});
  admin("POST", "/reset");
  admin("POST", "/seed/baseline");
  const auto told = mock_->world().happenings.take(0, std::chrono::milliseconds{0});
  std::vector<std::string> types;
  for (const auto& item : told.items) {
    if (item.type != "request") types.emplace_back(item.type);
    EXPECT_EQ(item.data.find("Wilhelmina"), std::string::npos);
    EXPECT_EQ(item.data.find("example.org"), std::string::npos);
  }
  EXPECT_EQ(types, (std::vector<std::string>{"user_created", "user_created", "team_created",
                                             "assigned", "unassigned", "team_deleted", "activity",
                                             "status", "faults", "behaviour", "reset", "seed"}));
  EXPECT_EQ(std::ranges::count(told.items, "request", &metactf_mock::Happening::type), 8);
}

TEST(Happenings, WhatIsForgottenIsCounted) {
  metactf_mock::Happenings happenings;
  for (int i = 0; i < 10'005; ++i) happenings.add("request", {});
  const auto part = happenings.take(2, std::chrono::milliseconds{0});
  EXPECT_EQ(part.missed, 3U);
  EXPECT_EQ(part.items.front().id, 6U);
  EXPECT_EQ(part.items.size(), 256U);
  EXPECT_TRUE(happenings.take(10'005, std::chrono::milliseconds{0}).items.empty());
}

class Events : public VendorTest {
 protected:
  /// What the stream says until it has said `until`, or is refused.
  std::string listen(const std::string& until, const httplib::Headers& headers = {}) {
    httplib::Client http{"127.0.0.1", mock_->port()};
    http.set_read_timeout(std::chrono::seconds{20});
    std::string out;
    http.Get("/__admin/events", headers, [&](const char* data, std::size_t size) {
      out.append(data, size);
      return out.find(until) == std::string::npos;
    });
    return out;
  }
};

TEST_F(Events, TellWhatHappensFromTheIdOn) {
  make_user(0);
  const auto all = listen("event: user_created\ndata: {\"synedUserId\":\"" + user_id(0),
                          {{"Last-Event-ID", "0"}});
  EXPECT_TRUE(all.starts_with("id: 1\nevent: user_created\n")) << all;
  EXPECT_NE(all.find("event: request\ndata: {\"at\":"), std::string::npos);
  expect_nothing_personal(all);
  EXPECT_EQ(all.find(kToken), std::string::npos);
  const auto rest = listen("\n\n", {{"Last-Event-ID", "1"}});
  EXPECT_TRUE(rest.starts_with("id: 2\nevent: request\n")) << rest;
}

TEST_F(Events, ThatHappenLaterComeAsTheyHappen) {
  std::string heard;
  std::thread listener{[&] { heard = listen("event: faults", {{"Last-Event-ID", "0"}}); }};
  set_faults(object{{"latencyMs", 0}});
  listener.join();
  EXPECT_NE(heard.find("event: faults\ndata: {\"latencyMs\":0"), std::string::npos) << heard;
}

TEST_F(Events, HaveABoundAndEndWhenTheMockStops) {
  std::vector<std::thread> listeners;
  std::atomic<int> listening{0};
  for (int i = 0; i < metactf_mock::kMaxEventStreams; ++i)
    listeners.emplace_back([&] {
      httplib::Client http{"127.0.0.1", mock_->port()};
      http.Get("/__admin/events", {{"Last-Event-ID", "0"}}, [&](const char*, std::size_t) {
        ++listening;
        return true;
      });
    });
  EXPECT_TRUE(client_->ping());
  while (listening < metactf_mock::kMaxEventStreams) std::this_thread::yield();
  EXPECT_EQ(admin_get("/events").status, 503);
  const auto started = std::chrono::steady_clock::now();
  mock_->stop();
  for (auto& listener : listeners) listener.join();
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{8});
}

}  // namespace
}  // namespace lockstep::metactf_test
