// No function over 60 lines, no file over 400 (tests: 600).
#include <algorithm>
#include <regex>

#include <gtest/gtest.h>

#include "tests/tidy/size_rules.h"
#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {

namespace {

/// What a `{` opens at namespace or type scope.
enum class Opens { scope, function, value };

/// Without what stands inside of round or template brackets: `template <class T> f(struct X)` must
/// not look like a type.
std::string without_brackets(std::string_view header) {
  static const std::regex kTemplate(R"(template\s*<[^{}]*?>\s*(?=[a-z_A-Z\[]))");
  std::string out;
  int depth = 0;
  for (const char c : header) {
    if (c == ')') --depth;
    if (depth == 0 || c == '(') out += c;
    if (c == '(') ++depth;
  }
  return std::regex_replace(out, kTemplate, "");
}

Opens kind_of(std::string_view header) {
  const auto bare = without_brackets(header);
  static const std::regex kScope(R"(\b(namespace|class|struct|union|enum|extern)\b)");
  static const std::regex kValue(R"(=\s*([\w:<>, ]*)$)");
  if (std::regex_search(bare, kValue)) return Opens::value;
  if (bare.find('(') != std::string::npos && !std::regex_search(bare, kScope))
    return Opens::function;
  // A constrained type: `requires(...) struct X`; a function with a body after its arguments is
  // not.
  if (std::regex_search(bare, kScope)) return Opens::scope;
  return bare.find(']') != std::string::npos ? Opens::function : Opens::value;
}

std::string one_line(std::string_view text) {
  static const std::regex kBlank(R"(\s+)");
  return std::regex_replace(std::string(text), kBlank, " ");
}

/// Preprocessor lines have braces and parentheses of their own.
std::string code_of(std::string_view text) {
  std::string out;
  bool continued = false;
  for (const auto& line : lines_of(without_comments_and_literals(text))) {
    const auto first = line.find_first_not_of(' ');
    const bool directive = continued || (first != std::string::npos && line[first] == '#');
    continued = directive && line.ends_with('\\');
    out += (directive ? std::string() : line) + "\n";
  }
  return out;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : code_(code_of(text)) {}

  std::vector<Function> run() {
    while (at_ < code_.size()) step();
    return std::move(found_);
  }

 private:
  void step() {
    const char c = code_[at_];
    if (c == '(') ++round_;
    if (c == ')') --round_;
    if (round_ == 0 && c == '{') return open();
    if (round_ == 0 && (c == ';' || c == '}')) header_begin_ = at_ + 1;
    ++at_;
  }

  void open() {
    const auto header = std::string_view(code_).substr(header_begin_, at_ - header_begin_);
    const auto kind = kind_of(header);
    if (kind == Opens::scope) {
      header_begin_ = ++at_;
      return;
    }
    const auto begin = at_;
    at_ = end_of_block(at_);
    // `: a_{1}, b_{2} {` is still the header of the constructor.
    const auto next = code_.find_first_not_of(" \n", at_);
    if (next != std::string::npos && (code_[next] == ',' || code_[next] == '{')) return;
    if (kind == Opens::function)
      found_.push_back({one_line(header), line_at(begin), line_at(at_ - 1) - line_at(begin) + 1});
    header_begin_ = at_;
  }

  [[nodiscard]] std::size_t end_of_block(std::size_t at) const {
    int depth = 0;
    for (; at < code_.size(); ++at) {
      if (code_[at] == '{') ++depth;
      if (code_[at] == '}' && --depth == 0) return at + 1;
    }
    return at;
  }
  [[nodiscard]] std::size_t line_at(std::size_t at) const {
    const auto end = code_.begin() + static_cast<std::ptrdiff_t>(std::min(at, code_.size()));
    return static_cast<std::size_t>(std::count(code_.begin(), end, '\n')) + 1;
  }

  std::string code_;
  std::size_t at_ = 0;
  std::size_t header_begin_ = 0;
  int round_ = 0;
  std::vector<Function> found_;
};

}  // namespace

std::vector<Function> functions_of(std::string_view text) {
  return Scanner(text).run();
}

