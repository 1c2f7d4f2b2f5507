// Listening and accepting, whatever goes wrong with one connection.
#pragma once
#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "events/result.h"

namespace lockstep::http::wire {

/// `port` 0: any that is free. Errors: `port-in-use`, `cannot-listen`.
Result<boost::asio::ip::tcp::acceptor> listen_on(boost::asio::io_context& io,
                                                 const std::string& host, int port);

/// The process, or the machine, has as many files and connections open as it may.
bool is_out_of_descriptors(const boost::system::error_code& failed);

/// Thread of the sockets.
class Accepting {
 public:
  using Accepted = std::function<void(boost::asio::ip::tcp::socket)>;
  using Failed = std::function<bool(const boost::system::error_code&)>;
  /// `failed` is not called for a client that left before it was accepted. It answers true when it
  /// has removed the cause: then there is no waiting.
  Accepting(boost::asio::ip::tcp::acceptor listening, Accepted accepted, Failed failed);
  Accepting(const Accepting&) = delete;
  Accepting& operator=(const Accepting&) = delete;

  /// Goes on until the stop: after an error it waits, where nothing better helps a moment later.
  void begin();
  void stop();
  [[nodiscard]] int port() const;

 private:
  boost::asio::awaitable<void> accept_all();
  void take(boost::asio::ip::tcp::socket socket);
  void take_those_who_wait();

  boost::asio::ip::tcp::acceptor listening_;
  boost::asio::steady_timer pause_;
  Accepted accepted_;
  Failed failed_;
};

}  // namespace lockstep::http::wire
