// One HTTP exchange with the vendor: the only place that knows cpp-httplib. Bounded in time and in
// size; tells apart what cannot have arrived from what may have.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "adapters/metactf/base_url.h"
#include "adapters/metactf/client.h"

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

/// Not safe to share between threads. Keeps its connection open between exchanges.
class Transport {
 public:
  Transport(const ClientOptions& options, const BaseUrl& base);
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  ~Transport();

  /// Any whole answer, whatever its status. Fails with `connection` only when it is certain that
  /// the vendor has not got the request, with `malformed` when the answer is larger than allowed,
  /// and with `timeout` in every other case.
  ports::VendorResult<HttpAnswer> exchange(const HttpRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::metactf
