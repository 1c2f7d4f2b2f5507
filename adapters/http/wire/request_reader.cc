#include "adapters/http/wire/request_reader.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "adapters/http/wire/head_rules.h"
#include "adapters/http/wire/problems.h"
#include "base/ascii.h"

namespace lockstep::http::wire {

namespace {

namespace beast = boost::beast;
using boost::system::error_code;

// Some clients send one after a body; more than a few are no client's.
constexpr int kMaxBlankLines = 2;
constexpr std::size_t kMaxChunkLineBytes = 1024;
// More than any body here has, and fewer than overflow anybody's number.
constexpr std::size_t kMaxChunkDigits = 8;

std::string_view view_of(beast::string_view text) {
  return {text.data(), text.size()};
}

/// Where the size of a chunk stands: the line end of the chunk before goes with it.
std::string_view chunk_digits(std::string_view bytes) {
  const auto line = bytes.substr(bytes.starts_with("\r\n") ? 2 : 0);
  const auto end = std::ranges::find_if_not(line, base::is_hex_digit);
  return line.substr(0, static_cast<std::size_t>(end - line.begin()));
}

bool is_zero(std::string_view digits) {
  return !digits.empty() && std::ranges::all_of(digits, [](char c) { return c == '0'; });
}

/// Whether all that is wrong with the request line is its version: `HTTP/9.9` is one that we do not
/// speak, `HTTP/1.10` and `http/1.1` are none.
bool is_of_another_version(std::string_view head) {
  const auto line = head.substr(0, head.find('\r'));
  const auto word = line.substr(line.rfind(' ') + 1);
  constexpr std::string_view kName = "HTTP/";
  const bool is_version = word.size() == kName.size() + 3 && word.starts_with(kName) &&
                          base::is_digit(word[5]) && word[6] == '.' && base::is_digit(word[7]);
  return is_version && word != "HTTP/1.0" && word != "HTTP/1.1" &&
         std::ranges::count(line, ' ') == 2;
}

struct Wrong {
  beast::http::error found;
  std::string_view told;
};

// Which part of a head it is, never what it says.
constexpr std::array kWrongInHead = std::to_array<Wrong>({
    {beast::http::error::bad_method, "The method is malformed."},
    {beast::http::error::bad_target, "The request line names no address of this server."},
    {beast::http::error::bad_version, "The request line does not end in a version of HTTP."},
    {beast::http::error::bad_line_ending, "A line of the head does not end in CR and LF."},
    {beast::http::error::bad_field, "The name of a header is malformed."},
    {beast::http::error::bad_value, "The value of a header is malformed."},
    {beast::http::error::bad_obs_fold, "A header goes on in the next line."},
    {beast::http::error::bad_content_length, "Content-Length is malformed, or stands there twice."},
    {beast::http::error::multiple_content_length,
     "Content-Length is malformed, or stands there twice."},
    {beast::http::error::bad_transfer_encoding, "Transfer-Encoding is malformed."},
});

std::string_view wrong_in_head(const error_code& failed) {
  const auto found =
      std::ranges::find_if(kWrongInHead, [&](const Wrong& wrong) { return failed == wrong.found; });
  return found == kWrongInHead.end() ? "The request line or a header is malformed." : found->told;
}

}  // namespace

struct RequestReader::Parsing {
  using Parser = beast::http::request_parser<beast::http::string_body>;

  Parsing(const RequestLimits& limits, std::size_t head_bytes)
      : most_bytes(limits.max_body_bytes + limits.max_framing_bytes), trailers(limits.head) {
    parser.header_limit(static_cast<std::uint32_t>(head_bytes + 1));
    parser.body_limit(limits.max_body_bytes);
    parser.eager(false);  // One part at a time, so that each can be judged before.
    parser.on_chunk_header(on_chunk);
  }

