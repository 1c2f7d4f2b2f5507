#include "adapters/http/api/body.h"

#include <algorithm>
#include <iterator>

#include "adapters/http/text.h"
#include "base/ascii.h"
#include "base/uuid.h"
#include "events/codec.h"

namespace lockstep::http {

namespace {

bool is_uuid(std::string_view text) {
  return base::normal_uuid(text).has_value();
}
// The domain in lower case: it is the same for all who send mail. The part before may not be.
std::string email_kept(std::string_view text) {
  auto out = base::tidy(text);
  const auto domain = std::min(out.rfind('@'), out.size());
  return out.substr(0, domain) + base::lower(out.substr(domain));
}
std::string uuid_kept(std::string_view text) {
  return base::with_normal_uuid(std::string(text));
}

std::string pointer_to(std::string_view name) {
  return "/" + std::string(name);
}

}  // namespace

const TextRule kNameRule{1, 200, nullptr, "1 to 200 characters, not all blank"};
const TextRule kTeamNameRule{2, 200, nullptr, "2 to 200 characters, not all blank"};
const TextRule kPlainTextRule{1, 200, nullptr, "1 to 200 characters, not all blank"};
const TextRule kEmailRule{
    3, 254, is_email, "an e-mail address like name@school.org", email_kept, schema_of<Email>};
const TextRule kUsernameRule{1, 64, nullptr, "1 to 64 characters, not all blank"};
const TextRule kDateRule{10, 10, is_date, "a date, YYYY-MM-DD", base::tidy, schema_of<Date>};
const TextRule kIdRule{36, 36, is_uuid, "a UUID", uuid_kept};

const boost::json::value* Fields::look_up(std::string_view name) {
  known_.push_back(name);
  return body_.if_contains(name);
}

void Fields::add(std::string_view name, std::string detail) {
  problems_.push_back({pointer_to(name), std::move(detail)});
}

std::optional<std::string> Fields::text(std::string_view name, const boost::json::value& value,
                                        const TextRule& rule) {
  if (!value.is_string()) {
    add(name, "Must be a text.");
    return std::nullopt;
  }
  const std::string_view given = value.get_string();
  auto kept = rule.kept(given);
  const auto length = base::length_of(kept);
  const bool good = length >= rule.min && length <= rule.max && !base::is_blank(kept) &&
                    (rule.well_formed == nullptr || rule.well_formed(kept));
  if (!good) add(name, "Must be " + std::string(rule.expectation) + ".");
  const bool hidden = base::has_hidden(given);
  if (hidden) add(name, "Must not contain control characters or others that cannot be seen.");
  if (!good || hidden) return std::nullopt;
  return kept;
}

void Fields::required(std::string_view name, std::optional<std::string>& change,
                      const TextRule& rule) {
  const auto* given = look_up(name);
  if (given == nullptr)
    lacking_.push_back({pointer_to(name), "Is required."});
  else if (given->is_null())
    add(name, "Must not be null.");
  else
    change = text(name, *given, rule);
}

void Fields::optional(std::string_view name, std::optional<std::optional<std::string>>& change,
                      const TextRule& rule) {
  const auto* given = look_up(name);
  if (given == nullptr) return;
  if (given->is_null())
    change.emplace();
  else if (auto good = text(name, *given, rule))
    change.emplace(std::move(good));
}

std::optional<events::Division> Fields::division(std::string_view name,
                                                 const boost::json::value& value) {
  const auto* given = value.if_string();
  const auto known = given == nullptr
                         ? std::nullopt
                         : events::enum_from_name<events::Division>(std::string_view(*given));
  if (!known) add(name, "Must be one of middle_school, high_school, college.");
  return known;
}

void Fields::required(std::string_view name, std::optional<events::Division>& change) {
  const auto* given = look_up(name);
  if (given == nullptr)
    lacking_.push_back(
        {pointer_to(name), "Is required: one of middle_school, high_school, college."});
  else
    change = division(name, *given);
}

void Fields::optional(std::string_view name,
                      std::optional<std::optional<events::Division>>& change) {
  const auto* given = look_up(name);
  if (given == nullptr) return;
  if (given->is_null())
    change.emplace();
  else if (const auto good = division(name, *given))
    change.emplace(good);
}

void Fields::flag(std::string_view name, std::optional<bool>& change) {
  const auto* given = look_up(name);
  if (given == nullptr) return;
  if (given->is_bool())
    change = given->get_bool();
  else
    add(name, "Must be true or false.");
}

void Fields::refuse_lacking() {
  std::move(lacking_.begin(), lacking_.end(), std::back_inserter(problems_));
  lacking_.clear();
}

Answered<void> Fields::finish() {
  const bool all_known = std::all_of(body_.begin(), body_.end(), [&](const auto& member) {
    return std::find(known_.begin(), known_.end(), std::string_view(member.key())) != known_.end();
  });
  if (!all_known)
    problems_.push_back(
        {"", "There is a member that is not known here. Known: " + listed(known_) + "."});
  if (problems_.empty()) return boost::outcome_v2::success();
  Problem problem{Error{Errc::invalid, "invalid-body", "The body has values that are not valid.",
                        "Correct what `errors` lists and send it again."}};
  problem.errors = std::move(problems_);
  return problem;
}

}  // namespace lockstep::http
