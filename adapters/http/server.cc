#include "adapters/http/server.h"

#include <string>
#include <string_view>
#include <utility>

#include "adapters/http/api.h"
#include "adapters/http/listener.h"
#include "adapters/http/sign_in.h"
#include "adapters/http/text.h"
#include "base/url.h"

namespace lockstep::http {

namespace {

using std::chrono::steady_clock;

Result<void> check(const ServerOptions& options) {
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

// Never the path or the query as sent: they may hold anything.
void observe(Api& api, const Served& served, int status, double seconds) {
  auto& metrics = api.ports.metrics;
  const auto status_text = std::to_string(status);
  metrics.count("lockstep_http_requests_total",
                {{"route", served.route}, {"method", served.method}, {"status", status_text}}, 1);
  metrics.observe("lockstep_http_request_seconds", {{"route", served.route}}, seconds);
  const auto level = status >= 500 ? ports::Level::warning : ports::Level::info;
  api.ports.logger.log(level, "http_request",
                       {{"method", served.method},
                        {"route", served.route},
                        {"status", status},
                        {"ms", static_cast<std::int64_t>(seconds * 1000)},
                        {"role", served.role},
                        {"request_id", served.correlation_id}});
}

ListenerCallbacks callbacks_for(Api& api) {
  return {
      .serve =
          [&api](const Request& request) {
            const auto begin = steady_clock::now();
            Served served;
            auto answer = dispatch(api, request, served);
            const std::chrono::duration<double> took = steady_clock::now() - begin;
            observe(api, served, answer.status, took.count());
            return answer;
          },
      .connections_changed =
          [&api](std::size_t open) {
            api.ports.metrics.gauge("lockstep_http_connections", {}, static_cast<double>(open));
          },
      .connection_refused =
          [&api] { api.ports.metrics.count("lockstep_http_connections_refused_total", {}, 1); },
      .connection_displaced =
          [&api] { api.ports.metrics.count("lockstep_http_connections_displaced_total", {}, 1); }};
}

Result<ListenerOptions> listener_options(const ServerOptions& options) {
  std::shared_ptr<const TlsContext> tls;
  if (!options.tls_certificate_file.empty() || !options.tls_key_file.empty()) {
    LOCKSTEP_TRY(tls, TlsContext::load(options.tls_certificate_file, options.tls_key_file));
  }
  return ListenerOptions{.host = options.listen.host,
                         .port = options.listen.port,
                         .threads = options.threads,
                         .max_connections = options.max_connections,
                         .connections_per_address = options.connections_per_address,
                         .tls = std::move(tls),
                         .max_body_bytes = options.max_body_bytes,
                         .max_header_bytes = options.max_header_bytes,
                         .read_timeout = options.read_timeout,
                         .write_timeout = options.write_timeout,
                         .stream_write_timeout = options.streams.write_timeout,
                         .keep_alive = options.keep_alive};
}

}  // namespace

struct Server::Impl {
  Api api;
  std::unique_ptr<Listener> listener;
};

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options,
                                              Dependencies dependencies) {
  LOCKSTEP_TRY(check(options));
  LOCKSTEP_TRY(auto authenticators, authenticators_for(options, dependencies));
  LOCKSTEP_TRY(auto cors, Cors::parse(options.cors_origins));
  auto& metrics = dependencies.metrics;
  auto impl = std::unique_ptr<Impl>(
      new Impl{{options, std::move(dependencies), std::move(authenticators), std::move(cors),
                KeyedLimit{"address", options.per_address}, KeyedLimit{"coach", options.per_coach},
                StreamPlaces{options.streams, metrics}},
               nullptr});
  forget_secrets(impl->api.options);
  if (options.dev_auth)
    impl->api.ports.logger.log(ports::Level::warning, "dev_auth_enabled",
                               {{"meaning", "anybody on this machine may do anything"}});
  LOCKSTEP_TRY(auto listening, listener_options(options));
  LOCKSTEP_TRY(impl->listener, Listener::start(listening, callbacks_for(impl->api)));
  impl->api.ports.logger.log(
      ports::Level::info, "http_listening",
      {{"host", options.listen.host}, {"port", std::int64_t{impl->listener->port()}}});
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
  stop();
}

int Server::port() const {
  return impl_->listener->port();
}

void Server::stop() {
  impl_->listener->stop();
}

}  // namespace lockstep::http
