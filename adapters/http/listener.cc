// httplib is used for accepting connections, parsing requests and framing answers. Connections
// (connection.h), threads (connection_room.h) and routing (dispatch.cc) are ours, because its own
// have no limits on time, headers, chunked bodies or connections, and a thread for each of them.
#include "adapters/http/listener.h"

#include <algorithm>
#include <cerrno>
#include <future>
#include <thread>
#include <utility>

#include <httplib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapters/http/connection_room.h"
#include "adapters/http/connection_sink.h"
#include "adapters/http/connection_stream.h"
#include "adapters/http/security_headers.h"
#include "adapters/http/shape.h"
#include "adapters/http/stream_threads.h"

namespace lockstep::http {

namespace {

constexpr int kBacklog = 1024;
constexpr std::size_t kMaxRequestsPerConnection = 10000;

// What is under way in a thread. httplib's hooks do not hand such a thing through.
struct Exchange {
  ConnectionStream& stream;
  Request request;
  bool close = true;   ///< After this answer. Until the headers are read nothing else is safe.
  bool unread = true;  ///< There may be bytes of this request that nobody will read.
  bool served = false;
  StreamBody stream_body = {};  ///< What goes on after this answer's head.
};
thread_local Exchange* t_exchange = nullptr;

// Never inlined: see task.cc.
[[gnu::noinline]] void set_exchange(Exchange* exchange) {
  t_exchange = exchange;
}

bool sends_body(const std::string& method) {
  return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
}

void copy_head(const httplib::Request& from, Request& to) {
  to.method = from.method;
  const auto mark = std::min(from.target.find('?'), from.target.size());
  to.path = from.target.substr(0, mark);
  to.query = from.target.substr(std::min(mark + 1, from.target.size()));
  for (const auto& [name, value] : from.headers) {
    auto key = name;
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    const auto [entry, is_new] = to.headers.emplace(std::move(key), value);
    // A proxy may add a line of its own to those that the client sent.
    if (!is_new && entry->first == "x-forwarded-for") entry->second += ", " + value;
  }
}

void write_to(httplib::Response& response, const Answer& answer) {
  response.status = answer.status;
  if (answer.stream)
    // Without a length: httplib writes the head, and what follows is not its business.
    response.set_content_provider(answer.content_type, [](std::size_t, httplib::DataSink& sink) {
      sink.done();
      return true;
    });
  else if (!answer.content_type.empty())
    response.set_content(answer.body, answer.content_type);
  for (const auto& [name, value] : answer.headers) response.set_header(name, value);
}

// httplib's seam for threads: it gives each accepted connection as a task, which only passes it on.
class AtOnce final : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override { task(); }
  void shutdown() override {}
};

class HttplibServer final : public httplib::Server {
 public:
  HttplibServer(const ListenerOptions& options, const ListenerCallbacks& callbacks, int stop_fd);
  Result<int> bind();
  std::promise<void> listening;
  /// After the listening.
  void stop_serving();

 private:
  bool process_and_close_socket(socket_t socket) override;
  Connection::Served serve_one(Connection& connection);
  void go_on(std::shared_ptr<Connection> connection, StreamBody body);
  void accept_headers(httplib::Request& request, bool last);
  void serve(httplib::Response& response);
  void read_and_serve(httplib::Response& response, const httplib::ContentReader& reader);
  void install_handlers();

