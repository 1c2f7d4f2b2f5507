// See body_check.h. The words are those of Pydantic 2.
#include "adapters/metactf_mock/body_check.h"

#include <algorithm>
#include <charconv>

namespace lockstep::metactf_mock {

namespace {

boost::json::object error_at(boost::json::array loc, std::string_view type,
                             std::string_view message) {
  return {{"type", type}, {"loc", std::move(loc)}, {"msg", message}};
}

Answer query_rejection(const std::string& name, std::string_view type, std::string_view message) {
  return {422, boost::json::object{
                   {"detail", boost::json::array{error_at({"query", name}, type, message)}}}};
}

bool looks_like_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos)
    return false;
  const auto domain = text.substr(at + 1);
  const auto dot = domain.find('.');
  return dot != std::string_view::npos && dot > 0 && domain.back() != '.' &&
         text.find_first_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

BodyCheck::BodyCheck(const std::string& body) {
  boost::system::error_code failed;
  auto value = boost::json::parse(body, failed);
  if (failed) {
    errors_.push_back(error_at({"body", 0}, "json_invalid", "JSON decode error"));
    unreadable_ = true;
  } else if (!value.is_object()) {
    errors_.push_back(error_at({"body"}, "model_attributes_type",
                               "Input should be a valid dictionary or object"));
    unreadable_ = true;
  } else {
    object_ = std::move(value.get_object());
  }
}

void BodyCheck::complain(std::string_view name, std::string_view type, std::string_view message) {
  if (unreadable_) return;  // FastAPI says that and no more.
  errors_.push_back(error_at({"body", name}, type, message));
}

void BodyCheck::missing(std::string_view name) {
  complain(name, "missing", "Field required");
}

std::optional<std::string> BodyCheck::optional_text(std::string_view name) {
  const auto* found = object_.if_contains(name);
  if (found == nullptr || found->is_null()) return std::nullopt;
  if (found->is_string()) return std::string(std::string_view(found->get_string()));
  complain(name, "string_type", "Input should be a valid string");
  return std::nullopt;
}

std::string BodyCheck::text(std::string_view name) {
  const auto* found = object_.if_contains(name);
  if (found == nullptr) return missing(name), "";
  if (!found->is_string())
    return complain(name, "string_type", "Input should be a valid string"), "";
  if (found->get_string().empty())
    complain(name, "string_too_short", "String should have at least 1 character");
  return std::string(std::string_view(found->get_string()));
}

std::string BodyCheck::email(std::string_view name) {
  const auto before = errors_.size();
  auto out = text(name);
  // Like the real one this echoes what it was given: nobody may pass it on.
  if (errors_.size() == before && !looks_like_email(out))
    complain(name, "value_error", "value is not a valid email address: " + out);
  return out;
}

std::string BodyCheck::one_of(std::string_view name,
                              std::initializer_list<std::string_view> allowed) {
  const auto before = errors_.size();
  auto out = text(name);
  if (errors_.size() == before && std::ranges::find(allowed, out) == allowed.end())
    complain(name, "enum", "Input should be one of the allowed values");
  return out;
}

Answer BodyCheck::rejection() const {
  return {422, boost::json::object{{"detail", errors_}}};
}

std::string required_query(const Call& call, const std::string& name,
                           std::optional<Answer>& rejection) {
  const auto found = call.query.find(name);
  if (found == call.query.end())
    rejection = query_rejection(name, "missing", "Field required");
  else if (found->second.empty())
    rejection =
        query_rejection(name, "string_too_short", "String should have at least 1 character");
  return found == call.query.end() ? "" : found->second;
}

std::optional<std::int64_t> integer_query(const Call& call, const std::string& name,
                                          std::optional<Answer>& rejection) {
  const auto found = call.query.find(name);
  if (found == call.query.end()) return std::nullopt;
  std::int64_t value = 0;
  const auto* end = found->second.data() + found->second.size();
  const auto [stop, failed] = std::from_chars(found->second.data(), end, value);
  if (failed == std::errc{} && stop == end) return value;
  rejection = query_rejection(name, "int_parsing", "Input should be a valid integer");
  return std::nullopt;
}

}  // namespace lockstep::metactf_mock
