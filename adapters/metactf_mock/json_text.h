// Writes JSON as text, member by member, without a value in between: answers with many solves are
// asked for all the time.
#pragma once
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

namespace lockstep::metactf_mock {

class JsonText {
 public:
  /// `{` or `[`, as a value of its own or in a list.
  JsonText& open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  JsonText& close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }
  /// Before a value. `name` needs no escapes.
  JsonText& key(std::string_view name) {
    separate();
    ((out_ += '"') += name) += "\":";
    first_ = true;
    return *this;
  }
  JsonText& value(std::int64_t number) {
    separate();
    std::array<char, 24> digits{};
    auto* const begin = digits.data();
    out_.append(begin, std::to_chars(begin, begin + digits.size(), number).ptr);
    return *this;
  }
  JsonText& value(std::string_view text) {
    separate();
    const bool plain = std::ranges::none_of(
        text, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
    if (plain)
      ((out_ += '"') += text) += '"';
    else
      out_ += boost::json::serialize(boost::json::string_view(text.data(), text.size()));
    return *this;
  }
  JsonText& yes_no(bool yes) {
    separate();
    out_ += yes ? "true" : "false";
    return *this;
  }
  /// What another one has written, as a value.
  JsonText& value(const JsonText& other) {
    separate();
    out_ += other.out_;
    return *this;
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string out_;
  bool first_ = true;
};

}  // namespace lockstep::metactf_mock
