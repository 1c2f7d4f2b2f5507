#include "adapters/http_client/client.h"

#include <string_view>
#include <utility>

#include "adapters/http_client/connection.h"
#include "adapters/http_client/gunzip.h"
#include "base/ascii.h"

namespace lockstep::http_client {

namespace {

using std::chrono::steady_clock;

constexpr std::string_view kGzipMagic = "\x1F\x8B";

std::string text_of(const Request& request, const base::HttpUrl& server) {
  const auto authority = server.origin.substr(server.origin.find("://") + 3);
  auto out = request.method + " " + request.target + " HTTP/1.1\r\nHost: " + authority +
             "\r\nAccept-Encoding: gzip\r\nUser-Agent: lockstep\r\n";
  for (const auto& [name, value] : request.headers) out += name + ": " + value + "\r\n";
  // Also of none: without it some servers wait for a body of these methods.
  if (request.body || request.method == "POST")
    out += "Content-Length: " + std::to_string(request.body.value_or("").size()) + "\r\n";
  return out + "\r\n" + request.body.value_or("");
}

Outcome<Response> unpacked(Response response, std::size_t max_bytes) {
  auto coding = response.header("content-encoding");
  // Some proxies pack and do not say so. No text begins with these two bytes.
  if (coding.empty() && response.body.starts_with(kGzipMagic)) coding = "gzip";
  if (coding.empty() || base::same_word(coding, "identity")) return response;
  if (!base::same_word(coding, "gzip") && !base::same_word(coding, "x-gzip"))
    return Failure::unreadable;
  std::string body;
  switch (gunzip(response.body, max_bytes, body)) {
    case Unpacked::whole:
      response.body = std::move(body);
      return response;
    case Unpacked::too_large:
      return Failure::too_large;
    case Unpacked::malformed:
      break;
  }
  return Failure::unreadable;
}

}  // namespace

struct Client::Impl {
  explicit Impl(Options given) : options(std::move(given)) {}

  Outcome<void> open();
  Outcome<Response> ask(const Request& request);

  Options options;
  Connection connection{options};
};

Outcome<void> Client::Impl::open() {
  if (connection.is_cancelled()) return Failure::cancelled;
  // One that the server has closed would leave us not knowing what became of the request.
  if (connection.is_usable()) return boost::outcome_v2::success();
  const auto opened = connection.open(steady_clock::now() + options.connect_timeout);
  if (opened == Connection::Opened::open) return boost::outcome_v2::success();
  if (connection.is_cancelled()) return Failure::cancelled;
  return opened == Connection::Opened::untrusted ? Failure::untrusted : Failure::unreachable;
}

Outcome<Response> Client::Impl::ask(const Request& request) {
  const auto deadline = steady_clock::now() + options.answer_timeout;
  if (!connection.write(text_of(request, options.server), deadline)) return Failure::no_answer;
  ResponseReader reader{{options.max_head_bytes, options.max_body_bytes}};
  while (reader.state() == ResponseReader::State::needs_more) {
    std::string bytes;
    const auto came = connection.read(bytes, deadline);
    if (came == Connection::Came::failed) return Failure::no_answer;
    if (came == Connection::Came::end && !reader.end()) return Failure::no_answer;
    reader.read(bytes);
  }
  if (reader.state() == ResponseReader::State::too_large) return Failure::too_large;
  if (reader.state() == ResponseReader::State::malformed) return Failure::unreadable;
  if (!reader.leaves_connection_usable()) connection.close();
  return unpacked(reader.take(), options.max_body_bytes);
}

Client::Client(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Client::~Client() = default;

Outcome<Response> Client::exchange(const Request& request) {
  if (const auto opened = impl_->open(); !opened) return opened.error();
  auto response = impl_->ask(request);
  if (!response) impl_->connection.close();
  return response;
}

void Client::cancel() noexcept {
  impl_->connection.cancel();
}

}  // namespace lockstep::http_client
