// Every lock of the product is one that clang checks (base/mutex.h, scripts/check-locks.sh), and
// says what it is for.
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {
namespace {

constexpr const char* kWrapper = "base/mutex.h";

bool is_product(std::string_view path) {
  return !is_in(path, "tests") && !is_in(path, "bench") && !is_in(path, "fuzz");
}

/// One line per name of the standard library that base/mutex.h stands for.
std::vector<std::string> unchecked_locks(const std::string& path, const std::string& text) {
  static const std::regex kUnchecked(
      R"re(\bstd::((recursive_|shared_)?(timed_)?mutex|condition_variable(_any)?|(lock_guard|unique_lock|scoped_lock|shared_lock))\b)re");
  std::vector<std::string> out;
  const auto code = without_comments_and_literals(text);
  for (std::sregex_iterator it(code.begin(), code.end(), kUnchecked), end; it != end; ++it)
    out.push_back(path + " names " + it->str() + ": clang sees only the locks of " + kWrapper);
  return out;
}

/// One line per mutex that no member and no function of the same file names: clang has nothing to
/// check of it.
std::vector<std::string> mutexes_for_nothing(const std::string& path, const std::string& text) {
  static const std::regex kMutex(R"re(\bbase::(?:Shared)?Mutex (\w+);)re");
  const auto code = without_comments_and_literals(text);
  std::vector<std::string> out;
  for (std::sregex_iterator it(code.begin(), code.end(), kMutex), end; it != end; ++it) {
    const auto name = (*it)[1].str();
    const std::regex named(R"re(LOCKSTEP_(GUARDED_BY|REQUIRES)\([^()]*\b)re" + name + R"re(\b)re");
    if (!std::regex_search(code, named)) out.push_back(path + ": nothing is guarded by " + name);
  }
  return out;
}

TEST(Mutexes, OfTheProductAreTheOnesThatClangChecks) {
  std::vector<std::string> problems;
  for (const auto& file : code_files()) {
    if (!is_product(file.path) || file.path == kWrapper) continue;
    for (auto& problem : unchecked_locks(file.path, file.text))
      problems.push_back(std::move(problem));
  }
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

TEST(Mutexes, OfTheProductGuardSomething) {
  std::vector<std::string> problems;
  std::size_t mutexes = 0;
  for (const auto& file : code_files()) {
    if (!is_product(file.path)) continue;
    if (file.text.find("Mutex mutex_;") != std::string::npos) ++mutexes;
    for (auto& problem : mutexes_for_nothing(file.path, file.text))
      problems.push_back(std::move(problem));
  }
  EXPECT_GT(mutexes, 10U);
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

TEST(MutexesScanner, FindsLocksThatClangDoesNotCheck) {
  for (const auto* bad :
       {"std::mutex m;", "mutable std::shared_mutex m;", "std::recursive_mutex m;",
        "std::timed_mutex m;", "std::shared_timed_mutex m;", "std::condition_variable c;",
        "std::condition_variable_any c;", "const std::lock_guard lock{m};",
        "std::lock_guard<M> lock(m);", "std::unique_lock lock{m};", "std::scoped_lock lock{a};",
        "std::shared_lock lock{m};", "using std::mutex;"})
    EXPECT_EQ(unchecked_locks("x", bad).size(), 1U) << bad;
  for (const auto* good :
       {"base::Mutex m;", "const base::MutexLock lock{m};", "// not std::mutex",
        "f(\"std::mutex\");", "other::mutex m;", "std::mutexes m;", "std::atomic<bool> done;"})
    EXPECT_TRUE(unchecked_locks("x", good).empty()) << good;
}

TEST(MutexesScanner, FindsAMutexThatNothingNames) {
  for (const auto* good : {"base::Mutex m_;\nint x_ LOCKSTEP_GUARDED_BY(m_) = 0;",
                           "mutable base::SharedMutex m_;\nint x_ LOCKSTEP_GUARDED_BY(m_);",
                           "void f() LOCKSTEP_REQUIRES(n_, m_);\nbase::Mutex m_;", "int m_;"})
    EXPECT_TRUE(mutexes_for_nothing("x", good).empty()) << good;
  for (const auto* bad : {"base::Mutex m_;\nint x_ = 0;", "mutable base::SharedMutex m_;",
                          "base::Mutex m_;\nint x_ LOCKSTEP_GUARDED_BY(m_too_);",
                          "base::Mutex m_;\n// LOCKSTEP_GUARDED_BY(m_)\nint x_;",
                          "void f() LOCKSTEP_EXCLUDES(m_);\nbase::Mutex m_;"})
    EXPECT_EQ(mutexes_for_nothing("x", bad).size(), 1U) << bad;
}

}  // namespace
}  // namespace lockstep::tidy
