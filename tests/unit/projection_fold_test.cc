// What events make of rows: one fold, and the rules that lessons.md asks of read models.
#include <gtest/gtest.h>

#include "projections/all_projections.h"
#include "projections/vendor_work/work_kind.h"
#include "tests/support/memory_rows.h"

namespace lockstep {
namespace {

using namespace projections;
using testing_support::MemoryRows;

const CoachId kCoach{"coach"};
const CompetitorId kAda{"ada"};
const TeamId kRed{"red"};
const TeamId kBlue{"blue"};
const events::CallFailure kFailure{"vendor-rejected", 422, "The vendor said no.", "Ask.", false};

class Projections : public testing::Test {
 protected:
  /// The next event of the log, a minute after the one before.
  template <class E>
  void happens(const E& event) {
    stored_.position.value += 1;
    stored_.recorded_at.value += 60'000;
    stored_.stream = stream_of(event);
    stored_.version.value = ++versions_[stored_.stream];
    project_all(rows_, stored_, events::AnyEvent{event});
  }
  template <class E>
  static StreamId stream_of(const E& e) {
    const std::string category{events::kCategoryOf<E>};
    if constexpr (events::kCategoryOf<E> == "team")
      return {category, e.team_id.value};
    else if constexpr (events::kCategoryOf<E> == "coach")
      return {category, e.coach_id.value};
    else if constexpr (events::kCategoryOf<E> == "platform")
      return {category, std::string(events::kReconciliationId)};
    else
      return {category, e.competitor_id.value};
  }
  void ada_exists(bool profile = true, bool compliance = true, bool active = true) {
    events::CompetitorFactsRecorded facts;
    facts.competitor_id = kAda;
    facts.coach_id = kCoach;
    events::CompetitorPerson person;
    person.first_name = "Ada";
    person.email_school = "ada@example.org";
    facts.person = Sealed<events::CompetitorPerson>{person};
    facts.is_active = active;
    facts.profile_complete = profile;
    facts.compliance_complete = compliance;
    happens(facts);
  }
  void ada_is_onboarded() {
    events::CompetitorOnboarded onboarded;
    onboarded.competitor_id = kAda;
    onboarded.metactf_user_id = MetactfUserId{77};
    happens(onboarded);
  }
  void assigned(const TeamId& team) { happens(events::CompetitorTeamAssigned{kAda, team, 1, {}}); }
  void remote_is(std::optional<TeamId> team) {
    happens(events::CompetitorAssignmentRecorded{kAda, CallId{"c"}, std::move(team)});
  }
  void assigning_fails(std::optional<TeamId> team) {
    happens(events::CompetitorAssignmentFailed{kAda, CallId{"c"}, 1, std::move(team), kFailure,
                                               Timestamp{5}});
  }
  CompetitorRow ada() { return rows_.get(keyed<CompetitorRow>(kAda)).value(); }
  MembershipRow membership() { return rows_.get(keyed<MembershipRow>(kAda)).value(); }
  StatsRow stats() { return rows_.get(keyed<StatsRow>(kAda)).value(); }
  std::optional<OpenWorkRow> work(const std::string& subject, WorkKind kind) {
    return rows_.get(keyed<OpenWorkRow>(subject, kind));
  }
  std::optional<OpenWorkRow> ada_work(WorkKind kind) { return work("competitor-ada", kind); }
  std::optional<OpenWorkRow> ada_polls(WorkKind kind) { return work("scores-ada", kind); }

