#include "tests/contract/http/raw_client.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/test_id.h"

namespace lockstep::http {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return text;
}

Reply parse_head(std::string_view head) {
  Reply out;
  if (head.size() > 12) out.status = std::stoi(std::string(head.substr(9, 3)));
  while (!head.empty()) {
    const auto end = std::min(head.find("\r\n"), head.size());
    const auto line = head.substr(0, end);
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos)
      out.headers[lower(std::string(line.substr(0, colon)))] = std::string(line.substr(colon + 2));
    head.remove_prefix(std::min(end + 2, head.size()));
  }
  return out;
}

}  // namespace

boost::json::value Reply::json() const {
  boost::system::error_code failed;
  auto value = boost::json::parse(body, failed);
  return failed ? boost::json::value() : value;
}

std::string Reply::problem() const {
  const auto value = json();
  const auto* type = value.is_object() ? value.get_object().if_contains("type") : nullptr;
  if (type == nullptr || !type->is_string()) return "";
  constexpr std::string_view kPrefix = "urn:lockstep:problem:";
  const std::string text{type->get_string()};
  return text.starts_with(kPrefix) ? text.substr(kPrefix.size()) : text;
}

std::string Reply::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? "" : found->second;
}

RawConnection::RawConnection(int port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{20, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr generic{};
  std::memcpy(&generic, &address, sizeof address);
  if (::connect(socket_, &generic, sizeof generic) != 0)
    throw std::runtime_error("cannot connect to the server under test");
}

RawConnection::~RawConnection() {
  ::close(socket_);
}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawConnection::fill() {
  std::array<char, 8192> chunk{};
  const auto got = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (got <= 0) return false;
  buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return true;
}

Reply RawConnection::receive(bool has_body) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return {};
  auto out = parse_head(buffer_.substr(0, end + 2));
  buffer_.erase(0, end + 4);
  const auto length = out.header("content-length");
  const std::size_t size = has_body && !length.empty() ? std::stoul(length) : 0;
  while (buffer_.size() < size && fill()) continue;
  out.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return out;
}

std::optional<std::string> RawConnection::receive_until(std::string_view mark) {
  std::size_t end = 0;
  while ((end = buffer_.find(mark)) == std::string::npos)
    if (!fill()) return std::nullopt;
  auto out = buffer_.substr(0, end);
  buffer_.erase(0, end + mark.size());
  return out;
}

bool RawConnection::closed() {
  std::array<char, 1024> chunk{};
  ssize_t got = 0;
  while ((got = ::recv(socket_, chunk.data(), chunk.size(), 0)) > 0) continue;
  return got == 0 || errno == ECONNRESET;
}

std::string request_text(std::string_view method, std::string_view target,
                         const HeaderList& headers, std::string_view body) {
  const auto content = testing_support::with_ids(body);
  auto out = std::string(method) + " " + testing_support::with_ids(target) +
             " HTTP/1.1\r\nHost: localhost\r\n";
  bool typed = false;
  for (const auto& [name, value] : headers) {
    out += name + ": " + testing_support::with_ids(value) + "\r\n";
    typed = typed || lower(name) == "content-type";
  }
  if (!content.empty() && !typed) out += "Content-Type: application/json\r\n";
  if (!content.empty()) out += "Content-Length: " + std::to_string(content.size()) + "\r\n";
  return out + "\r\n" + content;
}

Reply exchange(int port, std::string_view method, std::string_view target,
               const HeaderList& headers, std::string_view body) {
  RawConnection connection{port};
  connection.send(request_text(method, target, headers, body));
  return connection.receive(method != "HEAD");
}

}  // namespace lockstep::http
