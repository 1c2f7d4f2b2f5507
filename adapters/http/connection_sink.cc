#include "adapters/http/connection_sink.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace lockstep::http {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What a slow reader may leave unread with us.
constexpr int kSendBuffer = 128 << 10;
constexpr std::size_t kPiece = 64U << 10U;

int left_until(Connection::Time deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
  return static_cast<int>(std::max<milliseconds::rep>(left.count(), 0));
}

// Poll, again when a signal interrupts it.
int poll_until(pollfd* fds, nfds_t count, Connection::Time deadline) {
  for (;;) {
    const int ready = ::poll(fds, count, left_until(deadline));
    if (ready >= 0 || errno != EINTR) return ready;
  }
}

}  // namespace

ConnectionSink::ConnectionSink(Connection& connection, int stop_fd, milliseconds write_timeout)
    : connection_(connection), stop_fd_(stop_fd), write_timeout_(write_timeout) {
  ::setsockopt(connection.socket(), SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
}

StreamSink::Written ConnectionSink::write(std::string_view piece) {
  for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kPiece))) {
    const auto done = send(piece.substr(0, kPiece));
    if (done != Written::taken) return done;
  }
  return Written::taken;
}

StreamSink::Written ConnectionSink::send(std::string_view piece) {
  auto& stream = connection_.stream();
  const auto deadline = steady_clock::now() + write_timeout_;
  stream.write(piece.data(), piece.size());
  for (;;) {
    if (!stream.flush()) return Written::gone;
    if (!stream.has_unsent()) return Written::taken;
    const auto ready = wait(deadline);
    if (ready != Written::taken) return ready;
  }
}

StreamSink::Written ConnectionSink::wait(Connection::Time deadline) const {
  std::array<pollfd, 2> fds{
      {{connection_.socket(), connection_.stream().waits_for(), 0}, {stop_fd_, POLLIN, 0}}};
  const int ready = poll_until(fds.data(), fds.size(), deadline);
  if (fds[1].revents != 0) return Written::stopping;
  if (ready == 0) return Written::too_slow;
  return ready > 0 ? Written::taken : Written::gone;
}

StreamSink::Written ConnectionSink::look() {
  std::array<pollfd, 2> fds{{{connection_.socket(), POLLRDHUP, 0}, {stop_fd_, POLLIN, 0}}};
  if (::poll(fds.data(), fds.size(), 0) <= 0) return Written::taken;
  return fds[1].revents != 0 ? Written::stopping : Written::gone;
}

}  // namespace lockstep::http
