// What every route has at hand: the ports, the options, and the one call it answers.
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <span>
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
  ports::GroupSet groups;                    ///< Whose rows its route reads.
  std::unique_ptr<ports::Snapshot> page{};   ///< See open_page().

  /// The page's once there is one, else those of the newest rows.
  [[nodiscard]] ports::Readers& reads() {
    if (page) return *page;
    return api.ports.reads;
  }
  [[nodiscard]] bool by_coach() const { return who.role == kRoleCoach; }
};

using Handler = Answered<Answer> (*)(Call&);

/// What the description of the API says of a route. Schemas are those of openapi_tables.cc.
struct RouteText {
  std::string_view summary;
  std::string_view answer = {};  ///< Schema of a success; empty = text.
  int status = 200;
  std::string_view body = {};        ///< Schema of the request's body; empty = none or `{}`.
  bool conditional = false;          ///< Takes If-Match; of GET: If-None-Match.
  std::string_view dry_answer = {};  ///< Of 200 with dryRun=true.
  std::string_view text_type = "text/plain";  ///< Of an answer without a schema.
};

/// One row of the route table.
struct Route {
  std::string_view method;
  std::string_view pattern;  ///< Segments in braces match one UUID each, `{run}` any id.
  std::span<const std::string_view> roles;  ///< Empty = open to everybody.
  std::span<const std::string_view> parameters;
  Handler handler;
  /// Whose rows it reads: `minPosition` waits for these.
  ports::GroupSet groups = ports::GroupSet::of<projections::Roster>();
  RouteText says;
};

/// Everything that is served. A new route is a row in routes.cc.
std::span<const Route> routes();

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
