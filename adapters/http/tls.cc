#include "adapters/http/tls.h"

#include <algorithm>
#include <limits>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

namespace lockstep::http {

namespace {

int clamped(std::size_t size) {
  return static_cast<int>(
      std::min<std::size_t>(size, static_cast<std::size_t>(std::numeric_limits<int>::max())));
}

Error unusable(std::string type, std::string detail) {
  ERR_clear_error();
  return {Errc::invalid, std::move(type), std::move(detail),
          "Look at http.tls_certificate_file and http.tls_key_file: PEM, readable by this user, "
          "certificate chain and key of one pair."};
}

}  // namespace

Result<std::shared_ptr<const TlsContext>> TlsContext::load(
    const std::filesystem::path& certificates, const std::filesystem::path& key) {
  std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1)
    return unusable("tls-unavailable", "TLS cannot be set up.");
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  if (SSL_CTX_use_certificate_chain_file(context.get(), certificates.c_str()) != 1)
    return unusable("tls-certificate-unusable", "The TLS certificate file cannot be used.");
  if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1)
    return unusable("tls-key-unusable",
                    "The TLS key file cannot be used, or is not the certificate's.");
  return std::shared_ptr<const TlsContext>{new TlsContext{std::move(context)}};
}

TlsSession::TlsSession(const TlsContext& context, int socket)
    : session_(SSL_new(context.context_.get()), SSL_free) {
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
  failed_ = !session_ || SSL_set_fd(session_.get(), socket) != 1;
  if (!failed_) SSL_set_accept_state(session_.get());
}

ssize_t TlsSession::run(const std::function<int()>& step, const Wait& wait) {
  while (!failed_) {
    ERR_clear_error();
    const int done = step();
    if (done > 0) return done;
    const int why = SSL_get_error(session_.get(), done);
    if (why == SSL_ERROR_ZERO_RETURN) return 0;
    const bool wants = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
    failed_ = !wants;
    const short events = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
    if (wants && !wait(events)) break;
  }
  ERR_clear_error();
  return -1;
}

ssize_t TlsSession::read(char* out, std::size_t size, const Wait& wait) {
  return run([&] { return SSL_read(session_.get(), out, clamped(size)); }, wait);
}

ssize_t TlsSession::write(const char* data, std::size_t size, const Wait& wait) {
  return run([&] { return SSL_write(session_.get(), data, clamped(size)); }, wait);
}

bool TlsSession::has_pending() const {
  return !failed_ && SSL_has_pending(session_.get()) == 1;
}

void TlsSession::end() {
  if (!failed_ && SSL_is_init_finished(session_.get()) == 1) SSL_shutdown(session_.get());
  ERR_clear_error();
}

}  // namespace lockstep::http
