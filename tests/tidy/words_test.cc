// The words that people read: of a child or a coach nobody knows, or says, whether it is one of
// these.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {
namespace {

constexpr std::array<std::string_view, 8> kPronouns{"he",  "him", "his",  "himself",
                                                    "she", "her", "hers", "herself"};
constexpr std::string_view kThisFile = "tests/tidy/words_test.cc";

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}
char lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Runs of letters, cut where a capital follows a small letter: `TheTeamOfHers` is four words.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  char before = ' ';
  for (const char c : text) {
    const bool starts = !is_letter(before) || (is_upper(c) && !is_upper(before));
    if (is_letter(c) && starts) out.emplace_back();
    if (is_letter(c)) out.back() += lower(c);
    before = c;
  }
  return out;
}

std::vector<std::string> pronouns_in(std::string_view text) {
  auto words = words_of(text);
  std::erase_if(words, [](const auto& word) { return std::ranges::count(kPronouns, word) == 0; });
  return words;
}

TEST(Words, CallNobodyHeOrShe) {
  std::vector<std::string> problems;
  for (const auto& file : repository()) {
    if (file.path == kThisFile) continue;
    for (const auto& word : pronouns_in(file.text)) problems.push_back(file.path + ": " + word);
  }
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

TEST(WordsScanner, FindsAPronounInASentenceAndInAName) {
  using Found = std::vector<std::string>;
  EXPECT_EQ(pronouns_in("// His team."), Found{"his"});
  EXPECT_EQ(pronouns_in("TEST(Team, ClearsHimAtOnce)"), Found{"him"});
  EXPECT_EQ(pronouns_in("is_hers(she)"), (Found{"hers", "she"}));
  EXPECT_EQ(pronouns_in("Here, this is their history; Otherwise the Heap: shell."), Found{});
}

}  // namespace
}  // namespace lockstep::tidy
