// One thread has all sockets, so nothing about connections needs a lock. Answers come from others,
// by IoPost.
#include "adapters/http/wire/server.h"

#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "adapters/http/client_address.h"
#include "adapters/http/wire/io_post.h"
#include "adapters/http/wire/listening.h"
#include "adapters/http/wire/refusal.h"
#include "adapters/http/wire/room.h"
#include "adapters/http/wire/security_headers.h"
#include "adapters/http/wire/session.h"
#include "adapters/http/wire/stream_threads.h"

namespace lockstep::http::wire {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// How exactly deadlines are kept.
constexpr std::chrono::milliseconds kTick{100};

RequestLimits limits_of(const Options& options) {
  return {{options.max_start_line_bytes, options.max_header_bytes, options.max_headers},
          options.max_body_bytes,
          options.max_framing_bytes};
}

}  // namespace

struct Server::Impl {
  Impl(const Options& given, Callbacks what)
      : options(given),
        callbacks(std::move(what)),
        room(options, callbacks),
        shared{options, limits_of(options), security_headers(options.tls != nullptr), room, post,
               streams, callbacks},
        tick(io) {
    if (options.tls) tls.emplace(options.tls->share());
  }

  void run(tcp::acceptor listening);
  void admit(tcp::socket socket);
  void keep_time();
  void begin_to_stop();
  void stop();

  Options options;
  Callbacks callbacks;
  // The last to go: everything below has something in it.
  asio::io_context io{1};
  std::shared_ptr<IoPost> post = std::make_shared<IoPost>(io);
  std::optional<asio::ssl::context> tls;
  StreamThreads streams;
  Room room;
  Shared shared;
  asio::steady_timer tick;
  bool tick_goes_on = true;
  std::optional<Accepting> accepting;
  int port = 0;
  std::thread thread;
};

void Server::Impl::run(tcp::acceptor listening) {
  accepting.emplace(
      std::move(listening), [this](tcp::socket socket) { admit(std::move(socket)); },
      [this](const boost::system::error_code& failed) {
        callbacks.accept_failed();
        return is_out_of_descriptors(failed) && room.displace_longest_waiting();
      });
  port = accepting->port();
  accepting->begin();
  keep_time();
  thread = std::thread([this] { io.run(); });
}

void Server::Impl::admit(tcp::socket socket) {
  auto client = client_of_socket(socket.native_handle());
  if (!room.make_place(client)) {
    callbacks.connection_refused();
    if (!tls) say_too_many(socket.native_handle(), shared.headers);
    return;
  }
  const auto session =
      make_session(shared, std::move(socket), std::move(client), tls ? &*tls : nullptr);
  room.enter(session);
  session->begin();
}

// Runs until nobody is left after a stop, and keeps the thread alive by that.
void Server::Impl::keep_time() {
  tick.expires_after(kTick);
  tick.async_wait([this](const boost::system::error_code& ended) {
    if (ended || !tick_goes_on) return;
    room.keep_time(std::chrono::steady_clock::now());
    keep_time();
  });
}

void Server::Impl::begin_to_stop() {
  accepting->stop();
  room.stop([this] {
    tick_goes_on = false;
    tick.cancel();
  });
}

void Server::Impl::stop() {
  if (!thread.joinable()) return;
  post->post([this] { begin_to_stop(); });
  thread.join();
  post->close();
  streams.join();
}

Result<void> check_address(const std::string& host, int port) {
  asio::io_context io{1};
  LOCKSTEP_TRY(listen_on(io, host, port));
  return boost::outcome_v2::success();
}

Result<std::unique_ptr<Server>> Server::start(const Options& options, Callbacks callbacks) {
  auto impl = std::make_unique<Impl>(options, std::move(callbacks));
  auto listening = listen_on(impl->io, options.host, options.port);
  if (!listening) return listening.error();
  impl->run(std::move(listening).value());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
  stop();
}

int Server::port() const {
  return impl_->port;
}

void Server::stop() {
  impl_->stop();
}

}  // namespace lockstep::http::wire
