// Coroutines are in one room, and written so that the compiler gets them right.
#include <algorithm>
#include <array>
#include <regex>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/tidy/coroutine_rules.h"
#include "tests/tidy/size_rules.h"
#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {

namespace {

constexpr std::string_view kAwait = "co_await";
constexpr std::string_view kBlanks = " \t\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string line_at(std::string_view code, std::size_t at) {
  return std::to_string(1 + std::ranges::count(code.substr(0, at), '\n'));
}

/// Whether the `{` that `before` ends in opens a block, and not a list of values.
bool opens_block(std::string_view before) {
  before = trimmed(before.substr(0, before.size() - 1));
  static constexpr std::array<std::string_view, 7> kBefore{")", "else", "do",   "try",
                                                           "{", "}",    "const"};
  return before.ends_with(';') ||
         std::ranges::any_of(kBefore, [&](auto word) { return before.ends_with(word); });
}

/// What stands before it in its statement is nothing, or one variable and `=`.
bool begins_well(std::string_view before) {
  const auto mark = before.find_last_of(";{}");
  if (mark == std::string_view::npos) return false;
  if (before[mark] == '{' && !opens_block(before.substr(0, mark + 1))) return false;
  const auto own = trimmed(before.substr(mark + 1));
  static const std::regex kVariable(R"([A-Za-z_][\w:<>&*, ]*\s=)");
  return own.empty() || std::regex_match(own.begin(), own.end(), kVariable);
}

bool goes_on_well(std::string_view after) {
  const auto expression = after.substr(0, after.find(';'));
  static constexpr std::array<std::string_view, 6> kNever{"?", "&&", "||", "{", "[", kAwait};
  return std::ranges::none_of(
      kNever, [&](auto word) { return expression.find(word) != std::string_view::npos; });
}

/// The lines of a function's body.
std::string body_of(const std::vector<std::string>& lines, const Function& function) {
  std::string out;
  for (std::size_t i = 0; i < function.lines && function.line - 1 + i < lines.size(); ++i)
    out += lines[function.line - 1 + i] + "\n";
  return out;
}

bool is_coroutine(std::string_view body) {
  return body.find("co_await") != std::string_view::npos ||
         body.find("co_return") != std::string_view::npos;
}

}  // namespace

std::vector<std::string> coroutine_problems(const std::string& path, const std::string& text) {
  static const std::regex kWords(R"(\b(co_await|co_return|co_yield|awaitable|use_awaitable)\b)");
  static const std::regex kLambda(
      R"(\]\s*(\([^)]*\))?\s*(mutable|noexcept|\s)*->\s*[\w:]*awaitable)");
  const auto code = without_comments_and_literals(text);
  std::smatch found;
  if (!is_in(path, kCoroutines)) {
    if (!std::regex_search(code, found, kWords)) return {};
    return {path + ": " + found.str() + " is for " + kCoroutines + " alone"};
  }
  std::vector<std::string> out;
  for (auto at = code.find(kAwait); at != std::string::npos; at = code.find(kAwait, at + 1)) {
    const auto view = std::string_view(code);
    if (!begins_well(view.substr(0, at)) || !goes_on_well(view.substr(at + kAwait.size())))
      out.push_back(path + ":" + line_at(code, at) + ": co_await inside of an expression");
  }
  if (std::regex_search(code, kLambda)) out.push_back(path + ": a lambda is a coroutine");
  const auto lines = lines_of(code);
  for (const auto& function : functions_of(text)) {
    const auto body = body_of(lines, function);
    if (is_coroutine(body) && body.find("async_initiate") != std::string::npos)
      out.push_back(path + ": " + function.header + " is a coroutine and calls async_initiate");
  }
  return out;
}

namespace {

TEST(Coroutines, AreInTheWireAloneAndWrittenAsTheCompilerCan) {
  std::vector<std::string> problems;
  std::size_t awaits = 0;
  for (const auto& file : code_files()) {
    if (is_in(file.path, kCoroutines) && file.text.find(kAwait) != std::string::npos) ++awaits;
    for (auto& problem : coroutine_problems(file.path, file.text))
      problems.push_back(std::move(problem));
  }
  EXPECT_GT(awaits, 0U);
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

TEST(CoroutinesScanner, SeesThemInOtherPlaces) {
  for (const auto* bad : {"void f() { co_return; }", "co_await x;", "asio::awaitable<int> f();",
                          "auto token = asio::use_awaitable;"})
    EXPECT_EQ(coroutine_problems("adapters/cli/x.cc", bad).size(), 1U) << bad;
  for (const auto* good : {"// co_await\n", "auto s = \"co_await\";", "bool is_awaitable_now;"})
    EXPECT_TRUE(coroutine_problems("adapters/cli/x.cc", good).empty()) << good;
}

std::string in_function(std::string_view statement) {
  return "asio::awaitable<void> f() {\n  " + std::string(statement) + "\n}\n";
}

TEST(CoroutinesScanner, AcceptsAStatementOfItsOwnAndAnInitializer) {
  for (const auto* good :
       {"co_await g();", "const bool good = co_await g(a, b);", "auto x = co_await g();",
        "x = co_await stream.read(place, token);", "if (a) {\n    co_await g();\n  }",
        "else {\n co_await g();\n }", "const std::size_t n =\n      co_await g();",
        "a = 1;\n  co_await g();", "// a comment, and more\n  co_await g();", "co_return a && b;",
        "std::array<char, 4> a{};\n  co_await g();", "tcp::socket s = co_await a.accept(token);"})
    EXPECT_TRUE(coroutine_problems("adapters/http/wire/x.cc", in_function(good)).empty()) << good;
}

TEST(CoroutinesScanner, RefusesEveryOtherForm) {
  for (const auto* bad : {"if (co_await g()) return;",
                          "if (a) co_await g();",
                          "while (co_await g()) {}",
                          "const auto x = a ? co_await g() : 1;",
                          "const auto x = co_await g() ? 1 : 2;",
                          "const bool x = a && co_await g();",
                          "const bool x = co_await g() && a;",
                          "const bool x = co_await g() || a;",
                          "h(co_await g());",
                          "auto x{co_await g()};",
                          "X x = {co_await g()};",
                          "co_return co_await g();",
                          "co_await g([&] { return 1; });",
                          "co_await g(X{1});",
                          "co_await g(co_await h());",
                          "x == co_await g();",
                          "x += co_await g();",
                          "if (auto x = co_await g(); x) {}",
                          "(void)co_await g();",
                          "for (;;) co_await g();",
                          "X x{.a = co_await g()};",
                          "const auto x = 1 + co_await g();"})
    EXPECT_FALSE(coroutine_problems("adapters/http/wire/x.cc", in_function(bad)).empty()) << bad;
}

TEST(CoroutinesScanner, RefusesLambdasAndInitiatingInACoroutine) {
  const auto problems = [](const std::string& text) {
    return coroutine_problems("adapters/http/wire/x.cc", text).size();
  };
  EXPECT_EQ(
      problems("void f() {\n  run([this](int a) -> asio::awaitable<void> { co_return; });\n}\n"),
      1U);
  EXPECT_EQ(problems("void f() {\n  run([]() mutable -> awaitable<void> { co_return; });\n}\n"),
            1U);
  EXPECT_EQ(problems(in_function("async_initiate<A, void()>(b, c);\n  co_return;")), 1U);
  EXPECT_EQ(problems(in_function("return async_initiate<A, void()>(b, c);")), 0U);
}

}  // namespace
}  // namespace lockstep::tidy
