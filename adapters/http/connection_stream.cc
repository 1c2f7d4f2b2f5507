#include "adapters/http/connection_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>

namespace lockstep::http {

namespace {

// Not less than a TLS record: what is left in one would not show when waiting for the socket.
constexpr std::size_t kChunkBytes = 16U << 10U;
thread_local std::array<char, kChunkBytes> t_chunk;

void release_if_large(std::string& empty) {
  if (empty.capacity() > kChunkBytes) empty.shrink_to_fit();
}

}  // namespace

ConnectionStream::ConnectionStream(int socket, const TlsContext* tls) : socket_(socket) {
  if (tls != nullptr) tls_.emplace(*tls, socket);
}

bool ConnectionStream::would_wait(short events) {
  waits_for_ = events;
  blocked_ = true;
  return false;  // And does not.
}

ssize_t ConnectionStream::receive(char* out, std::size_t size) {
  blocked_ = false;
  if (tls_) return tls_->read(out, size, [this](short events) { return would_wait(events); });
  const auto got = ::recv(socket_, out, size, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) would_wait(POLLIN);
  return got;
}

ConnectionStream::Got ConnectionStream::fill() {
  const auto got = receive(t_chunk.data(), t_chunk.size());
  if (got > 0) in_.append(t_chunk.data(), static_cast<std::size_t>(got));
  if (got > 0) return Got::bytes;
  return blocked_ ? Got::nothing_yet : Got::end;
}

bool ConnectionStream::has_more() const {
  return !in_.empty() || (tls_ && tls_->has_pending());
}

void ConnectionStream::begin_request(std::size_t size, std::size_t max_header_bytes) {
  size_ = size;
  read_ = 0;
  header_budget_ = max_header_bytes;
}

bool ConnectionStream::end_request() {
  const bool whole = read_ == size_;
  in_.erase(0, size_);
  if (in_.empty()) release_if_large(in_);
  size_ = read_ = 0;
  return whole;
}

ssize_t ConnectionStream::read(char* out, size_t size) {
  const auto taken = std::min(size, size_ - read_);
  if (taken == 0) return 0;
  if (header_budget_ != std::string::npos) {
    if (taken > header_budget_) return -1;
    header_budget_ -= taken;
  }
  std::memcpy(out, in_.data() + read_, taken);
  read_ += taken;
  return static_cast<ssize_t>(taken);
}

ssize_t ConnectionStream::write(const char* data, size_t size) {
  out_.append(data, size);
  return static_cast<ssize_t>(size);
}

ssize_t ConnectionStream::send_some(std::string_view bytes) {
  blocked_ = false;
  if (tls_)
    return tls_->write(bytes.data(), bytes.size(),
                       [this](short events) { return would_wait(events); });
  const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) would_wait(POLLOUT);
  return sent;
}

bool ConnectionStream::flush() {
  while (has_unsent()) {
    const auto sent = send_some(std::string_view{out_}.substr(sent_));
    if (sent <= 0) return blocked_;
    sent_ += static_cast<std::size_t>(sent);
  }
  out_.clear();
  release_if_large(out_);
  sent_ = 0;
  return true;
}

void ConnectionStream::end() {
  if (tls_) tls_->end();
  ::shutdown(socket_, SHUT_WR);
}

// Addresses are personal data here and are not wanted by anybody.
void ConnectionStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

void ConnectionStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

}  // namespace lockstep::http
