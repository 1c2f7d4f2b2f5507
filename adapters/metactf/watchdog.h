// Ends an exchange from another thread, when it is cancelled or has taken too long. The library has
// no deadline for a whole exchange, and its own stop() waits while it connects: so the socket is
// shut down beneath it, which it takes for a connection that broke.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace lockstep::metactf {

class Watchdog {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Watchdog();
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// False when cancelled: then nothing must be begun.
  bool begin(Time deadline);
  void end();
  /// The socket of the exchange, before it is connected. Keeps a duplicate: the library closes its
  /// own when it likes, and the number may then be somebody else's.
  void watch(int socket);
  /// For ever. Any thread.
  void cancel() noexcept;

 private:
  void run();
  [[nodiscard]] bool due() const;

  std::mutex mutex_;
  std::condition_variable changed_;
  int socket_ = -1;
  bool exchanging_ = false;
  bool cancelled_ = false;
  bool over_ = false;
  Time deadline_{};
  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace lockstep::metactf
