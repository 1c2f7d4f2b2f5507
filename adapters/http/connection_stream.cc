#include "adapters/http/connection_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>

namespace lockstep::http {

namespace {

using std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

// Not less than a TLS record: what is left in one would not show when waiting for the socket.
constexpr std::size_t kBufferBytes = 16U << 10U;
constexpr milliseconds kIdleSlice{100};
constexpr milliseconds kLinger{1000};
constexpr std::size_t kLingerBytes = 16U << 20U;
// What a slow reader may leave unread with us.
constexpr int kStreamSendBuffer = 128 << 10;
constexpr std::size_t kStreamPiece = 64U << 10U;

int left_until(SteadyTime deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::max<milliseconds::rep>(left.count(), 0));
}

// Poll, again when a signal interrupts it.
int poll_until(pollfd* fds, nfds_t count, SteadyTime deadline) {
  for (;;) {
    const int ready = ::poll(fds, count, left_until(deadline));
    if (ready >= 0 || errno != EINTR) return ready;
  }
}

}  // namespace

ConnectionStream::ConnectionStream(int socket, int stop_fd, ConnectionLimits limits,
                                   const TlsContext* tls)
    : socket_(socket), stop_fd_(stop_fd), limits_(limits), buffer_(kBufferBytes) {
  if (tls != nullptr) tls_.emplace(*tls, socket);
}

bool ConnectionStream::wait_readable(SteadyTime deadline) const {
  std::array<pollfd, 2> fds{{{socket_, POLLIN, 0}, {stop_fd_, POLLIN, 0}}};
  return poll_until(fds.data(), fds.size(), deadline) > 0 && fds[1].revents == 0;
}

bool ConnectionStream::wait_writable(SteadyTime deadline) const {
  std::array<pollfd, 2> fds{{{socket_, POLLOUT, 0}, {stop_fd_, POLLIN, 0}}};
  // An answer is finished also when the server stops, a stream is not.
  return poll_until(fds.data(), streaming_ ? 2 : 1, deadline) > 0 && fds[1].revents == 0;
}

bool ConnectionStream::stopping() const {
  pollfd fd{stop_fd_, POLLIN, 0};
  return ::poll(&fd, 1, 0) > 0;
}

TlsSession::Wait ConnectionStream::waiting_until(SteadyTime deadline) const {
  return [this, deadline](short events) {
    return events == POLLIN ? wait_readable(deadline) : wait_writable(deadline);
  };
}

ssize_t ConnectionStream::fill(SteadyTime deadline) {
  if (!wait_readable(deadline)) return -1;
  const auto got = tls_ ? tls_->read(buffer_.data(), buffer_.size(), waiting_until(deadline))
                        : ::recv(socket_, buffer_.data(), buffer_.size(), 0);
  begin_ = 0;
  end_ = got > 0 ? static_cast<std::size_t>(got) : 0;
  return got;
}

bool ConnectionStream::wait_for_request(milliseconds at_most,
                                        const std::function<bool()>& give_up) {
  const auto deadline = Clock::now() + at_most;
  while (begin_ == end_) {
    const auto slice = std::min(deadline, Clock::now() + kIdleSlice);
    std::array<pollfd, 2> fds{{{socket_, POLLIN, 0}, {stop_fd_, POLLIN, 0}}};
    const int ready = poll_until(fds.data(), fds.size(), slice);
    if (ready < 0 || fds[1].revents != 0) return false;
    if (ready > 0) return fill(deadline) > 0;
    if (Clock::now() >= deadline || give_up()) return false;
  }
  return true;
}

void ConnectionStream::begin_request() {
  in_headers_ = true;
  header_bytes_ = 0;
  writing_ = false;
  read_deadline_ = Clock::now() + limits_.read_timeout;
}

ssize_t ConnectionStream::read(char* out, size_t size) {
  if (begin_ == end_) {
    const auto got = fill(read_deadline_);
    if (got <= 0) return got;
  }
  const auto taken = std::min(size, end_ - begin_);
  if (in_headers_) {
    header_bytes_ += taken;
    if (header_bytes_ > limits_.max_header_bytes) return -1;
  }
  std::memcpy(out, buffer_.data() + begin_, taken);
  begin_ += taken;
  return static_cast<ssize_t>(taken);
}

ssize_t ConnectionStream::write(const char* data, size_t size) {
  if (!writing_) write_deadline_ = Clock::now() + limits_.write_timeout;
  writing_ = true;
  if (!wait_writable(write_deadline_)) return -1;
  if (tls_) return tls_->write(data, size, waiting_until(write_deadline_));
  const auto sent = ::send(socket_, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && (errno == EINTR || errno == EAGAIN)) return 0;  // httplib asks again.
  return sent;
}

void ConnectionStream::begin_stream(milliseconds write_timeout) {
  streaming_ = true;
  limits_.write_timeout = write_timeout;
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &kStreamSendBuffer, sizeof kStreamSendBuffer);
}

StreamSink::Written ConnectionStream::write(std::string_view piece) {
  for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kStreamPiece))) {
    const auto done = write_all(piece.substr(0, kStreamPiece));
    if (done != Written::taken) return done;
  }
  return Written::taken;
}

StreamSink::Written ConnectionStream::write_all(std::string_view piece) {
  writing_ = false;  // A new deadline.
  while (!piece.empty()) {
    const auto sent = write(piece.data(), piece.size());
    if (sent < 0 && stopping()) return Written::stopping;
    if (sent < 0) return Clock::now() >= write_deadline_ ? Written::too_slow : Written::gone;
    piece.remove_prefix(static_cast<std::size_t>(sent));
  }
  return Written::taken;
}

StreamSink::Written ConnectionStream::look() {
  if (stopping()) return Written::stopping;
  pollfd fd{socket_, POLLRDHUP, 0};
  return ::poll(&fd, 1, 0) > 0 ? Written::gone : Written::taken;
}

void ConnectionStream::end() {
  if (tls_) tls_->end();
}

void ConnectionStream::linger() {
  end();
  ::shutdown(socket_, SHUT_WR);
  const auto deadline = Clock::now() + kLinger;
  std::size_t taken = 0;
  while (taken < kLingerBytes) {
    const auto got = fill(deadline);
    if (got <= 0) return;
    taken += static_cast<std::size_t>(got);
  }
}

bool ConnectionStream::is_readable() const {
  return begin_ < end_ || wait_readable(read_deadline_);
}

bool ConnectionStream::is_writable() const {
  return wait_writable(Clock::now() + limits_.write_timeout);
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
