// The sockets of the HTTP API: accepts connections, reads requests within their limits, hands them
// to one function and writes its answers. Asio and Beast do the work; nothing outside of this
// folder knows that they are there.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/message.h"
#include "adapters/http/wire/tls.h"
#include "events/result.h"

namespace lockstep::http::wire {

struct Options {
  std::string host;
  int port = 0;  ///< 0 = any that is free.
  std::size_t max_connections = 2048;
  std::size_t connections_per_address = 0;  ///< Open at once; 0 = no limit.
  std::size_t max_requests_per_connection = 10000;
  std::shared_ptr<const TlsContext> tls;  ///< Null: without TLS.

  std::size_t max_start_line_bytes = 4U << 10U;  ///< 414 beyond.
  std::size_t max_header_bytes = 32U << 10U;     ///< Of the whole head; 431 beyond.
  std::size_t max_headers = 128;                 ///< How many; 431 beyond.
  std::size_t max_body_bytes = 256U << 10U;      ///< 413 beyond.
  /// Of a body in chunks all that is no body: sizes, extensions, trailers. 413 beyond.
  std::size_t max_framing_bytes = 256U << 10U;

  std::chrono::milliseconds read_timeout{10000};    ///< From a request's first byte to its last.
  std::chrono::milliseconds answer_timeout{60000};  ///< From there to the call of Reply.
  std::chrono::milliseconds write_timeout{10000};   ///< For a whole answer.
  std::chrono::milliseconds stream_write_timeout{10000};  ///< For each 64 KiB of a StreamBody.
  std::chrono::milliseconds keep_alive{5000};             ///< Between two requests.
};

/// Takes the answer to one request. Any thread, also before `serve` returns, also when the
/// connection or the server is gone: then nothing happens. Only the first call counts. When none
/// comes within the answer timeout, the connection is closed.
using Reply = std::function<void(Answer)>;

/// Takes why a request is refused before its body has come; none: it may come. To be called as
/// Reply is.
using Verdict = std::function<void(std::optional<Problem>)>;

/// Called in the thread of the sockets: they must neither wait nor throw.
struct Callbacks {
  /// A request, or what could not be accepted as one (Request::refusal is set). Has it answered
  /// elsewhere, later.
  std::function<void(Request, Reply)> serve;
  std::function<void(std::size_t open)> connections_changed;
  std::function<void()> connection_refused;
  std::function<void()> connection_displaced;  ///< It had to make place for a new one.
  std::function<void()> accept_failed;         ///< The next one is tried all the same.
  /// The head of a request whose client sends the body only when told to (`Expect: 100-continue`).
  /// It is served all the same, with the refusal or with its body. Empty: every body may come.
  std::function<void(Request, Verdict)> judge = {};
};

/// What start() would say of the address now: `port-in-use`, `cannot-listen`. It listens for a
/// moment and answers nobody.
Result<void> check_address(const std::string& host, int port);

class Server {
 public:
  /// Listens when this returns. Errors: `port-in-use`, `cannot-listen`.
  static Result<std::unique_ptr<Server>> start(const Options& options, Callbacks callbacks);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  ///< Stops.
  [[nodiscard]] int port() const;
  /// Accepts nothing more, drops connections that are idle or still sending, and waits for answers
  /// under way, each within its own deadlines. Streams end at once. May be called twice; not from
  /// a callback.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::http::wire
