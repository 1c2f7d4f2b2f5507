#include "adapters/http/request_framing.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include <httplib.h>

#include "adapters/http/shape.h"
#include "adapters/http/text.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kHeadEnd = "\n\r\n";
constexpr std::size_t kMaxChunkLine = 256;
constexpr std::size_t kLineEnd = 2;

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// As much of it as its framing depends on; the real parsing is httplib's.
httplib::Request outline_of(std::string_view head) {
  httplib::Request out;
  const auto first = take_line(head);
  const auto blank = std::min(first.find(' '), first.size());
  out.method = std::string(first.substr(0, blank));
  while (!head.empty()) {
    const auto line = take_line(head);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    out.headers.emplace(std::string(line.substr(0, colon)),
                        std::string(trimmed(line.substr(colon + 1))));
  }
  return out;
}

std::optional<std::size_t> chunk_length(std::string_view line) {
  std::size_t out = 0;
  const auto parsed = std::from_chars(line.data(), line.data() + line.size(), out, 16);
  if (parsed.ec != std::errc{}) return std::nullopt;
  return out;
}

}  // namespace

void RequestFraming::done(std::size_t size) {
  ready_ = true;
  size_ = size;
}

void RequestFraming::cut_short(std::string_view bytes) {
  if (!ready_) done(bytes.size());
}

void RequestFraming::look(std::string_view bytes) {
  if (ready_) return;
  if (head_ == 0) find_head(bytes);
  if (head_ == 0 || ready_) return;
  if (chunked_)
    walk_chunks(bytes);
  else if (bytes.size() >= size_)
    done(size_);
}

void RequestFraming::find_head(std::string_view bytes) {
  const auto end = bytes.find(kHeadEnd, looked_at_);
  if (end != std::string_view::npos) {
    head_ = end + kHeadEnd.size();
    judge_head(bytes.substr(0, head_));
  } else if (bytes.size() > limits_.max_header_bytes) {
    done(bytes.size());
  } else {
    looked_at_ = bytes.size() - std::min(bytes.size(), kHeadEnd.size() - 1);
  }
}

void RequestFraming::judge_head(std::string_view head) {
  const auto outline = outline_of(head);
  if (head.size() > limits_.max_header_bytes || shape_problem(outline, limits_.max_body_bytes))
    return done(head.size());
  chunked_ = outline.has_header("Transfer-Encoding");
  chunk_ = head.size();
  size_ = head.size() + number_in(outline.get_header_value("Content-Length")).value_or(0);
  asks_to_continue_ = outline.get_header_value("Expect") == "100-continue";
}

void RequestFraming::walk_chunks(std::string_view bytes) {
  // Chunks of one byte with long extensions would be a large body's worth of nothing.
  if (bytes.size() > head_ + 2 * limits_.max_body_bytes + kMaxChunkLine) return done(bytes.size());
  for (;;) {
    const auto end = bytes.find('\n', chunk_);
    if (end == std::string_view::npos) {
      if (bytes.size() > chunk_ + kMaxChunkLine) done(bytes.size());
      return;
    }
    const auto length = chunk_length(bytes.substr(chunk_, end - chunk_));
    if (!length || *length > limits_.max_body_bytes - body_) return done(bytes.size());
    const auto next = end + 1 + *length + kLineEnd;
    if (bytes.size() < next) return;
    if (*length == 0) return done(next);
    chunk_ = next;
    body_ += *length;
  }
}

}  // namespace lockstep::http
