// A connection that is not served: one answer, and it is closed.
#pragma once

namespace lockstep::http {

/// Answers 503 when `in_plain_text` (over TLS there is nobody to talk to yet) and closes. Never
/// blocks.
void refuse_connection(int socket, bool in_plain_text);

}  // namespace lockstep::http
