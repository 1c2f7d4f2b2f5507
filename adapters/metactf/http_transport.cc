// See http_transport.h.
#include "adapters/metactf/http_transport.h"

#include <csignal>
#include <utility>

#include <httplib.h>

#include "adapters/metactf/watchdog.h"

namespace lockstep::metactf {

namespace {

using ports::VendorErrc;
using ports::VendorError;
using SteadyTime = std::chrono::steady_clock::time_point;

/// Collects a body as it comes in, and says stop when it is too long or takes too long.
class Receiving {
 public:
  Receiving(std::size_t max_bytes, SteadyTime deadline)
      : max_bytes_(max_bytes), deadline_(deadline) {}

  bool take(const char* data, std::size_t size) {
    if (body_.size() + size > max_bytes_) {
      oversized_ = true;
      return false;
    }
    body_.append(data, size);
    return std::chrono::steady_clock::now() < deadline_;
  }
  [[nodiscard]] bool oversized() const { return oversized_; }
  [[nodiscard]] std::string body() && { return std::move(body_); }

 private:
  std::string body_;
  std::size_t max_bytes_;
  SteadyTime deadline_;
  bool oversized_ = false;
};

// Up to the end of the TLS handshake nothing of the request has left. After that we do not know,
// not even when writing failed or when a kept-alive connection turned out to be closed.
bool certainly_not_sent(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return true;
    case httplib::Error::Success:
    case httplib::Error::Unknown:
    case httplib::Error::Read:
    case httplib::Error::Write:
    case httplib::Error::ExceedRedirectCount:
    case httplib::Error::Canceled:
    case httplib::Error::UnsupportedMultipartBoundaryChars:
    case httplib::Error::Compression:
      return false;
  }
  return false;
}

VendorError no_answer(const std::string& call, VendorErrc code, std::string message) {
  return {code, 0, std::move(message), {}, {{"call", call}}};
}

VendorError failed(const std::string& call, httplib::Error error, bool oversized) {
  if (oversized)
    return no_answer(call, VendorErrc::malformed,
                     "the answer to " + call + " is larger than we accept");
  if (error == httplib::Error::SSLServerVerification || error == httplib::Error::SSLLoadingCerts)
    return no_answer(call, VendorErrc::connection,
                     "the vendor's TLS certificate could not be verified; nothing was sent");
  if (certainly_not_sent(error))
    return no_answer(call, VendorErrc::connection,
                     "the vendor could not be reached; nothing was sent");
  return no_answer(
      call, VendorErrc::timeout,
      "there was no whole answer to " + call + " in time; whether it was done is unknown");
}

VendorError cancelled(const std::string& call) {
  return no_answer(call, VendorErrc::connection, "the call was cancelled; nothing was sent");
}

class HttpTransport final : public Transport {
 public:
  HttpTransport(const ClientOptions& options, const BaseUrl& base);

  ports::VendorResult<HttpAnswer> exchange(const HttpRequest& request) override;
  void cancel() noexcept override { watchdog_.cancel(); }

 private:
  [[nodiscard]] httplib::Request to_http(const HttpRequest& request) const;

  httplib::Client http_;
  std::string token_;
  std::string base_path_;
  std::chrono::milliseconds connect_timeout_;
  std::chrono::milliseconds read_timeout_;
  std::size_t max_response_bytes_;
  Watchdog watchdog_;
};

HttpTransport::HttpTransport(const ClientOptions& options, const BaseUrl& base)
    : http_(base.origin),
      token_(options.token.reveal()),
      base_path_(base.path),
      connect_timeout_(options.connect_timeout),
      read_timeout_(options.read_timeout),
      max_response_bytes_(options.max_response_bytes) {
  std::signal(SIGPIPE, SIG_IGN);  // The library writes without MSG_NOSIGNAL.
  http_.set_keep_alive(true);
  http_.set_tcp_nodelay(true);  // 44 ms per answer otherwise.
  http_.set_follow_location(false);
  http_.set_url_encode(false);  // Ours is stricter, and twice would be wrong.
  http_.set_connection_timeout(options.connect_timeout);
  http_.set_read_timeout(options.read_timeout);
  http_.set_write_timeout(options.read_timeout);
  http_.enable_server_certificate_verification(options.verify_tls);
  if (!options.ca_file.empty()) http_.set_ca_cert_path(options.ca_file.string());
  http_.set_socket_options([this](int socket) { watchdog_.watch(socket); });
}

httplib::Request HttpTransport::to_http(const HttpRequest& request) const {
  httplib::Request out;
  out.method = request.method;
  out.path = base_path_ + request.route + request.query;
  out.headers.emplace("Accept", "application/json");
  if (request.with_token) out.headers.emplace("Authorization", "Bearer " + token_);
  if (request.body) {
    out.headers.emplace("Content-Type", "application/json");
    out.body = *request.body;
  }
  return out;
}

ports::VendorResult<HttpAnswer> HttpTransport::exchange(const HttpRequest& request) {
  const auto started = std::chrono::steady_clock::now();
  if (!watchdog_.begin(started + connect_timeout_ + read_timeout_))
    return cancelled(request.name());
  Receiving receiving{max_response_bytes_, started + read_timeout_};
  auto http_request = to_http(request);
  http_request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t,
                                      std::uint64_t) { return receiving.take(data, size); };
  httplib::Response response;
  auto error = httplib::Error::Success;
  bool whole = false;
  try {
    whole = http_.send(http_request, response, error);
  } catch (const std::exception&) {
    error = httplib::Error::Unknown;  // What it says may quote the request.
  }
  watchdog_.end();
  if (!whole) {
    http_.stop();
    return failed(request.name(), error, receiving.oversized());
  }
  return HttpAnswer{response.status, std::move(receiving).body(),
                    response.get_header_value("Retry-After"), response.get_header_value("Date")};
}

}  // namespace

std::unique_ptr<Transport> make_http_transport(const ClientOptions& options, const BaseUrl& base) {
  return std::make_unique<HttpTransport>(options, base);
}

}  // namespace lockstep::metactf
