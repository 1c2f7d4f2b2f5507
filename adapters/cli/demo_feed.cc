#include "adapters/cli/demo_feed.h"

#include <utility>

#include <boost/json.hpp>

#include "adapters/http_client/client.h"
#include "base/url.h"
#include "events/codec.h"

namespace lockstep::cli {

namespace {

namespace json = boost::json;

class Dashboard {
 public:
  explicit Dashboard(const base::Endpoint& engine)
      : client_({.server = *base::parse_http_url("http://" + engine.text()),
                 .answer_timeout = std::chrono::seconds{30},
                 .ca_file = {}}) {}
  /// The status, or an Error when there was no answer.
  Result<int> put(const std::string& path, const json::object& body) {
    return ask("PUT", path, json::serialize(body));
  }
  Result<int> post(const std::string& path) { return ask("POST", path, std::nullopt); }

 private:
  Result<int> ask(std::string method, const std::string& path, std::optional<std::string> body) {
    const auto response = client_.exchange({.method = std::move(method),
                                            .target = path,
                                            .headers = {{"Authorization", "Bearer dev:admin:demo"},
                                                        {"Content-Type", "application/json"}},
                                            .body = std::move(body)});
    if (response) return response.value().status;
    return Error{Errc::unavailable, "engine-unreachable", "The engine does not answer.", ""};
  }
  http_client::Client client_;
};

Result<void> expect_ok(Result<int> status, const char* what) {
  if (!status) return status.error();
  if (status.value() < 300) return boost::outcome_v2::success();
  return Error{Errc::conflict, "demo-refused",
               std::string("The engine refused ") + what + " with status " +
                   std::to_string(status.value()) + ".",
               ""};
}

void set(json::object& body, const char* key, const std::optional<std::string>& value) {
  if (value) body[key] = *value;
}

json::object body_of(const metactf_mock::CoachFacts& coach) {
  return {{"email", coach.email},        {"firstName", coach.first_name},
          {"lastName", coach.last_name}, {"schoolName", coach.school_name},
          {"region", coach.region},      {"division", events::enum_name(coach.division)}};
}

json::object body_of(const metactf_mock::TeamFacts& team) {
  json::object body{{"coachId", team.coach_id},
                    {"name", team.name},
                    {"division", events::enum_name(team.division)}};
  set(body, "affiliation", team.affiliation);
  return body;
}

json::object body_of(const metactf_mock::CompetitorFacts& competitor) {
  json::object body{{"coachId", competitor.coach_id},
                    {"firstName", competitor.first_name},
                    {"lastName", competitor.last_name},
                    {"division", events::enum_name(competitor.division)},
                    {"isActive", competitor.is_active},
                    {"profileComplete", competitor.profile_complete},
                    {"complianceComplete", competitor.compliance_complete}};
  set(body, "emailPersonal", competitor.email_personal);
  set(body, "emailSchool", competitor.email_school);
  set(body, "preferredUsername", competitor.preferred_username);
  set(body, "complianceDate", competitor.compliance_date);
  set(body, "synedSchoolId", competitor.syned_school_id);
  set(body, "synedRegionId", competitor.syned_region_id);
  return body;
}

}  // namespace

Result<FeedResult> feed_dataset(const metactf_mock::Dataset& dataset, const base::Endpoint& engine,
                                const std::function<void(std::size_t, std::size_t)>& done) {
  Dashboard dashboard{engine};
  const auto total = dataset.coaches.size() + dataset.teams.size() + 3 * dataset.competitors.size();
  std::size_t sent = 0;
  const auto progress = [&] { done(++sent, total); };
  for (const auto& coach : dataset.coaches) {
    LOCKSTEP_TRY(expect_ok(dashboard.put("/api/coaches/" + coach.id, body_of(coach)), "a coach"));
    progress();
  }
  for (const auto& team : dataset.teams) {
    LOCKSTEP_TRY(expect_ok(dashboard.put("/api/teams/" + team.id, body_of(team)), "a team"));
    progress();
  }
  FeedResult out;
  for (const auto& one : dataset.competitors) {
    LOCKSTEP_TRY(
        expect_ok(dashboard.put("/api/competitors/" + one.id, body_of(one)), "a competitor"));
    progress();
    if (one.team_id) {
      const auto path = "/api/teams/" + *one.team_id + "/members/" + one.id;
      LOCKSTEP_TRY(expect_ok(dashboard.put(path, {}), "a member"));
    }
    progress();
    LOCKSTEP_TRY(auto status, dashboard.post("/api/game-platform/competitors/" + one.id));
    status < 300 ? ++out.onboardings_accepted : ++out.onboardings_refused;
    progress();
  }
  return out;
}

}  // namespace lockstep::cli
