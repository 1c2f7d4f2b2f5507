// See document.h.
#include "adapters/metactf/document.h"

#include <algorithm>
#include <cmath>

#include "adapters/metactf/raw_text.h"
#include "base/uuid.h"

namespace lockstep::metactf {

namespace {

/// As deep as anything in an event may be, so that the log can be read with any parser's limits.
constexpr std::size_t kMaxKeptNesting = 16;

/// Some say so with a 200: it is no success, whatever else they say.
bool says_no(const boost::json::value& value) {
  const auto* object = value.if_object();
  const auto* success = object == nullptr ? nullptr : object->if_contains("success");
  return success != nullptr && success->is_bool() && !success->get_bool();
}

bool is_deeper(const boost::json::value& value, std::size_t levels) {
  if (!value.is_structured()) return false;
  if (levels == 0) return true;
  if (const auto* array = value.if_array())
    return std::ranges::any_of(*array, [&](const auto& v) { return is_deeper(v, levels - 1); });
  return std::ranges::any_of(value.get_object(), [&](const auto& member) {
    return is_deeper(member.value(), levels - 1);
  });
}

/// Of `1e999` Boost makes infinity, and writes it as no JSON: in the log nobody could read it.
void take_infinities(boost::json::value& value) {
  if (const auto* number = value.if_double(); number != nullptr && !std::isfinite(*number))
    value = nullptr;
  if (auto* array = value.if_array())
    for (auto& item : *array) take_infinities(item);
  if (auto* object = value.if_object())
    for (auto& member : *object) take_infinities(member.value());
}

}  // namespace

Parsed<JsonBody> read_json(const std::string& body) {
  auto document = parse_body(body);
  if (!document) return Problem{"it is not JSON"};
  if (says_no(document->value)) return Problem{"success is false"};
  return *std::move(document);
}

std::string id_in(ObjectReader& in, std::string_view name) {
  return base::with_normal_uuid(in.text(name));
}

Kept keep(const boost::json::value& value, std::string_view text) {
  Kept out;
  out.too_large = text.size() > kMaxKeptBytes;
  if (out.too_large) return out;
  const bool deep = is_deeper(value, kMaxKeptNesting);
  if (!deep) out.raw = value;
  if (!deep && keeps_its_numbers(text)) return out;
  out.text = std::string(text);
  take_infinities(out.raw);
  return out;
}

}  // namespace lockstep::metactf
