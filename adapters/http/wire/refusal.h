// What a connection is told for which there is no place.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace lockstep::http::wire {

/// Answers 503, in plain text, and says that nothing more comes. `headers` are those of every
/// answer. Never blocks, does not close.
void say_too_many(int socket, const std::vector<std::pair<std::string, std::string>>& headers);

}  // namespace lockstep::http::wire
