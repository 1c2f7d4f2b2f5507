// The handlers that routes.cc names, one file of them per noun.
#pragma once
#include <boost/json.hpp>

#include "adapters/http/api.h"

namespace lockstep::http {

// coaches.cc
Answered<Answer> put_coach(Call& call);
Answered<Answer> get_coach(Call& call);
Answered<Answer> ensure_coach_account(Call& call);

// competitors.cc
Answered<Answer> put_competitor(Call& call);
Answered<Answer> get_competitor(Call& call);
Answered<Answer> list_competitors(Call& call);
Answered<Answer> explain_competitor(Call& call);
Answered<Answer> onboard_competitor(Call& call);
Answered<Answer> sync_competitor(Call& call);
Answered<Answer> reset_password(Call& call);

// teams.cc
Answered<Answer> put_team(Call& call);
Answered<Answer> get_team(Call& call);
Answered<Answer> list_teams(Call& call);
Answered<Answer> delete_team(Call& call);
Answered<Answer> sync_team(Call& call);

// membership.cc
Answered<Answer> put_member(Call& call);
Answered<Answer> delete_member(Call& call);

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
Answered<Answer> start_reconciliation(Call& call);
Answered<Answer> get_drift(Call& call);
Answered<Answer> get_drift_run(Call& call);
Answered<Answer> approve_removals(Call& call);
Answered<Answer> reject_removals(Call& call);

// openapi.cc
Answered<Answer> get_openapi(Call& call);

// event_stream.cc
Answered<Answer> stream_events(Call& call);

// usage.cc
Answered<Answer> get_usage(Call& call);

Answer json_answer(int status, const boost::json::object& body);
/// The state of something, true at `at` or later.
Answer state_answer(const boost::json::object& body, Position at);
/// `{items, next, total}`
Answer page_answer(boost::json::array items, const std::optional<std::string>& next,
                   std::int64_t total, Position at);
/// For commands that take no members: an empty body or `{}`.
Answered<boost::json::object> empty_body(const Call& call);

}  // namespace lockstep::http
