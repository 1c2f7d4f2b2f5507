// Competitors: facts, state, list, onboarding, one sync.
#include <algorithm>
#include <array>

#include "adapters/http/api/access.h"
#include "adapters/http/api/as_of.h"
#include "adapters/http/api/bodies.h"
#include "adapters/http/api/change.h"
#include "adapters/http/api/cursor.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/precondition.h"
#include "adapters/http/api/put_facts.h"
#include "adapters/http/api/views.h"
#include "engine/rate/gate_report.h"
#include "engine/usecases/freshness.h"
#include "engine/usecases/preview_onboarding.h"
#include "events/codec.h"
#include "events/competitor_status.h"
#include "projections/explanation.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kDefaultLimit = 100;
constexpr std::size_t kMaxLimit = 500;

// What the body changes, checked as far as that goes without the competitor's own state. `row` may
// be old: it only spares questions.
Answered<domain::ChangeCompetitorFacts> facts_change(
    Call& call, const boost::json::object& body,
    const std::optional<projections::CompetitorRow>& row) {
  domain::ChangeCompetitorFacts change;
  change.competitor_id = {call.ids.front()};
  if (call.by_coach()) change.only_of = CoachId{call.who.id};
  change.may_say_completeness = !call.by_coach_alone();
  Fields fields{body};
  fields.read<bodies::CompetitorFacts>(change);
  if (!row && fields.lacks_required()) {
    LOCKSTEP_TRY(catch_up(call));
    LOCKSTEP_TRY(const auto newest, present_competitor(call, change.competitor_id));
    if (!newest) fields.refuse_lacking();
  }
  if (change.coach_id && (!row || row->coach_id != *change.coach_id)) {
    LOCKSTEP_TRY(const bool may, may_belong_to(call, *change.coach_id));
    if (!may) fields.add("coachId", "There is no such coach.");
  }
  LOCKSTEP_TRY(fields.finish());
  return change;
}

Answered<Handled> command_competitor(Call& call, const domain::CompetitorCommand& command,
                                     int status = 202) {
  LOCKSTEP_TRY(auto body, empty_body(call));
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  return plan_change(
      call, status, body, [&call, command, required]() mutable -> Answered<usecases::AnyUseCase> {
        LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}));
        LOCKSTEP_TRY(required.check(row.facts_revision));
        return usecases::OneCommand{row.id.value, command, required.expected(row.facts_revision)};
      });
}

Answered<ports::CompetitorQuery> competitor_query(const Call& call) {
  ports::CompetitorQuery query;
  LOCKSTEP_TRY(query.coach_id, coach_scope(call));
  LOCKSTEP_TRY(query.status, call.query.text("status"));
  LOCKSTEP_TRY(query.text, call.query.search("q"));
  LOCKSTEP_TRY(query.after, item_of_cursor(call));
  LOCKSTEP_TRY(query.limit, call.query.limit(kDefaultLimit, kMaxLimit));
  if (query.status && !events::enum_from_name<events::CompetitorStatus>(*query.status))
    return bad_parameter("status",
                         "`status` must be one of pending, profile, compliance, complete.");
  return query;
}

}  // namespace

Answered<Handled> put_competitor(Call& call) {
  return put_facts<domain::CompetitorCommand>(call, present_competitor, facts_change);
}

Answered<Answer> get_competitor(Call& call) {
  LOCKSTEP_TRY(const auto past, as_of(call));
  if (past) return past_competitor(call, *past);
  LOCKSTEP_TRY(open_page(call));
  LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}));
  auto& reads = *call.page;
  LOCKSTEP_TRY(auto known, reads.scores().sync_state(row.id));
  LOCKSTEP_TRY(auto polls, call.api.ports.operations.polls_of({usecases::polls_subject(row.id)}));
  const auto sync = usecases::sync_state_now(row.id, known, polls);
  LOCKSTEP_TRY(auto stats, reads.scores().stats(row.id));
  return tagged_answer(call, state_answer(view(row, sync, stats), reads.position()),
                       row.facts_revision);
}

Answered<Answer> list_competitors(Call& call) {
  LOCKSTEP_TRY(auto query, competitor_query(call));
  LOCKSTEP_TRY(open_page(call));
  LOCKSTEP_TRY(auto page, call.page->roster().competitors(query));
  answers::Competitors body{{}, next_cursor(call, page.next), page.total};
  for (const auto& row : page.rows) body.items.push_back(view(row));
  return state_answer(body, call.page->position());
}

