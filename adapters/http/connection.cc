#include "adapters/http/connection.h"

#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapters/http/refusal.h"

namespace lockstep::http {

namespace {

using std::chrono::steady_clock;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::chrono::milliseconds kLinger{1000};
constexpr std::size_t kLingerBytes = 16U << 20U;
constexpr Connection::Wait kOver{};

}  // namespace

Connection::Connection(int socket, std::string client, const ConnectionLimits& limits,
                       const TlsContext* tls)
    : socket_(socket),
      client_(std::move(client)),
      limits_(limits),
      is_plain_(tls == nullptr),
      stream_(socket, tls),
      framing_(limits.request),
      deadline_(waiting_since_ + limits.keep_alive) {}

Connection::~Connection() {
  stream_.end();
  ::shutdown(socket_, SHUT_RDWR);
  ::close(socket_);
}

Connection::Wait Connection::advance(const Serve& serve) {
  if (phase_ == Phase::lingering) return linger();
  if (phase_ == Phase::reading) {
    if (!read_on()) return kOver;
    if (!framing_.ready()) return wait();
    answer(serve);
  }
  return send_on();
}

Connection::Wait Connection::run_out_of_time(const Serve& serve) {
  // Who has got as far as the body is told why he is not served.
  if (phase_ != Phase::reading || !framing_.has_head()) return kOver;
  framing_.cut_short(stream_.unread());
  answer(serve);
  return send_on();
}

// False when the client is gone.
bool Connection::read_on() {
  for (;;) {
    if (!begun_ && !stream_.unread().empty()) {
      begun_ = true;
      deadline_ = steady_clock::now() + limits_.read_timeout;
    }
    framing_.look(stream_.unread());
    if (framing_.ready()) return true;
    if (framing_.asks_to_continue() && !std::exchange(told_to_continue_, true)) {
      stream_.write(kContinue.data(), kContinue.size());
      if (!stream_.flush()) return false;
    }
    const auto got = stream_.fill();
    if (got != ConnectionStream::Got::bytes) return got == ConnectionStream::Got::nothing_yet;
  }
}

void Connection::answer(const Serve& serve) {
  ++requests_;
  stream_.begin_request(framing_.size(), limits_.request.max_header_bytes);
  served_ = serve(*this);
  // What two parsers read differently must not become a request of its own.
  served_.go_on = stream_.end_request() && served_.go_on;
  phase_ = Phase::writing;
  waiting_since_ = steady_clock::now();
  deadline_ = waiting_since_ + limits_.write_timeout;
}

Connection::Wait Connection::send_on() {
  if (!stream_.flush()) return kOver;
  if (stream_.has_unsent()) return wait();
  if (served_.stream) {
    phase_ = Phase::streaming;
    return kOver;
  }
  if (served_.go_on) return next_request();
  if (!served_.unread) return kOver;
  // Closing on unread bytes would reset the connection and destroy the answer.
  stream_.end();
  phase_ = Phase::lingering;
  deadline_ = steady_clock::now() + kLinger;
  return linger();
}

Connection::Wait Connection::next_request() {
  phase_ = Phase::reading;
  framing_ = RequestFraming{limits_.request};
  begun_ = told_to_continue_ = false;
  waiting_since_ = steady_clock::now();
  deadline_ = waiting_since_ + limits_.keep_alive;
  // The socket does not say what has been taken from it already, but it can be written to: so this
  // connection has its next turn at once, and others have theirs before.
  const short at_once = stream_.has_more() ? POLLOUT : 0;
  return {static_cast<short>(POLLIN | at_once), deadline_};
}

Connection::Wait Connection::linger() {
  for (;;) {
    lingered_bytes_ += stream_.unread().size();
    stream_.forget_unread();
    if (lingered_bytes_ > kLingerBytes) return kOver;
    const auto got = stream_.fill();
    if (got == ConnectionStream::Got::nothing_yet) return wait();
    if (got == ConnectionStream::Got::end) return kOver;
  }
}

StreamBody Connection::take_stream() {
  return phase_ == Phase::streaming ? std::move(served_.stream) : StreamBody{};
}

void Connection::give_way() {
  if (asks_something() && is_plain_) say_too_many(socket_);
}

}  // namespace lockstep::http
