// TLS on our side of a connection: certificate and key, and the bytes of one connection. The socket
// does not block; waiting, with its deadlines, is the caller's.
#pragma once
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

#include <sys/types.h>

#include "events/result.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX
struct ssl_st;      // OpenSSL's SSL

namespace lockstep::http {

class TlsContext {
 public:
  /// 1.2 or newer. An Error for files that cannot be read or do not belong together.
  static Result<std::shared_ptr<const TlsContext>> load(const std::filesystem::path& certificates,
                                                        const std::filesystem::path& key);

 private:
  friend class TlsSession;
  explicit TlsContext(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}
  std::shared_ptr<ssl_ctx_st> context_;
};

/// One thread. Does not own the socket, which it makes non-blocking.
class TlsSession {
 public:
  /// Waits for these events of poll; false when the time is up.
  using Wait = std::function<bool(short events)>;

  TlsSession(const TlsContext& context, int socket);
  /// As recv and send. The first of them shakes hands.
  ssize_t read(char* out, std::size_t size, const Wait& wait);
  ssize_t write(const char* data, std::size_t size, const Wait& wait);
  /// Bytes that have come and been decrypted but not read.
  [[nodiscard]] bool has_pending() const;
  /// Tells the other side that nothing more comes. Before the socket is closed.
  void end();

 private:
  ssize_t run(const std::function<int()>& step, const Wait& wait);
  std::shared_ptr<ssl_st> session_;
  bool failed_ = false;
};

}  // namespace lockstep::http
