// Addresses: what is accepted has a host that can be asked, and is the same when it is put together
// from its parts.
#include <algorithm>
#include <string>

#include "adapters/metactf/base_url.h"
#include "base/url.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using base::HttpUrl;

bool is_graphic(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

void check_parts(const HttpUrl& url, std::string_view text) {
  require(url.port != 0, "no port");
  require(!url.host.empty(), "no host");
  require(url.host.find_first_of(std::string_view("\0\r\n\t /\\@?#[]%", 12)) == std::string::npos,
          "a host that is read in two ways");
  require(is_graphic(url.origin) && is_graphic(url.target), "signs that no request line may have");
  require(url.origin.starts_with(url.secure ? "https://" : "http://"), "another scheme");
  require(url.origin.find_first_of("@?#", 0) == std::string::npos, "an origin with more in it");
  require(url.path.empty() || url.path.starts_with('/'), "a path that begins elsewhere");
  require(url.target.starts_with('/'), "a target that begins elsewhere");
  require(url.has_user || text.starts_with(url.origin), "not as it was written");
}

void check_put_together(const HttpUrl& url) {
  const auto alone = base::parse_http_url(url.origin);
  require(alone && alone->origin == url.origin && alone->host == url.host &&
              alone->port == url.port && alone->secure == url.secure,
          "its origin is another address");
  require(!alone->has_user && !alone->has_query && !alone->has_fragment && alone->path.empty(),
          "its origin is more than that");
  const auto again = base::parse_http_url(url.origin + url.target);
  require(again && again->origin == url.origin && again->target == url.target &&
              again->host == url.host && again->port == url.port,
          "put together it is another address");
}

void check_origin(std::string_view text) {
  if (!base::is_origin(text)) return;
  const auto url = base::parse_http_url(text);
  require(url && url->origin == text && url->path.empty() && !url->has_user, "more than an origin");
  require(text.find_first_of("*%ABCDEFGHIJKLMNOPQRSTUVWXYZ,") == std::string_view::npos,
          "no browser's origin");
}

void check_base_url(std::string_view text) {
  const auto url = metactf::parse_base_url(text);
  if (!url) {
    // What is said of a known address repeats nothing of this one.
    const auto is_same = [&](std::string_view known) {
      return metactf::parse_base_url(known).error().detail == url.error().detail;
    };
    require(is_same("") || is_same("http://me@a") || is_same("http://a?b"),
            "a refusal that is about this address alone");
    return;
  }
  require(!url.value().path.ends_with('/'), "a path that ends in a slash");
  const auto again = metactf::parse_base_url(url.value().origin + url.value().path);
  require(again && again.value() == url.value(), "put together it is another address");
}

void run(Input input) {
  const auto given = alone(input.rest());
  const auto text = view(given);
  if (const auto url = base::parse_http_url(text)) {
    check_parts(*url, text);
    check_put_together(*url);
  }
  check_origin(text);
  check_base_url(text);
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
