// See connection.h.
#include "adapters/metactf_mock/connection.h"

#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include <netinet/in.h>
#include <sys/socket.h>

namespace lockstep::metactf_mock {

namespace {

std::optional<int> port_of(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return ntohs(v4.sin_port);
  }
  if (address.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    return ntohs(v6.sin6_port);
  }
  return std::nullopt;
}

using NameCall = int (*)(int, sockaddr*, socklen_t*);

std::optional<int> port_by(NameCall call, int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (call(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return std::nullopt;
  return port_of(address);
}

}  // namespace

int find_connection(int local_port, int remote_port) {
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", failed)) {
    const auto name = entry.path().filename().string();
    int descriptor = -1;
    std::from_chars(name.data(), name.data() + name.size(), descriptor);
    if (port_by(getpeername, descriptor) == remote_port &&
        port_by(getsockname, descriptor) == local_port)
      return descriptor;
  }
  return -1;
}

void cut(int socket) {
  shutdown(socket, SHUT_RDWR);
}

void send_raw(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool peer_has_gone(int socket) {
  char byte = 0;
  return recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

}  // namespace lockstep::metactf_mock
