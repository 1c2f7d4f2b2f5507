// Query strings: decoded as a second, simpler reader decodes them, and the same when they are
// written again.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>

#include "adapters/http/api/query.h"
#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using http::Query;
using Parameters = std::map<std::string, std::string>;

constexpr std::array<std::string_view, 6> kAllowed{"q",    "cursor",      "limit",
                                                   "asOf", "minPosition", "dryRun"};

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const auto digits = text.substr(i + 1, 2);
    if (digits.size() < 2 || !std::ranges::all_of(digits, base::is_hex_digit)) return std::nullopt;
    unsigned byte = 0;
    std::from_chars(digits.data(), digits.data() + 2, byte, 16);
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

std::optional<Parameters> parameters_in(std::string_view text) {
  Parameters out;
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const auto name = decoded(pair.substr(0, pair.find('=')));
    const auto value = decoded(pair.substr(std::min(pair.find('='), pair.size() - 1) + 1));
    const bool known = name && std::ranges::find(kAllowed, *name) != kAllowed.end();
    if (!known || !value) return std::nullopt;
    const bool has_value = pair.find('=') != std::string_view::npos;
    if (!out.emplace(*name, has_value ? *value : "").second) return std::nullopt;
  }
  return out;
}

void check_values(const Query& query, const Parameters& expected) {
  for (const auto name : kAllowed) {
    const std::string key{name};
    const auto found = expected.find(key);
    require(query.has(key) == (found != expected.end()), "a parameter is missing or made up");
    const auto text = query.text(key);
    if (found == expected.end() || !text || !text.value()) continue;
    require(*text.value() == found->second, "a parameter has another value");
    require(text.value()->size() <= 512 && !base::has_control(*text.value()), "a bad text");
  }
  const auto limit = query.limit(7, 100);
  require(!limit || (limit.value() >= 1 && limit.value() <= 100), "a limit beyond its limits");
  const auto position = query.position("minPosition");
  if (position && position.value()) {
    const auto& text = expected.at("minPosition");
    require(std::ranges::all_of(text, base::is_digit), "a position that is no number");
  }
  if (const auto flag = query.flag("dryRun"); flag && expected.contains("dryRun"))
    require(expected.at("dryRun") == (flag.value() ? "true" : "false"), "a flag that is none");
}

void check_written_again(const Query& query, const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters)
    text += (text.empty() ? "" : "&") + base::percent_encoded(name) + "=" +
            base::percent_encoded(value);
  const auto again = Query::parse(text, kAllowed);
  require(again.has_value(), "written again it is refused");
  require(again.value().filters() == query.filters(), "written again it is another one");
  check_values(again.value(), parameters);
}

void run(Input input) {
  const auto text = input.rest();
  const auto encoded = base::percent_encoded(text);
  require(base::query_decoded(encoded) == text, "encoded and decoded it is another text");
  require(base::query_decoded(text) == decoded(text), "decoded in another way");

  const auto expected = parameters_in(text);
  const auto query = Query::parse(text, kAllowed);
  require(query.has_value() == expected.has_value(), "taken or refused in another way");
  if (!query) {
    require(query.error().status == 400, "refused as something else");
    return;
  }
  check_values(query.value(), *expected);
  check_written_again(query.value(), *expected);
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
