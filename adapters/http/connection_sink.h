// The far end of an answer that goes on: the one place that waits for a client, in a thread of that
// client's own. Every piece has a deadline, little of what is written waits in the kernel, and
// nothing waits when the server stops.
#pragma once
#include <chrono>

#include "adapters/http/connection.h"
#include "adapters/http/message.h"

namespace lockstep::http {

/// One thread. The head of the answer is sent already; `stop_fd` becomes readable when the server
/// stops.
class ConnectionSink final : public StreamSink {
 public:
  ConnectionSink(Connection& connection, int stop_fd, std::chrono::milliseconds write_timeout);
  Written write(std::string_view piece) override;
  Written look() override;

 private:
  Written send(std::string_view piece);
  [[nodiscard]] Written wait(Connection::Time deadline) const;

  Connection& connection_;
  int stop_fd_;
  std::chrono::milliseconds write_timeout_;
};

}  // namespace lockstep::http
