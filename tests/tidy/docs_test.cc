// What the documents name is there.
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {
namespace {

/// Paths of this repository that a text mentions. Patterns (`x_*`, `<type>`, `{h,cc}`) are not
/// paths.
std::set<std::string> paths_in(const std::string& text) {
  static const std::regex kPath(
      R"re((^|[^\w/.:-])((scripts|docs|tests|deploy|cmake|bench|fuzz|engine|events|projections|actors|adapters|\.ci)/[\w./-]*[\w/])([*<{]?))re");
  std::set<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), kPath), end; it != end; ++it)
    if ((*it)[4].length() == 0) out.insert((*it)[2]);
  return out;
}

std::vector<std::string> missing_paths(const std::string& document, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& path : paths_in(text))
    if (!std::filesystem::exists(std::filesystem::path(SOURCE_DIR) / path))
      out.push_back(document + " names " + path + ", which is not there");
  return out;
}

bool is_document(std::string_view path) {
  return path == "README.md" || path == "ARCHITECTURE.md" || path == "CONTRIBUTING.md" ||
         (is_in(path, "docs") && path.ends_with(".md"));
}

TEST(Documents, NameOnlyWhatIsThere) {
  std::vector<std::string> problems;
  for (const auto& file : repository()) {
    if (!is_document(file.path)) continue;
    for (auto& problem : missing_paths(file.path, file.text))
      problems.push_back(std::move(problem));
  }
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

TEST(Documents, AreAllThere) {
  std::set<std::string> found;
  for (const auto& file : repository()) found.insert(file.path);
  for (const auto* document : {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
                               "docs/log-format.md", "docs/runbook.md", "docs/configuration.md"})
    EXPECT_TRUE(found.contains(document)) << document;
}

/// The sections of the runbook that the remedies in code send people to.
std::set<std::string> runbook_sections_named_in(const std::string& code) {
  static const std::regex kBrokenLiteral(R"re("\s*\n\s*")re");
  static const std::regex kSection(R"re(docs/runbook\.md, \\"([^"\\]+)\\")re");
  const auto text = std::regex_replace(code, kBrokenLiteral, "");
  std::set<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), kSection), end; it != end; ++it)
    out.insert((*it)[1]);
  return out;
}

TEST(Runbook, HasEverySectionThatARemedyNames) {
  std::string runbook;
  std::set<std::string> named;
  for (const auto& file : repository()) {
    if (file.path == "docs/runbook.md") runbook = file.text;
    if (!file.path.ends_with(".cc") && !file.path.ends_with(".h")) continue;
    if (!is_in(file.path, "tests")) named.merge(runbook_sections_named_in(file.text));
  }
  EXPECT_FALSE(named.empty());
  for (const auto& section : named)
    EXPECT_NE(runbook.find("\n### " + section + "\n"), std::string::npos) << section;
}

TEST(DocumentsScanner, FindsASectionThatARemedyNames) {
  const std::string code = "\"Look: docs/runbook.md, \\\"The log \"\n   \"is odd\\\".\"";
  EXPECT_EQ(runbook_sections_named_in(code), (std::set<std::string>{"The log is odd"}));
}

TEST(DocumentsScanner, FindsAPathThatIsNotThere) {
  EXPECT_EQ(missing_paths("x", "See `scripts/no-such-thing.sh`.").size(), 1U);
  EXPECT_EQ(missing_paths("x", "(docs/none.md)").size(), 1U);
  EXPECT_TRUE(missing_paths("x", "Run scripts/run.sh, then read docs/runbook.md.").empty());
  EXPECT_TRUE(
      missing_paths("x", "engine/log/rocksdb_* and tests/golden/events/<type>.json").empty());
  EXPECT_TRUE(missing_paths("x", "https://example.test/docs/none.md").empty());
}

}  // namespace
}  // namespace lockstep::tidy
