// Finds where a head ends, and refuses what parsers read differently before any of them sees it:
// lines that end in a bare LF or CR, lines that are folded, NUL. Every byte is looked at once,
// however slowly they come.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "adapters/http/problem.h"

namespace lockstep::http::wire {

struct HeadLimits {
  std::size_t max_start_line_bytes;
  std::size_t max_bytes;
  std::size_t max_headers;
};

/// Of one request. Neither waits nor keeps what it is shown.
class HeadScanner {
 public:
  explicit HeadScanner(const HeadLimits& limits) : limits_(limits) {}

  /// `bytes` is all that has come since the start line's first byte; it may only grow.
  void look(std::string_view bytes);
  /// Bytes of the head, its empty line included; 0 = it is not whole yet.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Why it is refused. There is no more to look at then.
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

 private:
  void end_line(std::string_view bytes);
  void begin_line(char first);

  HeadLimits limits_;
  std::size_t looked_at_ = 0;
  std::size_t line_ = 0;   ///< Where the present one begins.
  std::size_t lines_ = 0;  ///< Before it.
  std::size_t size_ = 0;
  std::optional<Problem> problem_;
};

}  // namespace lockstep::http::wire
