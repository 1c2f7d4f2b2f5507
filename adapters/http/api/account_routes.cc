// The rows of the route table about accounts at the vendor that nobody of ours made.
#include <array>

#include "adapters/http/api/answers/accounts.h"
#include "adapters/http/api/answers/changes.h"
#include "adapters/http/api/bodies.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/route_groups.h"

namespace lockstep::http {

namespace {

constexpr auto kAccounts = ports::GroupSet::of<projections::Accounts>();
constexpr std::span<const std::string_view> kNone{};
constexpr std::string_view kAccountList[]{"state", "cursor", "limit", "minPosition"};

constexpr auto kRoutes = std::to_array<Route>({
    {.method = "GET",
     .pattern = "/api/admin/accounts",
     .name = "listFoundAccounts",
     .roles = kAdminReaders,
     .parameters = kAccountList,
     .handler = list_accounts,
     .groups = kAccounts,
     .says = {.summary = "Accounts at the vendor that nobody of ours made.",
              .answer = schema_of<answers::FoundAccounts>}},
    {.method = "POST",
     .pattern = "/api/admin/accounts/{id}/adopt",
     .name = "adoptAccount",
     .roles = kAdmins,
     .parameters = kNone,
     .handler = adopt_account,
     .groups = kAccounts,
     .says = {.summary = "It is this person's account.",
              .answer = schema_of<answers::Changed>,
              .status = 202}},
    {.method = "POST",
     .pattern = "/api/admin/accounts/{id}/reject",
     .name = "rejectAccount",
     .roles = kAdmins,
     .parameters = kNone,
     .handler = reject_account,
     .groups = kAccounts,
     .says = {.summary = "It is somebody else's account.",
              .answer = schema_of<answers::Changed>,
              .status = 202}},
    {.method = "POST",
     .pattern = "/api/admin/accounts/adopt",
     .name = "adoptAccounts",
     .roles = kAdmins,
     .parameters = kNone,
     .handler = adopt_accounts,
     .groups = kAccounts,
     .says = {.summary = "Adopt all that are held and alike.",
              .answer = schema_of<answers::Changed>,
              .status = 202,
              .body = schema_of<bodies::WhichAccounts>}},
    {.method = "POST",
     .pattern = "/api/admin/accounts/reject",
     .name = "rejectAccounts",
     .roles = kAdmins,
     .parameters = kNone,
     .handler = reject_accounts,
     .groups = kAccounts,
     .says = {.summary = "Reject all that are held and alike.",
              .answer = schema_of<answers::Changed>,
              .status = 202,
              .body = schema_of<bodies::WhichAccounts>}},
});

}  // namespace

std::span<const Route> account_routes() {
  return kRoutes;
}

}  // namespace lockstep::http
