#include "adapters/http/text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/punycode.h"
#include "base/time.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kMaxIdLength = 64;
constexpr std::size_t kMaxEmailLength = 254;
constexpr std::size_t kMaxLocalPartLength = 64;
constexpr std::size_t kMaxLabelLength = 63;

// Locale-free on purpose.
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Whether every part between dots is good.
template <class IsGood>
bool all_between_dots(std::string_view text, IsGood is_good) {
  while (true) {
    const auto part = text.substr(0, text.find('.'));
    if (!is_good(part)) return false;
    if (part.size() == text.size()) return true;
    text.remove_prefix(part.size() + 1);
  }
}

bool is_atom(std::string_view part) {
  static constexpr std::string_view kSigns = "!#$%&'*+/=?^_`{|}~-";
  return !part.empty() && std::ranges::all_of(part, [](char c) {
    return is_digit(c) || is_letter(c) || kSigns.find(c) != std::string_view::npos;
  });
}

bool is_label(std::string_view part) {
  const auto good = [](char c) { return is_digit(c) || is_letter(c) || c == '-'; };
  return !part.empty() && part.size() <= kMaxLabelLength && std::ranges::all_of(part, good) &&
         part.front() != '-' && part.back() != '-';
}

// IDNA keeps two hyphens there for itself (RFC 5891, 4.2.3.1), and what it writes holds something
// that is not ASCII.
bool is_label_of_mail(std::string_view part) {
  constexpr std::size_t kMark = 2;
  if (!is_label(part)) return false;
  if (part.substr(std::min(kMark, part.size()), 2) != "--") return true;
  if (!base::same_word(part.substr(0, kMark), "xn")) return false;
  const auto decoded = base::punycode_decoded(part.substr(kMark + 2));
  return decoded && std::ranges::any_of(*decoded, [](char32_t c) { return c > 0x9F; });
}

// Nobody has mail there: reserved by RFC 6761, 6762 and 7686, and refused by the vendor.
bool is_special_use(std::string_view last_label) {
  static constexpr std::array<std::string_view, 6> kSpecial{"arpa",      "invalid", "local",
                                                            "localhost", "onion",   "test"};
  return std::ranges::any_of(
      kSpecial, [&](std::string_view one) { return base::same_word(one, last_label); });
}

bool is_domain(std::string_view text) {
  const auto dot = text.rfind('.');
  return dot != std::string_view::npos && all_between_dots(text, is_label_of_mail) &&
         is_letter(text.back()) && !is_special_use(text.substr(dot + 1));
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdLength &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || is_letter(c) || c == '_' || c == '-'; });
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || text.size() > kMaxEmailLength) return false;
  return at <= kMaxLocalPartLength && all_between_dots(text.substr(0, at), is_atom) &&
         is_domain(text.substr(at + 1));
}

bool is_date(std::string_view text) {
  return base::date_in(text).has_value();
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t out = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, out);
  if (failed != std::errc{} || stopped != end || text.empty()) return std::nullopt;
  return out;
}

std::string listed(std::span<const std::string_view> words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out.empty() ? "none" : out;
}

std::vector<std::string_view> comma_separated(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (const auto bare = trimmed(part); !bare.empty()) out.push_back(bare);
  }
  return out;
}

}  // namespace lockstep::http
