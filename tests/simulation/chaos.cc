#include "tests/simulation/chaos.h"

namespace lockstep::simulation {

namespace {

using namespace std::chrono_literals;
using namespace domain;  // NOLINT(google-build-using-namespace): the commands are the vocabulary
using boost::json::object;
using metactf_mock::OnAbsentAssignment;
using metactf_mock::OnReassign;
using metactf_mock::OnRepeat;

/// Each answer to what the contract leaves open, but for a second record under one id: nothing we
/// can see or undo then (docs/vendor.md).
metactf_mock::Behaviour behaviour_of(std::uint64_t seed) {
  constexpr std::array kRepeats{OnRepeat::same, OnRepeat::conflict, OnRepeat::update};
  metactf_mock::Behaviour out;
  out.on_repeat = kRepeats.at(seed % 3);
  out.on_reassign = seed % 2 == 0 ? OnReassign::move : OnReassign::conflict;
  out.on_absent_assignment = seed % 5 < 3 ? OnAbsentAssignment::not_found : OnAbsentAssignment::ok;
  out.omit_status_on_create = seed % 4 == 1;
  out.unique_usernames = seed % 7 < 3;
  return out;
}

/// The vendor's word about a coach, whom the vendor may not know yet.
void become(MockWorld& mock, const std::string& coach, const std::string& status) {
  if (mock.records().user(coach))
    return (void)mock.admin("status", {{"synedUserId", coach}, {"status", status}});
  metactf_mock::VendorPerson person;
  person.syned_user_id = coach;
  person.status = status;
  mock.records().put_person(person);
}

// The first coach has nine competitors and two teams.
int coach_of_kid(int kid) {
  return kid < 9 ? 0 : kid < 13 ? 1 : 2;
}
int coach_of_team(int team) {
  return team < 2 ? 0 : team < 4 ? 1 : 2;
}
int number_in(const std::string& id) {
  return std::stoi(id.substr(id.find_first_of("0123456789")));
}

// The others say: not now, and perhaps it has happened.
bool is_a_no(Errc code) {
  return code != Errc::busy && code != Errc::unavailable && code != Errc::timeout;
}

}  // namespace

Chaos::Chaos(std::uint64_t seed, Answers answers)
    : mock(seed, behaviour_of(seed)), watch(mock), dice_(seed), answers_(answers) {
  auto& settings = world.settings;
  settings.plan.intervals.poll = 6h;
  settings.plan.intervals.reconcile = 30min;
  if (one_in(2)) world.chance.next_to_run = [this](std::size_t n) { return dice_() % n; };
  if (one_in(2))
    world.chance.travel_time = [this] {
      return std::chrono::milliseconds{roll(one_in(8) ? 4000 : 300)};
    };
  if (one_in(3)) settings.vendor.rate = {5, 5};
  settings.snapshot_every = 3 + dice_() % 30;
  world.restart();
  if (answers_ == Answers::any) change_faults();
  begin();
}

void Chaos::begin() {
  become(mock, "coach2", "pending_approval");
  for (int i = 0; i < kCoaches; ++i) put_coach("coach" + std::to_string(i), false);
  for (int i = 0; i < kTeams; ++i) put_team("team" + std::to_string(i), false);
  for (int i = 0; i < kKids; ++i) put_kid("kid" + std::to_string(i), one_in(5));
  for (int i = 0; i < kKids; ++i) {
    const auto id = "kid" + std::to_string(i);
    if (!one_in(3)) send(id, CompetitorCommand{RequestTeam{{team_for(id)}}}, "team for");
    if (!one_in(4)) send(id, CompetitorCommand{OnboardCompetitor{}}, "onboard");
  }
  world.leap(5s);
}

void Chaos::play(int steps) {
  for (int i = 0; i < steps; ++i) {
    const int what = roll(20);
    if (what < 13)
      command();
    else if (what < 17)
      let_time_pass();
    else if (what == 17)
      change_faults();
    else if (what == 18)
      change_the_vendor();
    else if (one_in(3)) {
      watch.note("restart");
      world.restart();
    }
    watch.follow();
  }
}

void Chaos::send(const std::string& id, AnyCommand command, std::string what) {
  watch.note(what + " " + id);
  if (one_in(10)) world.post(id, command);  // Given twice.
  if (one_in(2)) {
    world.post(id, std::move(command));
    world.system->run(static_cast<std::size_t>(roll(40)));
    return;
  }
  const auto command_id = "given-" + std::to_string(++given_);
  const auto reply = world.give(id, std::move(command), command_id);
  if (!reply && is_a_no(reply.error().code)) watch.refused(command_id);
  watch.look_around();
}

std::string Chaos::team_for(const std::string& kid) {
  if (one_in(10)) return "team" + std::to_string(roll(kTeams));
  const int coach = coach_of_kid(number_in(kid));
  const int second = coach < 2 && one_in(3) ? 1 : 0;
  return "team" + std::to_string(2 * coach + second);
}

std::string Chaos::name_of(const std::string& team) {
  const auto number = team_numbers_[team];
  return number == 0 ? team : team + "-" + std::to_string(number);
}

void Chaos::command() {
  switch (roll(15)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4: {
      const auto who = kid();
      const auto to = name_of(team_for(who));
      return send(who, CompetitorCommand{RequestTeam{{to}}}, "to " + to);
    }
    case 5:
    case 6: {
      const auto who = kid();
      const RemoveTeamMember remove{{who}, std::nullopt, events::RemovalReason::asked};
      return send(name_of(team_for(who)), TeamCommand{remove}, "take off " + who + " of");
    }
    case 7:
    case 8:
      return send(kid(), CompetitorCommand{OnboardCompetitor{}}, "onboard");
    case 9:
    case 10:
      return put_kid(kid());
    case 11:
      return put_team("team" + std::to_string(roll(kTeams)));
    case 12: {
      const auto which = "team" + std::to_string(roll(kTeams));
      return send(name_of(which), TeamCommand{DeleteTeam{}}, "delete");
    }
    case 13:
      return one_in(2) ? put_coach(coach())
                       : send(coach(), CoachCommand{EnsureCoachAccount{}}, "ensure");
    default:
      return send(kid(), CompetitorCommand{RequestPasswordReset{}}, "reset password of");
  }
}

void Chaos::put_coach(const std::string& id, bool whims) {
  RecordCoachFacts facts{{id},
                         {.first_name = "Coach", .last_name = id, .email = id + "@example.org"},
                         "Hill School",
                         "north",
                         events::Division::high_school};
  if (whims && one_in(2)) facts.person.email = id + "-new@example.org";
  if (whims && one_in(3)) facts.school_name.reset();
  send(id, CoachCommand{facts}, "facts of");
}

void Chaos::put_team(const std::string& id, bool whims) {
  watch.follow();
  const auto known = watch.teams.find(name_of(id));
  if (known != watch.teams.end() && known->second.deleted) ++team_numbers_[id];
  const auto now = name_of(id);
  ChangeTeamFacts facts{.team_id = {now},
                        .coach_id = CoachId{"coach" + std::to_string(coach_of_team(number_in(id)))},
                        .name = "Team " + now,
                        .division = events::Division::high_school};
  if (whims && one_in(2)) *facts.name += " renamed";
  if (whims && one_in(6)) facts.division = events::Division::college;
  if (whims && one_in(6)) facts.coach_id = CoachId{coach()};
  send(now, TeamCommand{facts}, "facts of");
}

void Chaos::put_kid(const std::string& id, bool whims) {
  RecordCompetitorFacts facts;
  facts.competitor_id = {id};
  facts.coach_id = {"coach" + std::to_string(coach_of_kid(number_in(id)))};
  facts.person.first_name = "Kid";
  facts.person.last_name = id;
  facts.person.email_personal = id + "@example.org";
  facts.division = events::Division::high_school;
  facts.profile_complete = facts.compliance_complete = true;
  if (whims) whim(facts);
  send(id, CompetitorCommand{facts}, "facts of");
}

void Chaos::whim(RecordCompetitorFacts& facts) {
  switch (roll(9)) {
    case 0:
      return (void)(facts.coach_id = {coach()});
    case 8:
      return (void)(facts.person.last_name = "Twin");
    case 1:
      return (void)(facts.person.first_name = "Another");
    case 2:
      return facts.person.email_personal.reset();
    case 3:
      return (void)(facts.person.email_personal = "new-" + *facts.person.email_personal);
    case 4:
      return (void)(facts.division = events::Division::college);
    case 5:
      return (void)(facts.is_active = false);
    case 6:
      return (void)(facts.profile_complete = false);
    default:
      return (void)(facts.compliance_complete = false);
  }
}

void Chaos::let_time_pass() {
  const auto most = one_in(8) ? 900'000 : one_in(3) ? 30'000 : 1'500;
  const std::chrono::milliseconds time{roll(most) + 1};
  watch.note("--- " + std::to_string(time.count()) + " ms");
  world.leap(time);
  watch.look_around();
}

void Chaos::change_faults() {
  constexpr std::array kStatuses{500, 502, 503, 429, 404, 403, 409, 408, 401, 422};
  object out;
  if (answers_ == Answers::any) {
    out = {{"anyAnswerRate", 0.875}, {"seed", dice_() >> 1U}};
  } else if (!one_in(4)) {
    out["seed"] = dice_() >> 1U;
    out["errorRate"] = roll(5) * 0.1;
    out["status"] = kStatuses.at(static_cast<std::size_t>(roll(kStatuses.size())));
    out["timeoutRate"] = roll(5) * 0.1;
    out["cutRate"] = roll(4) * 0.1;
    out["malformedRate"] = one_in(3) ? roll(4) * 0.1 : 0;
    out["truncateRate"] = roll(4) * 0.1;
    out["unknownFields"] = one_in(2);
    out["unknownEnums"] = one_in(8);
    if (one_in(4)) out["rateLimitPerSecond"] = 0.5 + roll(5);
    if (one_in(2)) out["retryAfter"] = roll(6);
    if (one_in(4)) out["onlyPath"] = one_in(2) ? "/users" : "/teams";
  }
  watch.note("faults " + boost::json::serialize(out));
  mock.set_faults(out);
}

void Chaos::change_the_vendor() {
  if (one_in(2)) {
    constexpr std::array kStatuses{"approved", "pending_approval", "denied", "user_created"};
    const auto who = coach();
    const auto* status = kStatuses.at(static_cast<std::size_t>(roll(kStatuses.size())));
    watch.note("vendor: " + who + " " + status);
    return become(mock, who, status);
  }
  const auto who = kid();
  const auto where = one_in(2) ? std::nullopt : std::optional(name_of(team_for(who)));
  if (!mock.records().user(who) || (where && !mock.records().team(*where))) return;
  watch.note("vendor: " + who + " is now on " + where.value_or("none"));
  watch.follow();
  watch.changed_behind_our_back(who);
  mock.move_there(who, where);
}

void Chaos::settle() {
  watch.note("settle");
  mock.set_faults({});
  world.chance.next_to_run = {};
  world.restart();
  world.leap(17min);
  for (int i = 0; i < kCoaches; ++i)
    (void)world.give("coach" + std::to_string(i), CoachCommand{EnsureCoachAccount{}});
  world.leap(1min);
  watch.follow();
  for (const auto& [id, team] : watch.teams) (void)world.give(id, TeamCommand{ConvergeTeam{}});
  world.leap(1min);
  watch.follow();
  for (const auto& [id, kid] : watch.competitors) {
    if (kid.phase == OnboardingPhase::failed)
      (void)world.give(id, CompetitorCommand{OnboardCompetitor{}});
    (void)world.give(id, CompetitorCommand{ConvergeAssignment{}});
  }
  world.leap(62min);  // Two reconciliations, wherever in their interval they are.
  watch.look_around();
}

}  // namespace lockstep::simulation
