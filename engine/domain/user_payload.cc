#include "engine/domain/user_payload.h"

#include "base/ascii.h"

namespace lockstep::domain {

namespace {

constexpr std::size_t kLongestUsername = 32;
constexpr std::size_t kShortestUsername = 3;

std::string username_characters(const std::string& text) {
  std::string out;
  for (const char c : base::lower(text)) {
    const bool keep =
        (c >= 'a' && c <= 'z') || base::is_digit(c) || c == '.' || c == '_' || c == '-';
    if (keep) out.push_back(c);
  }
  return out.substr(0, kLongestUsername);
}

bool has_letter_or_digit(const std::string& text) {
  return text.find_first_not_of("._-") != std::string::npos;
}

std::optional<std::string> non_empty(const std::optional<std::string>& text) {
  return text && !text->empty() ? text : std::nullopt;
}

}  // namespace

std::optional<std::string> disclosed_email(const events::CompetitorPerson& person,
                                           EmailPreference preference) {
  const auto personal = non_empty(person.email_personal);
  const auto school = non_empty(person.email_school);
  if (preference == EmailPreference::personal) return personal ? personal : school;
  return school ? school : personal;
}

std::string username_for(const events::CompetitorPerson& person, const std::string& email,
                         const CompetitorId& id) {
  if (const auto preferred = non_empty(person.preferred_username)) return *preferred;
  const auto usable = [](const std::string& name) {
    return name.size() >= kShortestUsername && has_letter_or_digit(name);
  };
  const auto from_names = username_characters(person.first_name + "." + person.last_name);
  if (usable(from_names)) return from_names;
  const auto from_email = username_characters(email.substr(0, email.find('@')));
  if (usable(from_email)) return from_email;
  return "competitor-" + id.value;
}

events::UserPayload competitor_payload(const Competitor::State& state, EmailPreference preference) {
  const auto& person = state.person.reveal();
  const auto email = disclosed_email(person, preference).value_or("");
  return {.first_name = person.first_name,
          .last_name = person.last_name,
          .email = email,
          .role = "user",
          .syned_user_id = state.id.value,
          .preferred_username = username_for(person, email, state.id),
          .syned_school_id =
              state.syned_school_id ? state.syned_school_id : state.coach_school.reveal(),
          .syned_region_id = state.syned_region_id ? state.syned_region_id : state.coach_region,
          .syned_coach_user_id = state.coach_id.value};
}

}  // namespace lockstep::domain
