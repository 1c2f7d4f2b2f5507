// What counts as "the vendor ends equal to the desired state, or each difference is in a named
// drift state". A state is named when a row that coaches or admins see has it, with what to do.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "events/coach_account.h"
#include "events/codec.h"
#include "tests/simulation/chaos.h"

namespace lockstep::simulation {

namespace {

using domain::OnboardingPhase;
using Complaints = std::vector<std::string>;
/// By field: the values of it here, none of which is the one there.
using Otherwise = std::map<std::string, std::vector<std::string>>;

bool is_call(projections::WorkKind kind) {
  return events::enum_name(kind).starts_with("call_");
}

bool has_text(const std::optional<std::string>& text) {
  return text && !text->empty();
}

template <class Row>
bool tells_what_to_do(const Row& row) {
  return has_text(row.game_platform_sync_error) && has_text(row.game_platform_sync_remedy);
}

}  // namespace

class Verdict {
 public:
  explicit Verdict(Chaos& chaos) : chaos_(chaos), records_(chaos.mock.records()) {
    const auto held = chaos.world.reads->drift().drift_removals(std::nullopt);
    for (const auto& row : held.value()) held_.insert(row.competitor_id.value);
    read_reported();
  }

  Complaints all() {
    for (const auto& [id, coach] : chaos_.watch.coaches) judge(id, coach);
    for (const auto& [id, team] : chaos_.watch.teams) judge(id, team);
    for (const auto& [id, kid] : chaos_.watch.competitors) judge(id, kid);
    for (const auto& user : records_.users())
      if (user.role == "user" && !chaos_.watch.competitors.contains(user.syned_user_id))
        complain(user.syned_user_id, "is there and nobody's");
    judge_open_work();
    return out_;
  }

 private:
  void complain(const std::string& who, const std::string& what) {
    out_.push_back(who + " " + what);
  }

  // What the newest reconciliation says that only the vendor can change, as an admin sees it.
  void read_reported() {
    const auto run = chaos_.world.reads->drift().newest_drift_run();
    if (!run || !run.value()) return;
    empty_list_reported_ = run.value()->inconclusive_code == "vendor-list-empty";
    if (run.value()->state != projections::DriftRunState::recorded) return;
    reported_.emplace();
    for (const auto& found : run.value()->findings.as_array()) {
      if (found.at("drift") != "unremediable") continue;
      const auto user = std::string(found.at("syned_user_id").as_string());
      auto& fields =
          (*reported_)[user.empty() ? std::string(found.at("team_id").as_string()) : user];
      for (const auto& field : found.at("fields").as_array())
        fields.insert(std::string(field.as_string()));
    }
  }

  // Exactly what is otherwise there has to be reported, and nothing else. Where the vendor has
  // lied about its records, or spoken of them in words that nobody knows, nobody can know; nor
  // where it is unknown which call made them, and one of those said what is so here.
  void judge_reported(const std::string& id, const Otherwise& otherwise) {
    if (!reported_ || chaos_.watch.lied_about(id) || chaos_.watch.unclear_about(id)) return;
    const auto found = reported_->find(id);
    const auto said = found == reported_->end() ? std::set<std::string>{} : found->second;
    for (const auto& [field, here] : otherwise) {
      const bool unknowable = std::ranges::any_of(here, [&](const std::string& value) {
        return chaos_.watch.may_have_been_told(id, field, value);
      });
      if (!said.contains(field) && !unknowable)
        complain(id, "has another " + field + " there and nobody is told");
    }
    for (const auto& field : said)
      if (!otherwise.contains(field)) complain(id, "has the same " + field + " there");
  }

  // A coach who cannot have competitors is shown as such: by the coach's own row.
  bool coach_is_in_the_way(const CoachId& id) {
    const auto row = chaos_.world.reads->roster().coach(id);
    if (!row || !row.value()) return true;  // Never heard of: explained to whoever asks.
    const auto& coach = *row.value();
    if (coach.account != projections::CoachAccount::done)
      return coach.account == projections::CoachAccount::none || tells_what_to_do(coach);
    return !events::may_have_competitors(coach.metactf_user_status);
  }

