// How long functions and files may be.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::tidy {

inline constexpr std::size_t kMaxFunctionLines = 60;
inline constexpr std::size_t kMaxFileLines = 400;
inline constexpr std::size_t kMaxTestFileLines = 600;

struct Function {
  std::string header;   ///< As it stands before the body, on one line.
  std::size_t line{};   ///< Of the opening brace, from 1.
  std::size_t lines{};  ///< Of the body, both braces' lines included.
};

/// The functions of C++ text in our style: free, member, and named lambdas at namespace scope.
std::vector<Function> functions_of(std::string_view text);

std::vector<std::string> size_problems(const std::string& path, const std::string& text);

}  // namespace lockstep::tidy
