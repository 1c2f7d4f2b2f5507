// What a coach can be asked to do or told.
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
#include "events/roster_types.h"
#include "events/vendor_types.h"

namespace lockstep::domain {

/// The dashboard's facts, whole: what is absent is cleared.
struct RecordCoachFacts {
  CoachId coach_id;
  events::CoachPerson person;
  std::optional<std::string> school_name;
  std::optional<std::string> region;
  std::optional<events::Division> division;
};
/// The dashboard's facts in part, decided on what is recorded.
struct ChangeCoachFacts {
  CoachId coach_id;
  FactChange<std::string> email{};
  FactChange<std::string> first_name{};
  FactChange<std::string> last_name{};
  ClearableFactChange<std::string> school_name{};
  ClearableFactChange<std::string> region{};
  ClearableFactChange<events::Division> division{};
};
/// "There should be an account." `retry`: asked by the timer, so only when it is due. Of one that
/// is there, and not approved or gone: have it looked at now.
struct EnsureCoachAccount {
  bool retry = false;
  bool may_reopen = false;  ///< As of OnboardCompetitor.
};
struct RecordCoachAccountOutcome {
  CallId call_id;
  std::variant<Account, events::CallFailure> outcome;
  bool nothing_made = false;  ///< As of RecordOnboardingOutcome.
};
/// As of a competitor (competitor_commands.h).
struct BeginCoachCreation {
  CallId call_id;
};
struct AdoptCoachAccount {
  AccountInQuestion question;
  bool beforehand = false;
};
struct RejectCoachAccount {
  AccountInQuestion question;
};
/// What a look-up of the account said. Only a change becomes an event.
struct RecordCoachPlatformStatus {
  std::optional<std::string> metactf_user_status;
  std::optional<VendorTime> last_login_at;
  std::optional<MetactfUserId> metactf_user_id = {};  ///< Whose that is.
  bool tells_login = true;  ///< False: the login could not be read, and is as it was.
};
/// A look-up of the account that is recorded found none.
struct RecordCoachAccountMissing {};
/// A competitor or a team asks for the account; it is cleared now or when the account allows it. It
/// waits for a coach we have never heard of, too: the coach's facts may come later.
struct ClearDependent {
  CoachId coach_id;
  events::DependentKind kind{};
  std::string dependent_id;
};
/// A team asks for its name, by number. Held means: no other team of the coach gets it until it is
/// released. An answer, yes or no, holds for ever: the same number is never decided twice.
struct HoldTeamName {
  CoachId coach_id;
  TeamId team_id;
  std::int64_t request_no{};
  std::string name;
};
/// The request is over; without a number all of this team's are: it is deleted.
struct ReleaseTeamName {
  TeamId team_id;
  std::optional<std::int64_t> request_no;
};
using CoachCommand = std::variant<RecordCoachFacts, ChangeCoachFacts, EnsureCoachAccount,
                                  RecordCoachAccountOutcome, RecordCoachPlatformStatus,
                                  ClearDependent, HoldTeamName, ReleaseTeamName, BeginCoachCreation,
                                  AdoptCoachAccount, RejectCoachAccount, RecordCoachAccountMissing>;

}  // namespace lockstep::domain