  std::size_t most_bytes;
  std::size_t bytes = 0;  ///< Of everything after the head.
  std::uint64_t left_of_chunk = 0;
  HeadScanner trailers;  ///< To it the last chunk's line is their start line.
  std::function<void(std::uint64_t, beast::string_view, error_code&)> on_chunk =
      [this](std::uint64_t size, beast::string_view, error_code&) { left_of_chunk = size; };
  Parser parser;
};

RequestReader::RequestReader(const RequestLimits& limits)
    : limits_(&limits), scanner_(limits.head) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

std::size_t RequestReader::read(std::string_view bytes) {
  std::size_t taken = 0;
  if (!parsing_) taken = read_head(bytes);
  while (parsing_ && state_ == State::needs_more) {
    const auto part = read_body(bytes.substr(taken));
    taken += part;
    if (part == 0) break;
  }
  return taken;
}

std::size_t RequestReader::read_head(std::string_view bytes) {
  std::size_t taken = 0;
  for (; blank_lines_ < kMaxBlankLines && bytes.starts_with("\r\n"); ++blank_lines_) {
    bytes.remove_prefix(2);
    taken += 2;
  }
  if (bytes == "\r" && blank_lines_ < kMaxBlankLines) return taken;
  scanner_.look(bytes);
  if (scanner_.problem()) refuse(*scanner_.problem());
  if (state_ == State::refused || scanner_.size() == 0) return taken;
  parse_head(bytes.substr(0, scanner_.size()));
  return taken + scanner_.size();
}

void RequestReader::parse_head(std::string_view text) {
  parsing_ = std::make_unique<Parsing>(*limits_, text.size());
  auto& parser = parsing_->parser;
  error_code failed;
  parser.put(boost::asio::const_buffer(text.data(), text.size()), failed);
  if (failed == beast::http::error::bad_version && is_of_another_version(text))
    return refuse(version_unknown());
  const bool too_large = failed == beast::http::error::body_limit;
  if (failed && !too_large) return refuse(malformed(std::string(wrong_in_head(failed))));

  const auto& message = parser.get();
  is_1_0_ = message.version() == 10;
  Head head{view_of(message.method_string()), view_of(message.target()), is_1_0_, {}};
  for (const auto& field : message)
    head.headers.emplace_back(view_of(field.name_string()), view_of(field.value()));
  if (auto problem = accept_head(head, limits_->max_body_bytes, request_))
    return refuse(*std::move(problem));
  if (too_large) return refuse(problem_of_status(413));
  is_last_ = !stays_open(head, request_);
  expects_continue_ = expects_continue(head, request_);
  if (parser.is_done()) state_ = State::whole;
}

std::size_t RequestReader::read_body(std::string_view bytes) {
  auto& parsing = *parsing_;
  const bool chunked = parsing.parser.chunked();
  const bool between_chunks = chunked && parsing.left_of_chunk == 0;
  if (bytes.empty() || (between_chunks && !has_whole_chunk_line(bytes))) return 0;

  error_code failed;
  const auto taken =
      parsing.parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), failed);
  if (chunked && !between_chunks) parsing.left_of_chunk -= taken;
  parsing.bytes += taken;
  const bool waits = failed == beast::http::error::need_more && !between_chunks;
  if (parsing.bytes > parsing.most_bytes || failed == beast::http::error::body_limit)
    refuse(problem_of_status(413));
  else if (failed && !waits)
    refuse(malformed("The body is malformed."));
  else if (parsing.parser.is_done())
    state_ = State::whole;
  return taken;
}

// Beast is shown a chunk's first line, and all that follows the last chunk, only when it is whole:
// shown a part of the end it asserts that there is more of it.
bool RequestReader::has_whole_chunk_line(std::string_view bytes) {
  const auto digits = chunk_digits(bytes);
  const auto line = bytes.substr(static_cast<std::size_t>(digits.data() - bytes.data()));
  const auto end = std::min(line.find('\n'), line.size());
  const bool is_whole = end < line.size();
  if (digits.size() > kMaxChunkDigits || end > kMaxChunkLineBytes) {
    refuse(malformed("A chunk's first line is too long."));
  } else if (is_whole && (end == 0 || line[end - 1] != '\r')) {
    refuse(malformed("A line ends in LF alone."));
  } else if (!digits.empty() && line.substr(0, end).find('"') != std::string_view::npos) {
    // Nobody sends these, and to some they go on beyond the line.
    refuse(malformed("Quoted extensions of chunks are not accepted here."));
  } else if (is_whole && is_zero(digits)) {
    return has_whole_trailers(line);
  }
  return is_whole && state_ == State::needs_more;
}

bool RequestReader::has_whole_trailers(std::string_view last_chunk) {
  auto& scanner = parsing_->trailers;
  scanner.look(last_chunk);
  if (scanner.problem()) refuse(*scanner.problem());
  return scanner.size() > 0 && state_ == State::needs_more;
}

bool RequestReader::take_continue() {
  return state_ == State::needs_more && std::exchange(expects_continue_, false);
}

void RequestReader::refuse(Problem why) {
  request_.refusal = std::move(why);
  state_ = State::refused;
  is_last_ = true;
}

Request RequestReader::take_request() {
  if (state_ == State::whole) request_.body = std::move(parsing_->parser.get().body());
  parsing_.reset();
  return std::move(request_);
}

}  // namespace lockstep::http::wire
