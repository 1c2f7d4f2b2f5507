// Names and other text: each of its forms is a form of itself already, and names that are one stay
// one in every form.
#include <string>

#include "base/text.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using namespace base;  // NOLINT(google-build-using-namespace): all of it is read here.

void check_characters(std::string_view text) {
  std::string clean;
  std::size_t count = 0;
  std::size_t width = 0;
  for (auto rest = text; !rest.empty(); ++count) {
    const auto before = rest.size();
    const auto character = take_character(rest);
    require(rest.size() < before && before - rest.size() <= 4, "a character of no or many bytes");
    append_character(clean, character == 0 ? kReplacementCharacter : character);
    width += width_of(character);
  }
  require(length_of(text) == count, "counted in another way");
  require(width_of(text) == width, "measured in another way");
  require(clean_text(std::string(text)) == clean, "cleaned in another way");
  require(!is_utf8(text) || text.find('\0') != std::string_view::npos || clean == text,
          "clean, and changed");
}

void check_clean(const std::string& form, std::string (*make)(std::string_view)) {
  require(is_utf8(form) && form.find('\0') == std::string::npos, "a form that is not clean");
  require(make(form) == form, "a form that changes when it is made again");
}

void check_blanks(std::string_view text) {
  const auto bare = trimmed(text);
  require(bare.empty() == is_blank(text), "blank, or not");
  require(trimmed(bare) == bare, "trimmed twice it is shorter");
  require(text.find(bare) != std::string_view::npos, "trimmed it is another text");
}

void run(Input input) {
  const auto given = alone(input.rest());
  const auto text = view(given);
  check_characters(text);
  check_blanks(text);
  const auto normal = nfc(text);
  const auto lower = folded(text);
  const auto kept = tidy(text);
  const auto key = name_key(text);
  check_clean(normal, nfc);
  check_clean(lower, folded);
  check_clean(kept, tidy);
  check_clean(key, name_key);
  require(trimmed(kept) == kept && kept.find("  ") == std::string::npos, "kept, and not tidy");
  require(!has_hidden(key), "a key with what cannot be seen in it");
  require(name_key(kept) == key, "the name that is kept is another name");
  require(name_key(normal) == key, "in normal form it is another name");
  // What cannot be seen is taken out before letters are folded: one between marks keeps their
  // order.
  require(has_hidden(text) || name_key(lower) == key, "in small letters it is another name");
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