Answered<Answer> explain_competitor(Call& call) {
  LOCKSTEP_TRY(open_page(call));
  projections::CompetitorPicture picture;
  LOCKSTEP_TRY(picture.competitor, visible_competitor(call, {call.ids.front()}));
  auto& reads = *call.page;
  const auto& row = picture.competitor;
  LOCKSTEP_TRY(picture.coach, reads.roster().coach(row.coach_id));
  if (row.team_id) {
    LOCKSTEP_TRY(picture.team, reads.roster().team(*row.team_id));
  }
  LOCKSTEP_TRY(picture.membership, reads.roster().membership(row.id));
  LOCKSTEP_TRY(const auto known, reads.scores().sync_state(row.id));
  LOCKSTEP_TRY(const auto polls,
               call.api.ports.operations.polls_of({usecases::polls_subject(row.id),
                                                   StreamId{"coach", row.coach_id.value}.text()}));
  picture.sync = usecases::sync_state_now(row.id, known, polls);
  LOCKSTEP_TRY(auto work, reads.work().open_work_of({"competitor", row.id.value}));
  LOCKSTEP_TRY(auto scores, reads.work().open_work_of({"scores", row.id.value}));
  work.insert(work.end(), scores.begin(), scores.end());
  picture.work = usecases::work_now(std::move(work), polls);
  LOCKSTEP_TRY(picture.removal, reads.drift().drift_removal(row.id));
  LOCKSTEP_TRY(const auto assignment, reads.work().assignment(row.id));
  if (picture.removal && (!assignment || assignment->team_changes != picture.removal->team_changes))
    picture.removal.reset();
  LOCKSTEP_TRY(picture.password_reset, reads.password_resets().password_reset(row.id));
  LOCKSTEP_TRY(picture.disclosed, reads.disclosures().disclosed({"competitor", row.id.value}));
  LOCKSTEP_TRY(auto coach_work, reads.work().open_work_of({"coach", row.coach_id.value}));
  picture.coach_work = usecases::work_now(std::move(coach_work), polls);
  if (const auto gate = call.api.ports.gate ? call.api.ports.gate() : std::nullopt)
    picture.not_called_because = rate::remedy_of(*gate);
  answers::Explanation body{row.id.value, row.status, {}};
  for (const auto& fact :
       projections::explain(picture, call.api.ports.intervals, call.api.ports.clock.now()))
    body.facts.push_back(view(fact));
  return state_answer(body, reads.position());
}

namespace {

// What "Add to Game Platform" would do.
Answered<Answer> preview_onboarding(Call& call) {
  LOCKSTEP_TRY(empty_body(call));
  LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}));
  auto& ports = call.api.ports;
  const auto at = ports.log.head().position;
  LOCKSTEP_TRY(const auto found, usecases::preview_onboarding(ports.log, row.id, ports.clock.now(),
                                                              call.api.ports.onboarding));
  return state_answer(view(row.id, found), at);
}

}  // namespace

Answered<Handled> onboard_competitor(Call& call) {
  LOCKSTEP_TRY(const bool dry_run, call.query.flag("dryRun"));
  if (dry_run) {
    LOCKSTEP_TRY(auto preview, preview_onboarding(call));
    return preview;
  }
  return command_competitor(call, domain::OnboardCompetitor{.may_reopen = !call.by_coach()});
}

Answered<Handled> withdraw_onboarding(Call& call) {
  return command_competitor(call, domain::WithdrawOnboarding{}, 200);
}

Answered<Handled> sync_competitor(Call& call) {
  LOCKSTEP_TRY(auto body, empty_body(call));
  LOCKSTEP_TRY(auto required, Precondition::of(call));
  return plan_change(
      call, 202, body, [&call, required]() mutable -> Answered<usecases::AnyUseCase> {
        LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}));
        LOCKSTEP_TRY(required.check(row.facts_revision));
        if (!row.is_active) return Problem{domain::kInactiveCompetitor};
        return usecases::OneCommand{row.id.value, domain::ScoresCommand{domain::RequestSync{}}};
      });
}

Answered<Handled> reset_password(Call& call) {
  return command_competitor(call, domain::RequestPasswordReset{});
}

}  // namespace lockstep::http
