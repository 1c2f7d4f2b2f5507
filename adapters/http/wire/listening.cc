#include "adapters/http/wire/listening.h"

#include <cerrno>
#include <chrono>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>

namespace lockstep::http::wire {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int kBacklog = 1024;
constexpr std::chrono::milliseconds kMoment{20};
// Between two turns of everything else. One would let whoever came late wait for as many turns as
// came before.
constexpr int kAtOnce = 64;

Error why_not(const std::string& host, int port, const error_code& failed) {
  const auto address = host + " port " + std::to_string(port);
  if (failed == asio::error::address_in_use)
    return Error{Errc::unavailable, "port-in-use",
                 "Cannot listen on " + address + ": it is in use.",
                 "Stop the other process or choose another port."};
  return Error{Errc::invalid, "cannot-listen", "Cannot listen on " + address + ".",
               "Choose an address of this machine and a port that this user may use."};
}

/// This connection is gone, or there was none: the next one may be fine.
bool concerns_one_client(const error_code& failed) {
  return failed.value() == ECONNABORTED || failed.value() == EPROTO || failed.value() == EINTR;
}

// No child of this process may keep a connection open.
void keep_from_children(int socket) {
  ::fcntl(socket, F_SETFD, FD_CLOEXEC);
}

}  // namespace

Result<tcp::acceptor> listen_on(asio::io_context& io, const std::string& host, int port) {
  error_code failed;
  tcp::resolver resolver{io};
  const auto found =
      resolver.resolve(host, std::to_string(port), tcp::resolver::flags::passive, failed);
  if (failed || found.empty()) return why_not(host, port, failed);
  tcp::acceptor out{io};
  for (const auto& entry : found) {
    error_code ignored;
    out.close(ignored);
    out.open(entry.endpoint().protocol(), failed);
    if (failed) continue;
    keep_from_children(out.native_handle());
    // Not SO_REUSEPORT: with that a second server on the port would start without a word.
    out.set_option(tcp::acceptor::reuse_address(true), ignored);
    out.bind(entry.endpoint(), failed);
    // Else Asio waits for another client when one has left, with others in the queue.
    out.set_option(tcp::acceptor::enable_connection_aborted(true), ignored);
    if (!failed) out.listen(kBacklog, failed);
    if (!failed) return out;
  }
  return why_not(host, port, failed);
}

bool is_out_of_descriptors(const error_code& failed) {
  return failed.value() == EMFILE || failed.value() == ENFILE;
}

Accepting::Accepting(tcp::acceptor listening, Accepted accepted, Failed failed)
    : listening_(std::move(listening)),
      pause_(listening_.get_executor()),
      accepted_(std::move(accepted)),
      failed_(std::move(failed)) {
  error_code ignored;
  listening_.non_blocking(true, ignored);
}

int Accepting::port() const {
  error_code ignored;
  return listening_.local_endpoint(ignored).port();
}

void Accepting::begin() {
  asio::co_spawn(listening_.get_executor(), accept_all(), [this](const std::exception_ptr& failed) {
    // Out of memory, say.
    if (failed && listening_.is_open()) begin();
  });
}

void Accepting::stop() {
  error_code ignored;
  listening_.close(ignored);
  pause_.cancel();
}

void Accepting::take(tcp::socket socket) {
  keep_from_children(socket.native_handle());
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  accepted_(std::move(socket));
}

// An error is left to the next one to be waited for, which has it as well.
void Accepting::take_those_who_wait() {
  error_code failed;
  for (int i = 0; i < kAtOnce && !failed; ++i) {
    tcp::socket socket{listening_.get_executor()};
    listening_.accept(socket, failed);
    if (!failed) take(std::move(socket));
  }
}

asio::awaitable<void> Accepting::accept_all() {
  error_code failed;
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  while (listening_.is_open()) {
    tcp::socket socket = co_await listening_.async_accept(token);
    if (!listening_.is_open()) co_return;
    if (!failed) {
      take(std::move(socket));
      take_those_who_wait();
    } else if (!concerns_one_client(failed)) {
      const bool mended = failed_(failed);
      if (mended) continue;
      // Out of descriptors, say: the connection still waits, so asking at once would only spin.
      pause_.expires_after(kMoment);
      co_await pause_.async_wait(token);
    }
  }
}

}  // namespace lockstep::http::wire
