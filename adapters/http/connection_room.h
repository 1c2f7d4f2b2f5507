// Every open connection. Those that wait, for bytes in either direction or for the engine's reply
// to a command, hold no thread, so any number of them leaves the threads to the others; and when
// there are as many connections as may be, whoever has kept the server waiting longest makes place.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "adapters/http/connection.h"
#include "adapters/http/task.h"

namespace lockstep::http {

struct RoomOptions {
  std::size_t threads;  ///< At most; few of them are awake unless what they do takes long.
  std::size_t max_open;
  std::size_t max_open_per_address;  ///< 0 = no limit.
  ConnectionLimits limits;
  const TlsContext* tls;  ///< Null: without TLS.
};

/// Called from any thread.
struct RoomCallbacks {
  Connection::Serve serve;
  std::function<void(std::size_t open)> changed;
  std::function<void()> refused;    ///< There was no place, and nobody to make it.
  std::function<void()> displaced;  ///< Somebody made place.
  /// The connection left the room, and its place in it, for an answer that goes on.
  std::function<void(std::unique_ptr<Connection>, StreamBody)> stream;
};

class ConnectionRoom {
 public:
  ConnectionRoom(const RoomOptions& options, RoomCallbacks callbacks);
  ~ConnectionRoom();  ///< Stops.
  ConnectionRoom(const ConnectionRoom&) = delete;
  ConnectionRoom& operator=(const ConnectionRoom&) = delete;

  /// Takes the socket, whatever becomes of it. Never waits.
  void admit(int socket);
  /// Drops connections that are idle or still asking, and returns when the answers under way are
  /// given. May be called twice.
  void stop();

 private:
  /// One step of a connection, which may wait within.
  struct Turn {
    std::uint64_t id = 0;
    Connection::Wait wait;  ///< How it ended.
    Task task;
  };
  struct Place {
    std::unique_ptr<Connection> connection;
    Connection::Time until;
    bool busy = false;                  ///< A turn has it.
    std::shared_ptr<Pause> pause = {};  ///< Of that turn.
  };
  using Places = std::unordered_map<std::uint64_t, Place>;

  void work();
  void keep_time();
  void begin_turn(std::uint64_t id, Connection& connection);
  void go_on(Turn* turn);
  void may_go_on(Turn* turn);
  Turn* next_ready();
  int wait_for_event(std::uint64_t& id);
  void call_up_threads();
  [[nodiscard]] std::vector<std::shared_ptr<Pause>> overdue_pauses();
  /// Null: it is gone, or another thread has it.
  Connection* take(std::uint64_t id);
  void put_back(std::uint64_t id, Connection::Wait wait);
  /// Null: it stays.
  [[nodiscard]] std::unique_ptr<Connection> let_go(std::uint64_t id, Connection::Wait wait);
  void watch(int socket, int operation, std::uint64_t id, short events) const;
  [[nodiscard]] std::vector<std::uint64_t> out_of_time();
  [[nodiscard]] bool make_place(const std::string& client);
  std::unique_ptr<Connection> remove(Places::iterator place);

  RoomOptions options_;
  RoomCallbacks callbacks_;
  int epoll_;
  int stopped_;  ///< Readable when the threads are to end.
  std::mutex mutex_;
  std::condition_variable time_to_stop_;
  Places open_;
  std::map<std::string, std::size_t> open_of_client_;
  std::uint64_t last_id_ = 0;
  bool stopping_ = false;
  std::mutex turns_mutex_;
  std::vector<std::unique_ptr<Turn>>
      turns_;  ///< All there are: as many as were ever needed at once.
  std::vector<Turn*> idle_turns_;
  std::deque<Turn*> ready_;              ///< Their wait is over, and no thread has them yet.
  int woken_;                            ///< Readable when a waiting thread should look at ready_.
  std::atomic<int> threads_waiting_{0};  ///< In epoll_wait, or about to be.
  const int most_waiting_;               ///< More would only take turns in being woken.
  std::condition_variable called_up_;    ///< For those beyond.
  std::uint64_t looks_ = 0;              ///< How often any thread was free for what is next.
  std::uint64_t looks_before_ = 0;       ///< At the last tick.
  std::size_t to_call_up_ = 0;
  bool ended_ = false;  ///< The threads are to end.
  std::vector<std::thread> threads_;
};

}  // namespace lockstep::http
