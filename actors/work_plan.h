// From a row of open work to what has to be done about it: when, in which lane, by which operation
// or command.
#pragma once
#include <optional>
#include <variant>

#include "actors/effect_pump.h"

namespace lockstep::actors {

Lane lane_of(projections::WorkKind kind, bool asked_for);

/// Milliseconds since the epoch; 0 = now.
/// A time in the past that lies in the future (the clock was put back) counts as now.
std::int64_t due_at(const projections::OpenWorkRow& row, projections::WorkKind kind,
                    std::optional<Timestamp> tried, Timestamp now, const Settings& settings);

/// The command of a retry or of a run that is due; none for other kinds of work.
std::optional<AnyCommand> due_command(const Environment& env, projections::WorkKind kind);

/// The id in `<category>-<id>`.
std::string subject_id(const std::string& stream);

/// Whose work it is: the id of the coach, as the read store knows it; empty when it does not.
std::string work_tenant(ports::ReadStore& reads, const WorkKey& key);

/// Reads what the operation needs (the intent, the cursor). Errc::not_found: there is nothing to
/// do. `again`: it may have been performed before, and nobody knows how that went.
Result<RunningWork> plan_operation(const Environment& env, const WorkKey& key,
                                   const projections::OpenWorkRow& row, bool again,
                                   const TeamPlaces& places);

/// Gives a reconciliation the roster that it compares the answer with: read when the answer is
/// there, so that it is at least as new. Other operations need nothing.
void before_answer(const Environment& env, process::VendorOperation& operation);

}  // namespace lockstep::actors
