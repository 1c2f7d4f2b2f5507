#include "adapters/http/wire/tls.h"

#include <string>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/plain_file.h"

namespace lockstep::http {

namespace {

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
  if (!base::is_plain_file(certificates) ||
      SSL_CTX_use_certificate_chain_file(context.get(), certificates.c_str()) != 1)
    return unusable("tls-certificate-unusable", "The TLS certificate file cannot be used.");
  // A key of another kind than the certificate's is taken, and would serve nobody.
  if (!base::is_plain_file(key) ||
      SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1)
    return unusable("tls-key-unusable",
                    "The TLS key file cannot be used, or is not the certificate's.");
  return std::shared_ptr<const TlsContext>{new TlsContext{std::move(context)}};
}

ssl_ctx_st* TlsContext::share() const {
  SSL_CTX_up_ref(context_.get());
  return context_.get();
}

}  // namespace lockstep::http
