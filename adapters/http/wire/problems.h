// Why a request is refused before anybody is asked to serve it.
#pragma once
#include <string>

#include "adapters/http/problem.h"

namespace lockstep::http::wire {

/// 400: it cannot be read, or could be read in two ways.
Problem malformed(std::string detail);
/// 408: it was not whole in time.
Problem too_slow();
/// 417: it expects something else than to be told to continue.
Problem expectation_unknown();
/// 431: its head is too large.
Problem head_too_large();
/// 505: another version of HTTP.
Problem version_unknown();

}  // namespace lockstep::http::wire
