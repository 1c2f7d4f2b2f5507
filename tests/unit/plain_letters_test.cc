// Names in plain letters, as searches and usernames take them.
#include "base/plain_letters.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lockstep::base {
namespace {

struct PlainCase {
  std::string_view text;
  std::string_view plain;
};
const PlainCase kPlain[] = {
    {"", ""},
    {"Ada", "ada"},
    {"José Núñez", "jose nunez"},
    {"Jose\u0301 Nu\u0301n\u0303ez", "jose nunez"},
    {"Straße", "strasse"},
    {"ÆRØ", "aero"},
    {"Đặng", "dang"},
    {"Łódź", "lodz"},
    {"Işık İpek", "isik ipek"},
    {"ﬁn", "fin"},
    {"Ａｄａ", "ada"},
    {"O’Neil", "o'neil"},
    {"Anne‑Marie", "anne-marie"},
    {"Йосиф", "иосиф"},  // Other scripts stay, without their marks.
    {"Ωμέγα", "ωμεγα"},
    {"李明", "李明"},
    {"각", "각"},
    {"\u0301", ""},
    {"a\xff", "a\uFFFD"},
};

TEST(PlainLetters, AreFoldedWithoutMarks) {
  for (const auto& row : kPlain) EXPECT_EQ(plain_letters(row.text), row.plain) << row.text;
}

TEST(PlainLetters, StayWhatTheyAre) {
  for (const auto& row : kPlain) {
    const auto once = plain_letters(row.text);
    EXPECT_EQ(plain_letters(once), once) << row.text;
    EXPECT_EQ(nfc(once), once) << row.text;
  }
}

}  // namespace
}  // namespace lockstep::base
