#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <utf8proc.h>

#include "base/ascii.h"
#include "base/unicode_map.h"

namespace lockstep::base {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

const utf8proc_uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80U;
}

/// Length of the character at the front of `text`; 0 when there is none.
std::size_t character_length(std::string_view text, utf8proc_int32_t& character) {
  if (is_ascii(text.front())) {  // Most are: no call for those.
    character = text.front();
    return 1;
  }
  const auto length =
      utf8proc_iterate(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &character);
  return length > 0 ? static_cast<std::size_t>(length) : 0;
}

/// As character_length(), but NUL is none either.
std::size_t clean_length(std::string_view text) {
  utf8proc_int32_t character = 0;
  return text.front() == '\0' ? 0 : character_length(text, character);
}

bool is_all_ascii(std::string_view text) {
  return std::ranges::all_of(text, is_ascii);
}

utf8proc_category_t category_of(char32_t character) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(character));
}

template <class Test>
bool any_character(std::string_view text, Test test) {
  while (!text.empty())
    if (test(take_character(text))) return true;
  return false;
}

/// Signs for programs, some of which Unicode does not call ignorable though nobody sees them, and
/// what has no sign that is everybody's: private use, not assigned.
bool has_no_sign(char32_t character) {
  const auto category = category_of(character);
  return category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CO ||
         category == UTF8PROC_CATEGORY_CN;
}

bool is_hidden(char32_t character) {
  return is_control(character) || is_bidi_control(character) || is_invisible(character) ||
         has_no_sign(character);
}

/// Trimmed, runs of blanks single; without hidden characters where they are not wanted.
std::string with_single_blanks(std::string_view text, bool keep_hidden) {
  std::string out;
  bool blank = false;
  while (!text.empty()) {
    const auto character = take_character(text);
    if (is_blank(character)) {
      blank = true;
    } else if (keep_hidden || !is_hidden(character)) {
      if (blank && !out.empty()) out += ' ';
      blank = false;
      append_character(out, character);
    }
  }
  return out;
}

}  // namespace

char32_t take_character(std::string_view& text) {
  utf8proc_int32_t character = 0;
  const auto length = character_length(text, character);
  text.remove_prefix(std::max<std::size_t>(length, 1));
  return length == 0 ? kReplacementCharacter : static_cast<char32_t>(character);
}

void append_character(std::string& text, char32_t character) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), bytes.data());
  text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

bool is_utf8(std::string_view text) {
  utf8proc_int32_t character = 0;
  while (!text.empty()) {
    const auto length = character_length(text, character);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string clean_text(std::string text) {
  const std::string_view all = text;
  if (is_all_ascii(all) && all.find('\0') == std::string_view::npos) return text;  // Most is.
  std::size_t good = 0;
  while (good < all.size()) {
    const auto length = clean_length(all.substr(good));
    if (length == 0) break;
    good += length;
  }
  if (good == all.size()) return text;
  std::string out(all.substr(0, good));
  for (auto at = good; at < all.size();) {
    const auto length = clean_length(all.substr(at));
    out += length == 0 ? kReplacement : all.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::size_t length_of(std::string_view text) {
  std::size_t out = 0;
  for (; !text.empty(); ++out) take_character(text);
  return out;
}

std::size_t width_of(char32_t character) {
  const auto width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(character));
  return width > 0 ? static_cast<std::size_t>(width) : 0;
}

std::size_t width_of(std::string_view text) {
  std::size_t out = 0;
  while (!text.empty()) out += width_of(take_character(text));
  return out;
}

bool is_control(char32_t character) {
  return category_of(character) == UTF8PROC_CATEGORY_CC;
}

bool is_bidi_control(char32_t character) {
  return character == 0x061C || character == 0x200E || character == 0x200F ||
         (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

bool is_invisible(char32_t character) {
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(character))->ignorable;
}

bool is_blank(char32_t character) {
  constexpr char32_t kBrailleBlank = 0x2800;  // By its category a sign, but there is no dot in it.
  if ((character >= '\t' && character <= '\r') || character == 0x85 || character == kBrailleBlank)
    return true;
  const auto category = category_of(character);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

bool has_control(std::string_view text) {
  return any_character(text, is_control);
}

bool has_hidden(std::string_view text) {
  return any_character(text, is_hidden);
}

bool is_blank(std::string_view text) {
  return !any_character(text, [](char32_t character) { return !is_blank(character); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    auto rest = text;
    if (!is_blank(take_character(rest))) break;
    text = rest;
  }
  auto end = text;  // Ends behind the last character that is no blank.
  for (auto rest = text; !rest.empty();) {
    const bool blank = is_blank(take_character(rest));
    if (!blank) end = text.substr(0, text.size() - rest.size());
  }
  return end;
}

std::string nfc(std::string_view text) {
  auto clean = clean_text(std::string(text));
  if (is_all_ascii(clean)) return clean;
  return mapped(clean, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string folded(std::string_view text) {
  auto normal = nfc(text);  // First: folding makes letters of marks that it would put in order.
  if (!is_all_ascii(normal))
    return mapped(normal, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
  return lower(std::move(normal));
}

std::string tidy(std::string_view name) {
  return nfc(with_single_blanks(name, true));
}

std::string name_key(std::string_view name) {
  return folded(with_single_blanks(clean_text(std::string(name)), false));
}

}  // namespace lockstep::base
