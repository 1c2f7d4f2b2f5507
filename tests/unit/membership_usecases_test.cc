// Who comes to a team and who goes: what was refused never happens, what was acknowledged counts.
#include <map>

#include <gtest/gtest.h>

#include "engine/domain/competitor.h"
#include "engine/domain/team.h"
#include "engine/usecases/put_member.h"
#include "engine/usecases/remove_member.h"

namespace lockstep::usecases {
namespace {

using namespace domain;  // NOLINT(google-build-using-namespace): the commands are the vocabulary
using events::AnyEvent;

const CoachId kKim{"kim"};
const TeamId kRed{"red"};

class Members : public testing::Test {
 protected:
  Members() {
    for (int i = 0; i < 7; ++i) {
      const CompetitorId id{"kid" + std::to_string(i)};
      events::CompetitorFactsRecorded facts;
      facts.competitor_id = id;
      facts.coach_id = kKim;
      facts.is_active = true;
      facts.division = events::Division::college;
      people_[id.value] = fold<Competitor>({}, {facts});
      note("competitor", id.value, facts);
    }
    events::TeamFactsRecorded facts{
        kRed, kKim, Sealed<std::string>{"Red"}, events::Division::college, {}};
    red_ = fold<Team>({}, {facts});
    note("team", "red", facts);
  }

  template <UseCase U>
  Outcome run_to_end(U use_case) {
    auto step = use_case.start();
    while (!std::holds_alternative<Outcome>(step)) step = use_case.on(answer(step));
    return std::get<Outcome>(step);
  }
  Outcome put(int kid) { return run_to_end(PutMember{kRed, {"kid" + std::to_string(kid)}}); }
  Outcome remove(int kid) { return run_to_end(RemoveMember{kRed, {"kid" + std::to_string(kid)}}); }
  void fill() {
    for (int i = 0; i < 6; ++i) ASSERT_TRUE(put(i));
  }
  Heard give(const Give& step) {
    if (const auto* c = std::get_if<TeamCommand>(&step.command))
      return decide_in<Team>(red_, step.id, *c);
    return decide_in<Competitor>(people_[step.id], step.id,
                                 std::get<CompetitorCommand>(step.command));
  }

  Team::State red_;
  std::map<std::string, Competitor::State> people_;

 private:
  template <class E>
  void note(const std::string& category, const std::string& id, const E& event) {
    log_.emplace_back(StreamId{category, id}, AnyEvent{event});
  }
  template <Decider D>
  Heard decide_in(typename D::State& state, const std::string& id,
                  const typename D::Command& command) {
    const auto decided = D::decide(state, command, {Timestamp{1}, std::to_string(log_.size())});
    if (!decided) return decided.error();
    state = fold<D>(std::move(state), decided.value());
    for (const auto& event : decided.value())
      std::visit([&](const auto& e) { note(std::string(D::kCategory), id, e); }, event);
    CommandReply reply;
    reply.position = Position{log_.size()};
    reply.changed = !decided.value().empty();
    return reply;
  }
  Heard answer(const Step& step) {
    if (const auto* todo = std::get_if<Give>(&step)) return give(*todo);
    if (const auto* look = std::get_if<Look>(&step)) return log_.at(look->at.value - 1).second;
    std::vector<AnyEvent> out;
    for (const auto& [stream, event] : log_)
      if (stream == std::get<Recall>(step).stream) out.push_back(event);
    return out;
  }

  std::vector<std::pair<StreamId, AnyEvent>> log_;
};

TEST_F(Members, AreTakenWhileThereIsAPlace) {
  fill();
  EXPECT_EQ(red_.members.size(), 6U);
}

TEST_F(Members, WhoWasRefusedDoesNotComeLater) {
  fill();
  const auto refused = put(6);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, "team-full");
  EXPECT_EQ(people_["kid6"].requested_team, std::nullopt);
  ASSERT_TRUE(remove(0));
  // The process says the same again, now that there is a place.
  (void)give(
      {"red", TeamCommand{AddTeamMember{kRed, {"kid6"}, 1, events::Division::college, kKim}}, ""});
  EXPECT_FALSE(red_.members.contains("kid6"));
  EXPECT_TRUE(put(6)) << "a new wish is a new wish";
  EXPECT_TRUE(red_.members.contains("kid6"));
}

TEST_F(Members, WhoAsksBesideSomebodyElseGetsTheSameAnswer) {
  fill();
  // Asked, and whoever asked has died before the team was told.
  (void)give({"kid6", CompetitorCommand{RequestTeam{kRed}}, ""});
  const auto second = put(6);
  ASSERT_FALSE(second) << "not acknowledged and then refused";
  EXPECT_EQ(second.error().type, "team-full");
}

TEST_F(Members, WhoLeavesAtOnceIsGoneAtOnce) {
  ASSERT_TRUE(put(0));
  ASSERT_TRUE(remove(0));
  EXPECT_EQ(people_["kid0"].requested_team, std::nullopt);
  EXPECT_TRUE(put(0).value().changed) << "the same wish behind it is a new wish";
}

TEST_F(Members, WhoIsOnlyOnTheWayDoesNotCome) {
  (void)give({"kid0", CompetitorCommand{RequestTeam{kRed}}, ""});
  ASSERT_TRUE(remove(0));
  (void)give(
      {"red", TeamCommand{AddTeamMember{kRed, {"kid0"}, 1, events::Division::college, kKim}}, ""});
  const auto confirmed = give({"kid0", CompetitorCommand{ConfirmTeam{kRed, 1}}, ""});
  EXPECT_TRUE(std::holds_alternative<Error>(confirmed)) << "so the team lets the competitor go";
}

}  // namespace
}  // namespace lockstep::usecases
