// Every open connection, and who has to leave when there are as many as may be: the one that has
// kept the server waiting longest. Thread of the sockets.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>

#include "adapters/http/wire/server.h"

namespace lockstep::http::wire {

class Session;
using Sessions = std::list<std::shared_ptr<Session>>;

/// Where a session is in the room. The room's own.
struct Seat {
  Sessions* list = nullptr;  ///< Null: it is not there.
  Sessions::iterator at;
};

class Room {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Both outlive it.
  Room(const Options& options, const Callbacks& callbacks)
      : options_(options), callbacks_(callbacks) {}
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  /// Makes somebody leave where that is needed. False: nobody can.
  bool make_place(const std::string& client);
  /// Of everybody. For when no more connections can be had, whatever the limits allow. False: all
  /// are served.
  bool displace_longest_waiting();
  void enter(const std::shared_ptr<Session>& session);
  /// The server waits for it from now on: for a request, or until it takes its answer.
  void wait_for(Session& session);
  /// It waits for the server, and does not have to leave.
  void serve(Session& session);
  /// Its answer goes on: it takes nobody's place any longer.
  void stream_to(Session& session);
  void leave(Session& session);

  /// Tells those whose deadline is over.
  void keep_time(Time now);
  /// Tells everybody; nobody may enter after that. `when_empty` is called once, perhaps at once.
  void stop(std::function<void()> when_empty);
  [[nodiscard]] bool is_stopping() const { return when_empty_ || stopped_; }

 private:
  bool displace(Sessions::const_iterator who);
  void move_to(Sessions& list, Session& session);
  void give_up_place(const std::string& client);
  void look_whether_empty();
  [[nodiscard]] std::size_t open() const { return waiting_.size() + served_.size(); }

  const Options& options_;
  const Callbacks& callbacks_;
  Sessions waiting_;  ///< Those that have kept the server waiting longest first.
  Sessions served_;
  Sessions streaming_;
  std::map<std::string, std::size_t> open_of_client_;
  std::function<void()> when_empty_;
  bool stopped_ = false;
};

}  // namespace lockstep::http::wire
