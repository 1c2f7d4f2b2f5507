// What went wrong, as other answers tell it.
#pragma once
#include <optional>
#include <string>

#include "adapters/http/shown.h"

namespace lockstep::http::answers {

/// What the vendor had against the newest call about somebody or something.
struct CallError {
  std::optional<std::string> code;
  std::optional<std::string> message;
  std::optional<std::string> remedy;
};
BOOST_DESCRIBE_STRUCT(CallError, (), (code, message, remedy))

struct Failure {
  std::string code;
  std::string message;
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(Failure, (), (code, message, remedy))

}  // namespace lockstep::http::answers
