// See object_reader.h.
#include "adapters/metactf/object_reader.h"

#include <utility>

#include "events/codec.h"

namespace lockstep::metactf {

namespace {

const boost::json::object kNoObject;
const boost::json::array kNoArray;

}  // namespace

ObjectReader::ObjectReader(const boost::json::value& value, std::string where, std::string& problem)
    : object_(value.if_object()), where_(std::move(where)), problem_(problem) {
  if (object_ != nullptr) return;
  object_ = &kNoObject;
  if (problem_.empty()) problem_ = (where_.empty() ? "it" : where_) + " is not an object";
}

void ObjectReader::complain(std::string_view name, std::string_view what) {
  if (problem_.empty()) problem_ = where_ + std::string(name) + " " + std::string(what);
}

const boost::json::value* ObjectReader::find(std::string_view name) {
  const auto* found = object_->if_contains(name);
  if (found != nullptr) ++asked_for_;
  return found;
}

const boost::json::value* ObjectReader::require(std::string_view name) {
  const auto* found = find(name);
  if (found == nullptr) complain(name, "is missing");
  return found;
}

std::int64_t ObjectReader::integer(std::string_view name) {
  std::int64_t out = 0;
  const auto* found = require(name);
  if (found != nullptr && !events::from_json(*found, out)) complain(name, "is not an integer");
  return out;
}

bool ObjectReader::boolean(std::string_view name) {
  bool out = false;
  const auto* found = require(name);
  if (found != nullptr && !events::from_json(*found, out)) complain(name, "is not true or false");
  return out;
}

std::string ObjectReader::text(std::string_view name) {
  std::string out;
  const auto* found = require(name);
  if (found != nullptr && !events::from_json(*found, out)) complain(name, "is not a text");
  return out;
}

std::vector<std::string> ObjectReader::texts(std::string_view name) {
  std::vector<std::string> out;
  const auto* found = require(name);
  if (found != nullptr && !events::from_json(*found, out)) complain(name, "is not a list of texts");
  return out;
}

std::map<std::string, std::int64_t> ObjectReader::integers(std::string_view name) {
  std::map<std::string, std::int64_t> out;
  const auto* found = require(name);
  if (found != nullptr && !events::from_json(*found, out))
    complain(name, "is not a map of integers");
  return out;
}

const boost::json::array& ObjectReader::array(std::string_view name) {
  const auto* found = require(name);
  if (found == nullptr) return kNoArray;
  if (found->is_array()) return found->get_array();
  complain(name, "is not a list");
  return kNoArray;
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view name) {
  std::optional<std::int64_t> out;
  const auto* found = find(name);
  if (found != nullptr && !events::from_json(*found, out)) complain(name, "is not an integer");
  return out;
}

std::optional<std::string> ObjectReader::optional_text(std::string_view name) {
  std::optional<std::string> out;
  const auto* found = find(name);
  if (found != nullptr && !events::from_json(*found, out)) complain(name, "is not a text");
  return out;
}

std::int64_t ObjectReader::unknown_fields() const {
  return static_cast<std::int64_t>(object_->size() - asked_for_);
}

std::string ObjectReader::place(std::string_view name, std::size_t index) const {
  return where_ + std::string(name) + "[" + std::to_string(index) + "].";
}

}  // namespace lockstep::metactf
