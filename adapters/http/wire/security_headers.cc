#include "adapters/http/wire/security_headers.h"

namespace lockstep::http {

std::vector<std::pair<std::string, std::string>> security_headers(bool tls) {
  std::vector<std::pair<std::string, std::string>> out{
      {"X-Content-Type-Options", "nosniff"},
      // A proxy that compresses would make ETags weak ones, which no If-Match may have.
      {"Cache-Control", "no-store, no-transform"},
      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"}};
  if (tls) out.emplace_back("Strict-Transport-Security", "max-age=31536000");
  return out;
}

}  // namespace lockstep::http
