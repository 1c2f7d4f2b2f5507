#include "adapters/http/wire/target.h"

#include <algorithm>

#include "base/ascii.h"

namespace lockstep::http::wire {

namespace {

bool is_of_uri(char c) {
  return c > ' ' && c < '\x7f' && c != '#';
}

bool is_of_host(char c) {
  static constexpr std::string_view kSigns = "-._~!$&'()*+;=%";
  return base::is_digit(c) || (base::lower(c) >= 'a' && base::lower(c) <= 'z') ||
         kSigns.find(c) != std::string_view::npos;
}

bool is_of_ip_literal(char c) {
  return base::is_hex_digit(c) || c == ':' || c == '.';
}

Target split(std::string_view path_and_query) {
  const auto mark = std::min(path_and_query.find('?'), path_and_query.size());
  const auto query = path_and_query.substr(std::min(mark + 1, path_and_query.size()));
  return {"", std::string(path_and_query.substr(0, mark)), std::string(query)};
}

std::optional<Target> absolute(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const auto scheme = text.substr(0, colon);
  if (!base::same_word(scheme, "http") && !base::same_word(scheme, "https")) return std::nullopt;
  text.remove_prefix(colon + 3);
  const auto end = std::min(text.find_first_of("/?"), text.size());
  const auto authority = text.substr(0, end);
  if (!is_authority(authority)) return std::nullopt;
  auto out = split(text.substr(end));
  if (out.path.empty()) out.path = "/";
  out.authority = authority;
  return out;
}

}  // namespace

bool is_authority(std::string_view text) {
  const bool literal = text.starts_with('[');
  const auto end = literal ? text.find(']') : std::min(text.find(':'), text.size());
  if (end == std::string_view::npos) return false;
  const auto host = text.substr(literal ? 1 : 0, literal ? end - 1 : end);
  const auto port = text.substr(literal ? end + 1 : end);
  const bool named = std::ranges::all_of(host, literal ? is_of_ip_literal : is_of_host);
  if (host.empty() || !named) return false;
  return port.empty() ||
         (port.front() == ':' && std::ranges::all_of(port.substr(1), base::is_digit));
}

std::optional<Target> target_of(std::string_view text) {
  if (!std::ranges::all_of(text, is_of_uri)) return std::nullopt;
  if (text.starts_with('/') || text == "*") return split(text);
  return absolute(text);
}

}  // namespace lockstep::http::wire
