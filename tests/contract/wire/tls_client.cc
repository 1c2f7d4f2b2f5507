#include "tests/contract/wire/tls_client.h"

#include <array>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lockstep::http::wire {

TlsClient::TlsClient(int port, int newest)
    : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
      session_(nullptr, SSL_free),
      socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  SSL_CTX_set_security_level(context_.get(), 0);
  SSL_CTX_set_max_proto_version(context_.get(), newest);
  session_.reset(SSL_new(context_.get()));
  const timeval patience{20, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  std::memcpy(&generic, &address, sizeof address);
  SSL_set_fd(session_.get(), socket_);
  connected_ =
      ::connect(socket_, &generic, sizeof generic) == 0 && SSL_connect(session_.get()) == 1;
}

TlsClient::~TlsClient() {
  ::close(socket_);
}

bool TlsClient::send(std::string_view bytes) {
  return SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
}

bool TlsClient::fill() {
  std::array<char, 8192> chunk{};
  const int got = SSL_read(session_.get(), chunk.data(), static_cast<int>(chunk.size()));
  if (got <= 0) told_the_end_ = SSL_get_error(session_.get(), got) == SSL_ERROR_ZERO_RETURN;
  if (got > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::string TlsClient::receive_until(std::string_view mark) {
  std::size_t end = 0;
  while ((end = buffer_.find(mark)) == std::string::npos)
    if (!fill()) return "";
  auto out = buffer_.substr(0, end + mark.size());
  buffer_.erase(0, out.size());
  return out;
}

std::string TlsClient::receive_all() {
  while (fill()) continue;
  return std::exchange(buffer_, "");
}

bool TlsClient::renegotiates() {
  return SSL_renegotiate(session_.get()) == 1 && SSL_do_handshake(session_.get()) == 1;
}

}  // namespace lockstep::http::wire
