#include "adapters/http/jwks_fetch.h"

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include <httplib.h>

#include "base/url.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kMaxBytes = 256U << 10U;
constexpr std::chrono::seconds kConnectTimeout{2};

// Ends a request that takes too long as a whole: httplib's own limits are for each piece alone.
class TimeLimit {
 public:
  TimeLimit(httplib::Client& client, std::chrono::milliseconds at_most)
      : thread_([&client, at_most](const std::stop_token& done) {
          std::mutex mutex;
          std::condition_variable_any never;
          std::unique_lock lock{mutex};
          // Again and again: the first time it may still be looking for the address.
          while (!never.wait_for(lock, done, at_most, [&] { return done.stop_requested(); }))
            client.stop();
        }) {}

 private:
  std::jthread thread_;
};

Error unreachable(std::string detail) {
  return {Errc::unavailable, "jwks-unreachable", std::move(detail), "It is tried again by itself."};
}

Result<std::string> get(const std::string& origin, const std::string& path,
                        std::chrono::milliseconds at_most) {
  httplib::Client client{origin};
  client.set_connection_timeout(kConnectTimeout);
  client.set_read_timeout(at_most);
  const TimeLimit limit{client, at_most};
  std::string body;
  const auto result = client.Get(path.c_str(), [&](const char* data, std::size_t size) {
    body.append(data, std::min(size, kMaxBytes + 1 - body.size()));
    return body.size() <= kMaxBytes;
  });
  if (body.size() > kMaxBytes) return unreachable("The JWKS address sends more than a key set.");
  if (!result) return unreachable("The JWKS address does not answer.");
  if (result->status != 200) return unreachable("The JWKS address does not answer with 200.");
  return body;
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
  return JwksSource::Fetch{[origin = parsed->origin, target = parsed->target, at_most] {
    return get(origin, target, at_most);
  }};
}

JwksSource::Fetch jwks_in(const std::filesystem::path& file) {
  return [file]() -> Result<std::string> {
    std::ifstream in{file, std::ios::binary};
    std::string text(kMaxBytes, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (!text.empty() && !in.bad()) return text;
    return Error{Errc::invalid, "jwks-file-unreadable", "The JWKS file cannot be read.",
                 "Set auth.jwks_file to a file that this user may read."};
  };
}

}  // namespace lockstep::http
