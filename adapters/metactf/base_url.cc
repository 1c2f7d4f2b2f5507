// See base_url.h.
#include "adapters/metactf/base_url.h"

#include <algorithm>
#include <charconv>

namespace lockstep::metactf {

namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr int kMaxPort = 65535;

// The URL itself is not repeated: somebody may have put a password into it.
Error bad_url(const std::string& why) {
  return Error{Errc::invalid, "vendor-url-invalid", "the vendor's base URL " + why,
               "set GAME_PLATFORM_API_BASE_URL to http(s)://host[:port]/path"};
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_host_char(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
}

bool is_path_char(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("/-._~%!$&'()*+,;=:@").find(c) != std::string_view::npos;
}

bool is_port(std::string_view text) {
  int port = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, port);
  return failed == std::errc{} && stop == end && port > 0 && port <= kMaxPort;
}

bool is_host(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    return std::all_of(host.begin() + 1, host.end() - 1,
                       [](char c) { return is_letter_or_digit(c) || c == ':'; });
  return !host.empty() && std::all_of(host.begin(), host.end(), is_host_char);
}

}  // namespace

Result<BaseUrl> parse_base_url(std::string_view text) {
  const auto scheme_end = text.find("://");
  const auto scheme = text.substr(0, scheme_end == std::string_view::npos ? 0 : scheme_end);
  if (scheme != "http" && scheme != "https") return bad_url("must begin with http:// or https://");
  const auto rest = text.substr(scheme_end + 3);
  if (rest.find_first_of("?#") != std::string_view::npos)
    return bad_url("must have no query and no fragment");
  auto authority = rest.substr(0, rest.find('/'));
  auto path = rest.substr(authority.size());
  if (authority.find('@') != std::string_view::npos)
    return bad_url("must have no user and no password");
  const auto origin_size = scheme_end + 3 + authority.size();
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && authority.back() != ']') {
    if (!is_port(authority.substr(colon + 1))) return bad_url("has a port that is not 1 to 65535");
    authority = authority.substr(0, colon);
  }
  if (!is_host(authority)) return bad_url("has no valid host");
  if (!std::all_of(path.begin(), path.end(), is_path_char))
    return bad_url("has a path with characters that do not belong there");
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  return BaseUrl{std::string(text.substr(0, origin_size)), std::string(path)};
}

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_letter_or_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(kHexDigits[byte >> 4U]);
    out.push_back(kHexDigits[byte & 15U]);
  }
  return out;
}

}  // namespace lockstep::metactf
