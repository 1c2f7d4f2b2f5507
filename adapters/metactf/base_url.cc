// See base_url.h.
#include "adapters/metactf/base_url.h"

#include "base/url.h"

namespace lockstep::metactf {

namespace {

// The URL itself is not repeated: somebody may have put a password into it.
Error bad_url(const std::string& why) {
  return Error{Errc::invalid, "vendor-url-invalid", "the vendor's base URL " + why,
               "set GAME_PLATFORM_API_BASE_URL to http(s)://host[:port]/path"};
}

}  // namespace

Result<BaseUrl> parse_base_url(std::string_view text) {
  const auto url = base::parse_http_url(text);
  if (!url) return bad_url("must begin with http:// or https://, then a host");
  if (url->has_user) return bad_url("must have no user and no password");
  if (url->has_query || url->has_fragment) return bad_url("must have no query and no fragment");
  auto path = url->path;
  while (path.ends_with('/')) path.pop_back();
  return BaseUrl{url->origin, path};
}

}  // namespace lockstep::metactf
