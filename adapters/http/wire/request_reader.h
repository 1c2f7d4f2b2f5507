// Bytes to a request, however they are cut into pieces. Beast parses; what it would let pass and
// must not is judged by head_scanner.h, head_rules.h and here (chunk lines). Knows no sockets.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "adapters/http/message.h"
#include "adapters/http/wire/head_scanner.h"

namespace lockstep::http::wire {

struct RequestLimits {
  HeadLimits head;
  std::size_t max_body_bytes;
  std::size_t max_framing_bytes;  ///< Of chunk sizes, extensions and trailers together.
};

/// Reads one request. One thread at a time.
class RequestReader {
 public:
  enum class State : std::uint8_t { needs_more, whole, refused };

  explicit RequestReader(const RequestLimits& limits);
  ~RequestReader();
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;

  /// How many of `bytes` it took: those are the request's. The others must be shown again, with
  /// more after them; it never leaves more than the limit of the head.
  std::size_t read(std::string_view bytes);
  [[nodiscard]] State state() const { return state_; }
  /// True once, for a client that sends its body only when told to.
  bool take_continue();
  /// What the head says, once take_continue() was true.
  [[nodiscard]] const Request& head() const { return request_; }
  /// It is not to be read any further.
  void refuse(Problem why);

  /// What follows this request must not be read: it was refused, or its client wishes so.
  [[nodiscard]] bool is_last() const { return is_last_; }
  [[nodiscard]] bool is_1_0() const { return is_1_0_; }
  /// Once it is whole or refused. Of one that is refused as much as is known. Its headers are
  /// those of the head: trailers are read and forgotten.
  Request take_request();

 private:
  struct Parsing;
  std::size_t read_head(std::string_view bytes);
  void parse_head(std::string_view head);
  std::size_t read_body(std::string_view bytes);
  bool has_whole_chunk_line(std::string_view bytes);
  bool has_whole_trailers(std::string_view last_chunk);

  const RequestLimits* limits_;
  HeadScanner scanner_;
  std::unique_ptr<Parsing> parsing_;  ///< Once the head is whole.
  Request request_;
  State state_ = State::needs_more;
  int blank_lines_ = 0;  ///< Before the request.
  bool expects_continue_ = false;
  bool is_last_ = true;
  bool is_1_0_ = false;
};

}  // namespace lockstep::http::wire
