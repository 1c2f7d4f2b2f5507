// A certificate of our own making, for tests of TLS.
#pragma once
#include <filesystem>

namespace lockstep::http {

/// Writes a self-signed certificate for 127.0.0.1 and its key as PEM.
void write_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key);

}  // namespace lockstep::http
