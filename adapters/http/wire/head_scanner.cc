#include "adapters/http/wire/head_scanner.h"

#include "adapters/http/wire/problems.h"

namespace lockstep::http::wire {

void HeadScanner::look(std::string_view bytes) {
  while (looked_at_ < bytes.size() && size_ == 0 && !problem_) {
    const auto at = looked_at_;
    if (at == line_) begin_line(bytes[at]);
    if (bytes[at] == '\0') problem_ = malformed("A line has a NUL in it.");
    if (bytes[at] == '\r') {
      if (at + 1 == bytes.size()) break;  // What follows decides.
      if (bytes[at + 1] != '\n') problem_ = malformed("A line ends in CR alone.");
    }
    if (bytes[at] == '\n') end_line(bytes);
    ++looked_at_;
    if (lines_ == 0 && looked_at_ > limits_.max_start_line_bytes)
      problem_ = problem_of_status(414);
    else if (looked_at_ > limits_.max_bytes || lines_ > limits_.max_headers + 1)
      problem_ = head_too_large();
  }
}

void HeadScanner::begin_line(char first) {
  // Some take a folded line for a part of the one before it, some for a header of its own.
  if (first == ' ' || first == '\t') problem_ = malformed("A line begins with a blank.");
}

void HeadScanner::end_line(std::string_view bytes) {
  const auto at = looked_at_;
  if (at == line_ || bytes[at - 1] != '\r') {
    problem_ = malformed("A line ends in LF alone.");
  } else if (at == line_ + 1) {
    if (lines_ == 0)
      problem_ = malformed("There is no request line.");
    else
      size_ = at + 1;
  } else {
    ++lines_;
    line_ = at + 1;
  }
}

}  // namespace lockstep::http::wire
