// What a connection is told for which there is no place.
#pragma once

namespace lockstep::http {

/// Answers 503, in plain text, and says that nothing more comes. Never blocks, does not close.
void say_too_many(int socket);

}  // namespace lockstep::http
