// A TLS client that sends exactly what it is told to, and sees how the other side ends.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace lockstep::http::wire {

/// One connection to this machine. Reads wait at most 20 seconds. Verifies nothing.
class TlsClient {
 public:
  /// Speaks this version at most.
  explicit TlsClient(int port, int newest = TLS1_3_VERSION);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  [[nodiscard]] bool is_connected() const { return connected_; }
  bool send(std::string_view bytes);
  /// All that comes up to `mark`, which is taken with it; empty when that never comes.
  std::string receive_until(std::string_view mark);
  /// All that comes until the end.
  std::string receive_all();
  /// The end was told by TLS, not only by TCP: nobody between cut anything off.
  [[nodiscard]] bool was_told_the_end() const { return told_the_end_; }
  /// Whether the other side agrees to shake hands anew.
  bool renegotiates();

 private:
  bool fill();

  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> session_;
  int socket_;
  bool connected_ = false;
  bool told_the_end_ = false;
  std::string buffer_;
};

}  // namespace lockstep::http::wire
