// The life of one connection, in steps that never wait: read a request, answer it, send the answer,
// again; in the end take what the client still sends. An answer that goes on (StreamBody) is for
// somebody else to write, once its head is sent. A request must arrive within a deadline as a
// whole (a byte now and then does not prolong it), and so must its answer.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "adapters/http/connection_stream.h"
#include "adapters/http/message.h"
#include "adapters/http/request_framing.h"

namespace lockstep::http {

struct ConnectionLimits {
  RequestLimits request;
  std::chrono::milliseconds read_timeout;
  std::chrono::milliseconds write_timeout;
  std::chrono::milliseconds keep_alive;
};

/// One thread at a time. Owns the socket.
class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// How a request was served.
  struct Served {
    bool go_on = false;      ///< The connection may have another one.
    bool unread = false;     ///< The client may still be sending.
    StreamBody stream = {};  ///< What follows this answer's head.
  };
  /// The whole request lies in stream(); the answer goes there too.
  using Serve = std::function<Served(Connection&)>;
  /// What must happen before the next step.
  struct Wait {
    short events = 0;  ///< Of poll; 0 = nothing, it is over.
    Time until;        ///< When patience ends.
  };

  /// `client` as in client_address.h. `tls` may be null and must outlive this.
  Connection(int socket, std::string client, const ConnectionLimits& limits, const TlsContext* tls);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Wait advance(const Serve& serve);
  /// The time of the last Wait is up.
  Wait run_out_of_time(const Serve& serve);

  [[nodiscard]] ConnectionStream& stream() { return stream_; }
  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] const std::string& client() const { return client_; }
  [[nodiscard]] std::size_t requests() const { return requests_; }
  /// Something of a request is there, and no answer.
  [[nodiscard]] bool asks_something() const { return phase_ == Phase::reading && begun_; }
  [[nodiscard]] bool is_answering() const { return phase_ == Phase::writing; }
  /// Its steps are over, but not its answer: what follows the head that is sent. Empty = nothing.
  [[nodiscard]] StreamBody take_stream();
  /// Since when the server waits for it, rather than it for the server.
  [[nodiscard]] Time waiting_since() const { return waiting_since_; }
  /// Answers 503 where that can be said at once: its place is needed. Then it is over.
  void give_way();

 private:
  enum class Phase { reading, writing, lingering, streaming };
  [[nodiscard]] bool read_on();
  void answer(const Serve& serve);
  Wait send_on();
  Wait next_request();
  Wait linger();
  [[nodiscard]] Wait wait() const { return {stream_.waits_for(), deadline_}; }

  int socket_;
  std::string client_;
  const ConnectionLimits& limits_;
  bool is_plain_;
  ConnectionStream stream_;
  RequestFraming framing_;
  Phase phase_ = Phase::reading;
  Time waiting_since_ = std::chrono::steady_clock::now();
  Time deadline_;
  Served served_;
  bool begun_ = false;  ///< The request has begun to come.
  bool told_to_continue_ = false;
  std::size_t requests_ = 0;
  std::size_t lingered_bytes_ = 0;
};

}  // namespace lockstep::http
