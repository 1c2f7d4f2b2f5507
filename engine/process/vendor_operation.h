// One thing to bring about at the vendor, as a pure state machine over single calls: which call is
// next after which answer, and which command reports the outcome. A write whose outcome is unknown
// is looked up before it is repeated (lessons.md), never repeated blindly.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/any_command.h"
#include "engine/process/reconciliation.h"
#include "engine/process/vendor_calls.h"

namespace lockstep::process {

/// The command that tells an aggregate how it went.
struct Outcome {
  std::string id;
  AnyCommand command;
};
/// Nothing to report = empty.
using Outcomes = std::vector<Outcome>;
using NextStep = std::variant<VendorCall, Outcomes>;

/// Look the user up; on 404 create him. For coaches and competitors.
struct EnsureUser {
  CallId call_id;
  events::UserPayload payload;
  int writes = 0;
  bool looking = true;
  /// Says more than the 404 of a last look-up.
  std::optional<ports::VendorError> write_failed = {};
  /// By somebody who died before he could tell: whoever is found there counts as made by us, so
  /// that nothing that was disclosed is ever denied.
  bool may_have_written = false;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

struct EnsureTeam {
  CallId call_id;
  events::TeamPayload payload;
  int writes = 0;
  bool may_have_written = false;  ///< As of EnsureUser.
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

struct EnsureNoTeam {
  CallId call_id;
  TeamId team_id;
  int writes = 0;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

/// Make the user's team be `team_id`, or none.
struct SetAssignment {
  CallId call_id;
  CompetitorId competitor_id;
  std::optional<TeamId> team_id;
  bool may_be_so = false;  ///< It was tried before, and nobody knows how that ended: look first.
  bool may_have_written = false;  ///< As of EnsureUser.
  bool no_place = false;  ///< The team is full there: he is not put on it, but may be on it.
  int writes = 0;
  enum class Doing : std::uint8_t {
    assigning,
    unassigning,
    looking,
    looking_for_old_team,
    asking_who_is_unknown
  } doing{};
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

struct PollOdl {
  CallId call_id;
  CompetitorId competitor_id;
  std::optional<VendorTime> after;
  /// After a 403 the user's status is read: why is he not approved?
  std::optional<ports::VendorError> forbidden;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

struct PollFlash {
  CallId call_id;
  CompetitorId competitor_id;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

/// Has the vendor approved the coach?
struct CheckCoachStatus {
  CoachId coach_id;
  NextStep start();
  /// No outcome when the look-up failed: absence is not evidence.
  NextStep on(const VendorAnswer& answer);
};

/// At most one call, ever: a mail cannot be taken back, there is no look-up that would tell whether
/// it went out, and a person can ask again.
struct MailPasswordReset {
  CallId call_id;
  CompetitorId competitor_id;
  bool may_have_been_sent = false;  ///< By somebody who died before he could tell.
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

/// What a reconciliation compares the vendor's list with.
struct Comparison {
  CallId run_id;
  Position as_of{};  ///< The end of the log when the list was asked for.
  RemovalLimits limits;
  std::optional<Roster> roster;  ///< As it is when the list has come; none: it cannot be read.
};

/// Compare everybody's desired team with the vendor's list, and tell those who differ.
struct Reconcile {
  Comparison run;
  NextStep start();
  NextStep on(const VendorAnswer& answer);
};

/// The same plan by another executor: what these two return cannot change anything.
struct ReconcileDryRun {
  Comparison run;
  static_assert(!GetAssignments::kWrites);
  [[nodiscard]] GetAssignments start() const;
  [[nodiscard]] domain::RecordReconciliation on(const VendorAnswer& answer) const;
};

using VendorOperation =
    std::variant<EnsureUser, EnsureTeam, EnsureNoTeam, SetAssignment, PollOdl, PollFlash,
                 CheckCoachStatus, MailPasswordReset, Reconcile, ReconcileDryRun>;

NextStep start(VendorOperation& operation);
NextStep advance(VendorOperation& operation, const VendorAnswer& answer);
/// The comparison that wants a roster before the answer is looked at; null for other operations.
Comparison* comparison_of(VendorOperation& operation);

/// Writes per operation are bounded: what is not so by then is reported and tried again later.
inline constexpr int kMaxWritesPerOperation = 2;

/// For people: what went wrong and what to do about it. Never holds personal data.
events::CallFailure to_failure(const ports::VendorError& error);

}  // namespace lockstep::process
