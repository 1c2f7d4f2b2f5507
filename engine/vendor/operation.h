// One thing to bring about at the vendor, as a pure state machine over single calls: which call is
// next after which answer, and which command reports the outcome. A write whose outcome is unknown
// is looked up before it is repeated (lessons.md), never repeated blindly.
#pragma once
#include <variant>

#include "engine/vendor/check_coach_status.h"
#include "engine/vendor/ensure_no_team.h"
#include "engine/vendor/ensure_team.h"
#include "engine/vendor/ensure_user.h"
#include "engine/vendor/mail_password_reset.h"
#include "engine/vendor/poll_flash.h"
#include "engine/vendor/poll_odl.h"
#include "engine/vendor/reconcile.h"
#include "engine/vendor/set_assignment.h"

namespace lockstep::vendor {

using VendorOperation =
    std::variant<EnsureUser, EnsureTeam, EnsureNoTeam, SetAssignment, PollOdl, PollFlash,
                 CheckCoachStatus, MailPasswordReset, Reconcile, ReconcileDryRun>;

NextStep start(VendorOperation& operation);
NextStep advance(VendorOperation& operation, const VendorAnswer& answer);
/// What was to be recorded first is in the log, or (recalled) refused.
NextStep recorded(VendorOperation& operation);
/// What it was decided on has changed: it writes nothing more. True: the call that waits for its
/// turn may be taken back, and recalled_call() is its answer then.
bool recall(VendorOperation& operation);
/// The comparison that wants a roster before the answer is looked at; null for other operations.
Comparison* comparison_of(VendorOperation& operation);

}  // namespace lockstep::vendor
