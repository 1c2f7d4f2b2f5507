#include "engine/domain/user_payload.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/plain_letters.h"
#include "base/text.h"

namespace lockstep::domain {

namespace {

constexpr std::size_t kLongestUsername = 32;
constexpr std::size_t kShortestUsername = 3;

bool is_username_character(char c) {
  const auto letter = base::lower(c);
  return (letter >= 'a' && letter <= 'z') || base::is_digit(c) || c == '.' || c == '_' || c == '-';
}

// No dot at an end, no two of them in a row: some who check usernames take neither.
std::string fitting(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_username_character(c)) continue;
    if (c == '.' && (out.empty() || out.back() == '.')) continue;
    out.push_back(c);
    if (out.size() == kLongestUsername) break;
  }
  while (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

// As somebody has written it where that can be: with capitals.
std::string preferred_characters(const std::string& text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80U; };
  return fitting(std::ranges::all_of(text, is_ascii) ? text : base::plain_letters(text));
}

std::string username_characters(const std::string& text) {
  return fitting(base::plain_letters(text));
}

// Of a long id its end, which no other has.
std::string username_of_id(const CompetitorId& id) {
  const std::string prefix = "competitor-";
  const auto room = kLongestUsername - prefix.size();
  if (id.value.size() <= room) return prefix + id.value;
  std::string digits;
  std::ranges::copy_if(id.value, std::back_inserter(digits), [](char c) { return c != '-'; });
  return prefix + digits.substr(digits.size() - std::min(room, digits.size()));
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

namespace {

bool usable(const std::string& username) {
  return username.size() >= kShortestUsername && has_letter_or_digit(username);
}

std::string made_up_username(const events::CompetitorPerson& person, const std::string& email,
                             const CompetitorId& id) {
  const auto from_names = username_characters(person.first_name + "." + person.last_name);
  if (usable(from_names)) return from_names;
  const auto from_email = username_characters(email.substr(0, email.find('@')));
  if (usable(from_email)) return from_email;
  return username_of_id(id);
}

// The first is 2: whoever has it without one is the first.
std::string numbered(const std::string& username, std::int64_t taken) {
  if (taken == 0) return username;
  const auto number = std::to_string(std::min(taken, kMostFurtherUsernames) + 1);
  return fitting(username.substr(0, kLongestUsername - number.size())) + number;
}

}  // namespace

std::string username_for(const events::CompetitorPerson& person, const std::string& email,
                         const CompetitorId& id, std::int64_t taken) {
  const auto preferred = preferred_characters(person.preferred_username.value_or(""));
  return usable(preferred) ? preferred : numbered(made_up_username(person, email, id), taken);
}

events::UserPayload competitor_payload(const Competitor::State& state, EmailPreference preference) {
  const auto& person = state.person.reveal();
  const auto email = disclosed_email(person, preference).value_or("");
  return {.first_name = person.first_name,
          .last_name = person.last_name,
          .email = email,
          .role = "user",
          .syned_user_id = state.id.value,
          .preferred_username = username_for(person, email, state.id, state.usernames_taken),
          .syned_school_id =
              state.syned_school_id ? state.syned_school_id : state.coach_school.reveal(),
          .syned_region_id = state.syned_region_id ? state.syned_region_id : state.coach_region,
          .syned_coach_user_id = state.coach_id.value};
}

}  // namespace lockstep::domain
