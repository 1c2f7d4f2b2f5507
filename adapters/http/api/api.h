// What every route has at hand: the ports, the options, and the one call it answers.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/http/api/cors.h"
#include "adapters/http/api/limits.h"
#include "adapters/http/api/query.h"
#include "adapters/http/api/server.h"
#include "adapters/http/api/stream_places.h"
#include "adapters/http/api/workers.h"
#include "adapters/http/auth/auth.h"
#include "adapters/http/message.h"
#include "adapters/http/problem.h"
#include "adapters/http/shown.h"
#include "base/mutex.h"

namespace lockstep::http {

/// Commands whose client gave a key and that are being worked on right now. Any thread.
class InFlight {
 public:
  /// False when it is under way already.
  bool enter(const std::string& command_id) {
    const base::MutexLock lock{mutex_};
    return ids_.insert(command_id).second;
  }
  void leave(const std::string& command_id) {
    const base::MutexLock lock{mutex_};
    ids_.erase(command_id);
  }

 private:
  base::Mutex mutex_;
  std::set<std::string> ids_ LOCKSTEP_GUARDED_BY(mutex_);
};

struct Api {
  ServerOptions options;
  Dependencies ports;
  Authenticators authenticators;
  Cors cors;
  KeyedLimit per_address;
  KeyedLimit per_coach;
  KeyedLimit idle_keys;
  StreamPlaces streams;
  InFlight in_flight{};
  std::atomic<int> looking_back{0};  ///< See as_of.cc.
  const std::shared_ptr<Workers> workers = std::make_shared<Workers>(options.threads);
};

/// One request, after it has been routed and its sender is known.
struct Call {
  Api& api;
  const Request& request;
  std::vector<std::string> ids;  ///< From the path, in order; UUIDs in their one form.
  /// The path with these ids in it: the same for the same thing, however it was spelled.
  std::string address;
  events::Principal who;
  Query query;
  std::string correlation_id;
  std::optional<Timestamp> signed_in_until;  ///< See SignedIn.
  std::string client;                        ///< See client_address.h; empty = unknown.
  /// The service that asks on behalf of `who`, with their rights; none: they ask themselves.
  std::optional<events::Principal> through;
  ports::GroupSet groups;                   ///< Whose rows its route reads.
  std::unique_ptr<ports::Snapshot> page{};  ///< See open_page().

  /// The page's once there is one, else those of the newest rows.
  [[nodiscard]] ports::Readers& reads() {
    if (page) return *page;
    return api.ports.reads;
  }
  [[nodiscard]] bool by_coach() const { return who.role == kRoleCoach; }
  /// Nobody but the coach says so: no service has looked at it.
  [[nodiscard]] bool by_coach_alone() const { return by_coach() && !through; }
};

struct PlannedChange;
/// An answer, or a change to be carried out for it. See change.h.
using Handled = std::variant<Answer, PlannedChange>;
/// What a route does with a call, which outlives what it returns.
using Handler = std::variant<Answered<Answer> (*)(Call&), Answered<Handled> (*)(Call&)>;

/// What the description of the API says of a route. Schemas are those of types: `schema_of<T>`.
struct RouteText {
  std::string_view summary;
  SchemaOf answer = nullptr;  ///< Of a success, one of answers/; none = text.
  int status = 200;
  bool or_503 = false;                        ///< Who cannot work answers 503 in the same words.
  SchemaOf body = nullptr;                    ///< One of bodies.h; none = no body, or `{}`.
  bool conditional = false;                   ///< Takes If-Match; of GET: If-None-Match.
  SchemaOf dry_answer = nullptr;              ///< Of 200 with dryRun=true.
  std::string_view text_type = "text/plain";  ///< Of an answer without a schema.
};

/// One row of the route table.
struct Route {
  std::string_view method;
  std::string_view pattern;  ///< Segments in braces match one UUID each, `{run}` any id.
  std::string_view name;     ///< For people and generated clients: a verb, and of what.
  std::span<const std::string_view> roles;  ///< Empty = open to everybody.
  std::span<const std::string_view> parameters;
  Handler handler;
  /// Whose rows it reads: `minPosition` waits for these.
  ports::GroupSet groups = ports::GroupSet::of<projections::Roster>();
  /// For who watches over the process and ends it when it does not answer: an address that asks too
  /// much is answered all the same.
  bool is_probe = false;
  /// Its handler asks nobody, so it is answered while every worker waits for something.
  bool never_waits = false;
  RouteText says;
};

/// Everything that is served. A new route is a row in routes.cc.
std::span<const Route> routes();

/// It may be dispatched in a thread that must not wait.
bool never_waits(const Request& request);

/// Routes, authenticates, answers. To be called in a thread that may wait, but for what
/// never_waits(). Never throws; every refusal is a problem. `reply` is called once, in any thread,
/// unless the workers stop before.
void dispatch(std::shared_ptr<Api> api, Request request, std::function<void(Answer)> reply);

}  // namespace lockstep::http
