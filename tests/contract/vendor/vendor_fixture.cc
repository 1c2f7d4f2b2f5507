// See vendor_fixture.h.
#include "tests/contract/vendor/vendor_fixture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <httplib.h>

#include "events/codec.h"

namespace lockstep::metactf_test {

namespace {

using metactf_mock::MockServer;

std::string golden_path(const std::string& name) {
  return std::string(SOURCE_DIR) + "/tests/golden/vendor/" + name + ".json";
}

/// One member a line, so that a change shows as one line.
void pretty(std::ostream& out, const boost::json::value& value, const std::string& indent) {
  const bool nested = (value.is_object() && !value.get_object().empty()) ||
                      (value.is_array() && !value.get_array().empty());
  if (!nested) {
    out << boost::json::serialize(value);
    return;
  }
  const auto deeper = indent + "  ";
  std::string separator = "\n";
  out << (value.is_object() ? "{" : "[");
  if (value.is_object())
    for (const auto& [key, item] : value.get_object()) {
      out << separator << deeper << boost::json::serialize(boost::json::string(key)) << ": ";
      pretty(out, item, deeper);
      separator = ",\n";
    }
  else
    for (const auto& item : value.get_array()) {
      out << separator << deeper;
      pretty(out, item, deeper);
      separator = ",\n";
    }
  out << "\n" << indent << (value.is_object() ? "}" : "]");
}

std::unique_ptr<MockServer> start_mock(metactf_mock::MockOptions options) {
  options.listen.port = 0;
  options.token = kToken;
  auto mock = MockServer::start(options);
  if (!mock) throw std::runtime_error(mock.error().detail);
  return std::move(mock).value();
}

}  // namespace

metactf::ClientOptions options_for(const std::string& base_url) {
  metactf::ClientOptions options;
  options.base_url = base_url;
  options.token = Sealed<std::string>{kToken};
  options.connect_timeout = std::chrono::milliseconds{2000};
  options.read_timeout = std::chrono::milliseconds{10000};
  return options;
}

std::unique_ptr<ports::MetactfApi> client_for(const std::string& base_url) {
  auto client = metactf::make_client(options_for(base_url));
  if (!client) throw std::runtime_error(client.error().detail);
  return std::move(client).value();
}

events::UserPayload coach_payload(const metactf_mock::CoachFacts& coach) {
  events::UserPayload out;
  out.first_name = coach.first_name;
  out.last_name = coach.last_name;
  out.email = coach.email;
  out.role = "coach";
  out.syned_user_id = coach.id;
  out.syned_school_id = coach.school_name;
  out.syned_region_id = coach.region;
  return out;
}

events::UserPayload user_payload(const metactf_mock::CompetitorFacts& competitor) {
  events::UserPayload out;
  out.first_name = competitor.first_name;
  out.last_name = competitor.last_name;
  out.email = competitor.email_personal.value_or(competitor.email_school.value_or(""));
  out.role = "user";
  out.syned_user_id = competitor.id;
  out.preferred_username = competitor.preferred_username;
  out.syned_coach_user_id = competitor.coach_id;
  return out;
}

events::TeamPayload team_payload(const metactf_mock::TeamFacts& team) {
  return {team.coach_id, team.id, team.name, team.affiliation.value_or("Their School"),
          team.division};
}

void expect_nothing_personal(const std::string& text) {
  for (const auto& personal : metactf_mock::personal_strings(metactf_mock::baseline()))
    EXPECT_EQ(text.find(personal), std::string::npos) << "personal data in: " << text;
}

boost::json::value read_golden(const std::string& name) {
  std::ifstream file{golden_path(name)};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  boost::system::error_code failed;
  auto value = boost::json::parse(text, failed);
  EXPECT_FALSE(failed) << "no golden file " << golden_path(name);
  return value;
}

void expect_golden(const std::string& name, const boost::json::value& actual) {
  if (std::getenv("LOCKSTEP_WRITE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(golden_path(name)).parent_path());
    std::ofstream file{golden_path(name)};
    pretty(file, actual, "");
    file << "\n";
    return;
  }
  EXPECT_EQ(actual, read_golden(name)) << "if this is meant: LOCKSTEP_WRITE_GOLDEN=1 and review";
}

VendorTest::VendorTest(metactf_mock::MockOptions options)
    : mock_(start_mock(std::move(options))), client_(client_for(mock_->base_url())) {}

VendorTest::AdminAnswer VendorTest::admin_post(const std::string& route,
                                               const boost::json::value& body) {
  httplib::Client http{"127.0.0.1", mock_->port()};
  const auto answer =
      http.Post("/__admin" + route, boost::json::serialize(body), "application/json");
  if (!answer) return {};
  return {answer->status, boost::json::parse(answer->body)};
}

VendorTest::AdminAnswer VendorTest::admin_get(const std::string& route) {
  httplib::Client http{"127.0.0.1", mock_->port()};
  const auto answer = http.Get("/__admin" + route);
  if (!answer) return {};
  return {answer->status, boost::json::parse(answer->body)};
}

void VendorTest::set_faults(const boost::json::value& faults) {
  const auto answer = admin_post("/faults", faults);
  ASSERT_EQ(answer.status, 200) << boost::json::serialize(answer.body);
}

void VendorTest::make_coach(std::size_t index) {
  const auto made = client_->create_user(coach_payload(people().coaches.at(index)));
  ASSERT_TRUE(made) << made.error().message;
}

void VendorTest::make_user(std::size_t index) {
  const auto& competitor = people().competitors.at(index);
  make_coach(competitor.coach_id == people().coaches.front().id ? 0 : 1);
  const auto made = client_->create_user(user_payload(competitor));
  ASSERT_TRUE(made) << made.error().message;
}

void VendorTest::make_team(std::size_t index) {
  const auto& team = people().teams.at(index);
  make_coach(team.coach_id == people().coaches.front().id ? 0 : 1);
  const auto made = client_->create_team(team_payload(team));
  ASSERT_TRUE(made) << made.error().message;
}

std::int64_t VendorTest::times_made(const std::string& syned_user_id) {
  const auto state = mock_->state();
  const auto* found = state.at("usersMade").as_object().if_contains(syned_user_id);
  return found == nullptr ? 0 : found->at("created").as_int64();
}

}  // namespace lockstep::metactf_test