  const ListenerOptions& options_;
  const ListenerCallbacks& callbacks_;
  int stop_fd_;
  const std::vector<std::pair<std::string, std::string>> security_headers_;
  StreamThreads streams_;
  ConnectionRoom room_;
};

HttplibServer::HttplibServer(const ListenerOptions& options, const ListenerCallbacks& callbacks,
                             int stop_fd)
    : options_(options),
      callbacks_(callbacks),
      stop_fd_(stop_fd),
      security_headers_(security_headers(options.tls != nullptr)),
      room_(
          {.threads = options.threads,
           .max_open = options.max_connections,
           .max_open_per_address = options.connections_per_address,
           .limits = {{options.max_header_bytes, options.max_body_bytes},
                      options.read_timeout,
                      options.write_timeout,
                      options.keep_alive},
           .tls = options.tls.get()},
          {.serve = [this](Connection& connection) { return serve_one(connection); },
           .changed = callbacks.connections_changed,
           .refused = callbacks.connection_refused,
           .displaced = callbacks.connection_displaced,
           .stream = [this](auto connection,
                            StreamBody body) { go_on(std::move(connection), std::move(body)); }}) {
  set_tcp_nodelay(true);
  set_keep_alive_timeout(std::max<time_t>(1, options.keep_alive.count() / 1000));
  set_keep_alive_max_count(kMaxRequestsPerConnection);
  set_payload_max_length(options.max_body_bytes);
  // Not httplib's SO_REUSEPORT: with that a second server on the port would start without a word.
  set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  new_task_queue = [this] {
    listening.set_value();
    return new AtOnce;  // httplib owns it.
  };
  install_handlers();
}

void HttplibServer::install_handlers() {
  set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    if (sends_body(request.method) && !t_exchange->request.refusal)
      return HandlerResponse::Unhandled;
    serve(response);
    return HandlerResponse::Handled;
  });
  const HandlerWithContentReader with_body =
      [this](const httplib::Request& /*request*/, httplib::Response& response,
             const httplib::ContentReader& reader) { read_and_serve(response, reader); };
  Post("/", with_body);
  Put("/", with_body);
  Patch("/", with_body);
  Delete("/", with_body);
  // What httplib refuses by itself (a request line or headers that it cannot read).
  set_error_handler(
      HandlerWithResponse{[this](const httplib::Request&, httplib::Response& response) {
        if (t_exchange->served) return HandlerResponse::Unhandled;
        if (!t_exchange->request.refusal)
          t_exchange->request.refusal = problem_of_status(response.status);
        serve(response);
        return HandlerResponse::Handled;
      }});
  set_exception_handler([](const httplib::Request&, httplib::Response& response,
                           const std::exception_ptr&) { response.status = 500; });
  set_post_routing_handler([this](const httplib::Request&, httplib::Response& response) {
    for (const auto& [name, value] : security_headers_)
      if (response.headers.find(name) == response.headers.end())
        response.headers.emplace(name, value);
    if (!t_exchange->close) return;
    response.headers.erase("Keep-Alive");
    response.headers.erase("Connection");
    response.set_header("Connection", "close");
  });
}

Result<int> HttplibServer::bind() {
  errno = 0;
  int port = options_.port;
  if (port == 0)
    port = bind_to_any_port(options_.host);
  else if (!bind_to_port(options_.host, port))
    port = -1;
  if (port > 0) {
    ::listen(svr_sock_, kBacklog);  // httplib's 5 would drop connections in a burst.
    return port;
  }
  const auto address = options_.host + " port " + std::to_string(options_.port);
  if (errno == EADDRINUSE)
    return Error{Errc::unavailable, "port-in-use",
                 "Cannot listen on " + address + ": it is in use.",
                 "Stop the other process or choose another port."};
  return Error{Errc::invalid, "cannot-listen", "Cannot listen on " + address + ".",
               "Choose an address of this machine and a port that this user may use."};
}

bool HttplibServer::process_and_close_socket(socket_t socket) {
  room_.admit(socket);
  return true;
}

Connection::Served HttplibServer::serve_one(Connection& connection) {
  const bool last = connection.requests() >= kMaxRequestsPerConnection;
  Exchange exchange{connection.stream(), {}};
  exchange.request.client = connection.client();
  set_exchange(&exchange);
  bool closed = false;
  const bool good =
      process_request(exchange.stream, last, closed,
                      [this, last](httplib::Request& request) { accept_headers(request, last); });
  set_exchange(nullptr);
  const bool go_on = good && !closed && !exchange.close;
  if (!good) exchange.stream_body = nullptr;
  return {go_on, !go_on && exchange.unread, std::move(exchange.stream_body)};
}

