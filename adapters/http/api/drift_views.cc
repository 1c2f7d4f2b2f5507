#include "adapters/http/api/drift_views.h"

#include <string_view>

#include "adapters/http/text.h"
#include "events/codec.h"
#include "events/drift_plan.h"
#include "events/time.h"

namespace lockstep::http {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using events::DriftAction;
using events::DriftClass;
using events::DriftCounts;
using events::DriftFinding;

value id_or_null(const std::optional<TeamId>& id) {
  return id ? value(id->value) : value();
}

// Stored by this program: what cannot be read is shown as nothing.
template <class T>
T stored(const value& json) {
  T out{};
  if (!events::from_json(json, out)) return T{};
  return out;
}

std::string_view remedy_of(const DriftFinding& found) {
  if (found.drift == DriftClass::unknown_user)
    return "Ask the game platform who this is: we have no such competitor there.";
  if (found.drift == DriftClass::unremediable)
    return "Ask MetaCTF support to change these fields there: we have no call for it.";
  switch (found.action) {
    case DriftAction::heal:
    case DriftAction::remove:
      return "Nothing to do: it is put right by itself.";
    case DriftAction::hold:
      return "Approve or reject the removal.";
    case DriftAction::keep:
      return "Nothing to do: this removal was rejected.";
    case DriftAction::report:
      break;
  }
  return "An operator has to ask the game platform to change it.";
}

object view(const DriftFinding& found) {
  return {{"class", events::enum_name(found.drift)},
          {"action", events::enum_name(found.action)},
          {"synedUserId", found.syned_user_id.empty() ? value() : value(found.syned_user_id)},
          {"teamId", id_or_null(found.team_id)},
          {"platformTeamId", id_or_null(found.remote_team_id)},
          {"fields", boost::json::value_from(found.fields.value_or(std::vector<std::string>{}))},
          {"remedy", remedy_of(found)}};
}

object view_counts(const DriftCounts& counts) {
  return {{"byClass", object{{"missing", counts.missing},
                             {"extra", counts.extra},
                             {"wrong_team", counts.wrong_team},
                             {"orphan_team", counts.orphan_team},
                             {"unknown_user", counts.unknown_user},
                             {"unremediable", counts.unremediable}}},
          {"byAction", object{{"heal", counts.heal},
                              {"remove", counts.remove},
                              {"hold", counts.hold},
                              {"keep", counts.keep},
                              {"report", counts.report}}},
          {"skipped", counts.skipped}};
}

std::string_view remedy_of(const projections::DriftRemovalRow& row) {
  if (row.state == projections::RemovalState::held)
    return "Compare with the game platform. Approve it to take the competitor off that team there, "
           "reject it to leave the competitor on it.";
  if (row.state == projections::RemovalState::superseded)
    return "Nothing to do: a newer run has looked again.";
  return "Nothing to do: it is decided.";
}

}  // namespace

object view(const projections::DriftRunRow& row) {
  array findings;
  for (const auto& found : stored<std::vector<DriftFinding>>(row.findings))
    findings.push_back(view(found));
  object out{{"id", row.run_id.value},
             {"dryRun", row.dry_run},
             {"state", events::enum_name(row.state)},
             {"requestedAt", rfc3339(row.requested_at)},
             {"recordedAt", nullptr},
             {"knownAssignments", row.known_assignments},
             {"listedAssignments", row.listed_assignments},
             {"counts", view_counts(stored<DriftCounts>(row.counts))},
             {"findings", std::move(findings)},
             {"findingsLeftOut", row.findings_left_out},
             {"inconclusive", nullptr}};
  if (row.recorded_at) out["recordedAt"] = rfc3339(*row.recorded_at);
  if (row.inconclusive_code)
    out["inconclusive"] = {{"code", *row.inconclusive_code},
                           {"message", row.inconclusive_message.value_or("")},
                           {"remedy", row.inconclusive_remedy.value_or("")}};
  return out;
}

array view(const std::vector<projections::DriftRemovalRow>& rows) {
  array out;
  for (const auto& row : rows)
    out.push_back(object{{"competitorId", row.competitor_id.value},
                         {"runId", row.run_id.value},
                         {"platformTeamId", row.remote_team_id.value},
                         {"state", events::enum_name(row.state)},
                         {"changedAt", rfc3339(row.changed_at)},
                         {"remedy", remedy_of(row)}});
  return out;
}

}  // namespace lockstep::http
