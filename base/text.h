// What text is: UTF-8, its characters as Unicode 13 has them (utf8proc), and what makes two names
// one. Pure; the same on every machine and in every locale.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::base {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// Takes one character off the front of `text`, which must not be empty. A byte that begins none is
/// taken alone and reads as U+FFFD.
char32_t take_character(std::string_view& text);
void append_character(std::string& text, char32_t character);

bool is_utf8(std::string_view text);
/// Valid UTF-8 without NUL, which not every store can hold: U+FFFD for each byte that is not.
std::string clean_text(std::string text);
/// Code points. Of bytes that are no UTF-8, each is one.
std::size_t length_of(std::string_view text);
/// Columns on a terminal.
std::size_t width_of(char32_t character);
std::size_t width_of(std::string_view text);

/// C0, DEL, C1.
bool is_control(char32_t character);
/// Turns the direction of what follows: a name with it reads as another one.
bool is_bidi_control(char32_t character);
/// Shows nothing: zero width spaces and joiners, soft hyphens, fillers, variation selectors, tags.
bool is_invisible(char32_t character);
/// Spaces of every width, ends of lines and of paragraphs, tabs.
bool is_blank(char32_t character);

bool has_control(std::string_view text);
/// Control, bidi or invisible characters.
bool has_hidden(std::string_view text);
/// Nothing but blanks.
bool is_blank(std::string_view text);
/// Without the blanks around it.
std::string_view trimmed(std::string_view text);

// What these give is clean_text().

/// Normal form C: é is one character, however it was typed.
std::string nfc(std::string_view text);
/// Full case folding, in normal form C: for comparing, never for showing.
std::string folded(std::string_view text);
/// A name as it is kept: normal form C, trimmed, every run of blanks one space.
std::string tidy(std::string_view name);
/// Two names with the same key are one name: tidy, without hidden characters, folded.
std::string name_key(std::string_view name);

}  // namespace lockstep::base
