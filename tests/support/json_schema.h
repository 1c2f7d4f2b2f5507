// A validator for the subset of JSON Schema 2020-12 that docs/openapi.json uses: $ref, type, enum,
// anyOf, items, properties, required, additionalProperties. Stricter in one thing: a member that
// `properties` does not name is a problem, because then the description is not whole. An unknown
// keyword is one, too.
#pragma once
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace lockstep::testing_support {

/// What is wrong with `value`, each with a JSON pointer. `document` is what `$ref` points into.
std::vector<std::string> schema_problems(const boost::json::value& value,
                                         const boost::json::object& schema,
                                         const boost::json::value& document);

}  // namespace lockstep::testing_support
