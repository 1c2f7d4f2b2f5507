#include "adapters/metactf/rejection.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "adapters/metactf/json_body.h"
#include "events/codec.h"
#include "events/vendor_types.h"

namespace lockstep::metactf {

namespace {

constexpr std::size_t kMaxFaults = 5;
constexpr std::int64_t kMaxIndex = 99;  ///< A larger number is no place in a list of ours.

// Where FastAPI says that something stands, and what stands in queries.
constexpr std::array<std::string_view, 5> kPlaces{"after_time_unix", "authorization", "body",
                                                  "header", "query"};

// Of the kinds of errors of Pydantic 1 and 2, as `value_error.missing` and `string_too_short`.
constexpr std::array<std::string_view, 50> kKindWords{
    "allowed",   "any",   "ascii",   "assertion", "bool",    "bytes",   "const",    "date",
    "datetime",  "dict",  "email",   "enum",      "equal",   "error",   "extra",    "float",
    "forbidden", "from",  "greater", "int",       "integer", "invalid", "json",     "length",
    "less",      "list",  "literal", "long",      "max",     "min",     "mismatch", "missing",
    "model",     "none",  "not",     "null",      "number",  "parsing", "pattern",  "regex",
    "required",  "short", "str",     "string",    "than",    "too",     "type",     "unicode",
    "uuid",      "value"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::binary_search(words, word);
}

static_assert(std::ranges::is_sorted(kPlaces) && std::ranges::is_sorted(kKindWords));

template <class Payload>
bool has_member(std::string_view name) {
  bool found = false;
  boost::mp11::mp_for_each<events::Fields<Payload>>(
      [&](auto member) { found = found || name == member.name; });
  return found;
}

// A first name may look like the name of a field: nothing but what we send is repeated.
bool is_field(std::string_view name) {
  return is_one_of(kPlaces, name) || has_member<events::UserPayload>(name) ||
         has_member<events::TeamPayload>(name);
}

std::string place_of(const boost::json::value& part) {
  if (const auto* index = part.if_int64(); index != nullptr && *index >= 0 && *index <= kMaxIndex)
    return std::to_string(*index);
  const auto* name = part.if_string();
  return name != nullptr && is_field(*name) ? std::string(*name) : "?";
}

std::string places_of(const boost::json::object& fault) {
  const auto* found = fault.if_contains("loc");
  const auto* parts = found == nullptr ? nullptr : found->if_array();
  if (parts == nullptr) return "?";
  std::string out;
  for (const auto& part : *parts) {
    if (!out.empty()) out += '.';
    out += place_of(part);
  }
  return out;
}

bool is_kind(std::string_view text) {
  while (true) {
    const auto end = text.find_first_of("._");
    if (!is_one_of(kKindWords, text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

std::string kind_of(const boost::json::object& fault) {
  const auto* found = fault.if_contains("type");
  const auto* kind = found == nullptr ? nullptr : found->if_string();
  return kind != nullptr && is_kind(*kind) ? std::string(*kind) : "?";
}

}  // namespace

std::string faults_in(const std::string& body) {
  const auto document = parse_body(body);
  if (!document || !document->value.is_object()) return "";
  const auto* found = document->value.get_object().if_contains("detail");
  const auto* faults = found == nullptr ? nullptr : found->if_array();
  if (faults == nullptr) return "";
  std::string out;
  for (std::size_t i = 0; i < std::min(faults->size(), kMaxFaults); ++i) {
    const auto* fault = (*faults)[i].if_object();
    if (fault == nullptr) continue;
    if (!out.empty()) out += ", ";
    out += places_of(*fault) + " (" + kind_of(*fault) + ")";
  }
  return out;
}

}  // namespace lockstep::metactf
