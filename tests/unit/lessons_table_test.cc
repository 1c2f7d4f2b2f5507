// docs/lessons.md names the test of every invariant: here it is held to that.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include <gtest/gtest.h>

namespace lockstep {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(std::filesystem::path(SOURCE_DIR) / file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// `path` and `Suite.Name` pairs of a line, each name belonging to the path before it.
std::vector<std::string> problems_of(const std::string& line) {
  static const std::regex kQuoted("`([^`]+)`");
  static const std::regex kTest(R"((\w+)\.(\w+))");
  std::vector<std::string> out;
  std::string path;
  for (std::sregex_iterator it(line.begin(), line.end(), kQuoted), end; it != end; ++it) {
    const auto word = (*it)[1].str();
    std::smatch test;
    if (word.find('/') != word.npos)
      path = word;
    else if (std::regex_match(word, test, kTest)) {
      const std::regex defined(test[1].str() + R"(,\s+)" + test[2].str() + R"(\))");
      if (!std::regex_search(text_of(path), defined)) out.push_back(path + " has no test " + word);
    }
  }
  return out;
}

/// Rows of the table: lines that begin with a bar, without its head.
std::vector<std::string> rows_of(const std::string& text) {
  static const std::regex kRow(R"(\|.*\|)");
  std::vector<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), kRow), end; it != end; ++it)
    out.push_back(it->str());
  if (out.size() > 2) out.erase(out.begin(), out.begin() + 2);
  return out;
}

TEST(LessonsTable, NamesTestsThatAreThere) {
  const auto rows = rows_of(text_of("docs/lessons.md"));
  EXPECT_GE(rows.size(), 30U);
  for (const auto& row : rows) {
    for (const auto& problem : problems_of(row)) ADD_FAILURE() << problem;
    const bool later = row.find("later: ") != row.npos;
    const bool tested = row.find("_test.cc`") != row.npos;
    EXPECT_TRUE(later || tested) << "neither a test nor a reason: " << row;
  }
}

TEST(LessonsTable, IsHeldToTheTestsItNames) {
  EXPECT_TRUE(problems_of("| x | `tests/unit/gcra_test.cc` `Gcra.LetsTheFirstCallPass` |").empty());
  EXPECT_EQ(problems_of("| x | `tests/unit/gcra_test.cc` `Gcra.IsNotThere` |").size(), 1U);
  EXPECT_EQ(problems_of("| x | `tests/unit/none.cc` `Gcra.LetsTheFirstCallPass` |").size(), 1U);
}

}  // namespace
}  // namespace lockstep
