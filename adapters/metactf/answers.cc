// See answers.h. Who and where: users, teams, assignments. Scores are in answers_scores.cc.
#include "adapters/metactf/answers.h"

#include <utility>

#include "adapters/metactf/document.h"
#include "adapters/metactf/raw_text.h"
#include "base/uuid.h"

namespace lockstep::metactf {

namespace {

std::optional<std::string> optional_id_in(ObjectReader& in, std::string_view name) {
  auto text = in.optional_text(name);
  return text ? std::optional{base::with_normal_uuid(*std::move(text))} : std::nullopt;
}

ports::VendorAssignment to_assignment(ObjectReader& in) {
  ports::VendorAssignment out;
  out.syned_user_id = id_in(in, "syned_user_id");
  out.syned_team_id = optional_id_in(in, "syned_team_id");
  out.unknown_fields = in.unknown_fields();
  out.odd = in.odd_names();
  return out;
}

/// Whoever is on a team whose name cannot be read is not on none: the row says nothing then.
void add_assignment(ports::VendorAssignments& out, const boost::json::value& row) {
  std::string problem;
  ObjectReader in{row, problem};
  auto assignment = to_assignment(in);
  if (problem.empty() && !in.odd().empty())
    problem = in.odd().front().name + " " + in.odd().front().why;
  if (problem.empty()) {
    out.unknown_fields += assignment.unknown_fields;
    out.assignments.push_back(std::move(assignment));
    return;
  }
  ++out.set_aside;
  if (out.set_aside_why.empty()) out.set_aside_why = std::move(problem);
}

/// The whole answer, where something of it would be lost otherwise.
boost::json::value kept_whole(const JsonBody& document) {
  auto kept = keep(document.value, document.text);
  if (kept.text) return boost::json::string(*kept.text);
  return std::move(kept.raw);
}

}  // namespace

Parsed<void> read_anything(const std::string& body) {
  if (body.empty()) return boost::outcome_v2::success();
  LOCKSTEP_TRY(read_json(body));
  return boost::outcome_v2::success();
}

Parsed<ports::VendorUser> read_user(const std::string& body) {
  return read_document(body, [](const JsonBody& document, std::string& problem) {
    ObjectReader in{document.value, problem};
    ports::VendorUser out;
    out.syned_user_id = id_in(in, "syned_user_id");
    out.metactf_user_id = MetactfUserId{in.wanted_integer("metactf_user_id")};
    out.metactf_username = in.wanted_text("metactf_username");
    out.metactf_user_status = in.optional_text("metactf_user_status");
    if (const auto at = in.optional_integer("last_login_unix_timestamp"))
      out.last_login_at = VendorTime{*at};
    out.unknown_fields = in.unknown_fields();
    out.odd = in.odd_names();
    if (out.unknown_fields > 0 || out.odd) out.raw = kept_whole(document);
    return out;
  });
}

Parsed<ports::VendorTeam> read_team(const std::string& body) {
  return read_document(body, [](const JsonBody& document, std::string& problem) {
    ObjectReader in{document.value, problem};
    ports::VendorTeam out;
    out.syned_team_id = id_in(in, "syned_team_id");
    const auto number = in.wanted_integer("metactf_team_id");
    if (in.odd().empty()) out.metactf_team_id = MetactfTeamId{number};
    out.metactf_coach_id = in.wanted_text("metactf_coach_id");
    out.team_name = in.wanted_text("team_name");
    out.division = in.wanted_text("division");
    in.wanted_text("affiliation");
    out.unknown_fields = in.unknown_fields();
    out.odd = in.odd_names();
    return out;
  });
}

Parsed<ports::VendorAssignment> read_assignment(const std::string& body) {
  return read_document(body, [](const JsonBody& document, std::string& problem) {
    ObjectReader in{document.value, problem};
    return to_assignment(in);
  });
}

Parsed<ports::VendorAssignments> read_assignments(const std::string& body) {
  return read_document(body, [](const JsonBody& document, std::string& problem) {
    ObjectReader in{document.value, problem};
    ports::VendorAssignments out;
    const auto& array = in.array("assignments");
    out.assignments.reserve(array.size());
    for (const auto& row : array) add_assignment(out, row);
    const auto count = in.wanted_integer("total_count");
    out.total_count = in.odd().empty() ? std::optional(count) : std::nullopt;
    if (!out.total_count && out.set_aside_why.empty())
      out.set_aside_why = in.odd().front().name + " " + in.odd().front().why;
    out.unknown_fields += in.unknown_fields();
    return out;
  });
}

}  // namespace lockstep::metactf
