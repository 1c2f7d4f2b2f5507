// Where something listens: a host and a port.
#pragma once
#include <string>

namespace lockstep::base {

struct Endpoint {
  std::string host;  ///< Without brackets, also for IPv6.
  int port{};        ///< 0 = any free one.
  bool operator==(const Endpoint&) const = default;
  /// `host:port`, IPv6 in brackets.
  [[nodiscard]] std::string text() const {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
  }
};

}  // namespace lockstep::base
