// The sockets: accepts connections, reads requests within their limits, hands them to one function
// and writes its answers. httplib does the parsing; nothing outside listener.cc and connection_*.cc
// knows that it is there.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "adapters/http/message.h"
#include "adapters/http/tls.h"
#include "events/result.h"

namespace lockstep::http {

struct ListenerOptions {
  std::string host;
  int port = 0;
  std::size_t threads = 64;
  std::size_t max_connections = 256;
  std::size_t connections_per_address = 0;  ///< Open at once; 0 = no limit.
  std::shared_ptr<const TlsContext> tls;    ///< Null: without TLS.
  std::size_t max_body_bytes = 256U << 10U;
  std::size_t max_header_bytes = 32U << 10U;
  std::chrono::milliseconds read_timeout{10000};
  std::chrono::milliseconds write_timeout{10000};
  std::chrono::milliseconds stream_write_timeout{10000};  ///< For each piece of a StreamBody.
  std::chrono::milliseconds keep_alive{5000};
};

/// Called from any thread, and must not throw.
struct ListenerCallbacks {
  /// A request, or what could not be accepted as one (Request::refusal is set).
  std::function<Answer(const Request&)> serve;
  std::function<void(std::size_t open)> connections_changed;
  std::function<void()> connection_refused;
  std::function<void()> connection_displaced;  ///< It had to make place for a new one.
};

class Listener {
 public:
  /// Listens when this returns.
  static Result<std::unique_ptr<Listener>> start(const ListenerOptions& options,
                                                 ListenerCallbacks callbacks);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();  ///< Stops.
  [[nodiscard]] int port() const;
  /// Accepts nothing more, drops connections that are idle or still sending, and waits for answers
  /// under way. Streams end at once. May be called twice.
  void stop();

 private:
  struct Impl;
  explicit Listener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::http
