// The vendor over HTTP: tells apart what cannot have arrived from what may have.
#pragma once
#include <memory>

#include "adapters/metactf/base_url.h"
#include "adapters/metactf/client.h"
#include "adapters/metactf/transport.h"

namespace lockstep::metactf {

std::unique_ptr<Transport> make_http_transport(const ClientOptions& options, const BaseUrl& base);

}  // namespace lockstep::metactf
