// The route table: everything that is served, for whom, with which query parameters.
#include "adapters/http/handlers.h"

namespace lockstep::http {

namespace {

const std::vector<std::string_view> kOpen{};
const std::vector<std::string_view> kEverybody{kRoleCoach, kRoleAdmin, kRoleService};

const std::vector<std::string_view> kAdmins{kRoleAdmin, kRoleService};

const std::vector<std::string_view> kNone{};
const std::vector<std::string_view> kState{"minPosition"};
const std::vector<std::string_view> kStateOrPast{"asOf", "minPosition"};
const std::vector<std::string_view> kHistory{"cursor", "limit", "minPosition"};

}  // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes{
      {"PUT", "/api/coaches/{id}", kEverybody, kNone, put_coach},
      {"GET", "/api/coaches/{id}", kEverybody, kStateOrPast, get_coach},
      {"GET", "/api/coaches/{id}/history", kEverybody, kHistory, coach_history},
      {"GET", "/api/coaches/{id}/disclosures", kEverybody, kHistory, coach_disclosures},
      {"POST", "/api/game-platform/coaches/{id}", kEverybody, kNone, ensure_coach_account},

      {"PUT", "/api/competitors/{id}", kEverybody, kNone, put_competitor},
      {"GET", "/api/competitors/{id}", kEverybody, kStateOrPast, get_competitor},
      {"GET", "/api/competitors/{id}/history", kEverybody, kHistory, competitor_history},
      {"GET", "/api/competitors/{id}/explain", kEverybody, kState, explain_competitor},
      {"GET", "/api/competitors/{id}/disclosures", kEverybody, kHistory, competitor_disclosures},
      {"GET",
       "/api/competitors",
       kEverybody,
       {"coachId", "status", "q", "cursor", "limit", "minPosition"},
       list_competitors},
      {"POST", "/api/game-platform/competitors/{id}", kEverybody, {"dryRun"}, onboard_competitor},
      {"POST", "/api/game-platform/competitors/{id}/sync", kEverybody, kNone, sync_competitor},
      {"POST", "/api/game-platform/competitors/{id}/password-reset", kEverybody, kNone,
       reset_password},

      {"PUT", "/api/teams/{id}", kEverybody, kNone, put_team},
      {"GET", "/api/teams/{id}", kEverybody, kStateOrPast, get_team},
      {"DELETE", "/api/teams/{id}", kEverybody, kNone, delete_team},
      {"GET", "/api/teams/{id}/history", kEverybody, kHistory, team_history},
      {"GET", "/api/teams", kEverybody, {"coachId", "cursor", "limit", "minPosition"}, list_teams},
      {"PUT", "/api/teams/{id}/members/{competitorId}", kEverybody, kNone, put_member},
      {"DELETE", "/api/teams/{id}/members/{competitorId}", kEverybody, kNone, delete_member},
      {"POST", "/api/game-platform/teams/{id}/sync", kEverybody, kNone, sync_team},

      {"GET",
       "/api/game-platform/dashboard",
       kEverybody,
       {"coachId", "minPosition"},
       get_dashboard},

      {"GET", "/api/events/stream", kEverybody, {"after"}, stream_events},

      {"GET", "/api/admin/sync/usage", kAdmins, kNone, get_usage},
      {"POST", "/api/admin/drift", kAdmins, kNone, start_reconciliation},
      {"GET", "/api/admin/drift", kAdmins, kState, get_drift},
      {"GET", "/api/admin/drift/{run}", kAdmins, kState, get_drift_run},
      {"POST", "/api/admin/drift/{run}/approve", kAdmins, kNone, approve_removals},
      {"POST", "/api/admin/drift/{run}/reject", kAdmins, kNone, reject_removals},

      {"GET", "/openapi.json", kOpen, kNone, get_openapi},
      {"GET", "/livez", kOpen, kNone, get_livez},
      {"GET", "/readyz", kOpen, kNone, get_readyz},
      {"GET", "/healthz", kOpen, kNone, get_healthz},
      {"GET", "/metrics", kOpen, kNone, get_metrics},
  };
  return kRoutes;
}

}  // namespace lockstep::http
