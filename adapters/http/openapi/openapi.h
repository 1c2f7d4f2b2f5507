// The description of the API, made of the route table and of the types that its rows name.
#pragma once
#include <boost/json.hpp>

namespace lockstep::http {

/// OpenAPI 3.1. What no route shows is not in it.
boost::json::object openapi_document();

}  // namespace lockstep::http
