// See admin.h.
#include "adapters/metactf_mock/admin.h"

#include <array>

#include "adapters/metactf_mock/activity.h"
#include "adapters/metactf_mock/admin_body.h"
#include "adapters/metactf_mock/behaviour_options.h"
#include "events/codec.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::string_view kAnyDataset = "{dataset}";

int status_of(Errc code) {
  return code == Errc::invalid ? 422 : code == Errc::not_found ? 404 : 503;
}

Answer refused(const Error& error) {
  return refusal(status_of(error.code), error.detail);
}

Answer loaded(const AdminDesk& desk, std::string_view what, Origin wanted)
    LOCKSTEP_REQUIRES(desk.world.mutex) {
  const auto done = load(desk.world, std::move(wanted));
  if (!done) return refused(done.error());
  const auto origin = desk.world.origin;
  boost::json::object body{
      {"dataset", origin.dataset}, {"size", origin.size}, {"seed", origin.seed}};
  tell(desk.world, what, body);
  return {200, std::move(body)};
}

Answer list_routes(const AdminDesk& /*desk*/, const Call& /*call*/) {
  boost::json::array routes;
  for (const auto& route : admin_routes())
    routes.push_back(
        boost::json::object{{"method", route.method}, {"path", route.path}, {"help", route.help}});
  return {200, boost::json::object{{"routes", std::move(routes)}}};
}

Answer reset(const AdminDesk& desk, const Call& call) LOCKSTEP_REQUIRES(desk.world.mutex) {
  if (!object_with(call.body, {})) return refusal(422, "the body is empty, or {}");
  auto answer = loaded(desk, "reset", desk.world.origin);
  if (answer.status != 200) return answer;
  desk.faults.set({});
  desk.trace.clear();
  return answer;
}

struct SeedBody {
  std::optional<std::string> dataset;
  std::optional<std::int64_t> size;
  std::optional<std::uint64_t> seed;
};
BOOST_DESCRIBE_STRUCT(SeedBody, (), (dataset, size, seed))

Answer seed(const AdminDesk& desk, const Call& call) LOCKSTEP_REQUIRES(desk.world.mutex) {
  SeedBody body;
  const auto object = object_with(call.body, {"dataset", "size", "seed"});
  if (!object || !events::from_json(*object, body))
    return refusal(422, "the body is {dataset, size, seed}");
  if (call.path.starts_with("/__admin/seed/"))
    body.dataset = call.path.substr(std::string_view("/__admin/seed/").size());
  if (!body.dataset) return refusal(422, "the body names no dataset");
  auto wanted = desk.defaults;
  wanted.dataset = *body.dataset;
  wanted.size = body.size.value_or(wanted.size);
  wanted.seed = body.seed.value_or(wanted.seed);
  return loaded(desk, "seed", std::move(wanted));
}

Answer list_datasets(const AdminDesk& desk, const Call& /*call*/)
    LOCKSTEP_REQUIRES(desk.world.mutex) {
  boost::json::array names;
  boost::json::object help;
  for (const auto& dataset : dataset_list()) {
    names.emplace_back(dataset.name);
    help[dataset.name] = dataset.help;
  }
  const auto origin = desk.world.origin;
  return {200, boost::json::object{{"datasets", std::move(names)},
                                   {"help", std::move(help)},
                                   {"current", origin.dataset},
                                   {"size", origin.size},
                                   {"seed", origin.seed}}};
}

Answer activity(const AdminDesk& desk, const Call& call) LOCKSTEP_REQUIRES(desk.world.mutex) {
  Answer out;
  transact(desk.world, [&]() LOCKSTEP_REQUIRES(desk.world.mutex) {
    out = add_activity(desk.world, call.body, desk.world.now);
  });
  return out;
}

