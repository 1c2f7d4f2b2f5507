#include "base/plain_letters.h"

#include <algorithm>
#include <array>

#include <utf8proc.h>

#include "base/text.h"
#include "base/unicode_map.h"

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

}  // namespace

std::string plain_letters(std::string_view text) {
  const auto bare =
      mapped(clean_text(std::string(text)), UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                                UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
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
