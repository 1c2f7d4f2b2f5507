#include "adapters/http/api/drift_views.h"

#include <algorithm>
#include <string_view>

#include "events/codec.h"
#include "events/drift_plan.h"

namespace lockstep::http {

namespace {

using events::DriftAction;
using events::DriftClass;
using events::DriftCounts;
using events::DriftFinding;

template <events::DescribedEnum E>
std::string name_of(E value) {
  return std::string(events::enum_name(value));
}

// Stored by this program: what cannot be read is shown as nothing.
template <class T>
T stored(const boost::json::value& json) {
  T out{};
  if (!events::from_json(json, out)) return T{};
  return out;
}

std::string_view remedy_of(const DriftFinding& found) {
  if (found.drift == DriftClass::unknown_user)
    return "Ask the game platform who this is: we have no such competitor there.";
  const auto is_about = [&](std::string_view field) {
    return found.fields && std::ranges::find(*found.fields, field) != found.fields->end();
  };
  if (is_about("metactfUserId"))
    return "Ask MetaCTF support whose account the id names there: it answers about another one "
           "than is recorded here.";
  if (is_about("sharedAccount"))
    return "Ask MetaCTF support whose account it is: the same one is recorded for another id here.";
  if (found.drift == DriftClass::unremediable)
    return "Ask MetaCTF support to change these fields there: we have no call for it.";
  switch (found.action) {
    case DriftAction::heal:
    case DriftAction::remove:
      return "Nothing to do: it is put right by itself.";
    case DriftAction::hold:
      return "Approve or reject the removal.";
    case DriftAction::keep:
      return found.team_id ? "Nothing to do while the competitor is inactive: it is put right when "
                             "they are active again."
                           : "Nothing to do: this removal was rejected.";
    case DriftAction::report:
      break;
  }
  return "An operator has to ask the game platform to change it.";
}

answers::DriftFinding view(const DriftFinding& found) {
  answers::DriftFinding out{.class_ = name_of(found.drift),
                            .action = name_of(found.action),
                            .syned_user_id = {},
                            .team_id = found.team_id,
                            .platform_team_id = {},
                            .fields = found.fields.value_or(std::vector<std::string>{}),
                            .remedy = std::string(remedy_of(found))};
  if (!found.syned_user_id.empty()) out.syned_user_id = found.syned_user_id;
  if (found.remote_team_id) out.platform_team_id = found.remote_team_id->value;
  return out;
}

answers::DriftCounts view(const DriftCounts& counts) {
  return {.by_class = {{"missing", counts.missing},
                       {"extra", counts.extra},
                       {"wrong_team", counts.wrong_team},
                       {"orphan_team", counts.orphan_team},
                       {"unknown_user", counts.unknown_user},
                       {"unremediable", counts.unremediable}},
          .by_action = {{"heal", counts.heal},
                        {"remove", counts.remove},
                        {"hold", counts.hold},
                        {"keep", counts.keep},
                        {"report", counts.report}},
          .skipped = counts.skipped};
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

answers::DriftRun view(const projections::DriftRunRow& row) {
  answers::DriftRun out{.id = row.run_id.value,
                        .dry_run = row.dry_run,
                        .state = name_of(row.state),
                        .requested_at = row.requested_at,
                        .recorded_at = row.recorded_at,
                        .known_assignments = row.known_assignments,
                        .listed_assignments = row.listed_assignments,
                        .counts = view(stored<DriftCounts>(row.counts)),
                        .findings = {},
                        .findings_left_out = row.findings_left_out,
                        .inconclusive = {},
                        .rows_set_aside = row.rows_set_aside,
                        .set_aside_why = row.set_aside_why};
  for (const auto& found : stored<std::vector<DriftFinding>>(row.findings))
    out.findings.push_back(view(found));
  if (row.inconclusive_code)
    out.inconclusive = {.code = *row.inconclusive_code,
                        .message = row.inconclusive_message.value_or(""),
                        .remedy = row.inconclusive_remedy.value_or("")};
  return out;
}

std::vector<answers::DriftRemoval> view(const std::vector<projections::DriftRemovalRow>& rows) {
  std::vector<answers::DriftRemoval> out;
  out.reserve(rows.size());
  for (const auto& row : rows)
    out.push_back({.competitor_id = row.competitor_id,
                   .run_id = row.run_id.value,
                   .platform_team_id = row.remote_team_id.value,
                   .state = name_of(row.state),
                   .changed_at = row.changed_at,
                   .remedy = std::string(remedy_of(row))});
  return out;
}

}  // namespace lockstep::http
