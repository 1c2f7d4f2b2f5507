#include "adapters/http/client_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "adapters/http/text.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kPrefixBytes = 8;

template <class Address>
std::string text_of(int family, const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(family, &address, text.data(), text.size()) == nullptr ? "" : text.data();
}

std::string client_of(const in_addr& address) {
  return text_of(AF_INET, address);
}

std::string client_of(in6_addr address) {
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    in_addr v4{};
    std::memcpy(&v4, &address.s6_addr[sizeof address - sizeof v4], sizeof v4);
    return client_of(v4);
  }
  std::fill(address.s6_addr + kPrefixBytes, std::end(address.s6_addr), std::uint8_t{0});
  return text_of(AF_INET6, address) + "/64";
}

}  // namespace

std::string client_of_socket(int socket) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return "";
  if (peer.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &peer, sizeof v4);
    return client_of(v4.sin_addr);
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &peer, sizeof v6);
  return peer.ss_family == AF_INET6 ? client_of(v6.sin6_addr) : "";
}

std::string client_of_text(std::string_view address) {
  const std::string text{address};
  if (text.find('\0') != std::string::npos) return "";  // Where a C string would end.
  in_addr v4{};
  in6_addr v6{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) return client_of(v4);
  if (::inet_pton(AF_INET6, text.c_str(), &v6) == 1) return client_of(v6);
  return "";
}

namespace {

// `"…"` without the quotes.
std::string_view unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  return text.substr(1, text.size() - 2);
}

// Proxies write `192.0.2.7:4711`, `[2001:db8::1]`, `[2001:db8::1]:443`, and some quote that.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    return end == std::string_view::npos ? text : text.substr(1, end - 1);
  }
  const auto colon = text.find(':');
  const bool one =
      colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  return one ? text.substr(0, colon) : text;
}

}  // namespace

// The last one, empty or not: those before it are what the client says.
std::string client_of_forwarded(std::string_view header) {
  const auto comma = header.rfind(',');
  const auto last = comma == std::string_view::npos ? header : header.substr(comma + 1);
  return client_of_text(without_port(unquoted(trimmed(last))));
}

}  // namespace lockstep::http
