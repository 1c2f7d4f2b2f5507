// A problem as clients see it (RFC 9457).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "adapters/http/problem.h"
#include "adapters/http/shown.h"

namespace lockstep::http {

BOOST_DESCRIBE_STRUCT(FieldProblem, (), (pointer, detail))

struct ProblemBody {
  std::string type;
  std::string title;
  int status;
  std::string detail;
  bool retryable;
  LeftOut<std::string> remedy = {};
  LeftOut<std::vector<FieldProblem>> errors = {};
  LeftOut<std::string> parameter = {};
  LeftOut<std::uint64_t> version = {};
};
BOOST_DESCRIBE_STRUCT(ProblemBody, (),
                      (type, title, status, detail, retryable, remedy, errors, parameter, version))
template <>
inline constexpr std::string_view kSchemaName<ProblemBody> = "Problem";

}  // namespace lockstep::http
