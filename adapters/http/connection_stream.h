// One connection's bytes, in both directions, without ever waiting for any: what has come is kept
// until it is a request, and an answer is kept until the other side has taken it. httplib parses
// from the one and writes to the other.
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <httplib.h>

#include "adapters/http/tls.h"

namespace lockstep::http {

/// One thread at a time. Does not own the socket.
class ConnectionStream final : public httplib::Stream {
 public:
  /// `tls` may be null: plain text. It must outlive this.
  ConnectionStream(int socket, const TlsContext* tls);

  enum class Got { bytes, nothing_yet, end };
  /// Takes some of what has come.
  Got fill();
  /// What has come and is of no request that was served.
  [[nodiscard]] std::string_view unread() const { return in_; }
  void forget_unread() { in_.clear(); }
  /// More than is unread here may have come already, and waiting for the socket would not show it.
  [[nodiscard]] bool has_more() const;

  /// The first `size` unread bytes are a request; nothing beyond them is read for it.
  void begin_request(std::size_t size, std::size_t max_header_bytes);
  /// From here on the bytes are the body's, which has its own limit.
  void headers_done() { header_budget_ = std::string::npos; }
  /// Drops them. False when not all of them had been read.
  bool end_request();

  /// Sends what the other side takes now. False when it is gone.
  bool flush();
  [[nodiscard]] bool has_unsent() const { return sent_ < out_.size(); }
  /// What to wait for (of poll's events) before fill() or flush() can do more.
  [[nodiscard]] short waits_for() const { return waits_for_; }
  /// Says that nothing more comes.
  void end();

  [[nodiscard]] bool is_readable() const override { return read_ < size_; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* out, size_t size) override;
  /// Keeps it; flush() sends it.
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  /// Only compared with FD_SETSIZE by httplib, which does not concern us.
  [[nodiscard]] socket_t socket() const override { return 0; }

 private:
  ssize_t receive(char* out, std::size_t size);
  ssize_t send_some(std::string_view bytes);
  bool would_wait(short events);

  int socket_;
  std::optional<TlsSession> tls_;
  short waits_for_ = 0;
  bool blocked_ = false;  ///< The last of fill() and flush() could do no more for now.
  std::string in_;
  std::size_t size_ = 0;  ///< Of the request that is being read, at the beginning of in_.
  std::size_t read_ = 0;
  std::size_t header_budget_ = 0;
  std::string out_;
  std::size_t sent_ = 0;
};

}  // namespace lockstep::http
