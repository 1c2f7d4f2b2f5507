// The vendor over HTTP: the only place that knows cpp-httplib. Bounded in time and in size; tells
// apart what cannot have arrived from what may have. Keeps its connection open between exchanges.
#pragma once
#include <memory>

#include "adapters/metactf/base_url.h"
#include "adapters/metactf/client.h"
#include "adapters/metactf/transport.h"

namespace lockstep::metactf {

/// Throws what the library throws about a URL that it cannot use.
std::unique_ptr<Transport> make_http_transport(const ClientOptions& options, const BaseUrl& base);

}  // namespace lockstep::metactf