  void judge(const std::string& id, const domain::Coach::State& coach) {
    if (coach.id.empty()) return;
    const bool there = records_.user(id).has_value();
    if (coach.metactf_user_id && !there) complain(id, "is believed to have an account");
    if (coach.account_call.call_id) complain(id, "still waits for an answer");
    judge_remedy(id, coach.account_call);
    judge_names(id, coach);
    const bool waited_for = !coach.waiting_competitors.empty() || !coach.waiting_teams.empty();
    if (waited_for && !coach_is_in_the_way(coach.id)) complain(id, "keeps others waiting");
    if (!there || !coach.metactf_user_id) return;
    const auto& email = coach.person.reveal().email;
    const bool same = chaos_.watch.emails_there[id] == email;
    judge_reported(id, same ? Otherwise{} : Otherwise{{"email", {email}}});
  }

  // What passes by itself is tried again by itself; of all else somebody is told what to do.
  void judge_remedy(const std::string& id, const domain::OpenCall& call) {
    if (!call.failure || call.call_id || call.retry_at) return;
    if (call.failure->remedy.starts_with("Nothing to do"))
      complain(id, "is never tried again, and nobody has to do anything: " + call.failure->code);
  }

  // Every name is held for a team that has it, and no name twice.
  void judge_names(const std::string& id, const domain::Coach::State& coach) {
    std::set<std::string> keys;
    for (const auto& held : coach.team_names.reveal()) {
      if (!keys.insert(base::name_key(held.name)).second) complain(id, "has a team name twice");
      const auto& team = chaos_.watch.teams[held.team_id.value];
      if (team.deleted || team.held_name_request != held.request_no)
        complain(id, "holds a name for nobody");
    }
  }

  // A team that the vendor wrongly says it has: whoever is put on it there would find out.
  bool nobody_finds_out(const domain::Team::State& team) {
    return std::ranges::none_of(team.members, [&](const auto& member) {
      return chaos_.watch.competitors[member.first].metactf_user_id.has_value();
    });
  }

  void judge(const std::string& id, const domain::Team::State& team) {
    if (team.id.empty()) return;
    const auto there = records_.team(id);
    const auto row = chaos_.world.reads->roster().team({id});
    const bool named = row && row.value() && tells_what_to_do(*row.value());
    if (team.creation_call.call_id || team.deletion_call.call_id)
      complain(id, "still waits for an answer");
    judge_remedy(id, team.creation_call);
    judge_remedy(id, team.deletion_call);
    if (chaos_.watch.lied_about(id) && nobody_finds_out(team)) return;
    if (team.deleted) {
      if (there && !named) complain(id, "is deleted and still there");
      return;
    }
    if (!team.name_requests.reveal().empty()) complain(id, "still waits for a name");
    if (!there && !named && !coach_is_in_the_way(team.coach_id)) complain(id, "is not there");
    if (team.remote_exists != there.has_value() && !named)
      complain(id, "is believed to be what it is not");
    if (there && team.remote_exists) judge_reported(id, otherwise(team, *there));
    for (const auto& [member, request] : team.members) {
      const auto kid = chaos_.watch.competitors.find(member);
      if (kid == chaos_.watch.competitors.end() || kid->second.team != team.id)
        complain(id, "has " + member + ", whose team is not this one");
    }
  }

  void judge(const std::string& id, const domain::Competitor::State& kid) {
    if (kid.onboarding_call.call_id || kid.assignment_call.call_id || kid.password_reset_call)
      complain(id, "still waits for an answer");
    if (kid.requested_team) complain(id, "still waits for a team");
    // Inactive or without consent, the explanation says what is missing first.
    if (kid.is_active && kid.profile_complete && kid.compliance_complete) {
      judge_remedy(id, kid.onboarding_call);
      judge_remedy(id, kid.assignment_call);
    }
    const auto row = chaos_.world.reads->roster().competitor({id});
    if (!row || !row.value()) return complain(id, "has no row");
    const auto there = records_.user(id);
    if (there && kid.phase == OnboardingPhase::none) complain(id, "is there and was never wanted");
    if (kid.team) judge_membership(id, kid);
    judge_onboarding(id, kid, *row.value());
    if (kid.metactf_user_id) judge_assignment(id, kid, *row.value());
    if (there && kid.metactf_user_id) judge_reported(id, otherwise(id, kid, *there));
  }

