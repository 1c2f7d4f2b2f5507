// The vendor's API as we use it: one method per call of the contract. Implementations make one HTTP
// request per method call and never retry: retries are the gate's business. Where somebody else may
// have answered in the vendor's place they ask GET / as well, or nothing else.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/outcome.hpp>

#include "events/vendor_types.h"

namespace lockstep::ports {

/// contract.md "User".
struct VendorUser {
  MetactfUserId metactf_user_id;
  std::string metactf_username;  ///< Personal: derived from names.
  std::string syned_user_id;
  std::optional<std::string> metactf_user_status;  ///< Verbatim; was absent on create at times.
  std::optional<VendorTime> last_login_at;
  /// The answer whole, when it had fields that the contract does not name or odd ones, and is not
  /// too large to be kept; else null. A text, where our JSON would be another one. Personal.
  boost::json::value raw = {};
  std::int64_t unknown_fields{};  ///< How many members the contract does not name.
  /// Members that are there and not as the contract says; `metactf_user_id` is 0 then.
  events::OddMembers odd = {};
};
/// contract.md "Team".
struct VendorTeam {
  std::optional<MetactfTeamId> metactf_team_id;  ///< None: it is odd.
  std::string metactf_coach_id;
  std::string syned_team_id;
  std::int64_t unknown_fields{};
  std::string team_name = {};
  std::string division = {};    ///< Verbatim.
  events::OddMembers odd = {};  ///< These are empty.
};
/// contract.md "Assignment". A null or absent team means none.
struct VendorAssignment {
  std::string syned_user_id;
  std::optional<std::string> syned_team_id;
  std::int64_t unknown_fields{};
  events::OddMembers odd = {};
};
/// A list proves who is on it. Who is not is proven only by one that is whole.
struct VendorAssignments {
  std::vector<VendorAssignment> assignments;
  std::optional<std::int64_t> total_count = 0;  ///< None: the list does not say, or it is odd.
  std::int64_t unknown_fields{};                ///< Those of the assignments included.
  std::int64_t set_aside{};                     ///< Rows that cannot be read.
  /// Of the first of them, or of an odd member: names of fields, never values.
  std::string set_aside_why = {};
  /// As long as it says, where it says so.
  [[nodiscard]] bool is_complete() const {
    return !total_count ||
           *total_count == static_cast<std::int64_t>(assignments.size()) + set_aside;
  }
  /// Whoever is not on it is on no team.
  [[nodiscard]] bool is_whole() const { return total_count && is_complete() && set_aside == 0; }
};
/// contract.md "OdlScores", whole. Solves have `source` odl and no event.
struct OdlScores {
  std::optional<std::string> syned_user_id;
  MetactfUserId metactf_user_id;
  events::Totals totals;
  VendorTime last_accessed_at{};  ///< 0 = never
  std::vector<events::Solve> solves;
  std::int64_t unknown_fields{};
  events::SetAside set_aside = {};
  std::optional<VendorTime> answered_at = {};  ///< As the answer's Date says; none: it has none.
};
/// contract.md call 10, whole. Solves have `source` flash_ctf and the event's id.
struct FlashProgress {
  std::string syned_user_id;
  std::vector<events::FlashEvent> events;
  std::vector<events::Solve> solves;
  std::int64_t unknown_fields{};
  events::SetAside set_aside = {};
  std::optional<VendorTime> answered_at = {};  ///< As the answer's Date says; none: it has none.
};

/// How a call can go wrong.
enum class VendorErrc : std::uint8_t {
  connection,    ///< Never reached the vendor: nothing can have happened there.
  timeout,       ///< Sent, no (whole) answer: the outcome is unknown.
  unreadable,    ///< What came is no HTTP, or cannot be unpacked: the outcome is unknown.
  server,        ///< 5xx: the outcome is unknown.
  rate_limited,  ///< 429: not executed. `retry_after` may say when.
  unauthorized,  ///< 401: our token is not accepted.
  forbidden,     ///< 403
  not_found,     ///< 404, at an address that GET / has shown to be the vendor's.
  conflict,      ///< 409
  rejected,      ///< 422 and any other 4xx: the request itself is wrong.
  malformed,     ///< An answer that is not what the contract says. Never retried.
  switched_off,  ///< The integration is disabled by configuration: nothing was sent.
  withheld,      ///< The same call has ended our process again and again: nothing was sent.
  recalled,      ///< What it would tell has changed while it waited: nothing was sent.
  /// A 4xx without the contract's JSON: somebody in between has answered, not the vendor. It is
  /// evidence of nothing, and what was asked is not asked again at once.
  foreign,
  /// The configured address is not the vendor's: a 404, and GET / does not answer 2xx with JSON. It
  /// is evidence of nothing. Until GET / does, nothing is sent: `http_status` is 0 then.
  wrong_address
};
BOOST_DESCRIBE_ENUM(VendorErrc, connection, timeout, unreadable, server, rate_limited, unauthorized,
                    forbidden, not_found, conflict, rejected, malformed, switched_off, withheld,
                    recalled, foreign, wrong_address)

/// Name and value, in order: fixed words and names of fields, never ids, values or personal data.
/// `call` is there always once there was a call, `fields` where the vendor or the contract names
/// some.
using VendorContext = std::vector<std::pair<std::string, std::string>>;

/// Which of our values a refusal says that another user there has; none: it does not say.
struct TakenValues {
  bool username = false;
  bool email = false;
  bool operator==(const TakenValues&) const = default;
};

struct VendorError {
  VendorErrc code{};
  int http_status = 0;  ///< 0 = no answer.
  /// For people; holds no personal data (of a 422 only field names and error types).
  std::string message;
  std::optional<std::chrono::milliseconds> retry_after;
  VendorContext context = {};
  TakenValues taken = {};
};

template <class T>
using VendorResult =
    boost::outcome_v2::basic_result<T, VendorError, boost::outcome_v2::policy::terminate>;

/// Blocking, with a timeout per call set at construction. One instance per thread, but for
/// cancel().
class MetactfApi {
 public:
  MetactfApi() = default;
  MetactfApi(const MetactfApi&) = delete;
  MetactfApi& operator=(const MetactfApi&) = delete;
  virtual ~MetactfApi() = default;

