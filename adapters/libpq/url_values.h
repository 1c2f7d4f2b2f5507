// Whether Postgres' client takes the values in a database URL. It says so itself only when it
// connects, and then as if nobody had answered.
#pragma once
#include <optional>
#include <string>

namespace lockstep::libpq {

/// What is wrong with one of them, by the parameter's name; never its value, which may be a part of
/// a secret. What a URL that can be read leaves out is taken from the environment, as libpq does.
std::optional<std::string> wrong_in_values(const std::string& url);

}  // namespace lockstep::libpq