  static Otherwise otherwise(const domain::Team::State& team,
                             const metactf_mock::TeamRecord& there) {
    Otherwise out;
    const auto division = std::string(events::enum_name(team.division));
    const auto& name = team.name.reveal();
    if (name != there.team_name) out["name"] = {name};
    if (division != there.division) out["division"] = {division};
    return out;
  }
  Otherwise otherwise(const std::string& id, const domain::Competitor::State& kid,
                      const metactf_mock::UserRecord& there) {
    Otherwise out;
    const auto& person = kid.person.reveal();
    const std::vector emails{person.email_personal.value_or(""), person.email_school.value_or("")};
    if (std::ranges::find(emails, chaos_.watch.emails_there[id]) == emails.end())
      out["email"] = emails;
    if (kid.coach_id.value != there.syned_coach_user_id) out["coachId"] = {kid.coach_id.value};
    return out;
  }

  void judge_membership(const std::string& id, const domain::Competitor::State& kid) {
    const auto team = chaos_.watch.teams.find(kid.team->value);
    if (team == chaos_.watch.teams.end() || !team->second.members.contains(id))
      complain(id, "is on a team that has no such member");
  }

  void judge_onboarding(const std::string& id, const domain::Competitor::State& kid,
                        const projections::CompetitorRow& row) {
    switch (kid.phase) {
      case OnboardingPhase::none:
        return;
      case OnboardingPhase::done:
        if (!records_.user(id)) complain(id, "is believed to be there");
        if (row.status != events::CompetitorStatus::complete && row.profile_complete &&
            row.compliance_complete)
          complain(id, "is not complete");
        return;
      case OnboardingPhase::failed:
        if (!tells_what_to_do(row)) complain(id, "has failed and nobody knows why");
        return;
      case OnboardingPhase::wanted:
      case OnboardingPhase::parked:
        // The explanation says "inactive", "missing", or whom the competitor waits for.
        if (!row.is_active) return;
        if (!row.profile_complete || !row.compliance_complete) return;
        if (!row.email_personal && !row.email_school) return;
        if (!coach_is_in_the_way(kid.coach_id)) complain(id, "waits for nothing");
        return;
      case OnboardingPhase::calling:
        return complain(id, "is still being called for");
    }
  }

  void judge_assignment(const std::string& id, const domain::Competitor::State& kid,
                        const projections::CompetitorRow& row) {
    if (!kid.is_active) return;  // Shown, and not healed.
    const auto there = records_.team_of(id);
    const auto wanted = kid.team ? std::optional(kid.team->value) : std::nullopt;
    if (there == wanted) return;
    const std::string difference =
        "is to be on " + wanted.value_or("none") + " and is on " + there.value_or("none");
    if (held_.contains(id)) return;
    // An empty list is no evidence, however true it is: an operator is told to look at it.
    if (empty_list_reported_ && chaos_.mock.assignments().empty()) return;
    if (!wanted) {
      if (!tells_what_to_do(row)) complain(id, difference);
      return;
    }
    const auto member = chaos_.world.reads->roster().membership({id});
    const bool said = member && member.value() && tells_what_to_do(*member.value());
    // Of a team that is not there, or is believed not to be, its own state is judged.
    if (!said && chaos_.watch.teams[*wanted].remote_exists) complain(id, difference);
  }

  // Nothing is open but what waits for its time.
  void judge_open_work() {
    const auto work = chaos_.world.reads->work().open_work();
    for (const auto& row : work.value().rows)
      if (is_call(row.kind))
        complain(row.subject, "has open work: " + std::string(events::enum_name(row.kind)));
  }

  Chaos& chaos_;
  metactf_mock::MockStore& records_;
  std::set<std::string> held_;
  std::optional<std::map<std::string, std::set<std::string>>> reported_;  ///< None: no run.
  bool empty_list_reported_ = false;
  Complaints out_;
};

bool Chaos::calls_open() {
  const auto work = world.reads->work().open_work();
  return std::ranges::any_of(work.value().rows, [](const auto& row) { return is_call(row.kind); });
}

std::vector<std::string> Chaos::complaints() {
  // What fails for a passing cause is tried again for ever: let such a call come home.
  for (int i = 0; i < 60 && calls_open(); ++i) world.leap(std::chrono::seconds{1});
  watch.follow();
  auto out = Verdict{*this}.all();
  out.insert(out.end(), watch.violations().begin(), watch.violations().end());
  // Once all is as it can be, nothing is called any more but what is scheduled, and what failed
  // for a cause that passes.
  watch.unscheduled.clear();
  world.leap(std::chrono::minutes{10});
  for (const auto& call : watch.unscheduled)
    if (call.status < 300) out.push_back("restless: " + call.path + " " + call.user + call.team);
  return out;
}

}  // namespace lockstep::simulation
