// What a competitor can be asked to do or told.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "engine/domain/account.h"
#include "engine/domain/facts_change.h"
#include "engine/domain/found_account.h"
#include "events/ids.h"
#include "events/person.h"
#include "events/vendor_types.h"

namespace lockstep::domain {

/// The dashboard's facts, whole: what is absent is cleared.
struct RecordCompetitorFacts {
  CompetitorId competitor_id;
  CoachId coach_id;
  events::CompetitorPerson person;
  events::Division division{};
  bool is_active = true;
  bool profile_complete = false;
  bool compliance_complete = false;
  std::optional<std::string> compliance_date;
  std::optional<std::string> syned_school_id;
  std::optional<std::string> syned_region_id;
};
/// The dashboard's facts in part. Decided on what is recorded, so that whoever sends it need not
/// know that.
struct ChangeCompetitorFacts {
  CompetitorId competitor_id;
  std::optional<CoachId> only_of;    ///< Set when a coach asks: others' competitors count as none.
  bool may_say_completeness = true;  ///< Not a coach alone, unless the policy lets them.
  FactChange<CoachId> coach_id{};
  FactChange<std::string> first_name{};
  FactChange<std::string> last_name{};
  ClearableFactChange<std::string> email_personal{};
  ClearableFactChange<std::string> email_school{};
  ClearableFactChange<std::string> preferred_username{};
  FactChange<events::Division> division{};
  FactChange<bool> is_active{};
  FactChange<bool> profile_complete{};
  FactChange<bool> compliance_complete{};
  ClearableFactChange<std::string> compliance_date{};
  ClearableFactChange<std::string> syned_school_id{};
  ClearableFactChange<std::string> syned_region_id{};
};
/// "Add to Game Platform."
struct OnboardCompetitor {
  bool may_reopen = false;  ///< Also who is held or was rejected is looked up again: not a coach.
};
/// The coach's account is not (yet) there or not approved.
struct ParkOnboarding {
  std::optional<std::string> coach_status;
};
/// The coach's account allows it. School and region are the coach's, for a competitor who has none.
struct ProceedOnboarding {
  CoachId coach_id;
  std::optional<std::string> coach_school;
  std::optional<std::string> coach_region;
};
struct RetryOnboarding {};  ///< By the timer: only when it is due.
struct RecordOnboardingOutcome {
  CallId call_id;
  std::variant<Account, events::CallFailure> outcome;
  bool nothing_made = false;  ///< Of a failure: what was sent was refused, all of it.
};
/// The look-up found nobody, so the open call is about to send its payload: from here on somebody
/// who is found may be ours. Refused when the call is not open, or not as it should be, any more.
struct BeginCreation {
  CallId call_id;
};
/// The account is the competitor's: says an admin of the one that waits, or an import beforehand.
struct AdoptAccount {
  AccountInQuestion question;
  bool beforehand = false;  ///< Nothing needs to wait yet.
};
/// It is not.
struct RejectAccount {
  AccountInQuestion question;
};
/// The vendor answers about this account.
struct RecordSeenAccount {
  MetactfUserId metactf_user_id;
};
struct RequestTeam {
  TeamId team_id;
};
struct RecordTeamRefused {
  TeamId team_id;
  std::int64_t request_no{};
  std::string reason;
};
/// The team has taken the competitor. Refused with Errc::conflict `team-request-superseded` when
/// another team was asked for since: the caller then takes them off this team again.
struct ConfirmTeam {
  TeamId team_id;
  std::int64_t request_no{};
};
/// The team has let the competitor go.
struct LeaveTeam {
  TeamId team_id;
  std::int64_t request_no{};
};
/// The team exists at the vendor.
struct MarkTeamReady {
  TeamId team_id;
  std::int64_t request_no{};
};
/// Compare desired with remote team and call if they differ. `retry`: by the timer.
struct ConvergeAssignment {
  bool retry = false;
};
/// Somebody waits for the competitor's place on this team at the vendor. A competitor who has
/// only been left on it until the new team is there is taken off.
struct FreePlace {
  TeamId team_id;
};
struct RecordAssignmentOutcome {
  CallId call_id;
  std::optional<events::CallFailure> failure;  ///< None: the vendor has what the intent said.
};
/// The vendor's list has the competitor on `team_id`, or on no team. Old news, and so nothing, once
/// anything about their teams has changed since it was compared.
struct RecordRemoteTeam {
  CallId found_by;
  std::optional<TeamId> team_id;
  std::int64_t team_changes{};
  bool asked_for = false;  ///< An admin wants it put right: also of who is inactive.
};
/// "Not to be added any more." Of who is on the platform or on the way there it is refused.
struct WithdrawOnboarding {};
/// Let the vendor mail the competitor a link to reset the password.
struct RequestPasswordReset {};
struct RecordPasswordResetOutcome {
  CallId call_id;
  std::optional<events::CallFailure> failure;  ///< None: the vendor took it.
};
struct RecordPlatformStatus {
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
  std::optional<MetactfUserId> metactf_user_id = {};  ///< Whose that is, where the vendor said it.
  bool tells_login = true;  ///< False: the login could not be read, and is as it was.
};
using CompetitorCommand =
    std::variant<RecordCompetitorFacts, ChangeCompetitorFacts, OnboardCompetitor, ParkOnboarding,
                 ProceedOnboarding, RetryOnboarding, RecordOnboardingOutcome, RequestTeam,
                 RecordTeamRefused, ConfirmTeam, LeaveTeam, MarkTeamReady, ConvergeAssignment,
                 RecordAssignmentOutcome, RecordPlatformStatus, RecordRemoteTeam,
                 RequestPasswordReset, RecordPasswordResetOutcome, FreePlace, BeginCreation,
                 AdoptAccount, RejectAccount, RecordSeenAccount, WithdrawOnboarding>;

}  // namespace lockstep::domain
