// What a head says, judged before any of the body is read (RFC 9112): what could be read in two
// ways is refused, whatever the parser makes of it.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/message.h"

namespace lockstep::http::wire {

/// As sent. Names hold no blanks, values none around them: the parser sees to that.
struct Head {
  std::string_view method;
  std::string_view target;
  bool is_1_0 = false;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
};

/// Fills method, path, query and headers of `out`, also of what is refused. Why it is refused;
/// none: its body may be read.
std::optional<Problem> accept_head(const Head& head, std::size_t max_body_bytes, Request& out);

/// Another request may follow on its connection, by all of its lines `Connection` (RFC 9112, 9.3).
bool stays_open(const Head& head, const Request& accepted);

/// The client sends its body only when told to.
bool expects_continue(const Head& head, const Request& accepted);

}  // namespace lockstep::http::wire
