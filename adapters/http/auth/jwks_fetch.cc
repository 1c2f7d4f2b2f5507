#include "adapters/http/auth/jwks_fetch.h"

#include <algorithm>
#include <chrono>
#include <fstream>

#include "adapters/http_client/client.h"
#include "base/plain_file.h"
#include "base/url.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kMaxBytes = 256U << 10U;
constexpr std::chrono::milliseconds kConnectTimeout{2000};

Error unreachable(std::string detail) {
  return {Errc::unavailable, "jwks-unreachable", std::move(detail), "It is tried again by itself."};
}

Result<std::string> get(const base::HttpUrl& url, std::chrono::milliseconds at_most) {
  http_client::Client client{{.server = url,
                              .connect_timeout = std::min(kConnectTimeout, at_most),
                              .answer_timeout = at_most,
                              .max_body_bytes = kMaxBytes,
                              .ca_file = {}}};
  auto response = client.exchange({.method = "GET",
                                   .target = url.target,
                                   .headers = {{"Accept", "application/json"}},
                                   .body = {}});
  if (!response) {
    if (response.error() == http_client::Failure::too_large)
      return unreachable("The JWKS address sends more than a key set.");
    if (response.error() == http_client::Failure::unreadable)
      return unreachable("What the JWKS address answers cannot be read as HTTP.");
    if (response.error() == http_client::Failure::untrusted)
      return unreachable("The certificate of the JWKS address cannot be verified.");
    return unreachable("The JWKS address does not answer.");
  }
  if (response.value().status != 200)
    return unreachable("The JWKS address does not answer with 200.");
  return std::move(response.value().body);
}

}  // namespace

Result<JwksSource::Fetch> jwks_at(const std::string& url, std::chrono::milliseconds at_most) {
  const auto parsed = base::parse_http_url(url);
  const bool safe =
      parsed && !parsed->has_user && (parsed->secure || base::is_loopback(parsed->host));
  if (!safe)
    return Error{Errc::invalid, "jwks-url-unsafe",
                 "Keys are fetched over https only, or over http from this machine.",
                 "Set auth.jwks_url to an address that begins with https://."};
  return JwksSource::Fetch{[url = *parsed, at_most] { return get(url, at_most); }};
}

JwksSource::Fetch jwks_in(const std::filesystem::path& file) {
  return [file]() -> Result<std::string> {
    std::ifstream in;
    if (base::is_plain_file(file)) in.open(file, std::ios::binary);
    std::string text(kMaxBytes, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (!text.empty() && !in.bad()) return text;
    return Error{Errc::invalid, "jwks-file-unreadable", "The JWKS file cannot be read.",
                 "Set auth.jwks_file to a file that this user may read."};
  };
}

}  // namespace lockstep::http
