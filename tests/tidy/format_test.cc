// Every file is formatted as clang-format would, so that no review is about white space.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"
#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {
namespace {

constexpr const char* kTool = "clang-format --style=file:" SOURCE_DIR "/.clang-format";

/// Empty when every file is formatted, else what clang-format said.
std::string complaints(const std::vector<std::filesystem::path>& files) {
  const testing_support::TempDir dir;
  const auto list = dir.path() / "files";
  const auto said = dir.path() / "said";
  std::ofstream out(list);
  for (const auto& file : files) out << file.string() << "\n";
  out.close();
  const auto command = "xargs -n 50 " + std::string(kTool) + " --dry-run -Werror < '" +
                       list.string() + "' > '" + said.string() + "' 2>&1";
  const bool good = std::system(command.c_str()) == 0;  // NOLINT(concurrency-mt-unsafe)
  std::ifstream in(said);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  return good ? "" : "clang-format failed\n" + text.substr(0, 4000);
}

TEST(Format, ClangFormatIsInstalled) {
  EXPECT_EQ(std::system("clang-format --version > /dev/null 2>&1"), 0)  // NOLINT
      << "run scripts/install-deps.sh";
}

TEST(Format, IsKeptByEveryFile) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : code_files())
    files.push_back(std::filesystem::path(SOURCE_DIR) / file.path);
  EXPECT_EQ(complaints(files), "") << "run: clang-format -i on the files above";
}

TEST(Format, NoticesAFileThatIsNotFormatted) {
  const testing_support::TempDir dir;
  const auto file = dir.path() / "bad.cc";
  std::ofstream(file) << "int  f( ){return 1 ;}\n";
  EXPECT_NE(complaints({file}), "");
  std::ofstream(file) << "int f() {\n  return 1;\n}\n";
  EXPECT_EQ(complaints({file}), "");
}

}  // namespace
}  // namespace lockstep::tidy
