// Names in plain letters: for searches that do without accents, and for names that machines take.
#pragma once
#include <string>
#include <string_view>

namespace lockstep::base {

/// Folded, without accents and other marks, and with the letters of Latin that no mark makes
/// spelled out: José, Straße, Ærø become jose, strasse, aero. Curly apostrophes and dashes become
/// those of ASCII. Other scripts stay as they are, without their marks. In normal form C, and the
/// same when it is done again. Of bytes that are no UTF-8: as clean_text().
std::string plain_letters(std::string_view text);

}  // namespace lockstep::base
