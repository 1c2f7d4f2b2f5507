#include "adapters/http/api/as_of.h"

#include <set>

#include "adapters/http/api/access.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/past_rows.h"
#include "adapters/http/api/views.h"
#include "adapters/http/text.h"
#include "engine/domain/scores.h"
#include "events/any_event.h"
#include "events/time.h"
#include "projections/tables/row_key.h"

namespace lockstep::http {

namespace {

using namespace projections;  // NOLINT(google-build-using-namespace): row types.

// How many may fold the past at once: it is work, and nobody is in a hurry.
constexpr int kMaxAtOnce = 4;

const Error kNotThere{Errc::not_found, "not-found",
                      "There was no such thing then, or it was not yours.", ""};

Problem bad_moment(std::string type, std::string detail) {
  return {400, {Errc::invalid, std::move(type), std::move(detail), ""}};
}

/// To fold: counted while this lives.
class Permit {
 public:
  explicit Permit(std::atomic<int>& all) : all_(all), taken_(++all <= kMaxAtOnce) {}
  ~Permit() { --all_; }
  Permit(const Permit&) = delete;
  Permit& operator=(const Permit&) = delete;
  [[nodiscard]] Result<void> check() const {
    if (taken_) return boost::outcome_v2::success();
    return Error{Errc::busy, "past-busy", "Too many look into the past at once.",
                 "Try again in a moment."};
  }

 private:
  std::atomic<int>& all_;
  bool taken_;
};

// Whether what happened to it at `at` is the caller's to see. The read model has passed `at`.
Result<bool> is_visible(Call& call, const StreamId& stream, Position at) {
  LOCKSTEP_TRY(const auto since, visible_since(call, stream));
  return since && *since <= at;
}

// What is there of `stream` for the caller, folded.
Answered<void> fold(Call& call, PastRows& rows, const StreamId& stream, Position at,
                    const std::function<void(const events::AnyEvent&)>& seen = {}) {
  LOCKSTEP_TRY(reach(call, at));
  LOCKSTEP_TRY(const bool visible, is_visible(call, stream, at));
  if (!visible) return kNotThere;
  LOCKSTEP_TRY(rows.add(stream, seen));
  return boost::outcome_v2::success();
}

struct PastMembers {
  std::vector<ports::MemberView> shown;
  std::int64_t not_shown = 0;
};

// A membership follows upon the team's word, so `ever` are all that can have been members.
Result<PastMembers> members_of(Call& call, PastRows& rows, const TeamId& team,
                               const std::set<CompetitorId>& ever, Position at) {
  PastMembers out;
  for (const auto& id : ever) {
    const StreamId stream{"competitor", id.value};
    LOCKSTEP_TRY(rows.add(stream));
    auto membership = rows.get(keyed<MembershipRow>(id));
    if (!membership || membership->team_id != team) continue;
    LOCKSTEP_TRY(const bool visible, is_visible(call, stream, at));
    auto competitor = rows.get(keyed<CompetitorRow>(id));
    if (!competitor) competitor = keyed<CompetitorRow>(id);
    if (visible)
      out.shown.push_back({*std::move(competitor), *std::move(membership)});
    else
      ++out.not_shown;
  }
  return out;
}

}  // namespace

Answered<std::optional<Position>> as_of(const Call& call) {
  LOCKSTEP_TRY(const auto text, call.query.text("asOf"));
  if (!text) return std::optional<Position>{};
  auto& ports = call.api.ports;
  if (const auto number = number_in(*text)) {
    if (Position{*number} > ports.log.head().position)
      return bad_moment("position-unknown", "`asOf` is beyond the end of the log.");
    return std::optional{Position{*number}};
  }
  const auto time = timestamp_in(*text);
  if (!time)
    return bad_parameter("asOf",
                         "`asOf` must be a position, or a time as 2026-01-31T12:00:00Z; a + is "
                         "written as %2B.");
  if (*time > ports.clock.now())
    return bad_moment("time-in-the-future", "`asOf` is in the future.");
  LOCKSTEP_TRY(const auto at, position_at(ports.log, *time));
  return std::optional{at};
}

Answered<Answer> past_coach(Call& call, Position at) {
  const Permit permit{call.api.looking_back};
  LOCKSTEP_TRY(permit.check());
  const CoachId id{call.ids.front()};
  PastRows rows{call.api.ports.log, at};
  LOCKSTEP_TRY(fold(call, rows, {"coach", id.value}, at));
  const auto row = rows.get(keyed<CoachRow>(id));
  if (!row) return kNotThere;
  return state_answer(view(*row), at);
}

Answered<Answer> past_competitor(Call& call, Position at) {
  const Permit permit{call.api.looking_back};
  LOCKSTEP_TRY(permit.check());
  const CompetitorId id{call.ids.front()};
  PastRows rows{call.api.ports.log, at};
  LOCKSTEP_TRY(fold(call, rows, {"competitor", id.value}, at));
  const auto row = rows.get(keyed<CompetitorRow>(id));
  if (!row) return kNotThere;
  LOCKSTEP_TRY(rows.add({std::string(domain::Scores::kCategory), id.value}));
  return state_answer(view(*row, rows.get(keyed<SyncStateRow>(id)), rows.get(keyed<StatsRow>(id))),
                      at);
}

Answered<Answer> past_team(Call& call, Position at) {
  const Permit permit{call.api.looking_back};
  LOCKSTEP_TRY(permit.check());
  const TeamId id{call.ids.front()};
  PastRows rows{call.api.ports.log, at};
  std::set<CompetitorId> ever;
  LOCKSTEP_TRY(fold(call, rows, {"team", id.value}, at, [&](const events::AnyEvent& event) {
    if (const auto* added = std::get_if<events::TeamMemberAdded>(&event))
      ever.insert(added->competitor_id);
  }));
  const auto row = rows.get(keyed<TeamRow>(id));
  if (!row) return kNotThere;
  LOCKSTEP_TRY(const auto members, members_of(call, rows, id, ever, at));
  auto body = view(*row, members.shown);
  if (members.not_shown > 0) body.members_not_shown = {members.not_shown};
  return state_answer(body, at);
}

}  // namespace lockstep::http
