// Where coroutines may be, and the forms of co_await that g++ 12 compiles as they are written. In
// others (inside of ?:, &&, ||, braces, beside a lambda) it destroys what it awaits twice, without
// a warning.
#pragma once
#include <string>
#include <vector>

namespace lockstep::tidy {

/// The only folder with coroutines.
inline constexpr const char* kCoroutines = "adapters/http/wire";

/// One line per place in C++ text that is not of these forms:
///   co_await <expression>;               and the expression holds none of: ? && || { [ co_await
///   <declaration or variable> = co_await <expression>;
/// and per coroutine that is a lambda, or calls async_initiate itself.
std::vector<std::string> coroutine_problems(const std::string& path, const std::string& text);

}  // namespace lockstep::tidy
