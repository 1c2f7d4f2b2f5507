// One call to the vendor as data, and its answer as data: what passes the gate.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "engine/ports/metactf_api.h"

namespace lockstep::vendor {

struct GetUser {
  static constexpr std::string_view kName = "get_user";
  static constexpr bool kWrites = false;
  std::string syned_user_id;
};
struct CreateUser {
  static constexpr std::string_view kName = "create_user";
  static constexpr bool kWrites = true;
  events::UserPayload payload;
};
struct CreateTeam {
  static constexpr std::string_view kName = "create_team";
  static constexpr bool kWrites = true;
  events::TeamPayload payload;
};
struct RemoveTeam {
  static constexpr std::string_view kName = "delete_team";
  static constexpr bool kWrites = true;
  std::string syned_team_id;
};
struct AssignTeam {
  static constexpr std::string_view kName = "assign_team";
  static constexpr bool kWrites = true;
  std::string syned_team_id;
  std::string syned_user_id;
};
struct DeleteAssignment {
  static constexpr std::string_view kName = "delete_assignment";
  static constexpr bool kWrites = true;
  std::string syned_user_id;
};
struct GetAssignments {
  static constexpr std::string_view kName = "get_team_assignments";
  static constexpr bool kWrites = false;
  std::optional<std::string> syned_team_id;  ///< None: of all teams.
};
struct GetOdlScores {
  static constexpr std::string_view kName = "get_odl_scores";
  static constexpr bool kWrites = false;
  std::string syned_user_id;
  std::optional<VendorTime> after;
};
struct GetFlashProgress {
  static constexpr std::string_view kName = "get_flash_ctf_progress";
  static constexpr bool kWrites = false;
  std::string syned_user_id;
};
struct SendPasswordReset {
  static constexpr std::string_view kName = "send_password_reset_email";
  static constexpr bool kWrites = true;
  std::string syned_user_id;
};
using VendorCall =
    std::variant<GetUser, CreateUser, CreateTeam, RemoveTeam, AssignTeam, DeleteAssignment,
                 GetAssignments, GetOdlScores, GetFlashProgress, SendPasswordReset>;

/// The call was carried out and has nothing to tell.
struct Done {};
using VendorAnswer = std::variant<ports::VendorError, Done, ports::VendorUser, ports::VendorTeam,
                                  ports::VendorAssignment, ports::VendorAssignments,
                                  ports::OdlScores, ports::FlashProgress>;

std::string_view name_of(const VendorCall& call);
bool writes(const VendorCall& call);
/// How many fields of the answer the contract does not name.
std::int64_t unknown_fields(const VendorAnswer& answer);
/// How many members and rows of the answer are not as the contract says.
std::int64_t odd_parts(const VendorAnswer& answer);
/// Of an answer about scores: what the vendor's clock said, if it did.
std::optional<VendorTime> answered_at(const VendorAnswer& answer);
bool is_about_scores(const VendorAnswer& answer);

/// Makes the call: blocks, one HTTP request, no retries.
VendorAnswer perform(ports::MetactfApi& api, const VendorCall& call);

}  // namespace lockstep::vendor
