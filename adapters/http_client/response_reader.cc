#include "adapters/http_client/response_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "base/ascii.h"

namespace lockstep::http_client {

namespace {

namespace beast = boost::beast;
using boost::system::error_code;

constexpr std::string_view kBegin = "HTTP/1.";
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
// More than any answer here has, and fewer than overflow anybody's number.
constexpr std::size_t kMaxChunkDigits = 8;
// Of a chunk's first line, and of a trailer.
constexpr std::size_t kMaxLineBytes = 4U << 10U;

/// All of it is one number.
std::optional<std::uint64_t> number_in(std::string_view text, int base) {
  std::uint64_t out = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, out, base);
  if (failed != std::errc{} || stopped != end) return std::nullopt;
  return out;
}

/// The beginning of `bytes` up to its end, or as far as it has come.
struct Line {
  std::string_view text;
  bool whole;
};
Line line_of(std::string_view bytes) {
  const auto end = bytes.find(kLineEnd);
  if (end != std::string_view::npos) return {bytes.substr(0, end), true};
  // A CR that came last may be the first half of the end.
  if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  return {bytes, false};
}

bool has_no_body(int status) {
  return status == 204 || status == 304;
}

}  // namespace

void ResponseReader::read(std::string_view bytes) {
  bytes_.append(bytes);
  while (state_ == State::needs_more && step()) continue;
  bytes_.erase(0, taken_);
  taken_ = 0;
}

bool ResponseReader::end() {
  stays_ = false;
  if (state_ == State::needs_more)
    state_ = part_ == Part::until_end ? State::whole : State::malformed;
  return state_ == State::whole;
}

bool ResponseReader::leaves_connection_usable() const {
  return state_ == State::whole && stays_ && bytes_.empty();
}

bool ResponseReader::stop(State why) {
  state_ = why;
  return false;
}

// False: it needs more, or is over.
bool ResponseReader::step() {
  switch (part_) {
    case Part::head:
      return take_head();
    case Part::sized:
    case Part::until_end:
      return take_body(Part::sized);
    case Part::chunk_line:
      return take_chunk_line();
    case Part::chunk:
      return take_body(Part::chunk_end);
    case Part::chunk_end:
      if (rest().size() < kLineEnd.size()) return false;
      if (!rest().starts_with(kLineEnd)) return stop(State::malformed);
      taken_ += kLineEnd.size();
      part_ = Part::chunk_line;
      return true;
    case Part::trailers:
      return take_trailers();
  }
  return false;
}

bool ResponseReader::take_head() {
  // Who speaks another language may wait for us to speak it.
  if (!rest().starts_with(kBegin.substr(0, rest().size()))) return stop(State::malformed);
  const auto end = rest().find(kHeadEnd, looked_);
  const bool whole = end != std::string_view::npos;
  const auto size = whole ? end + kHeadEnd.size() : rest().size();
  extra_ += whole ? size : 0;
  // Those before the last, which only say that it is to come, count as well.
  if (size > limits_.max_head_bytes || extra_ > limits_.max_head_bytes)
    return stop(State::malformed);
  looked_ = size - std::min(size, kHeadEnd.size() - 1);
  if (!whole) return false;
  looked_ = 0;
  const auto head = rest().substr(0, size);
  taken_ += size;
  return parse_head(head);
}

bool ResponseReader::parse_head(std::string_view head) {
  beast::http::response_parser<beast::http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(limits_.max_head_bytes + 1));
  parser.body_limit(boost::none);
  parser.eager(false);
  error_code failed;
  parser.put(boost::asio::const_buffer(head.data(), head.size()), failed);
  if (failed || !parser.is_header_done()) return stop(State::malformed);
  const auto& message = parser.get();
  response_ = {};
  response_.status = static_cast<int>(message.result_int());
  if (response_.status == 101) return stop(State::malformed);  // It was not asked to.
  if (response_.status < 200) return true;

  std::size_t lengths = 0;
  std::size_t encodings = 0;
  bool closes = false;  // Beast looks at the first line of that name alone.
  for (const auto& field : message) {
    auto name = base::lower(std::string(field.name_string()));
    lengths += name == "content-length" ? 1U : 0U;
    encodings += name == "transfer-encoding" ? 1U : 0U;
    closes =
        closes || (name == "connection" && beast::http::token_list{field.value()}.exists("close"));
    response_.headers.emplace(std::move(name), std::string(field.value()));
  }
  stays_ = message.keep_alive() && !closes;
  extra_ = 0;
  return choose_framing(lengths, encodings);
}

// What could end in two places is taken for no answer (RFC 9112, 6.3).
bool ResponseReader::choose_framing(std::size_t lengths, std::size_t encodings) {
  if (has_no_body(response_.status)) return stop(State::whole);
  if (lengths + encodings > 1) return stop(State::malformed);
  if (encodings == 1) {
    part_ = Part::chunk_line;
    return base::lower(response_.header("transfer-encoding")) == "chunked" ||
           stop(State::malformed);
  }
  if (lengths == 0) {
    part_ = Part::until_end;
    stays_ = false;
    return true;
  }
  const auto length = number_in(response_.header("content-length"), 10);
  if (!length) return stop(State::malformed);
  if (*length > limits_.max_body_bytes) return stop(State::too_large);
  part_ = Part::sized;
  left_ = *length;
  return true;
}

bool ResponseReader::take_body(Part next) {
  const bool is_counted = part_ != Part::until_end;
  const auto came = is_counted ? rest().substr(0, left_) : rest();
  if (response_.body.size() + came.size() > limits_.max_body_bytes) return stop(State::too_large);
  response_.body.append(came);
  taken_ += came.size();
  if (!is_counted) return false;
  left_ -= came.size();
  if (left_ > 0) return false;
  if (next == Part::sized) return stop(State::whole);
  part_ = next;
  return true;
}

bool ResponseReader::take_chunk_line() {
  const auto [line, whole] = line_of(rest());
  extra_ += whole ? line.size() : 0;
  if (line.size() > kMaxLineBytes || extra_ > limits_.max_body_bytes) return stop(State::too_large);
  if (!whole) return false;
  taken_ += line.size() + kLineEnd.size();

  // What may follow the size is of no meaning here.
  const auto digits = line.substr(0, line.find_first_of("; \t"));
  const auto size = number_in(digits, 16);
  if (!size || digits.size() > kMaxChunkDigits) return stop(State::malformed);
  if (*size > limits_.max_body_bytes) return stop(State::too_large);
  left_ = *size;
  part_ = *size == 0 ? Part::trailers : Part::chunk;
  return true;
}

// Read and forgotten, line by line, to the empty one.
bool ResponseReader::take_trailers() {
  const auto [line, whole] = line_of(rest());
  if (line.size() > kMaxLineBytes) return stop(State::too_large);
  if (!whole) return false;
  taken_ += line.size() + kLineEnd.size();
  extra_ += line.size();
  if (extra_ > limits_.max_body_bytes) return stop(State::too_large);
  return line.empty() ? stop(State::whole) : true;
}

}  // namespace lockstep::http_client
