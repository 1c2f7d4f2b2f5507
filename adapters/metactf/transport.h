// One HTTP exchange with the vendor, as the client sees it. HTTP over a network is
// http_transport.h; a test may put a vendor of its own process here.
#pragma once
#include <optional>
#include <string>

#include "engine/ports/metactf_api.h"

namespace lockstep::metactf {

struct HttpRequest {
  std::string method;               ///< GET or POST
  std::string route;                ///< Of the contract, e.g. `/users`.
  std::string query;                ///< Encoded, with its '?'; or empty.
  std::optional<std::string> body;  ///< JSON
  bool with_token = true;
  /// For messages: has no ids in it.
  [[nodiscard]] std::string name() const { return method + " " + route; }
};

struct HttpAnswer {
  int status = 0;
  std::string body;
  std::string retry_after;  ///< As the header says; empty when there is none.
  std::string date;
};

/// Not safe to share between threads, but for cancel().
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  /// Any whole answer, whatever its status. Fails with `connection` only when it is certain that
  /// the vendor has not got the request, with `malformed` when the answer is larger than allowed,
  /// with `unreadable` when what came is no HTTP, and with `timeout` in every other case.
  virtual ports::VendorResult<HttpAnswer> exchange(const HttpRequest& request) = 0;

  /// From any thread: ends the exchange under way, and every later one before it begins.
  virtual void cancel() noexcept = 0;
};

}  // namespace lockstep::metactf
