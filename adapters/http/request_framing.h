// Finds where a request ends while its bytes come in pieces: whoever serves it never waits for the
// rest of it. Every byte is looked at once, however slowly they come.
#pragma once
#include <cstddef>
#include <string_view>

namespace lockstep::http {

struct RequestLimits {
  std::size_t max_header_bytes;
  std::size_t max_body_bytes;
};

/// Of one request. What it cannot make sense of it calls ready at once: parsing will refuse it.
class RequestFraming {
 public:
  explicit RequestFraming(RequestLimits limits) : limits_(limits) {}

  /// `bytes` is all that has come since the request's first byte; it may only grow.
  void look(std::string_view bytes);
  /// Nothing more will come: it is what it is.
  void cut_short(std::string_view bytes);

  /// It is whole, or will be refused for what is there already.
  [[nodiscard]] bool ready() const { return ready_; }
  /// How many bytes belong to it, once it is ready.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool has_head() const { return head_ > 0; }
  /// The client sends its body only when told to (`Expect: 100-continue`).
  [[nodiscard]] bool asks_to_continue() const { return asks_to_continue_ && !ready_; }

 private:
  void find_head(std::string_view bytes);
  void judge_head(std::string_view head);
  void walk_chunks(std::string_view bytes);
  void done(std::size_t size);

  RequestLimits limits_;
  std::size_t looked_at_ = 0;  ///< Up to here there is no end of the head.
  std::size_t head_ = 0;       ///< Bytes of it; 0 = not whole yet.
  std::size_t chunk_ = 0;      ///< Where the next chunk begins.
  std::size_t body_ = 0;       ///< Bytes of the chunks before it.
  std::size_t size_ = 0;
  bool chunked_ = false;
  bool asks_to_continue_ = false;
  bool ready_ = false;
};

}  // namespace lockstep::http
