// See object_reader.h.
#include "adapters/metactf/object_reader.h"

#include <cmath>
#include <utility>

#include "events/codec.h"

namespace lockstep::metactf {

namespace {

using boost::json::value;

const boost::json::object kNoObject;
const boost::json::array kNoArray;
constexpr std::string_view kMissing = "is missing";
/// Up to here every whole number is a double of its own.
constexpr double kExact = 9'007'199'254'740'992.0;

template <class T>
bool read(const value& in, T& out) {
  return events::from_json(in, out);
}
/// Some write whole numbers as `100.0`: what is meant is plain.
bool read(const value& in, std::int64_t& out) {
  if (events::from_json(in, out)) return true;
  const auto* number = in.if_double();
  if (number == nullptr || std::fabs(*number) > kExact || std::trunc(*number) != *number)
    return false;
  out = static_cast<std::int64_t>(*number);
  return true;
}

/// `an integer`: what it should be.
std::string is_not(const value& found, std::string_view kind) {
  return found.is_null() ? "is null" : "is not " + std::string(kind);
}

}  // namespace

ObjectReader::ObjectReader(const value& given, std::string& problem)
    : object_(given.if_object()), problem_(problem) {
  if (object_ != nullptr) return;
  object_ = &kNoObject;
  if (problem_.empty()) problem_ = "it is not an object";
}

void ObjectReader::complain(std::string_view name, std::string_view what) {
  if (problem_.empty()) problem_ = std::string(name) + " " + std::string(what);
}

void ObjectReader::note(std::string_view name, std::string_view what) {
  odd_.push_back({std::string(name), std::string(what)});
}

const value* ObjectReader::find(std::string_view name) {
  const auto* found = object_->if_contains(name);
  if (found != nullptr) ++asked_for_;
  return found;
}

template <class T>
T ObjectReader::needed(std::string_view name, std::string_view kind) {
  T out{};
  const auto* found = find(name);
  if (found == nullptr)
    complain(name, kMissing);
  else if (!read(*found, out))
    complain(name, is_not(*found, kind));
  return out;
}

template <class T>
T ObjectReader::wanted(std::string_view name, std::string_view kind) {
  T out{};
  const auto* found = find(name);
  if (found != nullptr && read(*found, out)) return out;
  note(name, found == nullptr ? std::string(kMissing) : is_not(*found, kind));
  return T{};
}

template <class T>
std::optional<T> ObjectReader::optional(std::string_view name, std::string_view kind) {
  T out{};
  const auto* found = find(name);
  if (found == nullptr || found->is_null()) return std::nullopt;
  if (read(*found, out)) return out;
  note(name, is_not(*found, kind));
  return std::nullopt;
}

std::int64_t ObjectReader::integer(std::string_view name) {
  return needed<std::int64_t>(name, "an integer");
}

std::string ObjectReader::text(std::string_view name) {
  return needed<std::string>(name, "a text");
}

const boost::json::array& ObjectReader::array(std::string_view name) {
  const auto* found = find(name);
  if (found != nullptr && found->is_array()) return found->get_array();
  complain(name, found == nullptr ? std::string(kMissing) : is_not(*found, "a list"));
  return kNoArray;
}

std::optional<std::string> ObjectReader::text_or_problem(std::string_view name) {
  const auto* found = object_->if_contains(name);
  if (found != nullptr && !found->is_null()) return text(name);
  asked_for_ += found == nullptr ? 0U : 1U;
  return std::nullopt;
}

std::int64_t ObjectReader::wanted_integer(std::string_view name) {
  return wanted<std::int64_t>(name, "an integer");
}

bool ObjectReader::wanted_boolean(std::string_view name) {
  return wanted<bool>(name, "true or false");
}

std::string ObjectReader::wanted_text(std::string_view name) {
  return wanted<std::string>(name, "a text");
}

std::vector<std::string> ObjectReader::wanted_texts(std::string_view name) {
  return wanted<std::vector<std::string>>(name, "a list of texts");
}

const boost::json::array& ObjectReader::wanted_array(std::string_view name) {
  const auto* found = find(name);
  if (found != nullptr && found->is_array()) return found->get_array();
  note(name, found == nullptr ? std::string(kMissing) : is_not(*found, "a list"));
  return kNoArray;
}

std::map<std::string, std::int64_t> ObjectReader::wanted_integers(std::string_view name) {
  std::map<std::string, std::int64_t> out;
  const auto* found = find(name);
  const auto* map = found == nullptr ? nullptr : found->if_object();
  if (map == nullptr) {
    note(name, found == nullptr ? std::string(kMissing) : is_not(*found, "a map of integers"));
    return out;
  }
  bool odd = false;
  for (const auto& item : *map) {
    std::int64_t number = 0;
    const bool good = read(item.value(), number);
    if (good) out[std::string(item.key())] = number;
    odd = odd || !good;
  }
  if (odd) note(name, "is not a map of integers");
  return out;
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view name) {
  return optional<std::int64_t>(name, "an integer");
}

std::optional<std::string> ObjectReader::optional_text(std::string_view name) {
  return optional<std::string>(name, "a text");
}

events::OddMembers ObjectReader::odd_names() const {
  if (odd_.empty()) return std::nullopt;
  events::OddMembers out{std::in_place};
  for (const auto& member : odd_) out->push_back(member.name);
  return out;
}

std::int64_t ObjectReader::unknown_fields() const {
  return static_cast<std::int64_t>(object_->size() - asked_for_);
}

}  // namespace lockstep::metactf
