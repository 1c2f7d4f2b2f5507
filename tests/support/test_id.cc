#include "tests/support/test_id.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <regex>
#include <stdexcept>

#include "base/hex.h"
#include "base/uuid.h"

namespace lockstep::testing_support {

namespace {

// All but those with the version and the variant.
constexpr std::array<std::size_t, 14> kPlaces{0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 13, 14, 15};

std::string word_of(std::string id) {
  std::erase(id, '-');
  const auto bytes = base::from_hex(id);
  std::string out;
  for (const auto place : kPlaces)
    if (bytes->at(place) != 0) out += static_cast<char>(bytes->at(place));
  return out;
}

/// `found` with the part in parentheses, which comes after the first one, as `in_place` has it.
template <class InPlace>
std::string replaced(std::string_view text, const std::regex& pattern, InPlace in_place) {
  std::string out;
  const std::string all(text);
  auto rest = all.cbegin();
  for (std::sregex_iterator at(all.begin(), all.end(), pattern), end; at != end; ++at) {
    out.append(rest, (*at)[2].first);
    out += in_place((*at)[2].str());
    rest = (*at)[2].second;
  }
  return out.append(rest, all.cend());
}

}  // namespace

std::string test_id(std::string_view word) {
  if (word.empty() || word.size() > kPlaces.size()) throw std::invalid_argument("not a word");
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < word.size(); ++i)
    bytes.at(kPlaces.at(i)) = static_cast<std::uint8_t>(word[i]);
  return base::uuid_text(bytes, 8);
}

std::string with_ids(std::string_view text) {
  static const std::regex kWords(
      R"re((/(?:coaches|competitors|teams|members|accounts(?=/[^/]+/))/|dev:coach:|"(?:coach|competitor)Id":\s*")re"
      R"re(|[?&]coachId=)([a-z][a-z0-9-]{0,13})(?=[/?"&]|$))re");
  return replaced(text, kWords, test_id);
}

std::string with_words(std::string_view text) {
  // Letters, digits and dashes, then zeros.
  static const std::regex kIds(
      R"re((\b)([67][0-9a-f](?:[2-7][0-9a-f]|00){3}-(?:[2-7][0-9a-f]|00){2}-80)re"
      R"re((?:[2-7][0-9a-f]|00)-80(?:[2-7][0-9a-f]|00)-(?:[2-7][0-9a-f]|00){6})\b)re");
  return replaced(text, kIds, word_of);
}

}  // namespace lockstep::testing_support
