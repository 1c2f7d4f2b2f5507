#include "adapters/metactf/rejection.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "adapters/metactf/json_body.h"
#include "base/ascii.h"
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

// The words of a sentence, lower-case, without the marks around them: a value that is quoted in it
// (`foo@username.org`) stays one word, which is none of ours.
std::set<std::string> words_of(std::string_view sentence) {
  constexpr std::string_view kBlanks = " \t\r\n";
  constexpr std::string_view kMarks = ".,:;!?()[]{}<>'\"`";
  std::set<std::string> out;
  while (!sentence.empty()) {
    const auto end = std::min(sentence.find_first_of(kBlanks), sentence.size());
    const auto word = sentence.substr(0, end);
    sentence.remove_prefix(std::min(end + 1, sentence.size()));
    const auto first = word.find_first_not_of(kMarks);
    if (first == std::string_view::npos) continue;
    out.insert(
        base::lower(std::string(word.substr(first, word.find_last_not_of(kMarks) - first + 1))));
  }
  return out;
}

void take_names(const std::set<std::string>& words, ports::TakenValues& out) {
  const auto has = [&](std::string_view word) { return words.contains(std::string(word)); };
  out.username = out.username || has("username") || has("usernames") || has("user-name") ||
                 has("preferred_username") || has("metactf_username");
  out.email = out.email || has("email") || has("e-mail") || has("emails") || has("mail") ||
              has("email_address");
}

}  // namespace

ports::TakenValues taken_in(const std::string& body) {
  ports::TakenValues out;
  const auto document = parse_body(body);
  if (!document || !document->value.is_object()) return out;
  const auto* found = document->value.get_object().if_contains("detail");
  if (found == nullptr) return out;
  if (const auto* sentence = found->if_string()) take_names(words_of(*sentence), out);
  const auto* faults = found->if_array();
  for (const auto& fault : faults == nullptr ? boost::json::array{} : *faults) {
    const auto* members = fault.if_object();
    const auto* place = members == nullptr ? nullptr : members->if_contains("loc");
    const auto* parts = place == nullptr ? nullptr : place->if_array();
    for (const auto& part : parts == nullptr ? boost::json::array{} : *parts)
      if (const auto* name = part.if_string()) take_names({std::string(*name)}, out);
  }
  return out;
}

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
