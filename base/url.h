// Addresses of http and https, by RFC 3986 (Boost.URL), and the encoding of what goes into them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::base {

/// A host of this machine alone: `localhost`, `::1`, or an address that begins with 127.
bool is_loopback(std::string_view host);

/// An absolute http or https URL with a host, taken apart.
struct HttpUrl {
  bool secure{};     ///< https
  std::string host;  ///< Without the brackets around IPv6.
  std::uint16_t port{};
  std::string origin;  ///< `scheme://host[:port]`, as it was written.
  std::string path;    ///< As it was written: encoded, empty or beginning with '/'.
  std::string target;  ///< Path and query, as it was written, at least '/': what is asked for.
  bool has_user{};
  bool has_query{};
  bool has_fragment{};
};

/// None for everything else, ports that are not 1 to 65535 and encoded hosts included.
std::optional<HttpUrl> parse_http_url(std::string_view text);

/// As browsers write an Origin: lower case, neither a path nor a user, no port that the scheme has
/// anyway.
bool is_origin(std::string_view text);

/// Everything but RFC 3986's unreserved characters as %XX.
std::string percent_encoded(std::string_view text);
/// Of a query string: `%41` and `+`. None when it is not well formed.
std::optional<std::string> query_decoded(std::string_view text);

}  // namespace lockstep::base
