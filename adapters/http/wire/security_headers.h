// What every answer tells browsers and caches.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace lockstep::http {

/// `tls`: also that nobody shall come without it.
std::vector<std::pair<std::string, std::string>> security_headers(bool tls);

}  // namespace lockstep::http
