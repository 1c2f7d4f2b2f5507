// Where a request comes from: for limits, and sealed in the events that it caused. Never in a log
// line, a metric or an error.
#pragma once
#include <string>
#include <string_view>

namespace lockstep::http {

/// The other end of a socket; empty when it is gone. One host is one text: of IPv6 the first 64
/// bits (`2001:db8:1:2::/64`), because the rest is for the host to choose.
std::string client_of_socket(int socket);
/// The same of an address as text. Empty when it is none.
std::string client_of_text(std::string_view address);
/// Of `X-Forwarded-For` the last entry, which our own proxy wrote; what stands before it was sent
/// by the client and may be anything.
std::string client_of_forwarded(std::string_view header);

}  // namespace lockstep::http
