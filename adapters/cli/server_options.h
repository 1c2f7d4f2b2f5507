// What of the configuration is the HTTP server's.
#pragma once
#include "adapters/cli/config.h"
#include "adapters/http/server.h"

namespace lockstep::cli {

http::ServerOptions server_options(const Config& config);

}  // namespace lockstep::cli
