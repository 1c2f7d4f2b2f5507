// Every call of the contract, client against mock: what it answers when all is well, and when not.
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

using ports::VendorErrc;

class Calls : public VendorTest {};

TEST_F(Calls, PingNeedsNoToken) {
  EXPECT_TRUE(client_->ping());
}

TEST_F(Calls, AnUnknownUserIsNotFound) {
  const auto user = client_->get_user(user_id(0));
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::not_found);
  EXPECT_EQ(user.error().http_status, 404);
}

TEST_F(Calls, ACreatedUserIsFoundAgain) {
  make_user(1);
  const auto user = client_->get_user(user_id(1));
  ASSERT_TRUE(user);
  EXPECT_EQ(user.value().syned_user_id, user_id(1));
  EXPECT_EQ(user.value().metactf_username, "zephcastle");
  EXPECT_EQ(user.value().metactf_user_status, "approved");
  EXPECT_GT(user.value().metactf_user_id.value, 0);
  EXPECT_TRUE(user.value().last_login_at);
}

TEST_F(Calls, AUserWhoNeverLoggedInHasNoLogin) {
  make_user(6);
  const auto user = client_->get_user(user_id(6));
  ASSERT_TRUE(user);
  EXPECT_EQ(user.value().metactf_user_status, "user_created");
  EXPECT_EQ(user.value().last_login_at, std::nullopt);
}

TEST_F(Calls, CreatingAUserTwiceLeavesOne) {
  make_user(0);
  const auto again = client_->create_user(user_payload(people().competitors.at(0)));
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().metactf_user_id, client_->get_user(user_id(0)).value().metactf_user_id);
  EXPECT_EQ(times_made(user_id(0)), 1);
}

TEST_F(Calls, AUserWithoutACoachIsRejected) {
  auto payload = user_payload(people().competitors.at(0));
  payload.syned_coach_user_id.reset();
  const auto made = client_->create_user(payload);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, VendorErrc::rejected);
  EXPECT_NE(made.error().message.find("body.syned_coach_user_id (missing)"), std::string::npos)
      << made.error().message;
}

TEST_F(Calls, ACoachNeedsSchoolAndRegion) {
  auto payload = coach_payload(people().coaches.at(0));
  payload.syned_school_id.reset();
  payload.syned_region_id = "";
  const auto made = client_->create_user(payload);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().http_status, 422);
  EXPECT_NE(made.error().message.find("body.syned_school_id (missing), body.syned_region_id"),
            std::string::npos)
      << made.error().message;
}

TEST_F(Calls, AUserWhoseCoachIsUnknownIsNotMade) {
  const auto made = client_->create_user(user_payload(people().competitors.at(0)));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, VendorErrc::not_found);
  EXPECT_EQ(times_made(user_id(0)), 0);
}

TEST_F(Calls, ARejectionNeverRepeatsWhatWasSent) {
  make_coach(0);
  auto payload = user_payload(people().competitors.at(0));
  payload.email = "Wilhelmina Okonkwo-Baptiste";  // The mock echoes it in `msg`.
  const auto made = client_->create_user(payload);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, VendorErrc::rejected);
  EXPECT_NE(made.error().message.find("body.email (value_error)"), std::string::npos);
  expect_nothing_personal(made.error().message);
}

TEST_F(Calls, ATeamIsMadeOnce) {
  make_team(0);
  const auto again = client_->create_team(team_payload(people().teams.at(0)));
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().syned_team_id, team_id(0));
  EXPECT_FALSE(again.value().metactf_coach_id.empty());
  EXPECT_EQ(mock_->state().at("teamsMade").at(team_id(0)).at("created").as_int64(), 1);
}

TEST_F(Calls, ATeamNeedsItsCoach) {
  const auto team = client_->create_team(team_payload(people().teams.at(0)));
  ASSERT_FALSE(team);
  EXPECT_EQ(team.error().code, VendorErrc::not_found);
}

TEST_F(Calls, ATeamWithMembersIsNotDeletedAndAnEmptyOneIs) {
  make_user(0);
  make_team(0);
  ASSERT_TRUE(client_->assign_team(team_id(0), user_id(0)));
  const auto refused = client_->delete_team(team_id(0));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, VendorErrc::rejected);
  ASSERT_TRUE(client_->delete_assignment(user_id(0)));
  EXPECT_TRUE(client_->delete_team(team_id(0)));
  const auto again = client_->delete_team(team_id(0));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, VendorErrc::not_found);
}

TEST_F(Calls, AnAssignedUserIsListedUntilTakenOff) {
  make_user(0);
  make_user(1);
  make_team(0);
  const auto assigned = client_->assign_team(team_id(0), user_id(0));
  ASSERT_TRUE(assigned);
  EXPECT_EQ(assigned.value().syned_team_id, team_id(0));
  ASSERT_TRUE(client_->assign_team(team_id(0), user_id(1)));
  const auto list = client_->get_team_assignments(team_id(0));
  ASSERT_TRUE(list);
  EXPECT_EQ(list.value().total_count, 2);
  const auto removed = client_->delete_assignment(user_id(0));
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed.value().syned_team_id, std::nullopt);
  const auto all = client_->get_team_assignments(std::nullopt);
  ASSERT_TRUE(all);
  ASSERT_EQ(all.value().assignments.size(), 1U);
  EXPECT_EQ(all.value().assignments.front().syned_user_id, user_id(1));
}

