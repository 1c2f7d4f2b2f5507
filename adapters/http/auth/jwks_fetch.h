// Where a JWKS comes from: a file, or an address on the network.
#pragma once
#include <chrono>
#include <filesystem>
#include <string>

#include "adapters/http/auth/jwks_source.h"

namespace lockstep::http {

/// Errc::invalid for an address that is neither https nor on this machine: whoever sits between
/// could put their own keys there.
Result<JwksSource::Fetch> jwks_at(const std::string& url,
                                  std::chrono::milliseconds at_most = std::chrono::seconds{4});
JwksSource::Fetch jwks_in(const std::filesystem::path& file);

}  // namespace lockstep::http
