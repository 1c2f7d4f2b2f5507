// The client against the mock over loopback, and the people of baseline as payloads.
#pragma once
#include <memory>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "adapters/metactf/client.h"
#include "adapters/metactf_mock/mock_server.h"
#include "tests/contract/vendor/raw_server.h"

namespace lockstep::metactf_test {

inline constexpr auto kToken = "a-token-of-tests";

/// Timeouts short enough for tests, long enough for a busy machine.
metactf::ClientOptions options_for(const std::string& base_url);
std::unique_ptr<ports::MetactfApi> client_for(const std::string& base_url);

events::UserPayload coach_payload(const metactf_mock::CoachFacts& coach);
events::UserPayload user_payload(const metactf_mock::CompetitorFacts& competitor);
events::TeamPayload team_payload(const metactf_mock::TeamFacts& team);

/// `text` holds none of the names, e-mails and usernames of baseline.
void expect_nothing_personal(const std::string& text);

/// Compares with tests/golden/vendor/<name>.json; writes it instead when LOCKSTEP_WRITE_GOLDEN is
/// set.
void expect_golden(const std::string& name, const boost::json::value& actual);
boost::json::value read_golden(const std::string& name);

class VendorTest : public testing::Test {
 protected:
  VendorTest() : VendorTest(metactf_mock::MockOptions{}) {}
  explicit VendorTest(metactf_mock::MockOptions options);

  /// Of /__admin. The status and the JSON of the answer.
  struct AdminAnswer {
    int status = 0;
    boost::json::value body;
  };
  AdminAnswer admin_post(const std::string& route, const boost::json::value& body);
  AdminAnswer admin_get(const std::string& route);
  /// Fails the test when they are refused.
  void set_faults(const boost::json::value& faults);

  /// Baseline's coach, user, team by index, made at the mock through the client.
  void make_coach(std::size_t index);
  void make_user(std::size_t index);  ///< Makes the user's coach too.
  void make_team(std::size_t index);  ///< Makes its coach too.

  const metactf_mock::Dataset& people() { return metactf_mock::baseline(); }
  std::string user_id(std::size_t index) { return people().competitors.at(index).id; }
  std::string team_id(std::size_t index) { return people().teams.at(index).id; }
  /// How often a user of this id came to be.
  std::int64_t times_made(const std::string& syned_user_id);

  std::unique_ptr<metactf_mock::MockServer> mock_;
  std::unique_ptr<ports::MetactfApi> client_;
};

}  // namespace lockstep::metactf_test
