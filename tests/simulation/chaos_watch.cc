#include "tests/simulation/chaos_watch.h"

#include <algorithm>

#include "engine/vendor/operation.h"
#include "events/any_event.h"

namespace lockstep::simulation {

namespace {

constexpr std::size_t kStory = 600;

std::string line_of(const SeenCall& call) {
  return "    " + call.method + " " + call.path + " " + call.user +
         (call.team.empty() ? "" : " " + call.team) + " -> " + std::to_string(call.status) +
         (call.taken ? " taken" : "") + (call.changed ? " changed" : "");
}

}  // namespace

ChaosWatch::ChaosWatch(MockWorld& mock) : mock_(mock) {
  mock.on_call = [this](const SeenCall& call) { on_call(call); };
}

void ChaosWatch::note(std::string line) {
  story_.push_back(std::move(line));
  if (story_.size() > kStory) story_.pop_front();
}

std::string ChaosWatch::story() const {
  std::string out;
  for (const auto& line : story_) out += line + "\n";
  return out;
}

void ChaosWatch::violated(std::string what) {
  note("!!! " + what);
  violations_.push_back(std::move(what));
}

void ChaosWatch::refused(const std::string& command_id) {
  auto wrong = refusals_.told(command_id);
  if (!wrong.empty()) violated(std::move(wrong));
}

void ChaosWatch::follow() {
  while (true) {
    const auto batch = mock_.world.log->read_all(position_, {});
    if (!batch || batch.value().empty()) return;
    for (const auto& stored : batch.value()) fold(stored);
    position_ = batch.value().back().position;
  }
}

namespace {

Told told_by(const events::CompetitorOnboardingRequested& e) {
  return {{"email", e.payload.reveal().email}, {"coachId", e.coach_id.value}};
}
Told told_by(const events::CoachAccountRequested& e) {
  return {{"email", e.payload.reveal().email}};
}
Told told_by(const events::TeamRemoteCreationRequested& e) {
  const auto& payload = e.payload.reveal();
  return {{"name", payload.team_name},
          {"division", std::string(events::enum_name(payload.division))}};
}

}  // namespace

void ChaosWatch::fold(const events::StoredEvent& stored) {
  const auto event = events::decode(stored);
  if (!event) return violated("unreadable: " + stored.type);
  note("  " + stored.stream.text() + " " + stored.type);
  if (auto wrong = refusals_.look_at(stored, event.value()); !wrong.empty())
    violated(std::move(wrong));
  std::visit(
      [&]<class E>(const E& e) {
        if constexpr (requires { e.maker_unknown; }) {
          maker_unknown_.erase(stored.stream.id);
          if (e.maker_unknown.value_or(false)) maker_unknown_.insert(stored.stream.id);
        }
        if constexpr (requires { told_by(e); }) told_[stored.stream.id].merge(told_by(e));
        if constexpr (std::constructible_from<domain::Coach::Event, E>)
          fold(stored.stream.id, domain::Coach::Event{e});
        else if constexpr (std::constructible_from<domain::Competitor::Event, E>)
          fold(stored.stream.id, domain::Competitor::Event{e});
        else if constexpr (std::constructible_from<domain::Team::Event, E>)
          fold(stored.stream.id, domain::Team::Event{e});
      },
      event.value());
}

namespace {

// It was sent often enough in vain: only somebody who asks has it sent again.
template <class Event, class State>
bool sends_all_the_same(const Event& event, const State& state) {
  return std::visit(
      [&]<class E>(const E& e) {
        if constexpr (requires { e.look_only; })
          return !e.look_only.value_or(false) && !state.account.may_send();
        return false;
      },
      event);
}

}  // namespace

void ChaosWatch::fold(const std::string& id, const domain::Coach::Event& event) {
  auto& state = coaches[id];
  if (sends_all_the_same(event, state)) ++asked_[id];
  state = domain::Coach::evolve(std::move(state), event);
}

void ChaosWatch::fold(const std::string& id, const domain::Competitor::Event& event) {
  auto& state = competitors[id];
  if (sends_all_the_same(event, state)) ++asked_[id];
  const auto team = state.team;
  state = domain::Competitor::evolve(std::move(state), event);
  if (state.team != team) ++wanted_["user " + id];
  if (std::holds_alternative<events::CompetitorAssignmentRequested>(event))
    meant_[id] = wanted_["user " + id];
}

void ChaosWatch::fold(const std::string& id, const domain::Team::Event& event) {
  auto& state = teams[id];
  const bool deleted = state.deleted;
  state = domain::Team::evolve(std::move(state), event);
  if (state.members.size() > domain::kMaxTeamMembers) violated("seven of ours on " + id);
  // Evidence that the vendor has lost it makes it wanted anew.
  if (state.deleted != deleted || std::holds_alternative<events::TeamRemoteMissing>(event))
    ++wanted_["team " + id];
}

void ChaosWatch::count(const std::string& object, std::int64_t version) {
  ++writes_taken_;
  if (++writes_[{object, version}] > vendor::kMaxWritesPerOperation)
    violated("more than two writes for one desired value of " + object);
}

// docs/vendor.md, "How often it is sent": while it is the same. 429 says "later", and so it is.
void ChaosWatch::count_sends(const SeenCall& call) {
  constexpr int kUnasked = domain::kMostSendingCalls * vendor::kMaxWritesPerOperation;
  auto& sent = sent_[call.user];
  if (sent.body != call.sent) sent = {call.sent, 0, asked_[call.user]};
  const int asked = (asked_[call.user] - sent.asked_before) * vendor::kMaxWritesPerOperation;
  if (++sent.times > kUnasked + asked)
    violated("the same data of " + call.user + " went out too often");
}

// A made-up 404 or 409 says something about the vendor's records that is not so: what was known is
// void.
void ChaosWatch::lied(const SeenCall& call) {
  if (call.path.starts_with("/teams")) lies_.insert(call.team);
  if (call.path == "/users") {
    lies_.insert(call.user);
    ++wanted_["account " + call.user];
  }
  if (call.path == "/users/get_team_assignments")
    for (const auto& [id, kid] : competitors)
      if (kid.assignment_call.call_id && kid.calling_team && kid.calling_team->value == call.team)
        changed_behind_our_back(id);
}

void ChaosWatch::on_call(const SeenCall& call) {
  follow();
  ++calls_;
  note(line_of(call));
  const bool scheduled = call.path.starts_with("/scores") || call.method == "GET";
  if (!scheduled) unscheduled.push_back(call);
  if (!call.sent.empty() && call.status != 429) count_sends(call);
  if (call.lied) lied(call);
  // What division the team has, nobody can know then.
  if (call.unclear && call.path.starts_with("/teams")) unclear_.insert(call.team);
  const auto& whom = call.path == "/teams" ? call.team : call.user;
  if (call.status == 0 || call.status == 408 || call.status >= 500)
    told_unheard_[whom].insert(call.told.begin(), call.told.end());
  if (!call.taken) return;
  if (call.path == "/users" && (call.changed || mock_.updates()))
    emails_there[call.user] = call.told.at("email");
  if (call.path == "/users") count("account " + call.user, wanted_["account " + call.user]);
  // No call looks a team up (contract.md): to post it again is all we can do. What counts is
  // whether that made another.
  if (call.path.starts_with("/teams") && call.changed)
    count("team " + call.team, wanted_["team " + call.team]);
  if (call.path == "/users/assign_team" || call.path == "/users/delete_assignment") {
    count("user " + call.user, meant_[call.user]);
    misplaced_.erase(call.user);
  }
  if (call.path == "/users/assign_team") count_members(call.team);
}

// Unless somebody else put one of them there, or made us believe that one is not there.
void ChaosWatch::count_members(const std::string& team) {
  const auto members = mock_.records().members(team);
  if (members.size() <= domain::kMaxTeamMembers) return;
  ++sevens_there_;
  const auto by_others = [&](const auto& id) { return misplaced_.contains(id); };
  if (std::ranges::none_of(members, by_others)) violated("seven at the vendor on " + team);
}

void ChaosWatch::look_around() {
  follow();
  std::set<std::string> placed;
  for (const auto& [id, team] : teams) {
    for (const auto& [member, request] : team.members)
      if (!placed.insert(member).second) violated(member + " is on two rosters");
    const auto rows = mock_.world.reads->roster().members({id});
    if (!rows || rows.value().size() > domain::kMaxTeamMembers)
      violated("seven rows of members of " + id);
  }
}

}  // namespace lockstep::simulation
