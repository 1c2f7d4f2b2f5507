// Why a competitor is as they are: given these rows, these codes in this order.
#include "projections/explanation.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "events/codec.h"
#include "projections/vendor_work/work_kind.h"

namespace lockstep::projections {
namespace {

using Codes = std::vector<std::string>;
using Change = void (*)(CompetitorPicture&);

constexpr Timestamp kThen{1'000'000};

CompetitorPicture ready() {
  CompetitorPicture out;
  auto& row = out.competitor;
  row.id = {"ada"};
  row.coach_id = {"cleo"};
  row.email_school = "ada@example.org";
  row.is_active = row.profile_complete = row.compliance_complete = true;
  row.status = events::CompetitorStatus::compliance;
  row.onboarding = projections::OnboardingState::none;
  out.coach.emplace().account = projections::CoachAccount::none;
  out.coach->school_name = out.coach->region = "north";
  return out;
}
void coach_is(CompetitorPicture& p, const char* status) {
  p.coach->account = projections::CoachAccount::done;
  p.coach->metactf_user_status = status;
  p.coach->game_platform_synced_at = kThen;
}
void onboarded(CompetitorPicture& p) {
  p.competitor.status = events::CompetitorStatus::complete;
  p.competitor.onboarding = projections::OnboardingState::done;
  p.competitor.game_platform_id = "ada";
  p.competitor.metactf_user_status = "approved";
}
void wants_team(CompetitorPicture& p, MembershipSync sync) {
  p.competitor.team_id = TeamId{"red"};
  p.membership.emplace().sync = sync;
  p.membership->game_platform_sync_error = "The vendor said no.";
  p.membership->game_platform_sync_remedy = "Ask.";
}

struct Row {
  const char* name;
  Change given;
  Codes then;
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};

const Row kRows[] = {
    {"nobody asked",
     [](CompetitorPicture&) {},
     {"status-compliance", "eligible", "onboarding-not-asked", "coach-account-none", "team-none"}},
    {"everything is missing",
     [](CompetitorPicture& p) {
       p.competitor.status = events::CompetitorStatus::pending;
       p.competitor.is_active = p.competitor.profile_complete = false;
       p.competitor.compliance_complete = false;
       p.competitor.email_school = "";
       p.coach.reset();
     },
     {"status-pending", "inactive", "missing-profile", "missing-compliance", "missing-email",
      "onboarding-not-asked", "coach-unknown", "team-none"}},
    {"compliance is missing",
     [](CompetitorPicture& p) {
       p.competitor.status = events::CompetitorStatus::profile;
       p.competitor.compliance_complete = false;
     },
     {"status-profile", "missing-compliance", "onboarding-not-asked", "coach-account-none",
      "team-none"}},
    {"parked for the coach's approval",
     [](CompetitorPicture& p) {
       p.competitor.onboarding = projections::OnboardingState::parked;
       coach_is(p, "pending_approval");
       p.coach_work = {{"coach-cleo", WorkKind::check_coach_status, std::nullopt, kThen, {}}};
     },
     {"status-compliance", "eligible", "waiting-for-coach", "coach-not-approved", "team-none",
      "next-coach-check"}},
    {"wanted while the coach's account is made",
     [](CompetitorPicture& p) {
       p.competitor.onboarding = projections::OnboardingState::wanted;
       p.coach->account = projections::CoachAccount::calling;
       p.coach_work = {
           {"coach-cleo", WorkKind::call_coach_account, std::nullopt, std::nullopt, {}}};
     },
     {"status-compliance", "eligible", "onboarding-wanted", "coach-account-under-way", "team-none",
      "next-coach-account"}},
    {"the coach's account failed",
     [](CompetitorPicture& p) {
       p.competitor.onboarding = projections::OnboardingState::wanted;
       p.coach->account = projections::CoachAccount::failed;
     },
     {"status-compliance", "eligible", "onboarding-wanted", "coach-account-failed", "team-none"}},
    {"the coach's account is gone",
     [](CompetitorPicture& p) {
       p.competitor.onboarding = projections::OnboardingState::parked;
       p.coach->account = projections::CoachAccount::gone;
       p.coach->region.reset();
     },
     {"status-compliance", "eligible", "waiting-for-coach", "coach-account-gone", "team-none"}},
    {"the coach's region is missing",
     [](CompetitorPicture& p) {
       p.competitor.onboarding = projections::OnboardingState::wanted;
       p.coach->region.reset();
     },
     {"status-compliance", "eligible", "onboarding-wanted", "coach-incomplete",
      "coach-account-none", "team-none"}},
    {"failed, and tried again",
     [](CompetitorPicture& p) {
       p.competitor.onboarding = projections::OnboardingState::failed;
       coach_is(p, "approved");
       p.work = {{"competitor-ada", WorkKind::retry_onboarding, kThen, std::nullopt, {}, {}}};
     },
     {"status-compliance", "eligible", "onboarding-failed", "coach-may-have-competitors",
      "team-none", "next-onboarding-retry"}},
    {"wants a team before being there",
     [](CompetitorPicture& p) { wants_team(p, MembershipSync::pending); },
     {"status-compliance", "eligible", "onboarding-not-asked", "coach-account-none",
      "team-waits-for-onboarding"}},
    {"there, and did not follow the mail",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.competitor.metactf_user_status = "user_created";
     },
     {"status-complete", "onboarded", "platform-status", "welcome-mail-not-followed", "team-none",
      "scores-never-polled"}},
    {"there, with facts that have changed here since",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.disclosed.emplace().fields = "email,coachId";
     },
     {"status-complete", "onboarded", "platform-status", "platform-has-other-email",
      "platform-has-other-coach", "team-none", "scores-never-polled"}},
    {"is to be taken off a team there, which is held",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.removal.emplace().remote_team_id = TeamId{"red"};
     },
     {"status-complete", "onboarded", "platform-status", "removal-held", "scores-never-polled"}},
    {"stays on a team there, as an admin has decided",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.removal.emplace().state = projections::RemovalState::rejected;
     },
     {"status-complete", "onboarded", "platform-status", "removal-rejected",
      "scores-never-polled"}},
    {"is off a team there, as an admin has decided",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.removal.emplace().state = projections::RemovalState::approved;
     },
     {"status-complete", "onboarded", "platform-status", "team-none", "scores-never-polled"}},
    {"their team is said to be there already",
     [](CompetitorPicture& p) {
       onboarded(p);
       wants_team(p, MembershipSync::pending);
       p.team.emplace().remote = projections::RemoteTeam::unknown;
       p.work = {{"competitor-ada", WorkKind::call_assignment, std::nullopt, std::nullopt, {}, {}}};
     },
     {"status-complete", "onboarded", "platform-status", "team-under-way", "scores-never-polled",
      "next-assignment"}},
    {"their team is not there yet",
     [](CompetitorPicture& p) {
       onboarded(p);
       wants_team(p, MembershipSync::pending);
       p.team.emplace().remote = projections::RemoteTeam::calling;
     },
     {"status-complete", "onboarded", "platform-status", "team-waits-for-team",
      "scores-never-polled"}},
    {"their team is being changed",
     [](CompetitorPicture& p) {
       onboarded(p);
       wants_team(p, MembershipSync::pending);
       p.team.emplace().remote = projections::RemoteTeam::done;
       p.work = {{"competitor-ada", WorkKind::call_assignment, std::nullopt, std::nullopt, {}, {}}};
     },
     {"status-complete", "onboarded", "platform-status", "team-under-way", "scores-never-polled",
      "next-assignment"}},
    {"their team failed",
     [](CompetitorPicture& p) {
       onboarded(p);
       wants_team(p, MembershipSync::error);
     },
     {"status-complete", "onboarded", "platform-status", "team-failed", "scores-never-polled"}},
    {"on their team, scores polled",
     [](CompetitorPicture& p) {
       onboarded(p);
       wants_team(p, MembershipSync::synced);
       p.sync.emplace().odl_result = events::SyncResult::synced;
       p.sync->flash_result = events::SyncResult::failed;
       p.sync->flash_error = "No answer.";
       p.sync->needs_totals_refresh = true;
       p.coach_work = {{"coach-cleo", WorkKind::check_coach_status, std::nullopt, kThen, {}, {}}};
       p.work = {{"competitor-ada", WorkKind::poll_odl, std::nullopt, kThen, {}, {}}};
     },
     {"status-complete", "onboarded", "platform-status", "team-synced", "scores-odl",
      "scores-flash-ctf-failed", "totals-outdated", "next-odl-poll"}},
    {"their password reset was sent",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.password_reset.emplace().state = projections::PasswordResetState::sent;
     },
     {"status-complete", "onboarded", "platform-status", "team-none", "scores-never-polled",
      "password-reset-sent"}},
    {"their password reset failed",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.password_reset.emplace().state = projections::PasswordResetState::failed;
     },
     {"status-complete", "onboarded", "platform-status", "team-none", "scores-never-polled",
      "password-reset-failed"}},
    {"their password reset is under way",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.password_reset.emplace().state = projections::PasswordResetState::open;
       p.work = {
           {"competitor-ada", WorkKind::call_password_reset, std::nullopt, std::nullopt, {}, {}}};
     },
     {"status-complete", "onboarded", "platform-status", "team-none", "scores-never-polled",
      "next-password-reset"}},
    {"waits while nobody calls the game platform",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.not_called_because = "Check the address.";
       p.work = {{"competitor-ada", WorkKind::poll_odl, std::nullopt, kThen, {}, {}}};
     },
     {"status-complete", "onboarded", "platform-status", "team-none", "scores-never-polled",
      "vendor-not-called", "next-odl-poll"}},
    {"waits for nothing while nobody calls it",
     [](CompetitorPicture& p) { p.not_called_because = "Check the address."; },
     {"status-compliance", "eligible", "onboarding-not-asked", "coach-account-none", "team-none"}},
    {"has to leave a team there",
     [](CompetitorPicture& p) {
       onboarded(p);
       p.competitor.remote_team_id = TeamId{"red"};
     },
     {"status-complete", "onboarded", "platform-status", "team-leaving", "scores-never-polled"}},
};

