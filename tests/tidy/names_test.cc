// Names that others rely on: metrics, and what must not be named at all.
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {
namespace {

/// Comments blanked, literals kept: metric names are literals.
std::string metric_problem(const std::string& call, const std::string& name) {
  static const std::regex kShape("lockstep(_[a-z0-9]+)+");
  if (!std::regex_match(name, kShape)) return name + " is not lockstep_<noun>_<unit or total>";
  const bool total = name.ends_with("_total");
  if (call == "count" && !total) return name + " is counted, so it ends in _total";
  if (call == "observe" && !name.ends_with("_seconds")) return name + " is a duration in _seconds";
  if (call == "gauge" && total) return name + " is a gauge, so it does not end in _total";
  return "";
}

std::vector<std::string> metric_problems(const std::string& path, const std::string& text) {
  static const std::regex kCall(R"re(\b(count|gauge|observe)\(\s*"([^"]*)")re");
  std::vector<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), kCall), end; it != end; ++it) {
    const auto problem = metric_problem((*it)[1], (*it)[2]);
    if (!problem.empty()) out.push_back(path + ": " + problem);
  }
  return out;
}

std::set<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::set<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it)
    out.insert((*it)[1]);
  return out;
}

/// In two halves, so that this file does not name them itself.
const std::vector<std::string>& forbidden_words() {
  static const std::vector<std::string> kWords{
      std::string("/wo") + "rk/",         std::string("deb.deb") + "ian.org",
      std::string("registry.np") + "mjs", std::string("pypi") + ".org",
      std::string("crates") + ".io",      std::string("proxy.gol") + "ang",
      std::string("artifact") + "ory",    std::string("pkg.d") + "ev"};
  return kWords;
}

std::vector<std::string> forbidden_in(const std::string& path, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& word : forbidden_words())
    if (text.find(word) != std::string::npos) out.push_back(path + " mentions " + word);
  return out;
}

TEST(Names, OfMetricsSayWhatTheyMeasure) {
  std::vector<std::string> problems;
  for (const auto& file : code_files()) {
    if (is_in(file.path, "tests")) continue;
    for (auto& problem : metric_problems(file.path, file.text))
      problems.push_back(std::move(problem));
  }
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

// What /metrics explains, and what documents tell operators to look at, is there.
TEST(Names, OfMetricsAreExplainedAndExplainedOnesAreThere) {
  static const std::regex kCalled(R"re(\b(?:count|gauge|observe)\(\s*"(lockstep_[a-z_]+)")re");
  static const std::regex kNamed(R"re(\b(lockstep_[a-z_]+_[a-z]+)\b)re");
  static const std::regex kConstant(R"re(string_view k\w+ = "(lockstep_[a-z_]+_total)";)re");
  std::set<std::string> called;
  std::set<std::string> explained;
  std::set<std::string> documented;
  for (const auto& file : repository()) {
    if (is_in(file.path, "tests")) continue;
    if (file.path == "adapters/prometheus/help_texts.cc")
      explained.merge(matches(file.text, kNamed));
    else if (file.path.ends_with(".cc") || file.path.ends_with(".h")) {
      called.merge(matches(file.text, kCalled));
      called.merge(matches(file.text, kConstant));
    } else if (file.path.ends_with(".md")) {
      documented.merge(matches(file.text, kNamed));
    }
  }
  EXPECT_EQ(called, explained);
  for (const auto& name : documented)
    EXPECT_TRUE(explained.contains(name)) << "a document names " << name;
}

TEST(NamesScanner, TellsGoodMetricsFromBad) {
  for (const auto* good : {"m.count(\"lockstep_appends_total\", {}, 1);",
                           "m.gauge(\n  \"lockstep_log_bytes\", {}, 1);",
                           "m.observe(\"lockstep_append_seconds\", {}, 1);", "v.count(x);"})
    EXPECT_TRUE(metric_problems("x", good).empty()) << good;
  for (const auto* bad :
       {"m.count(\"lockstep_appends\", {}, 1);", "m.count(\"appends_total\", {}, 1);",
        "m.observe(\"lockstep_append_ms\", {}, 1);", "m.gauge(\"lockstep_x_total\", {}, 1);",
        "m.gauge(\"lockstep_Bad\", {}, 1);"})
    EXPECT_EQ(metric_problems("x", bad).size(), 1U) << bad;
}

TEST(Names, OfMachinesAndRegistriesAreNowhere) {
  std::vector<std::string> problems;
  for (const auto& file : repository())
    for (auto& problem : forbidden_in(file.path, file.text)) problems.push_back(std::move(problem));
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

TEST(NamesScanner, FindsAForbiddenWord) {
  EXPECT_EQ(forbidden_in("x", "see " + forbidden_words().front() + "main").size(), 1U);
  EXPECT_TRUE(forbidden_in("x", "see the work at hand").empty());
}

TEST(Names, EveryCodeFileOpensWithWhatItIs) {
  std::vector<std::string> problems;
  for (const auto& file : code_files()) {
    // A .cc beside a header of the same name is described there.
    const auto header = file.path.substr(0, file.path.rfind('.')) + ".h";
    const bool described = file.path.ends_with(".cc") &&
                           std::filesystem::exists(std::filesystem::path(SOURCE_DIR) / header);
    if (!file.text.starts_with("//") && !file.text.starts_with("#pragma once\n\n") && !described)
      problems.push_back(file.path + " does not open with a comment");
  }
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

}  // namespace
}  // namespace lockstep::tidy
