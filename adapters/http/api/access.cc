#include "adapters/http/api/access.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/uuid.h"
#include "projections/owners/owners.h"

namespace lockstep::http {

namespace {

using projections::CoachRow;
using projections::CompetitorRow;
using projections::TeamRow;

const Error kNotFound{Errc::not_found, "not-found", "There is no such thing, or it is not yours.",
                      ""};

const CoachId& owner_of(const CoachRow& row) {
  return row.id;
}
const CoachId& owner_of(const CompetitorRow& row) {
  return row.coach_id;
}
const CoachId& owner_of(const TeamRow& row) {
  return row.coach_id;
}

Result<std::optional<CoachRow>> find(Call& call, const CoachId& id) {
  return call.reads().roster().coach(id);
}
Result<std::optional<CompetitorRow>> find(Call& call, const CompetitorId& id) {
  return call.reads().roster().competitor(id);
}
Result<std::optional<TeamRow>> find(Call& call, const TeamId& id) {
  return call.reads().roster().team(id);
}

// Somebody else's is none: whatever is wrong with a request about it is answered as if it had never
// been there.
template <class Row, class Id>
Result<std::optional<Row>> present(Call& call, const Id& id) {
  LOCKSTEP_TRY(auto row, find(call, id));
  if (row && call.by_coach() && owner_of(*row).value != call.who.id) return std::optional<Row>{};
  return row;
}

template <class Row, class Id>
Result<Row> visible(Call& call, const Id& id) {
  LOCKSTEP_TRY(auto row, (present<Row>(call, id)));
  if (!row) {
    LOCKSTEP_TRY(catch_up(call));
    if (call.page) {
      LOCKSTEP_TRY(open_page(call));
    }
    LOCKSTEP_TRY(auto again, (present<Row>(call, id)));
    row = std::move(again);
  }
  if (!row) return kNotFound;
  return *std::move(row);
}

}  // namespace

Error as_told(const Call& call, Error error) {
  const bool is_anothers = error.type == "id-of-another-kind" && call.ids.front() != call.who.id;
  const bool is_none = error.code == Errc::not_found || is_anothers;
  return call.by_coach() && is_none ? kNotFound : std::move(error);
}

Error without_operators_words(Error error) {
  constexpr std::array<std::string_view, 3> kTypes{"disk-nearly-full", "log-read-only",
                                                   "log-stopped"};
  const bool is_operators = error.code == Errc::corrupt || error.type.ends_with("-damaged") ||
                            error.type.ends_with("-store-unavailable") ||
                            std::ranges::find(kTypes, error.type) != kTypes.end();
  if (!is_operators) return error;
  error.detail = "What is stored cannot be read or written at the moment.";
  error.remedy = "Tell whoever runs this system, and try again later.";
  return error;
}

Result<void> open_page(Call& call) {
  LOCKSTEP_TRY(call.page, call.api.ports.reads.snapshot());
  return boost::outcome_v2::success();
}

Result<void> reach(Call& call, Position position) {
  auto& api = call.api;
  const bool reads_rows = call.groups != ports::GroupSet{};
  if (!reads_rows || api.ports.reads.position(call.groups) >= position)
    return boost::outcome_v2::success();
  const Workers::Waiting waiting;
  if (api.ports.reads.wait_for(call.groups, position, api.options.min_position_wait))
    return boost::outcome_v2::success();
  return Error{Errc::unavailable, "read-model-behind",
               "The read model has not reached this position yet.", "Try again in a moment."};
}

Result<void> catch_up(Call& call) {
  return reach(call, call.api.ports.log.head().position);
}

Result<CoachRow> visible_coach(Call& call, const CoachId& id) {
  return visible<CoachRow>(call, id);
}
Result<CompetitorRow> visible_competitor(Call& call, const CompetitorId& id) {
  return visible<CompetitorRow>(call, id);
}
Result<TeamRow> visible_team(Call& call, const TeamId& id) {
  return visible<TeamRow>(call, id);
}

Result<std::optional<Position>> visible_since(Call& call, const StreamId& stream) {
  constexpr std::optional<Position> kAlways{Position{0}};
  if (!call.by_coach()) return kAlways;
  if (stream.category == "coach") return stream.id == call.who.id ? kAlways : std::nullopt;
  LOCKSTEP_TRY(const auto owners,
               call.reads().owners().owners_of({projections::owned_with(stream)}));
  if (owners.rows.empty() || owners.rows.front().coach_id.value != call.who.id)
    return std::optional<Position>{};
  return std::optional<Position>{owners.rows.front().since};
}

Result<std::optional<CoachRow>> present_coach(Call& call, const CoachId& id) {
  // Before there is a row its owner follows from the id alone.
  if (call.by_coach() && id.value != call.who.id) return kNotFound;
  return present<CoachRow>(call, id);
}
Result<std::optional<CompetitorRow>> present_competitor(Call& call, const CompetitorId& id) {
  return present<CompetitorRow>(call, id);
}
Result<std::optional<TeamRow>> present_team(Call& call, const TeamId& id) {
  return present<TeamRow>(call, id);
}

Result<bool> may_belong_to(Call& call, const CoachId& coach) {
  auto row = visible_coach(call, coach);
  if (row) return true;
  if (row.error().code == Errc::not_found) return false;
  return row.error();
}

Answered<std::optional<CoachId>> coach_scope(const Call& call) {
  if (call.by_coach()) return std::optional<CoachId>{CoachId{call.who.id}};
  LOCKSTEP_TRY(const auto given, call.query.text("coachId"));
  if (!given) return std::optional<CoachId>{};
  auto id = base::normal_uuid(*given);
  if (!id) return bad_parameter("coachId", "`coachId` is not a UUID.");
  return std::optional<CoachId>{CoachId{*std::move(id)}};
}

}  // namespace lockstep::http
