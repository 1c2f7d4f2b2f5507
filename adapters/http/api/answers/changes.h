// What commands answer. A member without a value of its own here has to be given: forgotten, it
// does not compile. So it is with all answers.
#pragma once
#include <string>

#include "adapters/http/shown.h"

namespace lockstep::http::answers {

struct Changed {
  std::string id;
  Version version = {};
  Position position = {};
  bool changed = false;
};
BOOST_DESCRIBE_STRUCT(Changed, (), (id, version, position, changed))

/// `id` is whose version it is.
struct MemberChanged {
  std::string id;
  LeftOut<TeamId> team_id = {};
  Version version = {};
  Position position = {};
  bool changed = false;
};
BOOST_DESCRIBE_STRUCT(MemberChanged, (), (id, team_id, version, position, changed))

}  // namespace lockstep::http::answers
