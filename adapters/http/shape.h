// Whether a request may be read any further, judged by its headers alone.
#pragma once
#include <cstddef>
#include <optional>

#include <httplib.h>

#include "adapters/http/problem.h"

namespace lockstep::http {

/// Refuses what could be read in two ways (request smuggling), what is too large, and encodings
/// that unfold to more than was sent.
std::optional<Problem> shape_problem(const httplib::Request& request, std::size_t max_body_bytes);

}  // namespace lockstep::http
