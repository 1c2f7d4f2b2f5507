// Requests, one after the other on a connection: however their bytes are cut, they are the same,
// and what was accepted is accepted again when it is written in the plainest form.
#include <algorithm>
#include <string>

#include "adapters/http/text.h"
#include "adapters/http/wire/request_reader.h"
#include "adapters/http/wire/target.h"
#include "base/ascii.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using http::Request;
using http::wire::RequestLimits;
using http::wire::RequestReader;
using State = RequestReader::State;

// Those of the corpus of tests/contract/wire.
constexpr RequestLimits kLimits{
    {.max_start_line_bytes = 200, .max_bytes = 1000, .max_headers = 20}, 100, 300};
constexpr RequestLimits kWideLimits{
    {.max_start_line_bytes = 2000, .max_bytes = 10000, .max_headers = 100}, 1000, 3000};
// A chunk's first line may be longer than these limits of a head.
constexpr std::size_t kMostLeft = 1100;

struct Read {
  State state = State::needs_more;
  std::size_t end = 0;  ///< In all of the bytes.
  Request request;
  bool is_last = true;
  bool is_1_0 = false;
};

/// The bytes of a connection, of which more and more have come.
class Connection {
 public:
  Connection(std::string_view all, std::vector<std::size_t> sizes, const RequestLimits& limits)
      : all_(all), sizes_(std::move(sizes)), limits_(limits) {}

  std::vector<Read> run() {
    std::vector<Read> out;
    do {
      out.push_back(next());
    } while (out.back().state == State::whole && !out.back().is_last && taken_ < all_.size());
    return out;
  }

 private:
  // Whoever has sent a request whole is answered before more of their bytes are read.
  Read next() {
    RequestReader reader{limits_};
    show(reader);
    while (reader.state() == State::needs_more && come_ < all_.size()) {
      come_ += std::min(sizes_[piece_++ % sizes_.size()], all_.size() - come_);
      show(reader);
    }
    Read out{reader.state(), taken_, {}, reader.is_last(), reader.is_1_0()};
    if (out.state != State::needs_more) out.request = reader.take_request();
    return out;
  }

  void show(RequestReader& reader) {
    const auto shown = alone(all_.substr(taken_, come_ - taken_));
    const auto taken = reader.read(view(shown));
    require(taken <= shown.size(), "more was taken than there is");
    taken_ += taken;
    const bool told = reader.take_continue();
    require(!told || reader.state() == State::needs_more, "told to continue when it is over");
    require(!reader.take_continue(), "told to continue twice");
    if (reader.state() == State::needs_more)
      require(come_ - taken_ <= kMostLeft, "more is left than has to be shown again");
  }

  std::string_view all_;
  std::vector<std::size_t> sizes_;
  const RequestLimits& limits_;
  std::size_t come_ = 0;
  std::size_t taken_ = 0;
  std::size_t piece_ = 0;
};

int status_of(const Request& request) {
  return request.refusal ? request.refusal->status : 200;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    static constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
    return base::is_digit(c) || (base::lower(c) >= 'a' && base::lower(c) <= 'z') ||
           kSigns.find(c) != std::string_view::npos;
  });
}

void check_accepted(const Request& request, bool is_1_0) {
  require(!request.refusal, "whole and refused");
  require(is_token(request.method), "a method that is none");
  require(http::wire::target_of(request.path).has_value(), "a path that is none");
  require(request.path == "*" || request.path.starts_with('/'), "a path that begins elsewhere");
  require(request.body.size() <= kLimits.max_body_bytes, "a body beyond the limit");
  require(is_1_0 || request.headers.contains("host"), "no host");
  for (const auto& [name, value] : request.headers) {
    require(is_token(name), "a header whose name is none");
    require(std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; }),
            "a header's name that is not in small letters");
    require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
            "a header of several lines");
  }
  const bool one_length =
      !request.headers.contains("content-length") || !request.headers.contains("transfer-encoding");
  require(one_length, "two lengths");
}

std::string plain_text(const Request& request, bool is_1_0) {
  auto out = request.method + " " + request.path;
  if (!request.query.empty()) out += "?" + request.query;
  out += is_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers)
    if (name != "content-length" && name != "transfer-encoding")
      out += name + ": " + value + "\r\n";
  if (!request.body.empty())
    out += "content-length: " + std::to_string(request.body.size()) + "\r\n";
  return out + "\r\n" + request.body;
}

/// Without what says how long the body is. Values as they are read: with no blanks around them.
std::map<std::string, std::string> facts_of(const Request& request) {
  auto out = request.headers;
  out.erase("content-length");
  out.erase("transfer-encoding");
  for (auto& [name, value] : out) value = http::trimmed(value);
  return out;
}

void check_written_again(const Read& read) {
  const auto text = plain_text(read.request, read.is_1_0);
  RequestReader reader{kWideLimits};
  require(reader.read(text) == text.size(), "written again it ends elsewhere");
  require(reader.state() == State::whole, "written again it is refused");
  const auto again = reader.take_request();
  require(again.method == read.request.method && again.path == read.request.path &&
              again.query == read.request.query && again.body == read.request.body &&
              facts_of(again) == facts_of(read.request),
          "written again it is another one");
}

void check_same(const Read& read, const Read& other) {
  const auto& a = read.request;
  const auto& b = other.request;
  require(read.state == other.state, "cut in pieces it has another state");
  require(read.is_last == other.is_last, "cut in pieces it is the last, or is not");
  require(status_of(a) == status_of(b), "cut in pieces it is refused for something else");
  if (read.state != State::whole) return;
  require(read.end == other.end, "cut in pieces it ends elsewhere");
  require(a.method == b.method && a.path == b.path && a.query == b.query &&
              a.headers == b.headers && a.body == b.body,
          "cut in pieces it is another one");
}

void run(Input input) {
  const auto sizes = input.sizes();
  const auto whole = Connection{input.rest(), {input.rest().size() + 1}, kLimits}.run();
  const auto pieces = Connection{input.rest(), sizes, kLimits}.run();
  require(whole.size() == pieces.size(), "cut in pieces there are more or fewer");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    check_same(whole[i], pieces[i]);
    require((whole[i].state == State::refused) == whole[i].request.refusal.has_value(),
            "refused without a reason, or the other way round");
    if (whole[i].state == State::refused) require(whole[i].is_last, "refused, and it goes on");
    if (whole[i].state != State::whole) continue;
    check_accepted(whole[i].request, whole[i].is_1_0);
    check_written_again(whole[i]);
  }
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
