// The real vendor behind the MetactfApi port: HTTP by http_client, JSON by Boost.JSON. One request
// per method call, never repeated and never redirected; what was wrong comes back as a VendorError.
// A 4xx is taken for the vendor's word only with the contract's JSON, a 404 only at an address
// where GET / has answered rightly (address.h): the one place where that is decided.
#pragma once
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/metactf/address.h"
#include "adapters/metactf/transport.h"
#include "engine/ports/metactf_api.h"
#include "events/result.h"
#include "events/sealed.h"

namespace lockstep::metactf {

struct ClientOptions {
  /// E.g. https://api.metactf.com/integrations/syned/v1 or
  /// http://127.0.0.1:4010/integrations/syned/v1
  std::string base_url;
  Sealed<std::string> token;  ///< Sent as a bearer token.
  std::chrono::milliseconds connect_timeout{5000};
  /// For the whole answer once the request is sent. The whole exchange, connecting included, never
  /// takes longer than both together.
  std::chrono::milliseconds read_timeout{15000};
  std::size_t max_response_bytes = 16U << 20U;  ///< After decompression.
  bool verify_tls = true;
  std::filesystem::path
      ca_file;  ///< PEM: trusted instead of the system's authorities. Empty: those.
};

/// Connects lazily: the first call does. Fails with Errc::invalid when the URL, the token or a
/// limit makes no sense. `address` is what clients of this address know together; none: this one
/// finds out for itself.
Result<std::unique_ptr<ports::MetactfApi>> make_client(const ClientOptions& options,
                                                       std::shared_ptr<Address> address = nullptr);

/// The same client over any transport: requests, parsing and errors are those of production.
std::unique_ptr<ports::MetactfApi> make_client(std::unique_ptr<Transport> transport,
                                               std::shared_ptr<Address> address = nullptr);

}  // namespace lockstep::metactf
