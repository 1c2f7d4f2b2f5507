#include "adapters/cli/toml_check.h"

#include <algorithm>
#include <string>

namespace lockstep::cli {

namespace {

constexpr int kMostDots = 1000;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20U && c != '\t' && c != '\r' && c != '\n') || byte == 0x7FU;
}
bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80U;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  }

  std::optional<std::size_t> first_bad_line() {
    while (!rest_.empty()) {
      const bool good = string_end_.empty() ? outside() : inside();
      if (!good) return line_;
    }
    return std::nullopt;
  }

 private:
  // One sign, or the beginning of a string, or a comment.
  bool outside() {
    const char c = rest_.front();
    if (is_control(c) || !is_ascii(c)) return false;
    if (c == '"' || c == '\'') return begin_string(c);
    if (c == '#') {
      const auto comment = rest_.substr(0, rest_.find('\n'));
      rest_.remove_prefix(comment.size());
      return std::ranges::none_of(comment, is_control);
    }
    if (c == '.' && ++dots_ > kMostDots) return false;
    take();
    return true;
  }
  bool begin_string(char quote) {
    const std::string three(3, quote);
    string_end_ = rest_.starts_with(three) ? three : std::string(1, quote);
    rest_.remove_prefix(string_end_.size());
    return true;
  }
  // One sign of a string, or its end.
  bool inside() {
    const char c = rest_.front();
    if (rest_.starts_with(string_end_)) {
      rest_.remove_prefix(string_end_.size());
      // `""""` ends with a quote that is in the string, and so does `"""""`.
      while (string_end_.size() == 3 && !rest_.empty() && rest_.front() == string_end_.front())
        rest_.remove_prefix(1);
      string_end_.clear();
      return true;
    }
    if (is_control(c) || (c == '\n' && string_end_.size() == 1)) return false;
    const bool escapes = c == '\\' && string_end_.front() == '"' && rest_.size() > 1;
    take();
    if (escapes && rest_.front() != '\n') take();
    return true;
  }
  void take() {
    if (rest_.front() == '\n') {
      ++line_;
      dots_ = 0;
    }
    rest_.remove_prefix(1);
  }

  std::string_view rest_;
  std::string string_end_;  ///< Of the string that we are in; empty: in none.
  std::size_t line_ = 1;
  int dots_ = 0;  ///< Of the line.
};

}  // namespace

std::optional<std::size_t> line_beyond_toml(std::string_view text) {
  return Scanner{text}.first_bad_line();
}

}  // namespace lockstep::cli
