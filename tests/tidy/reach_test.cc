// What an edit costs: how many files are built again when the events of one aggregate change.
// Commands, values and readers are for everybody; events are for those who decide, fold or show
// them.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {
namespace {

using Includes = std::map<std::string, std::vector<std::string>>;

Includes includes_of(const std::vector<SourceFile>& files) {
  Includes out;
  for (const auto& file : files) out[file.path] = own_includes(file.text);
  return out;
}

/// By header: how many of the .cc files are built again when it changes.
std::map<std::string, std::size_t> reach_of(const std::vector<SourceFile>& files) {
  const auto includes = includes_of(files);
  std::map<std::string, std::size_t> out;
  for (const auto& file : files) {
    if (!file.path.ends_with(".cc")) continue;
    std::set<std::string> seen;
    std::vector<std::string> open{file.path};
    while (!open.empty()) {
      const auto path = open.back();
      open.pop_back();
      const auto found = includes.find(path);
      if (found == includes.end()) continue;  // Not one of ours.
      for (const auto& header : found->second)
        if (seen.insert(header).second) open.push_back(header);
    }
    for (const auto& header : seen) ++out[header];
  }
  return out;
}

bool is_events_of_an_aggregate(const std::string& path) {
  return path.starts_with("events/") && path.ends_with("_events.h");
}

TEST(Reach, OfOneAggregatesEventsIsAThirdOfTheFilesAtMost) {
  const auto files = code_files();
  const auto all = static_cast<std::size_t>(
      std::ranges::count_if(files, [](const auto& file) { return file.path.ends_with(".cc"); }));
  std::size_t headers = 0;
  for (const auto& [header, count] : reach_of(files)) {
    if (!is_events_of_an_aggregate(header)) continue;
    ++headers;
    std::cout << "  " << header << ": " << count << " of " << all << '\n';
    EXPECT_LE(count * 3, all) << header << " is included where a command or a value would do";
  }
  EXPECT_GE(headers, 5U);
}

TEST(Reach, GoesThroughEveryHeaderBetween) {
  const std::vector<SourceFile> files{{"a.h", "#pragma once\n"},
                                      {"b.h", "#include \"a.h\"\n"},
                                      {"one.cc", "#include \"b.h\"\n"},
                                      {"two.cc", "#include <a.h>\n"}};
  EXPECT_EQ(reach_of(files), (std::map<std::string, std::size_t>{{"a.h", 1}, {"b.h", 1}}));
}

}  // namespace
}  // namespace lockstep::tidy
