// See answers.h.
#include "adapters/metactf/answers.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "adapters/metactf/object_reader.h"
#include "base/finite_json.h"
#include "base/uuid.h"
#include "events/result.h"

namespace lockstep::metactf {

namespace {

/// Of a user with unknown fields: what is kept goes into an event, and events are small.
constexpr std::size_t kMaxKeptBytes = 64U << 10U;

/// Some say so with a 200: it is no success, whatever else they say.
bool says_no(const boost::json::value& value) {
  const auto* object = value.if_object();
  const auto* success = object == nullptr ? nullptr : object->if_contains("success");
  return success != nullptr && success->is_bool() && !success->get_bool();
}

Parsed<boost::json::value> read_json(const std::string& body) {
  boost::system::error_code failed;
  auto value = boost::json::parse(body, failed);
  if (failed) return Problem{"it is not JSON"};
  if (!base::is_finite(value)) return Problem{"it has a number that is too large"};
  if (says_no(value)) return Problem{"success is false"};
  return value;
}

/// Runs `read(value, problem)` over the document and fails if it found a problem.
template <class Read>
auto read_document(const std::string& body, Read read)
    -> Parsed<decltype(read(std::declval<const boost::json::value&>(),
                            std::declval<std::string&>()))> {
  LOCKSTEP_TRY(auto value, read_json(body));
  std::string problem;
  auto out = read(std::as_const(value), problem);
  if (!problem.empty()) return Problem{std::move(problem)};
  return out;
}

std::optional<VendorTime> to_time(std::optional<std::int64_t> seconds) {
  if (!seconds) return std::nullopt;
  return VendorTime{*seconds};
}

/// An id of ours, in our form: not everybody keeps the case. A stranger's stays as it is.
std::string id_in(ObjectReader& in, std::string_view name) {
  return base::with_normal_uuid(in.text(name));
}
std::optional<std::string> optional_id_in(ObjectReader& in, std::string_view name) {
  auto text = in.optional_text(name);
  return text ? std::optional{base::with_normal_uuid(*std::move(text))} : std::nullopt;
}

ports::VendorAssignment to_assignment(ObjectReader in) {
  ports::VendorAssignment out;
  out.syned_user_id = id_in(in, "syned_user_id");
  out.syned_team_id = optional_id_in(in, "syned_team_id");
  out.unknown_fields = in.unknown_fields();
  return out;
}

events::Solve to_solve(ObjectReader& in) {
  events::Solve out;
  out.challenge_solve_id = in.integer("challenge_solve_id");
  out.challenge_id = in.integer("challenge_id");
  out.challenge_title = in.text("challenge_title");
  out.challenge_points = in.integer("challenge_points");
  out.challenge_category = in.text("challenge_category");
  out.solved_at = VendorTime{in.integer("timestamp_unix")};
  // These two live on in `raw` alone, but the contract promises them.
  in.boolean("challenge_retired");
  in.texts("nist_nice_work_roles");
  out.raw = in.object();
  return out;
}

struct Solves {
  std::vector<events::Solve> items;
  std::int64_t unknown_fields = 0;
};

Solves to_solves(ObjectReader& parent, events::Feed feed, const std::string& event_id,
                 std::string& problem) {
  Solves out;
  const auto& array = parent.array("challenge_solves");
  out.items.reserve(array.size());
  for (std::size_t i = 0; i < array.size(); ++i) {
    ObjectReader in{array[i], parent.place("challenge_solves", i), problem};
    auto& solve = out.items.emplace_back(to_solve(in));
    solve.source = feed;
    solve.event_id = event_id;
    out.unknown_fields += in.unknown_fields();
  }
  return out;
}

events::FlashEvent to_event(ObjectReader& in) {
  events::FlashEvent out;
  out.name = in.text("flash_ctf_name");
  out.started_at = VendorTime{in.integer("flash_ctf_time_start_unix")};
  out.event_id = events::flash_event_id(out.name, out.started_at);
  out.challenges_solved = in.integer("challenges_solved");
  out.points_earned = in.integer("points_earned");
  out.max_points_possible = in.optional_integer("max_points_possible");
  out.rank = in.integer("rank");
  auto raw = in.object();
  raw.erase("challenge_solves");
  out.raw = std::move(raw);
  return out;
}

void add_event(ports::FlashProgress& out, ObjectReader in, std::string& problem) {
  auto event = to_event(in);
  auto solves = to_solves(in, events::Feed::flash_ctf, event.event_id, problem);
  out.unknown_fields += in.unknown_fields() + solves.unknown_fields;
  out.events.push_back(std::move(event));
  out.solves.insert(out.solves.end(), std::make_move_iterator(solves.items.begin()),
                    std::make_move_iterator(solves.items.end()));
}

}  // namespace

Parsed<void> read_anything(const std::string& body) {
  if (body.empty()) return boost::outcome_v2::success();
  LOCKSTEP_TRY(read_json(body));
  return boost::outcome_v2::success();
}

Parsed<ports::VendorUser> read_user(const std::string& body) {
  return read_document(body, [&body](const boost::json::value& value, std::string& problem) {
    ObjectReader in{value, "", problem};
    ports::VendorUser out;
    out.metactf_user_id = MetactfUserId{in.integer("metactf_user_id")};
    out.metactf_username = in.text("metactf_username");
    out.syned_user_id = id_in(in, "syned_user_id");
    out.metactf_user_status = in.optional_text("metactf_user_status");
    out.last_login_at = to_time(in.optional_integer("last_login_unix_timestamp"));
    out.unknown_fields = in.unknown_fields();
    if (out.unknown_fields > 0 && body.size() <= kMaxKeptBytes) out.raw = in.object();
    return out;
  });
}

Parsed<ports::VendorTeam> read_team(const std::string& body) {
  return read_document(body, [](const boost::json::value& value, std::string& problem) {
    ObjectReader in{value, "", problem};
    ports::VendorTeam out;
    out.metactf_team_id = MetactfTeamId{in.integer("metactf_team_id")};
    out.metactf_coach_id = in.text("metactf_coach_id");
    out.syned_team_id = id_in(in, "syned_team_id");
    out.team_name = in.text("team_name");
    out.division = in.text("division");
    in.text("affiliation");
    out.unknown_fields = in.unknown_fields();
    return out;
  });
}

Parsed<ports::VendorAssignment> read_assignment(const std::string& body) {
  return read_document(body, [](const boost::json::value& value, std::string& problem) {
    return to_assignment({value, "", problem});
  });
}

Parsed<ports::VendorAssignments> read_assignments(const std::string& body) {
  return read_document(body, [](const boost::json::value& value, std::string& problem) {
    ObjectReader in{value, "", problem};
    ports::VendorAssignments out;
    const auto& array = in.array("assignments");
    out.assignments.reserve(array.size());
    for (std::size_t i = 0; i < array.size(); ++i) {
      out.assignments.push_back(to_assignment({array[i], in.place("assignments", i), problem}));
      out.unknown_fields += out.assignments.back().unknown_fields;
    }
    out.total_count = in.integer("total_count");
    out.unknown_fields += in.unknown_fields();
    return out;
  });
}

Parsed<ports::OdlScores> read_odl_scores(const std::string& body) {
  return read_document(body, [](const boost::json::value& value, std::string& problem) {
    ObjectReader in{value, "", problem};
    ports::OdlScores out;
    out.syned_user_id = optional_id_in(in, "syned_user_id");
    out.metactf_user_id = MetactfUserId{in.integer("metactf_user_id")};
    out.totals.challenges_solved = in.integer("total_challenges_solved");
    out.totals.points = in.integer("total_points");
    out.totals.category_points = in.integers("category_points");
    out.last_accessed_at = VendorTime{in.integer("last_accessed_unix_timestamp")};
    auto solves = to_solves(in, events::Feed::odl, "", problem);
    out.unknown_fields = in.unknown_fields() + solves.unknown_fields;
    out.solves = std::move(solves.items);
    return out;
  });
}

Parsed<ports::FlashProgress> read_flash_progress(const std::string& body) {
  return read_document(body, [](const boost::json::value& value, std::string& problem) {
    ObjectReader in{value, "", problem};
    ports::FlashProgress out;
    out.syned_user_id = id_in(in, "syned_user_id");
    const auto& array = in.array("flash_ctfs");
    for (std::size_t i = 0; i < array.size(); ++i)
      add_event(out, {array[i], in.place("flash_ctfs", i), problem}, problem);
    out.unknown_fields += in.unknown_fields();
    return out;
  });
}

}  // namespace lockstep::metactf