std::vector<std::string> size_problems(const std::string& path, const std::string& text) {
  std::vector<std::string> out;
  const auto most = is_in(path, "tests") ? kMaxTestFileLines : kMaxFileLines;
  if (const auto lines = lines_of(text).size(); lines > most)
    out.push_back(path + ": " + std::to_string(lines) + " lines");
  for (const auto& function : functions_of(text))
    if (function.lines > kMaxFunctionLines)
      out.push_back(path + ":" + std::to_string(function.line) + ": a function of " +
                    std::to_string(function.lines) + " lines");
  return out;
}

namespace {

TEST(Size, IsWithinTheLimitsEverywhere) {
  std::vector<std::string> problems;
  std::size_t functions = 0;
  for (const auto& file : code_files()) {
    functions += functions_of(file.text).size();
    for (auto& problem : size_problems(file.path, file.text))
      problems.push_back(std::move(problem));
  }
  EXPECT_GT(functions, 100U) << "the scanner does not see functions";
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

std::string body_of(std::size_t lines) {
  std::string out = "{\n";
  for (std::size_t i = 2; i < lines; ++i) out += "  step();\n";
  return out + "}\n";
}

TEST(SizeScanner, CountsTheLinesOfABody) {
  const auto found = functions_of("namespace x {\nint f(int a) " + body_of(7) + "}\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].line, 2U);
  EXPECT_EQ(found[0].lines, 7U);
}

struct Shape {
  std::string name;
  std::string header;
};
const Shape kShapes[] = {
    {"Free", "static int f(const std::map<int, int>& a, struct sockaddr* b) noexcept "},
    {"Member", "class C : public B {\n public:\n  int f() const "},
    {"Template", "template <class T, std::size_t N>\nT g(T (&a)[N]) "},
    {"Constrained", "template <DescribedEnum T>\n  requires(sizeof(T) > 1)\nT h() "},
    {"Constructor", "X::X(int a) : B{a}, a_{1}, b_(2) "},
    {"TrailingReturn", "auto f(int a) -> std::vector<int> "},
    {"DefaultArgument", "void f(int a = 3, Options o = {}) "},
    {"NamedLambda", "const auto f = [](int a) "},
    {"Test", "TEST_F(Name, Sentence) "},
    {"AfterMacro", "BOOST_DESCRIBE_STRUCT(A, (), (b))\nstruct A {\n  int f() "},
    {"Operator", "bool operator==(const A& a, const A& b) "},
};

class SizeScannerSees : public testing::TestWithParam<Shape> {};

TEST_P(SizeScannerSees, AFunctionOfSixtyOneLinesAndAcceptsSixty) {
  EXPECT_TRUE(size_problems("x.cc", GetParam().header + body_of(60)).empty());
  EXPECT_EQ(size_problems("x.cc", GetParam().header + body_of(61)).size(), 1U);
}
INSTANTIATE_TEST_SUITE_P(Shapes, SizeScannerSees, testing::ValuesIn(kShapes),
                         [](const auto& it) { return it.param.name; });

TEST(SizeScanner, IsNotMisledByTablesTypesCommentsAndLiterals) {
  std::string table = "const Row kRows[] = {\n";
  for (int i = 0; i < 100; ++i) table += "    {1, \"}\"},\n";
  EXPECT_TRUE(size_problems("x.cc", table + "};\n").empty());
  std::string type = "struct Wide {\n";
  for (int i = 0; i < 100; ++i) type += "  int a = 1'000; // {\n";
  EXPECT_TRUE(size_problems("x.cc", type + "};\n").empty());
  const auto found = functions_of("/* { */ void f() { g('{', \"{\", R\"x({)x\"); }\nvoid h() {}\n");
  EXPECT_EQ(found.size(), 2U);
}

TEST(SizeScanner, RefusesFilesThatAreTooLong) {
  const std::string lines(401, '\n');
  EXPECT_EQ(size_problems("engine/x.cc", lines).size(), 1U);
  EXPECT_TRUE(size_problems("tests/x.cc", lines).empty());
  EXPECT_TRUE(size_problems("engine/x.cc", std::string(400, '\n')).empty());
  EXPECT_EQ(size_problems("tests/x.cc", std::string(601, '\n')).size(), 1U);
}

}  // namespace
}  // namespace lockstep::tidy
