// Request bodies of the mock's dataset, as a dashboard would send them.
#pragma once
#include <string>

#include <boost/json.hpp>

namespace lockstep::integration {

inline boost::json::object coach_body() {
  return {{"email", "coach@example.org"}, {"firstName", "Test"}, {"lastName", "Coach"},
          {"schoolName", "Hill School"},  {"region", "north"},   {"division", "high_school"}};
}
inline boost::json::object team_body(const std::string& coach, const std::string& name) {
  return {{"coachId", coach}, {"name", name}, {"division", "high_school"}};
}
inline boost::json::object competitor_body(const std::string& coach, const std::string& id) {
  return {{"coachId", coach},
          {"firstName", "Kid"},
          {"lastName", id},
          {"emailPersonal", id + "@example.org"},
          {"division", "high_school"},
          {"profileComplete", true},
          {"complianceComplete", true}};
}

}  // namespace lockstep::integration
