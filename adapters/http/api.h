// What every route has at hand: the ports, the options, and the one call it answers.
#pragma once
#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/auth.h"
#include "adapters/http/cors.h"
#include "adapters/http/limits.h"
#include "adapters/http/message.h"
#include "adapters/http/problem.h"
#include "adapters/http/query.h"
#include "adapters/http/server.h"
#include "adapters/http/stream_places.h"

namespace lockstep::http {

/// Commands whose client gave a key and that are being worked on right now. Any thread.
class InFlight {
 public:
  /// False when it is under way already.
  bool enter(const std::string& command_id) {
    const std::lock_guard lock{mutex_};
    return ids_.insert(command_id).second;
  }
  void leave(const std::string& command_id) {
    const std::lock_guard lock{mutex_};
    ids_.erase(command_id);
  }

 private:
  std::mutex mutex_;
  std::set<std::string> ids_;
};

struct Api {
  ServerOptions options;
  Dependencies ports;
  Authenticators authenticators;
  Cors cors;
  KeyedLimit per_address;
  KeyedLimit per_coach;
  StreamPlaces streams;
  InFlight in_flight{};
  std::atomic<int> looking_back{0};  ///< See as_of.cc.
};

/// One request, after it has been routed and its sender is known.
struct Call {
  Api& api;
  const Request& request;
  std::vector<std::string> ids;  ///< From the path, in order; UUIDs in their one form.
  events::Principal who;
  Query query;
  std::string correlation_id;
  std::optional<Timestamp> signed_in_until;  ///< See SignedIn.
  std::string client;                        ///< See client_address.h; empty = unknown.

  [[nodiscard]] bool by_coach() const { return who.role == kRoleCoach; }
};

using Handler = Answered<Answer> (*)(Call&);

/// One row of the route table.
struct Route {
  std::string_view method;
  std::string_view pattern;             ///< Segments in braces match one UUID each, `{run}` any id.
  std::vector<std::string_view> roles;  ///< Empty = open to everybody.
  std::vector<std::string_view> parameters;
  Handler handler;
};

/// Everything that is served. A new route is a row in routes.cc.
const std::vector<Route>& routes();

/// What of a request may be logged and counted.
struct Served {
  std::string_view route = "unmatched";
  std::string_view method = "other";
  std::string role = "none";
  std::string correlation_id;
};

/// Routes, authenticates, answers. Never throws; every refusal is a problem.
Answer dispatch(Api& api, const Request& request, Served& served);

}  // namespace lockstep::http
