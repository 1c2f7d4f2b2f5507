// The vendor, made up: serves contract.md over HTTP with made-up people, and goes wrong when told
// to. For development, demos and tests; it keeps nothing when it stops. Its /__admin routes ask for
// no token: listen on loopback.
#pragma once
#include <memory>
#include <string>

#include <boost/json.hpp>

#include "adapters/metactf_mock/mock_options.h"
#include "events/result.h"

namespace lockstep::metactf_mock {

class MockServer {
 public:
  /// Listens when it returns. Errc::unavailable `mock-port-unavailable` when the port is in use,
  /// Errc::not_found for an unknown dataset.
  static Result<std::unique_ptr<MockServer>> start(const MockOptions& options);

  MockServer(const MockServer&) = delete;
  MockServer& operator=(const MockServer&) = delete;
  ~MockServer();

  [[nodiscard]] int port() const;
  [[nodiscard]] std::string base_url() const;   ///< For ClientOptions::base_url.
  [[nodiscard]] std::string admin_url() const;  ///< `http://host:port/__admin`
  /// Whether the storage had the dataset already, or what it was filled with; one line.
  [[nodiscard]] const std::string& beginning() const;
  /// What GET /__admin/state answers; `detail` alone when the storage is not there.
  [[nodiscard]] boost::json::object state() const;
  /// One line for a terminal: requests and their rate since it was last asked, users, teams,
  /// storage, faults that are on. One thread.
  [[nodiscard]] std::string summary_line();
  /// No more answers. Waits for idle kept-alive connections, at most about 2 s. Again: nothing.
  void stop();

 private:
  struct Impl;
  explicit MockServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::metactf_mock
