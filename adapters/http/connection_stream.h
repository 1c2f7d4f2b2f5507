// One connection's bytes, with limits httplib does not have: a deadline for a whole request (a byte
// now and then does not prolong it), a budget for its headers, a deadline for its answer. Uses
// poll, so that file descriptors beyond FD_SETSIZE work (RocksDB holds many).
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <httplib.h>

#include "adapters/http/message.h"
#include "adapters/http/tls.h"

namespace lockstep::http {

struct ConnectionLimits {
  std::size_t max_header_bytes;
  std::chrono::milliseconds read_timeout;
  std::chrono::milliseconds write_timeout;
};

/// One thread. Owns neither descriptor; `stop_fd` becomes readable when the server stops.
class ConnectionStream final : public httplib::Stream, public StreamSink {
 public:
  /// `tls` may be null: plain text. It must outlive this.
  ConnectionStream(int socket, int stop_fd, ConnectionLimits limits, const TlsContext* tls);

  /// Waits until the next request begins. False when the client left, the time is up, `give_up`
  /// says so, or the server stops.
  bool wait_for_request(std::chrono::milliseconds at_most, const std::function<bool()>& give_up);
  /// Starts the deadline and the header budget of a request.
  void begin_request();
  /// From here on the bytes are the body's, which has its own limit.
  void headers_done() { in_headers_ = false; }
  /// Says that nothing more comes, and takes what the client still sends (bounded), because closing
  /// on unread bytes would reset the connection and destroy the answer.
  void linger();
  /// Says goodbye. Before the socket is closed.
  void end();

  /// From here on the connection is a StreamSink: every piece has a deadline of its own, little of
  /// what is written waits in the kernel, and nothing waits when the server stops.
  void begin_stream(std::chrono::milliseconds write_timeout);
  Written write(std::string_view piece) override;
  Written look() override;

  [[nodiscard]] bool is_readable() const override;
  [[nodiscard]] bool is_writable() const override;
  ssize_t read(char* out, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  /// Only compared with FD_SETSIZE by httplib, which does not concern us.
  [[nodiscard]] socket_t socket() const override { return 0; }

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] bool wait_readable(Clock::time_point deadline) const;
  [[nodiscard]] bool wait_writable(Clock::time_point deadline) const;
  [[nodiscard]] TlsSession::Wait waiting_until(Clock::time_point deadline) const;
  [[nodiscard]] bool stopping() const;
  Written write_all(std::string_view piece);
  ssize_t fill(Clock::time_point deadline);

  int socket_;
  int stop_fd_;
  ConnectionLimits limits_;
  std::optional<TlsSession> tls_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool in_headers_ = false;
  std::size_t header_bytes_ = 0;
  Clock::time_point read_deadline_;
  Clock::time_point write_deadline_;
  bool writing_ = false;
  bool streaming_ = false;
};

}  // namespace lockstep::http