struct StatusBody {
  std::string synedUserId;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(StatusBody, (), (synedUserId, status))

/// The vendor changes its mind about somebody.
Answer set_status(const AdminDesk& desk, const Call& call) LOCKSTEP_REQUIRES(desk.world.mutex) {
  StatusBody body;
  const auto object = object_with(call.body, {"synedUserId", "status"});
  if (!object || !events::from_json(*object, body))
    return refusal(422, "the body is {synedUserId, status}");
  Answer out = refusal(404, "there is no such user");
  transact(desk.world, [&]() LOCKSTEP_REQUIRES(desk.world.mutex) {
    auto user = desk.world.store->user(body.synedUserId);
    if (!user) return;
    user->status = body.status;
    if (user->status == "approved") user->last_login = desk.world.now;
    desk.world.store->put_user(*user);
    boost::json::object changed{{"synedUserId", user->syned_user_id}, {"status", user->status}};
    desk.world.changed("status", changed);
    out = {200, std::move(changed)};
  });
  return out;
}

Answer set_faults(const AdminDesk& desk, const Call& call) LOCKSTEP_REQUIRES(desk.world.mutex) {
  const auto faults = parse_faults(call.body);
  if (!faults) return refused(faults.error());
  desk.faults.set(faults.value());
  tell(desk.world, "faults", faults_json(faults.value()));
  return {200, faults_json(faults.value())};
}

Answer get_faults(const AdminDesk& desk, const Call& /*call*/) {
  return {200, faults_json(desk.faults.faults())};
}

Answer set_behaviour(const AdminDesk& desk, const Call& call) LOCKSTEP_REQUIRES(desk.world.mutex) {
  const auto behaviour = changed_behaviour(desk.world.behaviour, call.body);
  if (!behaviour) return refused(behaviour.error());
  desk.world.behaviour = behaviour.value();
  tell(desk.world, "behaviour", behaviour_json(behaviour.value()));
  return {200, behaviour_json(behaviour.value())};
}

Answer get_behaviour(const AdminDesk& desk, const Call& /*call*/)
    LOCKSTEP_REQUIRES(desk.world.mutex) {
  return {200, behaviour_json(desk.world.behaviour)};
}

Answer list_requests(const AdminDesk& desk, const Call& /*call*/) {
  return {200, desk.trace.to_json()};
}

Answer get_state(const AdminDesk& desk, const Call& /*call*/) LOCKSTEP_REQUIRES(desk.world.mutex) {
  return {200, state_json(desk.world)};
}

Answer no_stream(const AdminDesk& /*desk*/, const Call& /*call*/) {
  return refusal(406, "the stream of events is to be had over HTTP alone");
}

constexpr std::array kRoutes{
    AdminRoute{"GET", "/__admin", "this list", list_routes},
    AdminRoute{"POST", "/__admin/reset", "the dataset anew; no faults, no trace; behaviour stays",
               reset},
    AdminRoute{"POST", "/__admin/seed", "another dataset: {dataset, size, seed}", seed},
    AdminRoute{"POST", "/__admin/seed/{dataset}", "the same by path", seed},
    AdminRoute{"GET", "/__admin/datasets", "what can be loaded, and what is", list_datasets},
    AdminRoute{
        "POST", "/__admin/activity",
        "somebody solves something, now or at a time: {synedUserId, solves, feed, at, event}",
        activity},
    AdminRoute{"POST", "/__admin/status", "the vendor changes its mind: {synedUserId, status}",
               set_status},
    AdminRoute{"POST", "/__admin/faults", "what goes wrong from now on; {} clears", set_faults},
    AdminRoute{"GET", "/__admin/faults", "the faults that are set", get_faults},
    AdminRoute{"POST", "/__admin/behaviour", "switches options, those that are named",
               set_behaviour},
    AdminRoute{"GET", "/__admin/behaviour", "all options", get_behaviour},
    AdminRoute{"GET", "/__admin/requests", "the newest 10,000 requests to the vendor's routes",
               list_requests},
    AdminRoute{"GET", kEventsPath, "requests and changes as they happen (server-sent events)",
               no_stream},
    AdminRoute{"GET", "/__admin/state",
               "users, teams, assignments, and how often each was posted and created", get_state},
};

bool matches(const AdminRoute& route, const Call& call) {
  if (route.method != call.method) return false;
  if (!route.path.ends_with(kAnyDataset)) return route.path == call.path;
  const auto beginning = route.path.substr(0, route.path.size() - kAnyDataset.size());
  return call.path.starts_with(beginning) && call.path.size() > beginning.size();
}

}  // namespace

std::span<const AdminRoute> admin_routes() {
  return kRoutes;
}

Answer administer(const AdminDesk& desk, const Call& call, std::int64_t now) {
  for (const auto& route : kRoutes) {
    if (!matches(route, call)) continue;
    const base::WriteLock lock{desk.world.mutex};
    desk.world.now = now;
    try {
      return route.execute(desk, call);
    } catch (const StoreFailed& failed) {
      return refusal(500, failed.error().detail);
    }
  }
  return refusal(404, "there is no such admin route: see GET /__admin");
}

}  // namespace lockstep::metactf_mock
