#include "adapters/libpq/pg_url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <libpq-fe.h>

#include "adapters/libpq/url_values.h"
#include "base/ascii.h"

namespace lockstep::libpq {

namespace {

// What other programs read there. Only these are named in an error: any other word after a `?` may
// be the rest of a password.
constexpr std::array<std::string_view, 12> kOfOthers{"pgbouncer",
                                                     "connection_limit",
                                                     "pool_timeout",
                                                     "socket_timeout",
                                                     "schema",
                                                     "supa",
                                                     "statement_cache_size",
                                                     "sslaccept",
                                                     "sslidentity",
                                                     "pool_mode",
                                                     "workaround",
                                                     "pooler"};

constexpr std::string_view kEncode =
    "It is postgres://user:password@host:5432/database, with ?name=value&... where needed. In a "
    "user or password signs such as "
    "/ ? # @ : % are written encoded: %2F %3F %23 %40 %3A %25.";

Error malformed(const std::string& part) {
  return {Errc::invalid, "postgres-url-malformed", "The database URL is malformed: " + part + ".",
          std::string(kEncode)};
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

bool is_known_to_libpq(std::string_view name) {
  if (name == "ssl") return true;  // Of URLs; `true` alone.
  const Options all(PQconndefaults());
  for (const auto* one = all.get(); one != nullptr && one->keyword != nullptr; ++one)
    if (name == one->keyword) return true;
  return false;
}

bool is_encoded_well(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || !base::is_hex_digit(text[at + 1]) ||
        !base::is_hex_digit(text[at + 2]))
      return false;
    if (text.substr(at, 3) == "%00") return false;
  }
  return true;
}

bool is_port(std::string_view text) {
  std::uint32_t port = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
  return failed == std::errc{} && end == text.data() + text.size() && port > 0 && port < 65536;
}

// `host`, `host:port`, `[v6]:port`, and several of them with commas between.
std::optional<std::string> wrong_in_hosts(std::string_view hosts) {
  while (!hosts.empty()) {
    const auto one = hosts.substr(0, hosts.find(','));
    hosts.remove_prefix(std::min(one.size() + 1, hosts.size()));
    auto rest = one;
    if (one.starts_with('[')) {
      const auto end = one.find(']');
      if (end == std::string_view::npos || end == 1) return "the host has a `[` without its `]`";
      rest = one.substr(end + 1);
      if (!rest.empty() && rest.front() != ':') return "something stands behind the host's `]`";
    }
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos) continue;
    const auto port = rest.substr(colon + 1);
    if (!port.empty() && !is_port(port))
      return "the port is not a number of 1 to 65535, or a password has a sign in it that is not "
             "encoded";
  }
  return std::nullopt;
}

// An unknown name may be told where it cannot be a part of a password: all passwords stand before
// the last `@`, or in a parameter of their own.
bool is_safe_to_name(std::string_view name, std::string_view query) {
  const bool is_word = !name.empty() && std::ranges::all_of(name, [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z');
  });
  return is_word && query.find('@') == std::string_view::npos &&
         query.find("password") == std::string_view::npos;
}

std::optional<std::string> wrong_in_parameters(std::string_view query, bool has_user) {
  const auto whole = query;
  while (!query.empty()) {
    const auto one = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(one.size() + 1, query.size()));
    const auto name = one.substr(0, one.find('='));
    if (std::ranges::find(kOfOthers, name) != kOfOthers.end())
      return "the parameter `" + std::string(name) +
             "` is one of other programs, which Postgres itself does not know: leave it out";
    if (name.size() == one.size()) return "a parameter after the `?` has no `=`";
    if (one.find('=', name.size() + 1) != std::string_view::npos)
      return "a parameter after the `?` has two `=`";
    if (name == "ssl" && one != "ssl=true") return "the parameter `ssl` must be true";
    if (is_known_to_libpq(name)) continue;
    if (has_user && is_safe_to_name(name, whole))
      return "the parameter `" + std::string(name) + "` is none that Postgres knows";
    return "a parameter after the `?` is none that Postgres knows, or a password has a `?` in it "
           "that is not encoded";
  }
  return std::nullopt;
}

std::optional<std::string> wrong_in_url(std::string_view rest) {
  // As libpq reads it: up to the `@`, where one comes before any `/`, a `?` is the password's.
  const auto mark = rest.find_first_of("@/");
  const bool named = mark != std::string_view::npos && rest[mark] == '@';
  const auto authority = rest.substr(0, rest.find_first_of("/?", named ? mark : 0));
  auto path = rest.substr(authority.size());
  const auto query_at = path.find('?');
  const auto query =
      query_at == std::string_view::npos ? std::string_view{} : path.substr(query_at + 1);
  path = path.substr(0, query_at);
  const auto at = authority.find('@');
  const bool has_user = at != std::string_view::npos;
  const auto user = has_user ? authority.substr(0, at) : std::string_view{};
  const auto hosts = has_user ? authority.substr(at + 1) : authority;
  if (!is_encoded_well(user)) return "the user or the password has a `%` that begins no encoding";
  if (hosts.find('@') != std::string_view::npos)
    return "there is more than one `@`: in a password it must be encoded";
  if (!is_encoded_well(hosts)) return "the host has a `%` that begins no encoding";
  if (auto wrong = wrong_in_hosts(hosts)) return wrong;
  if (!is_encoded_well(path)) return "the database has a `%` that begins no encoding";
  if (!is_encoded_well(query)) return "a parameter has a `%` that begins no encoding";
  return wrong_in_parameters(query, has_user);
}

std::optional<std::string> after_scheme(const std::string& url) {
  for (const std::string_view scheme : {"postgres://", "postgresql://"})
    if (url.starts_with(scheme)) return url.substr(scheme.size());
  return std::nullopt;
}

}  // namespace

Result<void> check_url(const std::string& url) {
  const auto rest = after_scheme(url);
  if (rest) {
    if (const auto wrong = wrong_in_url(*rest)) return malformed(*wrong);
  } else if (url.find("://") != std::string::npos || url.find('=') == std::string::npos) {
    return malformed("it does not begin with postgres://");
  }
  char* why = nullptr;  // It may quote a password: nobody is shown it.
  const Options options(PQconninfoParse(url.c_str(), &why));
  if (why != nullptr) PQfreemem(why);
  if (options) {
    if (const auto wrong = wrong_in_values(url)) return malformed(*wrong);
    return boost::outcome_v2::success();
  }
  return malformed(rest ? "it cannot be read" : "it is no list of `key=value` that Postgres knows");
}

}  // namespace lockstep::libpq
