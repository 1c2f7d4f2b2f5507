// Who a coach and a competitor are: personal data, so it is stored only inside a Sealed.
#pragma once
#include <optional>
#include <string>

#include <boost/describe.hpp>

namespace lockstep::events {

struct CoachPerson {
  std::string first_name;
  std::string last_name;
  std::string email;
  bool operator==(const CoachPerson&) const = default;
};
BOOST_DESCRIBE_STRUCT(CoachPerson, (), (first_name, last_name, email))

struct CompetitorPerson {
  std::string first_name;
  std::string last_name;
  std::optional<std::string> email_personal;
  std::optional<std::string> email_school;
  std::optional<std::string> preferred_username;
  bool operator==(const CompetitorPerson&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompetitorPerson, (),
                      (first_name, last_name, email_personal, email_school, preferred_username))

}  // namespace lockstep::events
