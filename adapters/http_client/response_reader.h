// Bytes to a response, however they are cut into pieces, within limits. Beast reads the head. The
// body is taken here: Beast's reader of chunks asserts that it is shown the last one whole. Knows
// no sockets.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace lockstep::http_client {

struct Response {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< Names in lower case; of several, the first.
  std::string body;

  /// Empty when there is none.
  [[nodiscard]] std::string header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string{} : found->second;
  }
};

struct ResponseLimits {
  std::size_t max_head_bytes;
  std::size_t max_body_bytes;
};

/// Reads one response to anything but HEAD; those that only say that it is still to come (1xx) are
/// read and forgotten. One thread at a time.
class ResponseReader {
 public:
  enum class State : std::uint8_t { needs_more, whole, malformed, too_large };

  explicit ResponseReader(const ResponseLimits& limits) : limits_(limits) {}

  void read(std::string_view bytes);
  /// Nothing more comes. True: that is its end, and it is whole. False: it is too early, or it was
  /// none before.
  bool end();
  [[nodiscard]] State state() const { return state_; }
  /// The connection may be used for another request: the server said nothing against it, and
  /// nothing that it was not asked for.
  [[nodiscard]] bool leaves_connection_usable() const;
  /// Once it is whole.
  Response take() { return std::move(response_); }

 private:
  enum class Part : std::uint8_t { head, sized, until_end, chunk_line, chunk, chunk_end, trailers };

  bool step();
  bool take_head();
  bool parse_head(std::string_view head);
  bool choose_framing(std::size_t lengths, std::size_t encodings);
  bool take_body(Part next);
  bool take_chunk_line();
  bool take_trailers();
  bool stop(State why);
  [[nodiscard]] std::string_view rest() const { return std::string_view{bytes_}.substr(taken_); }

  ResponseLimits limits_;
  State state_ = State::needs_more;
  Part part_ = Part::head;
  std::string bytes_;       ///< What came.
  std::size_t taken_ = 0;   ///< Of it.
  std::size_t looked_ = 0;  ///< At how much of the rest, in vain.
  std::size_t extra_ = 0;   ///< Bytes that are neither of the head nor of the body.
  std::uint64_t left_ = 0;  ///< Of the body, or of the present chunk.
  bool stays_ = false;
  Response response_;
};

}  // namespace lockstep::http_client
