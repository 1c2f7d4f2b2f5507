#include "adapters/metactf/http_transport.h"

#include <string>
#include <utility>

#include "adapters/http_client/client.h"
#include "base/url.h"

namespace lockstep::metactf {

namespace {

using http_client::Failure;
using ports::VendorErrc;
using ports::VendorError;

http_client::Options options_of(const ClientOptions& options, const BaseUrl& base) {
  return {.server = *base::parse_http_url(base.origin),
          .connect_timeout = options.connect_timeout,
          .answer_timeout = options.read_timeout,
          .max_body_bytes = options.max_response_bytes,
          .verify_tls = options.verify_tls,
          .ca_file = options.ca_file};
}

VendorError failed(const std::string& call, Failure failure) {
  const auto error = [&](VendorErrc code, std::string message) {
    return VendorError{code, 0, std::move(message), {}, {{"call", call}}};
  };
  switch (failure) {
    case Failure::cancelled:
      return error(VendorErrc::connection, "the call was cancelled; nothing was sent");
    case Failure::unreachable:
      return error(VendorErrc::connection, "the vendor could not be reached; nothing was sent");
    case Failure::untrusted:
      return error(VendorErrc::connection,
                   "the vendor's TLS certificate could not be verified; nothing was sent");
    case Failure::unreadable:
      return error(VendorErrc::unreadable,
                   "what came as the answer to " + call +
                       " cannot be read as HTTP; whether it was done is unknown");
    case Failure::too_large:
      return error(VendorErrc::malformed, "the answer to " + call + " is larger than we accept");
    case Failure::no_answer:
      break;
  }
  return error(VendorErrc::timeout,
               "there was no whole answer to " + call + " in time; whether it was done is unknown");
}

class HttpTransport final : public Transport {
 public:
  HttpTransport(const ClientOptions& options, const BaseUrl& base)
      : http_(options_of(options, base)), token_(options.token), base_path_(base.path) {}

  ports::VendorResult<HttpAnswer> exchange(const HttpRequest& request) override;
  void cancel() noexcept override { http_.cancel(); }

 private:
  [[nodiscard]] http_client::Request to_http(const HttpRequest& request) const;

  http_client::Client http_;
  Sealed<std::string> token_;
  std::string base_path_;
};

http_client::Request HttpTransport::to_http(const HttpRequest& request) const {
  http_client::Request out;
  out.method = request.method;
  out.target = base_path_ + request.route + request.query;
  out.headers.emplace_back("Accept", "application/json");
  if (request.with_token) out.headers.emplace_back("Authorization", "Bearer " + token_.reveal());
  if (request.body) out.headers.emplace_back("Content-Type", "application/json");
  out.body = request.body;
  return out;
}

ports::VendorResult<HttpAnswer> HttpTransport::exchange(const HttpRequest& request) {
  auto response = http_.exchange(to_http(request));
  if (!response) return failed(request.name(), response.error());
  auto& whole = response.value();
  return HttpAnswer{whole.status, std::move(whole.body), whole.header("retry-after"),
                    whole.header("date")};
}

}  // namespace

std::unique_ptr<Transport> make_http_transport(const ClientOptions& options, const BaseUrl& base) {
  return std::make_unique<HttpTransport>(options, base);
}

}  // namespace lockstep::metactf