  MemoryRows rows_;
  events::StoredEvent stored_;
  std::map<StreamId, std::uint64_t> versions_;
};

events::Solve solve(std::int64_t id, std::int64_t challenge, std::int64_t at,
                    const std::string& event_id = "") {
  events::Solve out;
  out.source = event_id.empty() ? events::Feed::odl : events::Feed::flash_ctf;
  out.event_id = event_id;
  out.challenge_solve_id = id;
  out.challenge_id = challenge;
  out.challenge_points = 10;
  out.solved_at = VendorTime{at};
  return out;
}

events::ScoresOdlRecorded odl(std::vector<events::Solve> solves, std::optional<VendorTime> cursor) {
  events::ScoresOdlRecorded out;
  out.competitor_id = kAda;
  out.result = events::SyncResult::synced;
  out.new_solves = std::move(solves);
  out.cursor = cursor;
  return out;
}

events::ScoresFlashRecorded flash(std::vector<events::Solve> solves) {
  events::ScoresFlashRecorded out;
  out.competitor_id = kAda;
  out.new_solves = std::move(solves);
  return out;
}

events::ScoresSyncFailed sync_failed(events::Feed feed) {
  events::ScoresSyncFailed out;
  out.competitor_id = kAda;
  out.feed = feed;
  out.result = events::SyncResult::failed;
  out.failure = kFailure;
  return out;
}

// "Status was recomputed on read from some of its columns: everyone pending."
TEST_F(Projections, StatusIsComputedInOnePlaceFromTheWholeState) {
  ada_exists(false, true);
  EXPECT_EQ(ada().status, events::CompetitorStatus::pending);
  ada_exists(true, false);
  EXPECT_EQ(ada().status, events::CompetitorStatus::profile);
  ada_exists(true, true);
  EXPECT_EQ(ada().status, events::CompetitorStatus::compliance);
  ada_is_onboarded();
  EXPECT_EQ(ada().status, events::CompetitorStatus::complete);
  assigned(kRed);
  assigning_fails(kRed);
  EXPECT_EQ(ada().status, events::CompetitorStatus::complete);
  ada_exists(true, false);
  EXPECT_EQ(ada().status, events::CompetitorStatus::profile);
}

// "Vendor status rewritten to approved on any success, to error on any failure."
TEST_F(Projections, TheVendorsStatusIsStoredVerbatim) {
  ada_exists();
  ada_is_onboarded();
  happens(events::CompetitorPlatformStatusRecorded{kAda, "a_status_never_seen", {}});
  happens(odl({}, {}));
  happens(sync_failed(events::Feed::odl));
  EXPECT_EQ(ada().metactf_user_status, "a_status_never_seen");
}

// "new ?? old: null could never be written, deleted teams kept their remote id."
TEST_F(Projections, ClearingIsAnEvent) {
  ada_exists();
  happens(events::CompetitorOnboardingFailed{kAda, CallId{"c"}, 1, kFailure, {}});
  EXPECT_EQ(ada().game_platform_sync_remedy, "Ask.");
  EXPECT_EQ(ada().onboarding, projections::OnboardingState::failed);
  ada_is_onboarded();
  EXPECT_FALSE(ada().game_platform_sync_error || ada().game_platform_sync_error_code ||
               ada().game_platform_sync_remedy);
  assigned(kRed);
  remote_is(kRed);
  happens(events::CompetitorTeamLeft{kAda, kRed, 2, {}});
  EXPECT_FALSE(ada().team_id);
  EXPECT_EQ(ada().remote_team_id, kRed);
  assigning_fails({});  // Still on the remote team, and no membership left to show it.
  EXPECT_EQ(ada().game_platform_sync_error_code, "vendor-rejected");
  remote_is({});
  EXPECT_FALSE(ada().remote_team_id);
  EXPECT_FALSE(ada().game_platform_sync_error_code);
}

// Whoever was erased reads as empty, and stays.
TEST_F(Projections, AnErasedPersonIsEmptyText) {
  ada_exists();
  EXPECT_EQ(ada().first_name, "Ada");
  events::CompetitorFactsRecorded erased;
  erased.competitor_id = kAda;
  happens(erased);
  EXPECT_EQ(ada().first_name, "");
  EXPECT_FALSE(ada().email_school);
}

TEST_F(Projections, EveryEventOfAStreamMovesItsVersion) {
  ada_exists();
  happens(events::CompetitorOnboardingParked{kAda, {}});
  EXPECT_EQ(ada().version, Version{2});
  EXPECT_EQ(ada().position, Position{2});
}

// "Assign to B, then a late sync of A removed the user from B."
TEST_F(Projections, TheDesiredTeamBelongsToTheCompetitor) {
  ada_exists();
  ada_is_onboarded();
  assigned(kRed);
  EXPECT_EQ(membership().sync, projections::MembershipSync::pending);
  remote_is(kRed);
  EXPECT_EQ(membership().sync, projections::MembershipSync::synced);
  assigned(kBlue);
  EXPECT_EQ(membership().sync, projections::MembershipSync::pending);
  assigning_fails(kRed);  // Late: about the other team.
  EXPECT_EQ(membership().sync, projections::MembershipSync::pending);
  EXPECT_EQ(membership().team_id, kBlue);
  assigning_fails(kBlue);
  EXPECT_EQ(membership().sync, projections::MembershipSync::error);
  EXPECT_EQ(membership().game_platform_sync_remedy, "Ask.");
  remote_is(kBlue);
  EXPECT_EQ(membership().sync, projections::MembershipSync::synced);
  EXPECT_FALSE(membership().game_platform_sync_remedy);
  happens(events::CompetitorTeamLeft{kAda, kBlue, 3, {}});
  EXPECT_EQ(rows_.count<MembershipRow>(), 0U);
}

// "Duplicates were fixed by last-one-wins, which drops a real solve."
TEST_F(Projections, IdentityOfASolveIsUserSourceEventSolveIdChallengeAndTime) {
  const auto first = solve(1, 1, 100);
  happens(
      odl({first, solve(1, 2, 100), solve(1, 1, 101), solve(2, 1, 100), first}, VendorTime{101}));
  happens(flash({solve(1, 1, 100, "e1"), solve(1, 1, 100, "e2")}));
  EXPECT_EQ(rows_.count<SolveRow>(), 6U);
  EXPECT_EQ(stats().odl_solves_stored, 4);
  EXPECT_EQ(stats().odl_points_stored, 40);
  EXPECT_EQ(stats().flash_solves_stored, 2);
}

// "The daily job deleted, then re-inserted": a fact that is there stays as it is.
TEST_F(Projections, FactsAreOnlyEverAdded) {
  happens(odl({solve(1, 1, 100)}, VendorTime{100}));
  auto again = solve(1, 1, 100);
  again.challenge_points = 999;
  happens(odl({again}, VendorTime{100}));
  EXPECT_EQ(stats().odl_points_stored, 10);
  EXPECT_EQ(rows_.count<SolveRow>(), 1U);
}

// "Needs refresh was overwritten with no news this time."
TEST_F(Projections, NeedsTotalsIsDerivedNotStored) {
  const auto needs = [&] { return rows_.get(keyed<SyncStateRow>(kAda))->needs_totals_refresh; };
  happens(odl({solve(1, 1, 100)}, VendorTime{100}));
  EXPECT_TRUE(needs());
  EXPECT_TRUE(ada_polls(WorkKind::poll_totals));
  happens(odl({}, VendorTime{100}));  // No news this time.
  EXPECT_TRUE(needs());
  EXPECT_TRUE(ada_polls(WorkKind::poll_totals));
  auto whole = odl({}, VendorTime{100});
  whole.totals = events::Totals{5, 50, {{"crypto", 50}}};
  happens(whole);
  EXPECT_FALSE(needs());
  EXPECT_FALSE(ada_polls(WorkKind::poll_totals));
  EXPECT_EQ(stats().challenges_completed,
            5);  // The vendor's count beside ours, the difference seen.
  EXPECT_EQ(stats().odl_solves_stored, 1);
}

// "A global cursor passed users whose poll failed."
TEST_F(Projections, AFailedPollMovesNoCursorAndNoFreshness) {
  happens(odl({solve(1, 1, 100)}, VendorTime{100}));
  const auto before = rows_.get(keyed<SyncStateRow>(kAda)).value();
  happens(sync_failed(events::Feed::odl));
  const auto after = rows_.get(keyed<SyncStateRow>(kAda)).value();
  EXPECT_EQ(after.odl_cursor, before.odl_cursor);
  EXPECT_EQ(after.last_odl_synced_at, before.last_odl_synced_at);
  EXPECT_GT(after.last_attempt_at, before.last_attempt_at);
  EXPECT_EQ(after.last_result, events::SyncResult::failed);
}

TEST_F(Projections, PollsAreOpenFromTheBeginningOfScoresOn) {
  EXPECT_FALSE(ada_polls(WorkKind::poll_odl));
  happens(events::ScoresBegun{kAda, {7}});
  const auto begun = stored_.recorded_at;
  EXPECT_EQ(ada_polls(WorkKind::poll_odl)->asked_at, begun);
  EXPECT_EQ(ada_polls(WorkKind::poll_flash)->asked_at, begun);
  happens(odl({}, {}));
  EXPECT_EQ(ada_polls(WorkKind::poll_odl)->last_at, stored_.recorded_at);
  EXPECT_FALSE(ada_polls(WorkKind::poll_flash)->last_at);
  happens(events::ScoresSyncRequested{kAda, 1});
  EXPECT_EQ(ada_polls(WorkKind::poll_odl)->asked_at, stored_.recorded_at);
  EXPECT_EQ(ada_polls(WorkKind::poll_flash)->asked_at, stored_.recorded_at);
}

TEST_F(Projections, NobodyPollsWhoIsInactive) {
  ada_exists();
  ada_is_onboarded();
  happens(events::ScoresBegun{kAda, {7}});
  EXPECT_TRUE(ada_polls(WorkKind::poll_odl) && ada_polls(WorkKind::poll_flash));
  ada_exists(true, true, false);
  EXPECT_FALSE(ada_polls(WorkKind::poll_odl) || ada_polls(WorkKind::poll_flash));
  happens(events::ScoresSyncRequested{kAda, 1});
  EXPECT_FALSE(ada_polls(WorkKind::poll_odl));
  ada_exists();
  EXPECT_EQ(ada_polls(WorkKind::poll_odl)->asked_at, stored_.recorded_at) << "at once";
}

TEST_F(Projections, FactsAreCountedAndNothingElseIs) {
  ada_exists();
  EXPECT_EQ(ada().facts_revision, 1);
  ada_is_onboarded();
  EXPECT_EQ(ada().facts_revision, 1);
  ada_exists();
  EXPECT_EQ(ada().facts_revision, 2);
}

TEST_F(Projections, AnIntentIsOpenUntilItsOutcomeAndThenPerhapsARetry) {
  ada_exists();
  events::CompetitorOnboardingRequested intent;
  intent.competitor_id = kAda;
  happens(intent);
  EXPECT_EQ(ada_work(WorkKind::call_onboarding)->position, stored_.position);
  happens(events::CompetitorOnboardingFailed{kAda, CallId{"c"}, 1, kFailure, Timestamp{7}});
  EXPECT_FALSE(ada_work(WorkKind::call_onboarding));
  EXPECT_EQ(ada_work(WorkKind::retry_onboarding)->not_before, Timestamp{7});
  happens(intent);
  EXPECT_FALSE(ada_work(WorkKind::retry_onboarding));
  happens(events::CompetitorOnboardingFailed{kAda, CallId{"c"}, 2, kFailure, {}});
  EXPECT_FALSE(ada_work(WorkKind::call_onboarding) || ada_work(WorkKind::retry_onboarding));
}

TEST_F(Projections, ChangedFactsRecallTheCallThatWasMadeFromTheOldOnes) {
  ada_exists();
  events::CompetitorOnboardingRequested intent;
  intent.competitor_id = kAda;
  happens(intent);
  const auto opened = stored_.position;
  EXPECT_FALSE(ada_work(WorkKind::call_onboarding)->recalled);
  ada_exists();
  EXPECT_TRUE(ada_work(WorkKind::call_onboarding)->recalled);
  EXPECT_EQ(ada_work(WorkKind::call_onboarding)->position, opened) << "it is the same call";
  happens(events::CompetitorOnboardingFailed{kAda, CallId{"c"}, 1, kFailure, {}});
  ada_exists();
  EXPECT_FALSE(ada_work(WorkKind::call_onboarding)) << "there is nothing to recall";
  happens(intent);
  EXPECT_FALSE(ada_work(WorkKind::call_onboarding)->recalled);
  happens(events::CompetitorCoachCleared{kAda, {}, "south", kCoach});
  EXPECT_TRUE(ada_work(WorkKind::call_onboarding)->recalled) << "what the coach lends is in it";
}

TEST_F(Projections, ATeamChangeThatIsNoLongerWantedIsRecalled) {
  ada_exists();
  ada_is_onboarded();
  const auto is_called_to_red = [&] {
    happens(events::CompetitorAssignmentRequested{kAda, CallId{"c"}, 1, kRed, {}});
    return !ada_work(WorkKind::call_assignment)->recalled;
  };
  EXPECT_TRUE(is_called_to_red());
  assigned(kRed);
  EXPECT_FALSE(ada_work(WorkKind::call_assignment)->recalled) << "it is the wanted one";
  assigned(TeamId{"blue"});
  EXPECT_TRUE(ada_work(WorkKind::call_assignment)->recalled);
  EXPECT_TRUE(is_called_to_red());
  happens(events::CompetitorTeamLeft{kAda, kRed, 1, {}});
  EXPECT_TRUE(ada_work(WorkKind::call_assignment)->recalled);
  EXPECT_TRUE(is_called_to_red());
  ada_exists(true, true, false);
  EXPECT_TRUE(ada_work(WorkKind::call_assignment)->recalled) << "inactive";
}

TEST_F(Projections, AFailedMoveIsRetriedAlsoWhenTheOldTeamIsWantedAgain) {
  ada_exists();
  ada_is_onboarded();
  assigned(kRed);
  remote_is(kRed);
  assigned(kBlue);
  assigning_fails(kBlue);
  assigned(kRed);  // Where the vendor had Ada; but who knows what the failed call did.
  EXPECT_TRUE(ada_work(WorkKind::retry_assignment));
  happens(events::CompetitorAssignmentRequested{kAda, {"again"}, 2, kRed, kRed});
  EXPECT_FALSE(ada_work(WorkKind::retry_assignment));
  EXPECT_TRUE(ada_work(WorkKind::call_assignment));
}

TEST_F(Projections, TheNewestPasswordResetSaysWhatBecameOfIt) {
  const auto reset = [&] { return rows_.get(keyed<PasswordResetRow>(kAda)).value(); };
  happens(events::CompetitorPasswordResetRequested{kAda, {"1"}});
  EXPECT_EQ(reset().state, projections::PasswordResetState::open);
  happens(events::CompetitorPasswordResetFailed{kAda, {"1"}, kFailure});
  EXPECT_EQ(reset().state, projections::PasswordResetState::failed);
  EXPECT_EQ(reset().game_platform_sync_remedy, kFailure.remedy);
  EXPECT_EQ(reset().at, stored_.recorded_at);
  happens(events::CompetitorPasswordResetRequested{kAda, {"2"}});
  happens(events::CompetitorPasswordResetSent{kAda, {"2"}});
  EXPECT_EQ(reset().state, projections::PasswordResetState::sent);
  EXPECT_EQ(reset().game_platform_sync_error, std::nullopt);
}

TEST_F(Projections, ACoachIsLookedAtWhileSomebodyWaitsForTheCoachsApproval) {
  const auto check = [&] { return work("coach-coach", WorkKind::check_coach_status); };
  const events::CoachDependentWaiting waiting{kCoach, events::DependentKind::competitor, "ada", {}};
  events::CoachFactsRecorded facts;
  facts.coach_id = kCoach;
  happens(facts);
  happens(waiting);
  EXPECT_FALSE(check()) << "no account yet: there is nothing to look at";
  events::CoachAccountRecorded account;
  account.coach_id = kCoach;
  account.metactf_user_status = "pending_approval";
  happens(account);
  auto with_reason = waiting;
  with_reason.metactf_user_status = "pending_approval";
  happens(with_reason);
  ASSERT_TRUE(check());
  EXPECT_EQ(check()->last_at, stored_.recorded_at);
  happens(events::CoachPlatformStatusRecorded{kCoach, "denied", {}});
  EXPECT_EQ(check()->last_at, stored_.recorded_at);
  happens(events::CoachPlatformStatusRecorded{kCoach, "approved", {}});
  EXPECT_FALSE(check());
}

TEST_F(Projections, ACoachWhoseStatusNobodyHasToldIsLookedAt) {
  const auto check = [&] { return work("coach-coach", WorkKind::check_coach_status); };
  events::CoachFactsRecorded facts;
  facts.coach_id = kCoach;
  happens(facts);
  events::CoachAccountRecorded account;
  account.coach_id = kCoach;
  happens(account);
  ASSERT_TRUE(check());
  EXPECT_EQ(check()->last_at, stored_.recorded_at);
  happens(events::CoachPlatformStatusRecorded{kCoach, "approved", {}});
  EXPECT_FALSE(check());
  happens(events::CoachStatusCheckRequested{kCoach});
  ASSERT_TRUE(check());
  EXPECT_EQ(check()->asked_at, stored_.recorded_at) << "now, not when the clock says so";
}

TEST_F(Projections, ACoachWhoseAccountIsGoneIsStillLookedAt) {
  const auto coach = [&] { return rows_.get(keyed<CoachRow>(kCoach)).value(); };
  events::CoachFactsRecorded facts;
  facts.coach_id = kCoach;
  happens(facts);
  events::CoachAccountRecorded account;
  account.coach_id = kCoach;
  account.metactf_user_status = "approved";
  happens(account);
  happens(events::CoachAccountMissing{kCoach, kFailure});
  EXPECT_EQ(coach().account, CoachAccount::gone);
  EXPECT_EQ(coach().game_platform_sync_remedy, kFailure.remedy);
  EXPECT_TRUE(work("coach-coach", WorkKind::check_coach_status));
  happens(events::CoachPlatformStatusRecorded{kCoach, "approved", {}});
  EXPECT_EQ(coach().account, CoachAccount::done);
  EXPECT_EQ(coach().game_platform_sync_remedy, std::nullopt);
}

TEST_F(Projections, AnOnboardingThatIsWithdrawnIsNotTriedAgain) {
  ada_exists();
  happens(events::CompetitorOnboardingWanted{kAda, kCoach});
  happens(events::CompetitorOnboardingFailed{kAda, CallId{"c"}, 1, kFailure, Timestamp{5}});
  EXPECT_TRUE(ada_work(WorkKind::retry_onboarding));
  happens(events::CompetitorOnboardingWithdrawn{kAda});
  EXPECT_FALSE(ada_work(WorkKind::retry_onboarding));
  EXPECT_EQ(ada().onboarding, OnboardingState::none);
  EXPECT_EQ(ada().game_platform_sync_error, std::nullopt);
}

TEST_F(Projections, AHeldRemovalThatIsNoLongerSoIsSuperseded) {
  events::DriftPlan plan;
  plan.findings = {
      {events::DriftClass::extra, events::DriftAction::hold, kAda.value, std::nullopt, kRed, 3}};
  const CallId run{"run"};
  happens(events::PlatformReconciliationRecorded{run, false, plan});
  const auto removal = [&] { return rows_.get(keyed<DriftRemovalRow>(kAda))->state; };
  EXPECT_EQ(removal(), RemovalState::held);
  ada_exists();
  EXPECT_EQ(removal(), RemovalState::held) << "that is about no team";
  happens(events::CompetitorTeamRequested{kAda, kBlue, 1, {}, kCoach});
  EXPECT_EQ(removal(), RemovalState::superseded);
  happens(events::PlatformRemovalsApproved{run, {{kAda, kRed, 3}}});
  EXPECT_EQ(removal(), RemovalState::superseded) << "there was nothing to decide";
}

class DeletedTeam : public Projections {
 protected:
  void red_exists() {
    events::TeamFactsRecorded facts;
    facts.team_id = kRed;
    facts.coach_id = kCoach;
    facts.name = Sealed<std::string>{"Red"};
    stored_.position.value += 1;
    stored_.stream = {"team", "red"};
    project_all(rows_, stored_, events::AnyEvent{facts});
  }
  std::optional<TeamRow> red() { return rows_.get(keyed<TeamRow>(kRed)); }
};

TEST_F(DeletedTeam, GoesAtOnceWhenTheVendorNeverHadIt) {
  red_exists();
  happens(events::TeamDeleted{kRed, kCoach});
  EXPECT_FALSE(red());
}

TEST_F(DeletedTeam, StaysVisibleUntilTheVendorConfirms) {
  red_exists();
  happens(events::TeamRemoteCreated{kRed, CallId{"c"}, MetactfTeamId{5}, {}});
  happens(events::TeamDeleted{kRed, kCoach});
  EXPECT_TRUE(red()->deleted);
  happens(events::TeamRemoteDeletionRequested{kRed, CallId{"d"}, 1});
  happens(events::TeamRemoteDeletionFailed{kRed, CallId{"d"}, 1, kFailure, Timestamp{9}});
  EXPECT_EQ(red()->remote, projections::RemoteTeam::delete_failed);
  EXPECT_EQ(work("team-red", WorkKind::retry_team_deletion)->not_before, Timestamp{9});
  happens(events::TeamRemoteDeletionRequested{kRed, CallId{"e"}, 2});
  happens(events::TeamRemoteDeleted{kRed, CallId{"e"}});
  EXPECT_FALSE(red());
}

// "A team showed `done` that was not there."
TEST_F(DeletedTeam, OneThatIsSaidToExistIsUnknownUntilSomebodyIsOnItThere) {
  red_exists();
  happens(events::TeamRemoteCreated{kRed, CallId{"c"}, {}, {}});
  EXPECT_EQ(red()->remote, projections::RemoteTeam::unknown);
  EXPECT_EQ(red()->game_platform_id, std::nullopt);
  EXPECT_EQ(red()->game_platform_sync_error_code, "vendor-team-unproven");
  happens(events::CompetitorAssignmentRecorded{CompetitorId{"ada"}, CallId{"a"}, TeamId{"blue"}});
  happens(events::CompetitorAssignmentRecorded{CompetitorId{"ada"}, CallId{"a"}, {}});
  EXPECT_EQ(red()->remote, projections::RemoteTeam::unknown) << "that was about another one";
  happens(events::CompetitorAssignmentRecorded{CompetitorId{"ada"}, CallId{"b"}, kRed});
  EXPECT_EQ(red()->remote, projections::RemoteTeam::done);
  EXPECT_EQ(red()->game_platform_id, "red");
  EXPECT_EQ(red()->game_platform_sync_error, std::nullopt);
}

TEST_F(DeletedTeam, OneTheVendorHasLostIsNoLongerOnThePlatform) {
  red_exists();
  happens(events::TeamRemoteCreated{kRed, CallId{"c"}, MetactfTeamId{5}, {}});
  happens(events::TeamRemoteMissing{kRed, CallId{"a"}});
  EXPECT_EQ(red()->remote, projections::RemoteTeam::none);
  EXPECT_EQ(red()->game_platform_id, std::nullopt);
  EXPECT_EQ(red()->metactf_team_id, std::nullopt);
  happens(events::TeamRemoteCreationRequested{kRed, CallId{"d"}, 1, {}});
  EXPECT_TRUE(work("team-red", WorkKind::call_team_creation));
}

TEST_F(DeletedTeam, RecallsItsCreation) {
  red_exists();
  happens(events::TeamRemoteCreationRequested{kRed, CallId{"c"}, 1, {}});
  happens(events::TeamDeleted{kRed, kCoach});
  EXPECT_TRUE(work("team-red", WorkKind::call_team_creation)->recalled);
}

TEST_F(DeletedTeam, LeavesNoRetryOfItsCreation) {
  red_exists();
  happens(events::TeamRemoteCreationFailed{kRed, CallId{"c"}, 1, kFailure, Timestamp{9}});
  EXPECT_TRUE(work("team-red", WorkKind::retry_team_creation));
  happens(events::TeamDeleted{kRed, kCoach});
  EXPECT_FALSE(work("team-red", WorkKind::retry_team_creation));
  EXPECT_FALSE(red());
}

}  // namespace
}  // namespace lockstep