class Explanation : public testing::TestWithParam<Row> {};

TEST_P(Explanation, IsTheseFactsInThisOrder) {
  auto picture = ready();
  GetParam().given(picture);
  const auto facts = explain(picture, {}, kThen);
  Codes codes;
  for (const auto& fact : facts) codes.push_back(fact.code);
  EXPECT_EQ(codes, GetParam().then);
  EXPECT_EQ(explain(picture, {}, kThen), facts);
}
INSTANTIATE_TEST_SUITE_P(Table, Explanation, testing::ValuesIn(kRows));

TEST(Explanations, SayWhenTheNextAttemptIsDue) {
  auto picture = ready();
  onboarded(picture);
  picture.work = {{"competitor-ada", WorkKind::poll_flash, std::nullopt, kThen, {}, {}},
                  {"competitor-ada", WorkKind::poll_odl, Timestamp{5}, kThen, {}, {}},
                  {"competitor-ada", WorkKind::poll_totals, std::nullopt, std::nullopt, {}, {}}};
  const auto facts = explain(picture, {.poll = std::chrono::minutes{10}}, kThen);
  ASSERT_GE(facts.size(), 3U);
  EXPECT_EQ(facts[facts.size() - 3].at, Timestamp{kThen.value + 600'000});
  EXPECT_EQ(facts[facts.size() - 2].at, Timestamp{5});
  EXPECT_EQ(facts.back().at, std::nullopt) << "as soon as possible";
}

TEST(Explanations, RepeatTheVendorsWordsAndTheRemedy) {
  auto picture = ready();
  onboarded(picture);
  wants_team(picture, MembershipSync::error);
  picture.competitor.metactf_user_status = "never_seen_before";
  const auto facts = explain(picture, {}, kThen);
  const auto find = [&](const char* code) {
    return *std::ranges::find(facts, code, &ExplainedFact::code);
  };
  EXPECT_EQ(find("platform-status").text, "The game platform said last: never_seen_before.");
  EXPECT_EQ(find("team-failed").text,
            "Is to be on team red. Last known there: no team. The vendor said no.");
  EXPECT_EQ(find("team-failed").remedy, "Ask.");
}

TEST(Explanations, TellWhatLastsAsLasting) {
  auto picture = ready();
  onboarded(picture);
  picture.competitor.metactf_user_status = "denied";
  auto& sync = picture.sync.emplace();
  sync.odl_error = "No.";
  const auto remedy = [&](const char* code) {
    const auto facts = explain(picture, {}, kThen);
    return std::ranges::find(facts, code, &ExplainedFact::code)->remedy;
  };
  EXPECT_NE(remedy("platform-status").find("why it was denied"), std::string::npos);
  sync.odl_result = events::SyncResult::failed;
  EXPECT_NE(remedy("scores-odl-failed").find("Nothing to do"), std::string::npos);
  for (const auto lasting :
       {events::SyncResult::missing_remote, events::SyncResult::not_approved}) {
    sync.odl_result = lasting;
    EXPECT_EQ(remedy("scores-odl-failed").find("Nothing to do"), std::string::npos);
  }
}

TEST(Explanations, KnowEveryKindOfWorkOfACompetitorAndTheirCoach) {
  auto picture = ready();
  std::size_t without_words = 0;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<WorkKind>>([&](auto kind) {
    const std::string name = kind.name;
    if (name.find("team_") != std::string::npos) return;     // A team's own.
    if (name.find("reconcil") != std::string::npos) return;  // The platform's.
    picture.work = {{"competitor-ada", kind.value, std::nullopt, std::nullopt, {}, {}}};
    const auto facts = explain(picture, {}, kThen);
    if (!facts.back().code.starts_with("next-")) ++without_words;
  });
  EXPECT_EQ(without_words, 0U);
}

}  // namespace
}  // namespace lockstep::projections
