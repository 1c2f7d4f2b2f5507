// See raw_server.h.
#include "tests/contract/vendor/raw_server.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lockstep::metactf_test {

namespace {

std::size_t content_length(std::string head) {
  std::ranges::transform(head, head.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto at = head.find("content-length:");
  if (at == std::string::npos) return 0;
  return std::stoul(head.substr(at + 15));
}

std::string read_request(int socket) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (true) {
    const auto end = text.find("\r\n\r\n");
    if (end != std::string::npos && text.size() >= end + 4 + content_length(text.substr(0, end)))
      return text;
    const auto got = recv(socket, buffer.data(), buffer.size(), 0);
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

struct Listener {
  int socket = -1;
  sockaddr_in address{};
};

sockaddr* generic(sockaddr_in& address) {
  return reinterpret_cast<sockaddr*>(&address);
}

/// On any free port of loopback.
Listener listen_on_loopback(int queue) {
  Listener out{.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  out.address.sin_family = AF_INET;
  out.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof out.address;
  if (bind(out.socket, generic(out.address), size) != 0 || listen(out.socket, queue) != 0 ||
      getsockname(out.socket, generic(out.address), &size) != 0)
    throw std::runtime_error("a server of the tests cannot listen");
  return out;
}

constexpr const char* kBasePath = "/integrations/syned/v1";

std::string url_of(int port) {
  return "http://127.0.0.1:" + std::to_string(port);
}

}  // namespace

RawServer::RawServer(std::function<void(const std::string&, const Send&)> answer)
    : answer_(std::move(answer)) {
  const auto listener = listen_on_loopback(16);
  listener_ = listener.socket;
  port_ = ntohs(listener.address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

RawServer::~RawServer() {
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
  }
  changed_.notify_all();
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

void RawServer::serve() {
  while (true) {
    const int socket = accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    serve_one(socket);
    close(socket);
  }
}

void RawServer::serve_one(int socket) {
  const auto request = read_request(socket);
  if (request.empty()) return;
  {
    const std::lock_guard lock{mutex_};
    requests_.push_back(request);
  }
  answer_(request, [socket](const std::string& bytes) {
    return send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  });
}

std::string RawServer::origin() const {
  return url_of(port_);
}
std::string RawServer::base_url() const {
  return origin() + kBasePath;
}

std::vector<std::string> RawServer::requests() const {
  const std::lock_guard lock{mutex_};
  return requests_;
}

bool RawServer::over_within(std::chrono::milliseconds time) {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, time, [&] { return over_; });
}

FullServer::FullServer() {
  auto listener = listen_on_loopback(0);
  listener_ = listener.socket;
  port_ = ntohs(listener.address.sin_port);
  // A queue of none has room for one; the second is sure to wait.
  for (int i = 0; i < 2; ++i) {
    waiting_.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    connect(waiting_.back(), generic(listener.address), sizeof listener.address);
  }
}

FullServer::~FullServer() {
  for (const int socket : waiting_) close(socket);
  close(listener_);
}

std::string FullServer::base_url() const {
  return url_of(port_) + kBasePath;
}

std::string http_answer(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Whatever\r\nContent-Type: application/json\r\n" +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" + headers +
         "\r\n" + body;
}

std::string answer_to(int port, const std::string& bytes) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string out;
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0) {
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = recv(descriptor, buffer.data(), buffer.size(), 0)) > 0;)
      out.append(buffer.data(), static_cast<std::size_t>(got));
  }
  close(descriptor);
  return out;
}

}  // namespace lockstep::metactf_test
