// Accounts that were found at the vendor and that nobody of ours made: whose are they? Admins
// decide, about one, or about all that are the same in something.
#include "adapters/http/api/answers/accounts.h"

#include <algorithm>

#include "adapters/http/api/access.h"
#include "adapters/http/api/bodies.h"
#include "adapters/http/api/change.h"
#include "adapters/http/api/cursor.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/json_object.h"
#include "engine/usecases/decide_account.h"
#include "events/codec.h"
#include "events/drift_plan.h"

namespace lockstep::http {

namespace {

using events::AccountDecision;
using events::AccountHolder;
using projections::FoundAccountRow;
using projections::FoundAccountState;

constexpr std::size_t kDefaultLimit = 100;
constexpr std::size_t kMaxLimit = 500;
/// What one event can name without getting near its limit.
constexpr std::size_t kMostAtOnce = 10'000;

std::vector<std::string> names_in(const boost::json::value& stored) {
  std::vector<std::string> out;
  if (!events::from_json(stored, out)) out.clear();
  return out;
}

std::string_view remedy_of(const FoundAccountRow& row) {
  if (row.state == FoundAccountState::held)
    return "Compare with the game platform. Adopt it if it is this person's, else reject it: until "
           "then nothing is sent about them.";
  if (row.state == FoundAccountState::rejected)
    return "Ask MetaCTF support to free the id, then add the person again; or adopt it after all.";
  return "Nothing to do: it is decided.";
}

answers::FoundAccount view(const FoundAccountRow& row) {
  return {.id = row.id,
          .holder = row.holder,
          .metactf_user_id = row.metactf_user_id.value,
          .username = row.metactf_username,
          .status = row.metactf_user_status,
          .last_login_at = row.last_login_at,
          .same = names_in(row.same),
          .different = names_in(row.different),
          .state = row.state,
          .changed_at = row.changed_at,
          .remedy = std::string(remedy_of(row))};
}

Answered<Handled> decide_one(Call& call, AccountDecision decision) {
  LOCKSTEP_TRY(auto body, empty_body(call));
  return plan_change(call, 202, body, [&call, decision]() -> Answered<usecases::AnyUseCase> {
    LOCKSTEP_TRY(catch_up(call));
    LOCKSTEP_TRY(const auto row, call.reads().accounts().found_account(call.ids.front()));
    if (!row)
      return Problem{
          Error{Errc::not_found, "not-found", "No account was found under this id.", ""}};
    return usecases::decide_account({row->holder, row->id, row->metactf_user_id}, decision);
  });
}

bool is_same_in(const FoundAccountRow& row, const std::vector<std::string>& members) {
  const auto same = names_in(row.same);
  return std::ranges::all_of(members, [&](const std::string& member) {
    return std::ranges::find(same, member) != same.end();
  });
}

Answered<std::vector<events::FoundAccount>> held_and_same_in(
    Call& call, const std::vector<std::string>& members) {
  std::vector<events::FoundAccount> out;
  ports::FoundAccountsQuery query{FoundAccountState::held, std::nullopt, kMaxLimit};
  do {
    LOCKSTEP_TRY(const auto page, call.reads().accounts().found_accounts(query));
    for (const auto& row : page.rows)
      if (is_same_in(row, members)) out.push_back({row.holder, row.id, row.metactf_user_id});
    query.after = page.next;
  } while (query.after && out.size() < kMostAtOnce);
  if (out.size() >= kMostAtOnce)
    return Problem{Error{Errc::too_large, "too-many-accounts",
                         "So many accounts are not decided about at once.",
                         "Ask for more that has to be the same, or decide one by one."}};
  return out;
}

Answered<std::vector<std::string>> members_in(const boost::json::object& body) {
  bodies::WhichAccounts which;
  Fields fields{body};
  fields.read<bodies::WhichAccounts>(which);
  std::vector<std::string> out;
  if (which.same_email.value_or(false)) out.emplace_back("email");
  if (which.same_name.value_or(false)) out.emplace_back("name");
  if (which.same_username.value_or(false)) out.emplace_back("username");
  if (out.empty()) fields.add("sameEmail", "Something has to be the same.");
  LOCKSTEP_TRY(fields.finish());
  return out;
}

Answered<Handled> decide_all(Call& call, AccountDecision decision) {
  LOCKSTEP_TRY(auto body, parse_object(call.request.body));
  LOCKSTEP_TRY(const auto members, members_in(body));
  LOCKSTEP_TRY(auto change, Change::begin(call, body));
  const CallId id{change.id()};
  Attempt attempt = [&call, decision, members, id]() -> Answered<usecases::AnyUseCase> {
    LOCKSTEP_TRY(catch_up(call));
    LOCKSTEP_TRY(auto found, held_and_same_in(call, members));
    return usecases::OneCommand{
        std::string(events::kReconciliationId),
        domain::PlatformCommand{domain::DecideAccounts{id, decision, members, std::move(found)}}};
  };
  return PlannedChange{std::move(change), std::move(attempt), tell_changed(202, id.value)};
}

}  // namespace

Answered<Answer> list_accounts(Call& call) {
  ports::FoundAccountsQuery query;
  LOCKSTEP_TRY(const auto state, call.query.text("state"));
  if (state) {
    query.state = events::enum_from_name<FoundAccountState>(*state);
    if (!query.state)
      return bad_parameter("state", "`state` must be one of held, adopted, rejected.");
  }
  LOCKSTEP_TRY(query.after, item_of_cursor(call));
  LOCKSTEP_TRY(query.limit, call.query.limit(kDefaultLimit, kMaxLimit));
  LOCKSTEP_TRY(open_page(call));
  LOCKSTEP_TRY(auto page, call.page->accounts().found_accounts(query));
  answers::FoundAccounts body{{}, next_cursor(call, page.next), page.total};
  for (const auto& row : page.rows) body.items.push_back(view(row));
  return state_answer(body, call.page->position());
}

Answered<Handled> adopt_account(Call& call) {
  return decide_one(call, AccountDecision::adopt);
}
Answered<Handled> reject_account(Call& call) {
  return decide_one(call, AccountDecision::reject);
}
Answered<Handled> adopt_accounts(Call& call) {
  return decide_all(call, AccountDecision::adopt);
}
Answered<Handled> reject_accounts(Call& call) {
  return decide_all(call, AccountDecision::reject);
}

}  // namespace lockstep::http
