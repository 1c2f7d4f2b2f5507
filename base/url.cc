#include "base/url.h"

#include <utility>

#include <boost/url/decode_view.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace lockstep::base {

namespace urls = boost::urls;

bool is_loopback(std::string_view host) {
  const bool is_number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_number);
}

std::optional<HttpUrl> parse_http_url(std::string_view text) {
  const auto parsed = urls::parse_uri(text);
  if (!parsed) return std::nullopt;
  const auto& url = *parsed;
  const bool http = url.scheme() == "http";
  const bool https = url.scheme() == "https";
  const auto host = url.host_address();
  if ((!http && !https) || !url.has_authority() || host.empty()) return std::nullopt;
  if (url.has_port() && url.port_number() == 0) return std::nullopt;
  // Decoded, a host may be another one to whoever reads it up to a NUL, or to a line's end.
  if (url.encoded_host_address().find('%') != std::string_view::npos) return std::nullopt;
  // Boost 1.81 takes 127.0.0.1 for the host of http://127.0.0.1.evil.test/ and the rest for a path.
  const std::string path(url.encoded_path());
  if (!path.empty() && path.front() != '/') return std::nullopt;
  std::string target(url.encoded_target());
  if (!target.starts_with('/')) target.insert(0, "/");
  // Boost's own origin has the user in it.
  auto origin = (https ? "https://" : "http://") + std::string(url.encoded_host_and_port());
  return HttpUrl{.secure = https,
                 .host = host,
                 .port = url.has_port() ? url.port_number() : std::uint16_t(https ? 443 : 80),
                 .origin = std::move(origin),
                 .path = path,
                 .target = std::move(target),
                 .has_user = url.has_userinfo(),
                 .has_query = url.has_query(),
                 .has_fragment = url.has_fragment()};
}

bool is_origin(std::string_view text) {
  const auto url = parse_http_url(text);
  // All that there is is the origin: no path, query or fragment.
  if (!url || url->origin != text || url->has_user) return false;
  // The RFC's hosts may be of other signs, `*` for one; those of browsers are of these alone.
  constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz0123456789.-_:/[]";
  return text.find_first_not_of(kSigns) == std::string_view::npos &&
         !text.ends_with(url->secure ? ":443" : ":80");
}

std::string percent_encoded(std::string_view text) {
  return urls::encode(text, urls::unreserved_chars);
}

std::optional<std::string> query_decoded(std::string_view text) {
  const auto encoded = urls::make_pct_string_view(text);
  if (!encoded) return std::nullopt;
  urls::encoding_opts options;
  options.space_as_plus = true;
  return encoded->decode(options);
}

}  // namespace lockstep::base