// The thread and the place of this connection are free again for others.
void HttplibServer::go_on(std::shared_ptr<Connection> connection, StreamBody body) {
  streams_.run([this, connection = std::move(connection), body = std::move(body)] {
    ConnectionSink sink{*connection, stop_fd_, options_.stream_write_timeout};
    body(sink);
  });
}

void HttplibServer::stop_serving() {
  room_.stop();
  streams_.join();
}

// The one place where httplib lets a request be changed: after its headers, before its body.
void HttplibServer::accept_headers(httplib::Request& request, bool last) {
  auto& exchange = *t_exchange;
  exchange.stream.headers_done();
  copy_head(request, exchange.request);
  exchange.request.refusal = shape_problem(request, options_.max_body_bytes);
  exchange.close = last || exchange.request.refusal.has_value();
  exchange.unread = exchange.request.refusal.has_value();
  request.path = "/";  // Routing is ours; httplib's would run a regex over what was sent.
  request.ranges.clear();
  request.headers.erase("Expect");           // It was told to continue while it was read.
  request.headers.erase("Accept-Encoding");  // Its brotli costs more than it saves here.
  // Without a length httplib would read until the client hangs up: `curl -X POST` sends none.
  if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding"))
    request.set_header("Content-Length", "0");
}

void HttplibServer::serve(httplib::Response& response) {
  auto& exchange = *t_exchange;
  exchange.served = true;
  auto answer = callbacks_.serve(exchange.request);
  // It may have waited: this thread has served others meanwhile, or this is another thread.
  set_exchange(&exchange);
  write_to(response, answer);
  if (!answer.stream || !*answer.stream) return;
  exchange.stream_body = *std::move(answer.stream);
  exchange.close = true;  // Nothing but its end tells where this answer ends.
}

void HttplibServer::read_and_serve(httplib::Response& response,
                                   const httplib::ContentReader& reader) {
  auto& exchange = *t_exchange;
  auto& body = exchange.request.body;
  bool fits = true;
  const bool whole = reader([&](const char* data, size_t size) {
    fits = body.size() + size <= options_.max_body_bytes;
    if (fits) body.append(data, size);
    return fits;
  });
  if (!whole) {
    exchange.request.refusal = problem_of_status(fits ? 400 : 413);
    exchange.close = true;
    exchange.unread = true;
  }
  serve(response);
}

}  // namespace

struct Listener::Impl {
  Impl(const ListenerOptions& given, ListenerCallbacks what)
      : options(given), callbacks(std::move(what)), server(options, callbacks, stop_fd) {}
  ~Impl() { ::close(stop_fd); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  int stop_fd = ::eventfd(0, EFD_CLOEXEC);
  ListenerOptions options;
  ListenerCallbacks callbacks;
  HttplibServer server;
  int port = 0;
  std::thread accepting;
};

Result<std::unique_ptr<Listener>> Listener::start(const ListenerOptions& options,
                                                  ListenerCallbacks callbacks) {
  auto impl = std::make_unique<Impl>(options, std::move(callbacks));
  LOCKSTEP_TRY(impl->port, impl->server.bind());
  auto listening = impl->server.listening.get_future();
  impl->accepting = std::thread([server = &impl->server] { server->listen_after_bind(); });
  listening.wait();
  return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}

Listener::Listener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Listener::~Listener() {
  stop();
}

int Listener::port() const {
  return impl_->port;
}

void Listener::stop() {
  if (!impl_->accepting.joinable()) return;
  ::eventfd_write(impl_->stop_fd, 1);
  impl_->server.stop();
  impl_->accepting.join();
  impl_->server.stop_serving();
}

}  // namespace lockstep::http
