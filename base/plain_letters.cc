#include "base/plain_letters.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

#include <utf8proc.h>

#include "base/text.h"

namespace lockstep::base {

namespace {

struct Spelling {
  char32_t letter;
  std::string_view plain;
};
// Lower case, as folding leaves them. What Unicode takes apart by itself (é, ﬁ, ß) is not here.
constexpr std::array kSpellings{
    Spelling{U'æ', "ae"}, Spelling{U'œ', "oe"}, Spelling{U'ø', "o"}, Spelling{U'đ', "d"},
    Spelling{U'ð', "d"},  Spelling{U'þ', "th"}, Spelling{U'ł', "l"}, Spelling{U'ħ', "h"},
    Spelling{U'ı', "i"},  Spelling{U'ŋ', "n"},  Spelling{U'ŧ', "t"}, Spelling{U'ĸ', "k"},
    Spelling{U'ƶ', "z"},  Spelling{U'ɓ', "b"},  Spelling{U'ɗ', "d"}, Spelling{U'ƙ', "k"},
    Spelling{U'ə', "e"},  Spelling{U'’', "'"},  Spelling{U'‘', "'"}, Spelling{U'ʼ', "'"},
    Spelling{U'ʻ', "'"},  Spelling{U'‐', "-"},  Spelling{U'‑', "-"}, Spelling{U'–', "-"},
    Spelling{U'—', "-"},
};

std::string without_marks(std::string_view text) {
  struct Free {
    void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
  };
  const auto clean = clean_text(std::string(text));
  utf8proc_uint8_t* raw = nullptr;
  const auto size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
      static_cast<utf8proc_ssize_t>(clean.size()), &raw,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK));
  const std::unique_ptr<utf8proc_uint8_t, Free> bytes(raw);
  if (size < 0) throw std::bad_alloc();  // Of clean text nothing else can fail.
  return {reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size)};
}

}  // namespace

std::string plain_letters(std::string_view text) {
  const auto bare = without_marks(text);
  std::string out;
  for (std::string_view rest = bare; !rest.empty();) {
    const auto character = take_character(rest);
    const auto* found = std::ranges::find(kSpellings, character, &Spelling::letter);
    if (found != kSpellings.end())
      out += found->plain;
    else
      append_character(out, character);
  }
  return out;
}

}  // namespace lockstep::base
