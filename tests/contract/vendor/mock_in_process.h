// The mock without sockets, in a time that the test moves, and the calls that tests make.
#pragma once
#include <chrono>
#include <memory>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "adapters/metactf_mock/in_process.h"

namespace lockstep::metactf_test {

class MockInProcess : public testing::Test {
 protected:
  metactf_mock::Reply get(const std::string& path, const std::string& user) {
    return mock_->handle({"GET", path, {{"syned_user_id", user}}, "", "any"}, now_);
  }
  metactf_mock::Reply post(const std::string& path, const boost::json::value& body) {
    return mock_->handle({"POST", path, {}, boost::json::serialize(body), "any"}, now_);
  }
  metactf_mock::Answer admin_text(const std::string& method, const std::string& route,
                                  const std::string& body) {
    return mock_->administer({method, "/__admin" + route, {}, body, ""}, now_unix());
  }
  metactf_mock::Answer admin(const std::string& method, const std::string& route,
                             const boost::json::object& body = {}) {
    return admin_text(method, route, boost::json::serialize(body));
  }

  metactf_mock::Reply make_coach(const std::string& id) {
    return post("/users", {{"first_name", "A"},
                           {"last_name", "B"},
                           {"email", "a@example.org"},
                           {"role", "coach"},
                           {"syned_user_id", id},
                           {"syned_school_id", "s"},
                           {"syned_region_id", "r"}});
  }
  metactf_mock::Reply make_user(const std::string& id, const std::string& coach,
                                const std::string& username) {
    return post("/users", {{"first_name", "A"},
                           {"last_name", "B"},
                           {"email", "a@example.org"},
                           {"role", "user"},
                           {"syned_user_id", id},
                           {"preferred_username", username},
                           {"syned_coach_user_id", coach}});
  }
  metactf_mock::Reply make_team(const std::string& id, const std::string& coach,
                                const std::string& division) {
    return post("/teams", {{"syned_coach_user_id", coach},
                           {"syned_team_id", id},
                           {"team_name", "Name"},
                           {"affiliation", "School"},
                           {"division", division}});
  }

  void pass(std::chrono::milliseconds time) { now_ += time; }
  [[nodiscard]] std::int64_t now_unix() const {
    return metactf_mock::kDatasetAnchor +
           std::chrono::duration_cast<std::chrono::seconds>(now_.time_since_epoch()).count();
  }
  int made(const std::string& id) {
    const base::WriteLock lock{mock_->world().mutex};
    return static_cast<int>(mock_->world().users_made[id].created);
  }

  std::unique_ptr<metactf_mock::InProcessMock> mock_ =
      metactf_mock::InProcessMock::make({}).value();
  std::chrono::steady_clock::time_point now_;
};

}  // namespace lockstep::metactf_test