  virtual VendorResult<void> ping() = 0;  ///< call 1
  virtual VendorResult<VendorUser> get_user(const std::string& syned_user_id) = 0;
  virtual VendorResult<VendorUser> create_user(const events::UserPayload& payload) = 0;
  virtual VendorResult<VendorTeam> create_team(const events::TeamPayload& payload) = 0;
  virtual VendorResult<void> delete_team(const std::string& syned_team_id) = 0;
  virtual VendorResult<VendorAssignment> assign_team(const std::string& syned_team_id,
                                                     const std::string& syned_user_id) = 0;
  virtual VendorResult<VendorAssignment> delete_assignment(const std::string& syned_user_id) = 0;
  virtual VendorResult<VendorAssignments> get_team_assignments(
      const std::optional<std::string>& syned_team_id) = 0;
  virtual VendorResult<OdlScores> get_odl_scores(const std::string& syned_user_id,
                                                 std::optional<VendorTime> after) = 0;
  virtual VendorResult<FlashProgress> get_flash_ctf_progress(const std::string& syned_user_id) = 0;
  virtual VendorResult<void> send_password_reset_email(const std::string& syned_user_id) = 0;

  /// Any thread, for ever: the call under way and every later one end at once, with `connection`
  /// when it is certain that nothing was sent and with `timeout` when it may have been. A name
  /// being resolved is the one thing that cannot be ended: the resolver has its own time limit.
  virtual void cancel() noexcept = 0;
};

}  // namespace lockstep::ports
