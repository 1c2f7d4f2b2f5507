#include "adapters/libpq/url_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <string_view>

#include <libpq-fe.h>

#include "base/ascii.h"

namespace lockstep::libpq {

namespace {

struct Option {
  std::string_view name;
  std::string_view values;  ///< With a blank between; none: a number.
};

constexpr std::string_view kProtocols = "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3";

// Of what libpq checks when it connects. Paths, users and the like are what they are.
constexpr std::array kOptions = std::to_array<Option>({
    {"sslmode", "disable allow prefer require verify-ca verify-full"},
    // The export writes; read-only and standby can never be right.
    {"target_session_attrs", "any read-write primary prefer-standby"},
    {"channel_binding", "disable prefer require"},
    {"gssencmode", "disable prefer require"},
    {"ssl_min_protocol_version", kProtocols},
    {"ssl_max_protocol_version", kProtocols},
    {"keepalives", ""},
    {"keepalives_idle", ""},
    {"keepalives_interval", ""},
    {"keepalives_count", ""},
    {"connect_timeout", ""},
    {"tcp_user_timeout", ""},
});

bool is_one_of(std::string_view value, std::string_view values, bool in_any_case) {
  while (!values.empty()) {
    const auto one = values.substr(0, values.find(' '));
    if (in_any_case ? base::same_word(one, value) : one == value) return true;
    values.remove_prefix(std::min(one.size() + 1, values.size()));
  }
  return false;
}

bool is_number(std::string_view text, std::int32_t least, std::int32_t most) {
  std::int32_t number = 0;
  const auto* const last = text.data() + text.size();
  const auto [end, failed] = std::from_chars(text.data(), last, number);
  return failed == std::errc{} && end == last && number >= least && number <= most;
}

// One for each host, with commas between; an empty one is 5432.
bool are_ports(std::string_view text) {
  while (!text.empty()) {
    const auto one = text.substr(0, text.find(','));
    if (!one.empty() && !is_number(one, 1, 65535)) return false;
    text.remove_prefix(std::min(one.size() + 1, text.size()));
  }
  return true;
}

std::string words(std::string_view values) {
  std::string out;
  for (const char c : values)
    if (c == ' ')
      out += ", ";
    else
      out += c;
  return out;
}

/// What it must be; empty: it is well.
std::string must_be(std::string_view name, std::string_view value) {
  if (name == "port") return are_ports(value) ? "" : "a number of 1 to 65535";
  const auto* const option = std::ranges::find(kOptions, name, &Option::name);
  if (option == kOptions.end()) return "";
  if (option->values.empty()) return is_number(value, INT32_MIN, INT32_MAX) ? "" : "a whole number";
  // Libpq reads the protocols without regard to case, and an empty one as none.
  const bool is_protocol = option->values == kProtocols;
  if (is_protocol && value.empty()) return "";
  if (is_one_of(value, option->values, is_protocol)) return "";
  if (name == "target_session_attrs" && (value == "read-only" || value == "standby"))
    return "one of " + words(option->values) +
           ": a server that takes no writes cannot take the export";
  return "one of " + words(option->values);
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

const char* value_of(const Options& options, std::string_view name) {
  for (const auto* one = options.get(); one != nullptr && one->keyword != nullptr; ++one)
    if (name == one->keyword) return one->val;
  return nullptr;
}

}  // namespace

std::optional<std::string> wrong_in_values(const std::string& url) {
  char* why = nullptr;  // It may quote a password: nobody is shown it.
  const Options given(PQconninfoParse(url.c_str(), &why));
  if (why != nullptr) PQfreemem(why);
  const Options fallbacks(PQconndefaults());
  for (const auto* one = given.get(); one != nullptr && one->keyword != nullptr; ++one) {
    const bool is_given = one->val != nullptr;
    const auto* const value = is_given ? one->val : value_of(fallbacks, one->keyword);
    if (value == nullptr) continue;
    const auto wanted = must_be(one->keyword, value);
    if (wanted.empty()) continue;
    const auto parameter = "the parameter `" + std::string(one->keyword) + "`";
    if (is_given) return parameter + " must be " + wanted;
    return "it leaves out " + parameter +
           ", for which the environment or a service file has a value, which must be " + wanted;
  }
  return std::nullopt;
}

}  // namespace lockstep::libpq
