#include "tests/simulation/mock_world.h"

#include <stdexcept>

#include "adapters/metactf/client.h"
#include "adapters/metactf/transport.h"
#include "adapters/metactf_mock/admin.h"
#include "base/url.h"

namespace lockstep::simulation {

namespace {

using metactf::HttpAnswer;
using metactf::HttpRequest;
using ports::VendorErrc;
using ports::VendorError;

std::map<std::string, std::string> parse_query(std::string_view query) {
  std::map<std::string, std::string> out;
  if (!query.empty()) query.remove_prefix(1);  // '?'
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    const auto equals = pair.find('=');
    out[std::string(pair.substr(0, equals))] =
        base::query_decoded(pair.substr(equals + 1)).value_or("");
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return out;
}

std::string text_of(const boost::json::value& body, std::string_view member) {
  const auto* object = body.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains(member);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

/// What the vendor has about one call's user and team.
struct Records {
  std::optional<std::string> team_of_user;
  bool team_exists{};
  std::int64_t made{};  ///< Users and teams of these ids, ever.
  bool operator==(const Records&) const = default;
};

Records look(metactf_mock::World& world, const SeenCall& call) {
  Records out;
  out.team_of_user = world.store->team_of(call.user);
  out.team_exists = world.store->team(call.team).has_value();
  if (const auto made = world.users_made.find(call.user); made != world.users_made.end())
    out.made = made->second.created;
  if (const auto made = world.teams_made.find(call.team); made != world.teams_made.end())
    out.made += made->second.created;
  return out;
}

SeenCall seen(const metactf_mock::Call& call) {
  SeenCall out;
  out.method = call.method;
  out.path = call.path;
  const auto body = call.body.empty() ? boost::json::value{} : boost::json::parse(call.body);
  out.user = text_of(body, "syned_user_id");
  out.team = text_of(body, "syned_team_id");
  const auto coach = text_of(body, "syned_coach_user_id");
  if (out.path == "/users")
    out.told = {{"email", text_of(body, "email")},
                {"coachId", coach},
                {"school", text_of(body, "syned_school_id")},
                {"region", text_of(body, "syned_region_id")}};
  if (out.path == "/teams")
    out.told = {{"name", text_of(body, "team_name")},
                {"division", text_of(body, "division")},
                {"affiliation", text_of(body, "affiliation")}};
  if (const auto user = call.query.find("syned_user_id"); user != call.query.end())
    out.user = user->second;
  if (const auto team = call.query.find("syned_team_id"); team != call.query.end())
    out.team = team->second;
  return out;
}

/// What HTTP over loopback would have made of a reply.
class InProcessTransport final : public metactf::Transport {
 public:
  using OnCall = std::function<void(const SeenCall&)>;
  InProcessTransport(metactf_mock::InProcessMock& mock, ports::Clock& clock, const OnCall& on_call)
      : mock_(mock), clock_(clock), on_call_(on_call) {}

  ports::VendorResult<HttpAnswer> exchange(const HttpRequest& request) override {
    const metactf_mock::Call call{request.method, request.route, parse_query(request.query),
                                  request.body.value_or(""), request.with_token ? "token" : ""};
    // The mock's steady time zero is its anchor on the wall.
    const std::chrono::milliseconds now{clock_.now().value - metactf_mock::kDatasetAnchor * 1000};
    const auto reply = handle(call, std::chrono::steady_clock::time_point{now});
    if (!reply.answer || reply.fate == metactf_mock::Fate::truncate)
      return VendorError{VendorErrc::timeout, 0, "There was no whole answer.", std::nullopt};
    return HttpAnswer{reply.answer->status, reply.body_as_sent,
                      reply.retry_after ? std::to_string(*reply.retry_after) : "",
                      reply.date ? metactf_mock::http_date(*reply.date) : ""};
  }
  void cancel() noexcept override {}

 private:
  metactf_mock::Reply handle(const metactf_mock::Call& call,
                             std::chrono::steady_clock::time_point now) {
    if (!on_call_) return mock_.handle(call, now);
    auto out = seen(call);
    const auto before = look(mock_.world(), out);
    auto reply = mock_.handle(call, now);
    out.changed = before != look(mock_.world(), out);
    out.taken =
        call.method == "POST" && reply.executed_status >= 200 && reply.executed_status < 300;
    out.status = reply.status();
    const bool by_fault =
        reply.fate == metactf_mock::Fate::error || reply.fate == metactf_mock::Fate::no_route;
    out.lied = by_fault && (out.status == 404 || out.status == 409);
    out.unclear = mock_.faults().faults().unknownEnums.value_or(false);
    if (call.method == "POST" && call.path == "/users") out.sent = call.body;
    on_call_(out);
    return reply;
  }

  metactf_mock::InProcessMock& mock_;
  ports::Clock& clock_;
  const OnCall& on_call_;
};

std::unique_ptr<metactf_mock::InProcessMock> make_mock(std::uint64_t seed,
                                                       const metactf_mock::Behaviour& behaviour) {
  metactf_mock::MockOptions options;
  options.seed = seed;
  options.behaviour = behaviour;
  auto made = metactf_mock::InProcessMock::make(options);
  if (!made) throw std::runtime_error(made.error().detail);
  return std::move(made).value();
}

}  // namespace

MockWorld::MockWorld(std::uint64_t seed, const metactf_mock::Behaviour& behaviour)
    : mock_(make_mock(seed, behaviour)), world(seed, client_maker()) {}

// What the clients of a process know of the address they know together; the next process does not.
World::MakeApi MockWorld::client_maker() {
  return [this, known = std::weak_ptr<metactf::Address>{}](ports::Clock& clock) mutable {
    auto address = known.lock();
    if (!address)
      address = std::make_shared<metactf::Address>(
          [&clock] { return std::chrono::milliseconds{clock.now().value}; });
    known = address;
    return metactf::make_client(std::make_unique<InProcessTransport>(*mock_, clock, on_call),
                                address);
  };
}

boost::json::value MockWorld::admin(const std::string& route, const boost::json::object& body) {
  const auto answer =
      mock_->administer({"POST", "/__admin/" + route, {}, boost::json::serialize(body), ""},
                        world.clock.now().value / 1000);
  if (answer.status >= 300) throw std::runtime_error(boost::json::serialize(answer.body));
  return answer.body;
}

void MockWorld::solve(const std::string& user, std::int64_t count, const std::string& feed) {
  admin("activity", {{"synedUserId", user},
                     {"solves", count},
                     {"feed", feed},
                     {"event", "Flash CTF - Simulated"},
                     {"at", world.clock.now().value / 1000}});
}

void MockWorld::move_there(const std::string& user, const std::optional<std::string>& team) {
  auto& store = *mock_->world().store;
  store.transact([&] { team ? store.assign(user, *team) : store.unassign(user); });
}

std::map<std::string, std::string> MockWorld::assignments() {
  std::map<std::string, std::string> out;
  for (const auto& [user, team] : mock_->world().store->assignments()) out[user] = team;
  return out;
}

metactf_mock::VendorPerson MockWorld::person(const std::string& user) {
  const auto found = mock_->world().store->person(user);
  return found ? *found : metactf_mock::VendorPerson{};
}

boost::json::object MockWorld::state() {
  return metactf_mock::state_json(mock_->world());
}

}  // namespace lockstep::simulation
