// What every answer tells browsers and caches.
#pragma once
#include <string_view>
#include <utility>
#include <vector>

namespace lockstep::http {

/// `tls`: also that nobody shall come without it.
std::vector<std::pair<std::string_view, std::string_view>> security_headers(bool tls);

}  // namespace lockstep::http
