#include "adapters/http/api/server.h"

#include <string>
#include <utility>

#include "adapters/http/api/admission.h"
#include "adapters/http/api/api.h"
#include "adapters/http/api/sign_in.h"
#include "adapters/http/wire/server.h"
#include "adapters/http/wire/tls.h"
#include "base/url.h"

namespace lockstep::http {

namespace {

Result<void> check_listening(const ServerOptions& options) {
  if (options.dev_auth && !base::is_loopback(options.listen.host))
    return Error{Errc::invalid, "dev-auth-not-loopback",
                 "Development sign-in lets anybody in, so it is served on loopback only.",
                 "Listen on 127.0.0.1, or switch development sign-in off."};
  if (options.listen.port < 0 || options.listen.port > 65535)
    return Error{Errc::invalid, "port-invalid", "A port is 0 to 65535.", "Choose another port."};
  if (options.threads == 0 || options.max_connections == 0)
    return Error{Errc::invalid, "http-limits-invalid",
                 "At least one thread and one connection are needed.", ""};
  return boost::outcome_v2::success();
}

wire::Callbacks callbacks_for(const std::shared_ptr<Api>& owned) {
  auto& metrics = owned->ports.metrics;
  return {
      .serve =
          [owned](Request request, wire::Reply reply) {
            if (never_waits(request)) return dispatch(owned, std::move(request), std::move(reply));
            owned->workers->post(
                [api = owned, request = std::move(request), reply = std::move(reply)]() mutable {
                  dispatch(std::move(api), std::move(request), std::move(reply));
                });
          },
      .connections_changed =
          [&metrics](std::size_t open) {
            metrics.gauge("lockstep_http_connections", {}, static_cast<double>(open));
          },
      .connection_refused =
          [&metrics] { metrics.count("lockstep_http_connections_refused_total", {}, 1); },
      .connection_displaced =
          [&metrics] { metrics.count("lockstep_http_connections_displaced_total", {}, 1); },
      .accept_failed = [&metrics] { metrics.count("lockstep_http_accept_failures_total", {}, 1); },
      .judge =
          [owned](Request head, wire::Verdict told) {
            owned->workers->post([api = owned, head = std::move(head), told = std::move(told)] {
              told(refusal_by_head(*api, head));
            });
          }};
}

Result<wire::Options> wire_options(const ServerOptions& options) {
  wire::Options out;
  if (!options.tls_certificate_file.empty() || !options.tls_key_file.empty()) {
    LOCKSTEP_TRY(out.tls, TlsContext::load(options.tls_certificate_file, options.tls_key_file));
  }
  out.host = options.listen.host;
  out.port = options.listen.port;
  out.max_connections = options.max_connections;
  out.connections_per_address = options.connections_per_address;
  out.max_header_bytes = options.max_header_bytes;
  out.max_body_bytes = options.max_body_bytes;
  out.read_timeout = options.read_timeout;
  out.write_timeout = options.write_timeout;
  out.stream_write_timeout = options.streams.write_timeout;
  out.keep_alive = options.keep_alive;
  return out;
}

}  // namespace

Result<void> check_options(const ServerOptions& options) {
  LOCKSTEP_TRY(check_listening(options));
  LOCKSTEP_TRY(check_sign_in(options));
  LOCKSTEP_TRY(Cors::parse(options.cors_origins));
  LOCKSTEP_TRY(wire_options(options));
  return boost::outcome_v2::success();
}

Result<void> check_address(const ServerOptions& options) {
  return wire::check_address(options.listen.host, options.listen.port);
}

struct Server::Impl {
  std::shared_ptr<Api> api;
  std::unique_ptr<wire::Server> wire;
};

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options,
                                              Dependencies dependencies) {
  LOCKSTEP_TRY(check_listening(options));
  LOCKSTEP_TRY(auto authenticators, authenticators_for(options, dependencies));
  LOCKSTEP_TRY(auto cors, Cors::parse(options.cors_origins));
  auto& metrics = dependencies.metrics;
  auto impl = std::make_unique<Impl>();
  impl->api.reset(
      new Api{options, std::move(dependencies), std::move(authenticators), std::move(cors),
              KeyedLimit{"address", options.per_address}, KeyedLimit{"coach", options.per_coach},
              KeyedLimit{"idle-keys", options.idle_keys}, StreamPlaces{options.streams, metrics}});
  auto& logger = impl->api->ports.logger;
  forget_secrets(impl->api->options);
  if (options.dev_auth)
    logger.log(ports::Level::warning, "dev_auth_enabled",
               {{"meaning", "anybody on this machine may do anything"}});
  LOCKSTEP_TRY(auto listening, wire_options(options));
  LOCKSTEP_TRY(impl->wire, wire::Server::start(listening, callbacks_for(impl->api)));
  logger.log(ports::Level::info, "http_listening",
             {{"host", options.listen.host}, {"port", std::int64_t{impl->wire->port()}}});
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
  stop();
}

int Server::port() const {
  return impl_->wire->port();
}

void Server::stop() {
  impl_->wire->stop();
  impl_->api->workers->stop();
}

}  // namespace lockstep::http