TEST_F(Calls, TakingSomebodyOffTwiceIsNotFound) {
  make_user(0);
  const auto removed = client_->delete_assignment(user_id(0));
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, VendorErrc::not_found);
}

TEST_F(Calls, AnUnknownTeamHasNoAssignments) {
  const auto list = client_->get_team_assignments("7ea30000-0000-4000-8000-00000000ffff");
  ASSERT_TRUE(list);
  EXPECT_TRUE(list.value().assignments.empty());
  EXPECT_EQ(list.value().total_count, 0);
}

TEST_F(Calls, ScoresAreTheDatasetsAndAddUp) {
  make_user(0);
  const auto scores = client_->get_odl_scores(user_id(0), std::nullopt);
  ASSERT_TRUE(scores) << scores.error().message;
  const auto& value = scores.value();
  EXPECT_EQ(value.solves.size(), 14U);
  EXPECT_EQ(value.totals.challenges_solved, 14);
  std::int64_t points = 0;
  for (const auto& [category, sum] : value.totals.category_points) points += sum;
  EXPECT_EQ(value.totals.points, points);
  EXPECT_EQ(value.unknown_fields, 0);
  for (const auto& solve : value.solves) {
    EXPECT_EQ(solve.source, events::Feed::odl);
    EXPECT_EQ(solve.event_id, "");
    EXPECT_TRUE(solve.raw.at("nist_nice_work_roles").is_array());
  }
}

TEST_F(Calls, ScoresAfterATimeAreOnlyLaterOnesWithWholeTotals) {
  make_user(0);
  const auto all = client_->get_odl_scores(user_id(0), std::nullopt).value();
  const auto boundary = all.solves.at(9).solved_at;
  const auto later = client_->get_odl_scores(user_id(0), boundary);
  ASSERT_TRUE(later);
  EXPECT_EQ(later.value().solves.size(), 4U);
  EXPECT_EQ(later.value().totals, all.totals);
}

TEST_F(Calls, ANewUserHasNoScoresButAnAnswer) {
  make_user(6);
  const auto scores = client_->get_odl_scores(user_id(6), std::nullopt);
  ASSERT_TRUE(scores);
  EXPECT_TRUE(scores.value().solves.empty());
  EXPECT_EQ(scores.value().last_accessed_at.value, 0);
  const auto flash = client_->get_flash_ctf_progress(user_id(6));
  ASSERT_FALSE(flash);
  EXPECT_EQ(flash.error().code, VendorErrc::not_found);
}

TEST_F(Calls, FlashProgressHasEventsWithTheirSolves) {
  make_user(0);
  const auto progress = client_->get_flash_ctf_progress(user_id(0));
  ASSERT_TRUE(progress) << progress.error().message;
  ASSERT_EQ(progress.value().events.size(), 3U);
  EXPECT_EQ(progress.value().solves.size(), 15U);
  const auto& first = progress.value().events.front();
  EXPECT_EQ(first.event_id, events::flash_event_id(first.name, first.started_at));
  EXPECT_EQ(progress.value().solves.front().event_id, first.event_id);
  EXPECT_EQ(progress.value().solves.front().source, events::Feed::flash_ctf);
  EXPECT_FALSE(first.raw.as_object().contains("challenge_solves"));
  EXPECT_EQ(first.max_points_possible, 1050);
  EXPECT_EQ(progress.value().events.back().max_points_possible, std::nullopt);
}

TEST_F(Calls, APasswordResetIsSent) {
  make_user(0);
  EXPECT_TRUE(client_->send_password_reset_email(user_id(0)));
}

TEST_F(Calls, AWrongTokenIsUnauthorized) {
  auto options = options_for(mock_->base_url());
  options.token = Sealed<std::string>{"another-token"};
  const auto client = metactf::make_client(options).value();
  const auto user = client->get_user(user_id(0));
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::unauthorized);
  EXPECT_EQ(user.error().message.find("another-token"), std::string::npos);
}

TEST_F(Calls, AnIdIsEncodedIntoTheQuery) {
  const std::string strange = "a b&syned_user_id=c/ü?#%";
  const auto user = client_->get_user(strange);
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::not_found);
  const auto trace = admin_get("/requests").body;
  EXPECT_EQ(trace.as_array().front().at("synedUserId").as_string(), strange);
}

TEST_F(Calls, ManyCallsGoOverOneConnection) {
  make_user(0);
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(client_->get_user(user_id(0)));
}

}  // namespace
}  // namespace lockstep::metactf_test
