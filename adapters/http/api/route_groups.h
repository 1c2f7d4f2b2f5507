// The parts that the route table is made of, and who may ask what. Internal to *routes.cc.
#pragma once
#include <span>
#include <string_view>

#include "adapters/http/api/api.h"

namespace lockstep::http {

// Who may read, and who may change: an auditor does the one and not the other.
inline constexpr std::string_view kReaders[]{kRoleCoach, kRoleAdmin, kRoleService, kRoleAuditor};
inline constexpr std::string_view kWriters[]{kRoleCoach, kRoleAdmin, kRoleService};
inline constexpr std::string_view kAdminReaders[]{kRoleAdmin, kRoleService, kRoleAuditor};
inline constexpr std::string_view kAdmins[]{kRoleAdmin, kRoleService};
/// account_routes.cc
std::span<const Route> account_routes();

}  // namespace lockstep::http
