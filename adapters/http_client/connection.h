// A connection to a server, plain or TLS. Asio works underneath; every operation waits for its end,
// for its deadline, or to be cancelled.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/http_client/client.h"

namespace lockstep::http_client {

/// One thread, but for cancel().
class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class Opened : std::uint8_t { open, unreachable, untrusted };
  enum class Came : std::uint8_t { some, end, failed };

  /// Connects nothing yet. The options outlive it.
  explicit Connection(const Options& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Anew, whatever was open.
  Opened open(Time deadline);
  /// It is open, and the other side has neither ended it nor said anything unasked.
  [[nodiscard]] bool is_usable();
  /// All of it. After false nobody knows how much has arrived.
  bool write(std::string_view bytes, Time deadline);
  /// Appends what comes next.
  Came read(std::string& out, Time deadline);
  void close();

  /// From any thread: everything fails from now on, what is under way included.
  void cancel() noexcept;
  [[nodiscard]] bool is_cancelled() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::http_client
