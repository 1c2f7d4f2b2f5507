// TLS on our side of a connection: what certificate and key there are.
#pragma once
#include <filesystem>
#include <memory>

#include "events/result.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace lockstep::http {

class TlsContext {
 public:
  /// 1.2 or newer. An Error for files that cannot be read or do not belong together.
  static Result<std::shared_ptr<const TlsContext>> load(const std::filesystem::path& certificates,
                                                        const std::filesystem::path& key);

  /// One more owner of it: whoever gets it frees it (SSL_CTX_free).
  [[nodiscard]] ssl_ctx_st* share() const;

 private:
  explicit TlsContext(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}
  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace lockstep::http
