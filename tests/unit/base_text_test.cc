// UTF-8, normal form, folding, and what makes two names one. Signs that cannot be seen are written
// as escapes.
#include <cstdint>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "base/text.h"

namespace lockstep::base {
namespace {

constexpr const char* kNfdAcuteE = "e\u0301";
constexpr const char* kNoBreakSpace = "\u00A0";
constexpr const char* kZeroWidthSpace = "\u200B";
constexpr const char* kRightToLeft = "\u202E";

const std::string kNotUtf8[] = {"\xFF",
                                "\xC0\x80",          // NUL, too long
                                "\xE0\x80\xAF",      // '/', too long
                                "\xED\xA0\x80",      // a surrogate
                                "\xF4\x90\x80\x80",  // beyond U+10FFFF
                                "\xF5\x80\x80\x80",
                                "\xE2\x82",  // cut
                                "\xC3",
                                "\x80"};

TEST(Utf8, IsWhatTheStandardAllowsAndNothingElse) {
  for (const auto* good : {"", "abc", "Émile 日本語 😀", "\u007F\u0080", "\uFFFF", "\U0010FFFF"})
    EXPECT_TRUE(is_utf8(good)) << good;
  EXPECT_TRUE(is_utf8(std::string("a\0b", 3))) << "NUL is a character";
  for (const auto& bad : kNotUtf8) {
    EXPECT_FALSE(is_utf8(bad)) << testing::PrintToString(bad);
    EXPECT_FALSE(is_utf8("good" + bad + "good")) << testing::PrintToString(bad);
  }
}

TEST(CleanText, KeepsTextAndReplacesWhatNoStoreCouldHold) {
  EXPECT_EQ(clean_text("Émile 日本語 😀"), "Émile 日本語 😀");
  EXPECT_EQ(clean_text(std::string("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(clean_text("\xC3"), "\uFFFD");
  EXPECT_EQ(clean_text("é\xE2\x82z"), "é\uFFFD\uFFFDz") << "one for each byte";
  for (const auto& bad : kNotUtf8) {
    EXPECT_TRUE(is_utf8(clean_text(bad))) << testing::PrintToString(bad);
    EXPECT_EQ(clean_text(clean_text(bad)), clean_text(bad)) << "once is enough";
  }
}

TEST(Length, CountsCodePoints) {
  EXPECT_EQ(length_of(""), 0U);
  EXPECT_EQ(length_of("Zoë"), 3U);
  EXPECT_EQ(length_of(kNfdAcuteE), 2U);
  EXPECT_EQ(length_of("東京😀"), 3U);
  EXPECT_EQ(length_of("\xFFz"), 2U);
}

TEST(Width, CountsColumns) {
  EXPECT_EQ(width_of("Zoë"), 3U);
  EXPECT_EQ(width_of(kNfdAcuteE), 1U);
  EXPECT_EQ(width_of("東京"), 4U);
  EXPECT_EQ(width_of("Ａ"), 2U) << "fullwidth";
  EXPECT_EQ(width_of("\u200B\n"), 0U);
}

TEST(NormalFormC, IsOneTextForWhatLooksAlike) {
  EXPECT_EQ(nfc(kNfdAcuteE), "é");
  EXPECT_EQ(nfc("é"), "é");
  EXPECT_EQ(nfc("\u212B"), "Å") << "the sign of the Ångström";
  EXPECT_EQ(nfc("\u1112\u1161\u11AB"), "한") << "from its letters";
  EXPECT_EQ(nfc("Ａ ﬁ"), "Ａ ﬁ") << "compatibility forms are other characters";
  EXPECT_EQ(nfc("\xFF"), "\uFFFD");
}

TEST(Folding, IsFull) {
  EXPECT_EQ(folded("ADA z9"), "ada z9");
  EXPECT_EQ(folded("Straße"), folded("STRASSE"));
  EXPECT_EQ(folded("STRA\u1E9EE"), folded("straße")) << "the capital ß";
  EXPECT_EQ(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφος")) << "the final sigma";
  EXPECT_EQ(folded("ÉMILE"), folded("e\u0301mile"));
  EXPECT_EQ(folded("\u0130"), "i\u0307") << "the dot of İ stays: it is no i of another language";
  EXPECT_NE(folded("\u0131"), folded("i")) << "ı has none";
  EXPECT_EQ(folded("Ａ"), "ａ");
  EXPECT_NE(folded("Ａ"), folded("A"));
}

TEST(Blanks, AreOfEveryWidth) {
  for (const auto* blank : {"", " ", "\t\r\n", "\u00A0", "\u2003\u3000", "\u2028", "\u2800"})
    EXPECT_TRUE(is_blank(blank)) << testing::PrintToString(blank);
  EXPECT_FALSE(is_blank(" x "));
  EXPECT_FALSE(is_blank(kZeroWidthSpace)) << "not a blank: it is hidden";
  EXPECT_EQ(trimmed(" \u00A0 a b\u3000\t"), "a b");
  EXPECT_EQ(trimmed(" \u00A0"), "");
  EXPECT_EQ(trimmed("a"), "a");
}

TEST(Hidden, AreControlBidiAndInvisibleCharacters) {
  const std::string_view hidden[] = {"\n",     "\x7F",   "\u0085",     "\u200B", "\u200D", "\uFEFF",
                                     "\u00AD", "\u3164", "\uFE0F",     "\u202E", "\u200F", "\u061C",
                                     "\u2066", "\u034F", "\U000E0041", "\uFFF9", "\uFFFB", "\u0600",
                                     "\uE000", "\u0378", "\U000F0000"};
  for (const auto sign : hidden) {
    EXPECT_TRUE(has_hidden("ab" + std::string(sign) + "c")) << testing::PrintToString(sign);
  }
  for (const auto* seen : {"Ada Lovelace", "e\u0301", "日本語", "😀", "\u00A0", "O'Neill-Ñandú"})
    EXPECT_FALSE(has_hidden(seen)) << seen;
  EXPECT_TRUE(has_control("a\u0085"));
  EXPECT_TRUE(has_control(std::string("a\0", 2)));
  EXPECT_FALSE(has_control(std::string("é\u00A0日") + kZeroWidthSpace));
}

TEST(Tidy, IsNormalTrimmedAndHasSingleBlanks) {
  EXPECT_EQ(tidy("  Ada \t King\u00A0\u3000Noel "), "Ada King Noel");
  EXPECT_EQ(tidy("Re\u0301mi"), "Rémi");
  EXPECT_EQ(tidy("ADA"), "ADA");
  EXPECT_EQ(tidy(" \u00A0"), "");
}

TEST(NameKey, MakesOneNameOfWhatReadsAsOne) {
  const auto key = name_key("Rémi Straße");
  for (const auto& same : {std::string("RÉMI STRASSE"), std::string("re\u0301mi  strasse "),
                           std::string(kNoBreakSpace) + "Rémi" + kNoBreakSpace + "Straße",
                           std::string("Ré") + kZeroWidthSpace + "mi Stra\u00ADße",
                           std::string(kRightToLeft) + "Rémi Straße\n",
                           std::string("Rémi ") + kZeroWidthSpace + " Straße"})
    EXPECT_EQ(name_key(same), key) << testing::PrintToString(same);
  for (const auto* other : {"Remi Strasse", "RémiStraße", "Rémi Straßen", ""})
    EXPECT_NE(name_key(other), key) << other;
}

TEST(NameKey, OfANameIsThatOfTheNameAsItIsKept) {
  const std::string with_nul("a\0b", 3);
  EXPECT_EQ(name_key(with_nul), name_key(tidy(with_nul)));
  EXPECT_EQ(name_key(with_nul), name_key(nfc(with_nul)));
}

// Every step of folding and composing could undo another one.
TEST(NameKey, IsStable) {
  std::mt19937 random{7};
  std::uniform_int_distribution<std::uint32_t> any{1, 0x1FFFF};
  std::uniform_int_distribution<std::uint32_t> latin_and_greek{1, 0x3FF};
  for (int round = 0; round < 20'000; ++round) {
    std::string name;
    for (int i = 0; i < 6; ++i) {
      const auto sign = i % 2 == 0 ? any(random) : latin_and_greek(random);
      if (sign < 0xD800 || sign > 0xDFFF) append_character(name, sign);
    }
    const auto key = name_key(name);
    ASSERT_TRUE(is_utf8(key));
    ASSERT_EQ(name_key(key), key) << testing::PrintToString(name);
    ASSERT_EQ(tidy(tidy(name)), tidy(name)) << testing::PrintToString(name);
    ASSERT_EQ(name_key(tidy(name)), key) << testing::PrintToString(name);
  }
}

}  // namespace
}  // namespace lockstep::base
