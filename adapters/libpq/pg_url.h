// Whether a database URL can be read at all, before anybody is asked. libpq would only say that no
// connection came about, or quote what may be a password.
#pragma once
#include <string>

#include "events/result.h"

namespace lockstep::libpq {

/// Takes what libpq takes: `postgres://...`, `postgresql://...` or `key=value ...`. Errc::invalid
/// `postgres-url-malformed` says which part is wrong and repeats nothing of it.
Result<void> check_url(const std::string& url);

}  // namespace lockstep::libpq
