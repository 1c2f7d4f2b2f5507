// Answers that a vendor has given, replayed into the client (docs/vendor.md, "From a captured
// answer to a fixture"): it takes each of them, or fails in the way that the file expects.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/vendor/calls.h"
#include "events/codec.h"
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

namespace fs = std::filesystem;
using boost::json::object;

const fs::path kCaptured = SOURCE_DIR "/tests/golden/vendor/captured";

struct Capture {
  std::string name;
  std::string call;  ///< "GET /users"
  metactf::HttpAnswer answer;
  boost::json::value body;
  std::string expect;  ///< Of VendorErrc; empty: it is a success.
};

Capture read_capture(const fs::path& path) {
  std::ifstream file{path};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto json = boost::json::parse(text).as_object();
  Capture out;
  out.name = path.stem().string();
  out.call = json.at("call").as_string();
  out.body = json.at("body");
  out.answer.status = json.at("status").to_number<int>();
  // A body that is a text is the answer itself, JSON or not.
  out.answer.body =
      out.body.is_string() ? std::string(out.body.as_string()) : boost::json::serialize(out.body);
  if (const auto* headers = json.if_contains("headers"))
    for (const auto& [header, value] : headers->as_object()) {
      if (header == "Retry-After") out.answer.retry_after = value.as_string();
      if (header == "Date") out.answer.date = value.as_string();
    }
  if (const auto* expect = json.if_contains("expect")) out.expect = expect->as_string();
  return out;
}

/// Gives one answer and keeps what it was asked.
class Replay final : public metactf::Transport {
 public:
  Replay(metactf::HttpAnswer answer, std::string& asked)
      : answer_(std::move(answer)), asked_(asked) {}
  ports::VendorResult<metactf::HttpAnswer> exchange(const metactf::HttpRequest& request) override {
    if (request.route == "/") return metactf::HttpAnswer{200, "{}", "", ""};
    asked_ = request.name();
    return answer_;
  }
  void cancel() noexcept override {}

 private:
  metactf::HttpAnswer answer_;
  std::string& asked_;
};

/// The call whose answer it is, about whom the answer is about.
std::optional<vendor::VendorCall> call_of(const Capture& capture) {
  const auto id = [&](const char* name) {
    const auto* body = capture.body.if_object();
    const auto* found = body == nullptr ? nullptr : body->if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string())
                                                  : std::string("somebody");
  };
  const auto user = id("syned_user_id");
  events::UserPayload person;
  person.syned_user_id = user;
  events::TeamPayload team;
  team.syned_team_id = id("syned_team_id");
  const std::map<std::string, vendor::VendorCall> calls{
      {"GET /users", vendor::GetUser{user}},
      {"POST /users", vendor::CreateUser{person}},
      {"POST /teams", vendor::CreateTeam{team}},
      {"POST /teams/delete", vendor::RemoveTeam{team.syned_team_id}},
      {"POST /users/assign_team", vendor::AssignTeam{team.syned_team_id, user}},
      {"POST /users/delete_assignment", vendor::DeleteAssignment{user}},
      {"GET /users/get_team_assignments", vendor::GetAssignments{}},
      {"GET /scores/get_odl_scores", vendor::GetOdlScores{user, std::nullopt}},
      {"GET /scores/get_flash_ctf_progress", vendor::GetFlashProgress{user}}};
  const auto found = calls.find(capture.call);
  if (found == calls.end()) return std::nullopt;
  return found->second;
}

class Captured : public testing::TestWithParam<Capture> {};

TEST_P(Captured, IsTakenOrFailsAsExpected) {
  const auto& capture = GetParam();
  const auto call = call_of(capture);
  ASSERT_TRUE(call) << capture.call << " is no call that the engine makes";
  std::string asked;
  const auto client = metactf::make_client(std::make_unique<Replay>(capture.answer, asked));
  const auto answer = vendor::perform(*client, *call);
  EXPECT_EQ(asked, capture.call);
  const auto* error = std::get_if<ports::VendorError>(&answer);
  EXPECT_EQ(error == nullptr ? "" : std::string(events::enum_name(error->code)), capture.expect)
      << (error == nullptr ? "" : error->message);
}

// What a capture must not keep: real addresses. Names cannot be told from made-up ones.
TEST_P(Captured, HasNoAddressButOfExampleOrg) {
  const auto text = GetParam().answer.body;
  for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1))
    EXPECT_EQ(text.substr(at, 12), "@example.org");
}

std::vector<Capture> captures() {
  std::vector<Capture> out;
  for (const auto& entry : fs::directory_iterator(kCaptured))
    out.push_back(read_capture(entry.path()));
  return out;
}

INSTANTIATE_TEST_SUITE_P(Vendor, Captured, testing::ValuesIn(captures()),
                         [](const auto& capture) { return capture.param.name; });

}  // namespace
}  // namespace lockstep::metactf_test
