// The table of the vendor's routes.
#include <array>
#include <string_view>

#include "adapters/metactf_mock/vendor_calls.h"

namespace lockstep::metactf_mock {

namespace {

struct Route {
  std::string_view method;
  std::string_view path;
  Answer (*execute)(World&, const Call&);
  bool open = false;  ///< Needs no token.
};

constexpr std::array kRoutes{
    Route{"GET", "/", get_index, true},
    Route{"GET", "/users", get_user},
    Route{"POST", "/users", create_user},
    Route{"POST", "/teams", create_team},
    Route{"POST", "/teams/delete", delete_team},
    Route{"POST", "/users/assign_team", assign_team},
    Route{"POST", "/users/delete_assignment", delete_assignment},
    Route{"GET", "/users/get_team_assignments", get_team_assignments},
    Route{"GET", "/scores/get_odl_scores", get_odl_scores},
    Route{"GET", "/scores/get_flash_ctf_progress", get_flash_ctf_progress},
    Route{"POST", "/auth/send_password_reset_email", send_password_reset_email},
};

bool accepts(const World& world, const std::string& token) LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  return world.token.empty() ? !token.empty() : token == world.token;
}

}  // namespace

Answer execute(World& world, const Call& call) {
  bool known_path = false;
  for (const auto& route : kRoutes) {
    if (route.path != call.path) continue;
    known_path = true;
    if (route.method != call.method) continue;
    if (!route.open && !accepts(world, call.token)) return refusal(401, "Invalid or missing token");
    return route.execute(world, call);
  }
  return known_path ? refusal(405, "Method Not Allowed") : refusal(404, "Not Found");
}

Answer get_index(World& world, const Call& /*call*/) {
  return {200, boost::json::object{{"status", "ok"},
                                   {"storageMode", world.store->mode()},
                                   {"dataset", world.origin.dataset}}};
}

bool may_take_part(const UserRecord& user) {
  return user.status == "approved" || user.status == "user_created";
}

}  // namespace lockstep::metactf_mock
