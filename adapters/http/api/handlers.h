// The handlers that routes.cc names, one file of them per noun.
#pragma once
#include <string>

#include <boost/json.hpp>

#include "adapters/http/api/api.h"
#include "adapters/http/shown.h"

namespace lockstep::http {

// coaches.cc
Answered<Handled> put_coach(Call& call);
Answered<Answer> get_coach(Call& call);
Answered<Handled> ensure_coach_account(Call& call);

// competitors.cc
Answered<Handled> put_competitor(Call& call);
Answered<Answer> get_competitor(Call& call);
Answered<Answer> list_competitors(Call& call);
Answered<Answer> explain_competitor(Call& call);
Answered<Handled> onboard_competitor(Call& call);
Answered<Handled> withdraw_onboarding(Call& call);
Answered<Handled> sync_competitor(Call& call);
Answered<Handled> reset_password(Call& call);

// teams.cc
Answered<Handled> put_team(Call& call);
Answered<Answer> get_team(Call& call);
Answered<Answer> list_teams(Call& call);
Answered<Handled> delete_team(Call& call);
Answered<Handled> sync_team(Call& call);

// membership.cc
Answered<Handled> put_member(Call& call);
Answered<Handled> delete_member(Call& call);

// history.cc
Answered<Answer> coach_history(Call& call);
Answered<Answer> competitor_history(Call& call);
Answered<Answer> team_history(Call& call);
Answered<Answer> coach_disclosures(Call& call);
Answered<Answer> competitor_disclosures(Call& call);

// operations.cc
Answered<Answer> get_dashboard(Call& call);
Answered<Answer> get_livez(Call& call);
Answered<Answer> get_readyz(Call& call);
Answered<Answer> get_healthz(Call& call);
Answered<Answer> get_metrics(Call& call);

// drift.cc
Answered<Handled> start_reconciliation(Call& call);
Answered<Answer> get_drift(Call& call);
Answered<Answer> get_drift_run(Call& call);
Answered<Handled> approve_removals(Call& call);
Answered<Handled> reject_removals(Call& call);

// accounts.cc
Answered<Answer> list_accounts(Call& call);
Answered<Handled> adopt_account(Call& call);
Answered<Handled> reject_account(Call& call);
Answered<Handled> adopt_accounts(Call& call);
Answered<Handled> reject_accounts(Call& call);

// openapi.cc
Answered<Answer> get_openapi(Call& call);

// event_stream.cc
Answered<Answer> stream_events(Call& call);

// usage.cc
Answered<Answer> get_usage(Call& call);

/// `body` is one of those in answers/.
template <events::DescribedStruct T>
Answer json_answer(int status, const T& body) {
  Answer answer;
  answer.status = status;
  answer.body = boost::json::serialize(json_of(body));
  return answer;
}
/// The state of something, true at `at` or later.
template <events::DescribedStruct T>
Answer state_answer(const T& body, Position at, int status = 200) {
  auto answer = json_answer(status, body);
  answer.headers.emplace_back("Lockstep-Position", std::to_string(at.value));
  return answer;
}
/// For commands that take no members: an empty body or `{}`.
Answered<boost::json::object> empty_body(const Call& call);

}  // namespace lockstep::http
