// What leaves the house, byte for byte but for the order of headers: a change of what we disclose
// shows as a change of a golden file.
#include <map>
#include <sstream>

#include "events/codec.h"
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

/// Method, path, query, the headers we choose, and the body.
boost::json::object taken_apart(const std::string& request) {
  const auto head_end = request.find("\r\n\r\n");
  std::istringstream head{request.substr(0, head_end)};
  std::string method;
  std::string target;
  std::string line;
  head >> method >> target;
  std::getline(head, line);
  boost::json::object headers;
  while (std::getline(head, line)) {
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (name == "Authorization" || name == "Content-Type" || name == "Accept")
      headers[name] = line.substr(colon + 2, line.find('\r') - colon - 2);
  }
  const auto question = target.find('?');
  const auto body = request.substr(head_end + 4);
  boost::json::object out{{"method", method}, {"path", target.substr(0, question)}};
  out["query"] = question == std::string::npos ? "" : target.substr(question + 1);
  out["headers"] = std::move(headers);
  out["body"] = body.empty() ? boost::json::value{} : boost::json::parse(body);
  return out;
}

class Requests : public testing::Test {
 protected:
  boost::json::object sent() {
    const auto requests = server_.requests();
    EXPECT_EQ(requests.size(), 1U) << "exactly one request per call, never a retry";
    return requests.empty() ? boost::json::object{} : taken_apart(requests.front());
  }
  // A 500: whatever it says, the client must not ask again.
  RawServer server_{[](const std::string&, const Send& send) { send(http_answer(500, "{}")); }};
  std::unique_ptr<ports::MetactfApi> client_ = client_for(server_.base_url());
  const metactf_mock::Dataset& people_ = metactf_mock::baseline();
};

TEST_F(Requests, PingSendsNoToken) {
  EXPECT_FALSE(client_->ping());
  expect_golden("requests/ping", sent());
}

TEST_F(Requests, GetUser) {
  EXPECT_FALSE(client_->get_user(people_.competitors.at(0).id));
  expect_golden("requests/get_user", sent());
}

TEST_F(Requests, CreateUserSendsExactlyThePayloadWithNullsForWhatThereIsNot) {
  const auto payload = user_payload(people_.competitors.at(0));
  EXPECT_FALSE(client_->create_user(payload));
  const auto request = sent();
  EXPECT_EQ(request.at("body"), events::to_json(payload));
  expect_golden("requests/create_user", request);
}

TEST_F(Requests, CreateCoach) {
  EXPECT_FALSE(client_->create_user(coach_payload(people_.coaches.at(0))));
  expect_golden("requests/create_coach", sent());
}

TEST_F(Requests, CreateTeam) {
  EXPECT_FALSE(client_->create_team(team_payload(people_.teams.at(1))));
  expect_golden("requests/create_team", sent());
}

TEST_F(Requests, DeleteTeam) {
  EXPECT_FALSE(client_->delete_team(people_.teams.at(0).id));
  expect_golden("requests/delete_team", sent());
}

TEST_F(Requests, AssignTeam) {
  EXPECT_FALSE(client_->assign_team(people_.teams.at(0).id, people_.competitors.at(0).id));
  expect_golden("requests/assign_team", sent());
}

TEST_F(Requests, DeleteAssignmentNamesTheUserAndNothingElse) {
  EXPECT_FALSE(client_->delete_assignment(people_.competitors.at(0).id));
  expect_golden("requests/delete_assignment", sent());
}

TEST_F(Requests, GetTeamAssignmentsOfOneTeam) {
  EXPECT_FALSE(client_->get_team_assignments(people_.teams.at(0).id));
  expect_golden("requests/get_team_assignments", sent());
}

TEST_F(Requests, GetTeamAssignmentsOfAllTeams) {
  EXPECT_FALSE(client_->get_team_assignments(std::nullopt));
  expect_golden("requests/get_team_assignments_all", sent());
}

TEST_F(Requests, GetOdlScoresWithoutAFilter) {
  EXPECT_FALSE(client_->get_odl_scores(people_.competitors.at(0).id, std::nullopt));
  expect_golden("requests/get_odl_scores", sent());
}

TEST_F(Requests, GetOdlScoresAfterATime) {
  EXPECT_FALSE(client_->get_odl_scores(people_.competitors.at(0).id, VendorTime{1793491200}));
  expect_golden("requests/get_odl_scores_after", sent());
}

TEST_F(Requests, GetFlashCtfProgress) {
  EXPECT_FALSE(client_->get_flash_ctf_progress(people_.competitors.at(0).id));
  expect_golden("requests/get_flash_ctf_progress", sent());
}

TEST_F(Requests, SendPasswordResetEmail) {
  EXPECT_FALSE(client_->send_password_reset_email(people_.competitors.at(0).id));
  expect_golden("requests/send_password_reset_email", sent());
}

}  // namespace
}  // namespace lockstep::metactf_test
