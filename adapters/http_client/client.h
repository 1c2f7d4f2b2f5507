// Asks an HTTP server: one request at a time, over a connection that is kept for the next one.
// Bounded in time and in size, whatever the other side sends. Nothing is repeated, redirected or
// remembered.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/outcome.hpp>

#include "adapters/http_client/response_reader.h"
#include "base/url.h"

namespace lockstep::http_client {

struct Options {
  base::HttpUrl server;  ///< Of this only scheme, host and port are used.
  /// For finding the address, connecting and the handshake of TLS, together.
  std::chrono::milliseconds connect_timeout{5000};
  /// From there to the last byte of the answer.
  std::chrono::milliseconds answer_timeout{15000};
  std::size_t max_head_bytes = 64U << 10U;
  std::size_t max_body_bytes = 16U << 20U;  ///< Also after decompression.
  bool verify_tls = true;
  /// PEM: trusted instead of the system's authorities. Empty: those. Read for each connection.
  std::filesystem::path ca_file;
};

struct Request {
  std::string method;
  std::string target;  ///< Path and query, encoded.
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> body;
};

/// Why there is no response.
enum class Failure : std::uint8_t {
  cancelled,    ///< Nothing was sent.
  unreachable,  ///< Nothing was sent.
  untrusted,    ///< Its certificate could not be verified. Nothing was sent.
  no_answer,    ///< None that is whole came in time. Whether it was done is unknown.
  unreadable,   ///< What came is no answer of HTTP. Whether it was done is unknown.
  too_large     ///< The answer is larger than allowed. Whether it was done is unknown.
};

template <class T>
using Outcome = boost::outcome_v2::basic_result<T, Failure, boost::outcome_v2::policy::terminate>;

/// One thread, but for cancel().
class Client {
 public:
  explicit Client(Options options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Waits. The request's parts must be what HTTP allows there: they are sent as they are. Of the
  /// response the body is unpacked; a redirect is a response like any other.
  Outcome<Response> exchange(const Request& request);
  /// From any thread: ends the exchange under way, and every later one before it begins.
  void cancel() noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::http_client
