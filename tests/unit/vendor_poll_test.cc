// Polls and look-ups: a valid answer is reported whole, everything else as what it was; and the one
// table from the vendor's errors to what people read.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/vendor/failure.h"
#include "engine/vendor/operation.h"
#include "events/codec.h"

namespace lockstep::vendor {
namespace {

using events::Feed;
using events::SyncResult;
using ports::VendorErrc;
using ports::VendorError;

const CallId kCall{"call-1"};
const std::vector<VendorErrc> kAll{
    VendorErrc::connection,   VendorErrc::timeout,       VendorErrc::server,
    VendorErrc::rate_limited, VendorErrc::unauthorized,  VendorErrc::forbidden,
    VendorErrc::not_found,    VendorErrc::conflict,      VendorErrc::rejected,
    VendorErrc::malformed,    VendorErrc::switched_off,  VendorErrc::withheld,
    VendorErrc::foreign,      VendorErrc::wrong_address, VendorErrc::unreadable};

VendorAnswer error(VendorErrc code) {
  return VendorError{code, 0, "What went wrong.", {}};
}
VendorAnswer user(const std::string& status) {
  return ports::VendorUser{{7}, "ada.q", "ada", status, VendorTime{5}};
}
PollOdl odl(std::optional<VendorTime> after = {}) {
  return {.call_id = kCall, .competitor_id = {"ada"}, .after = after, .forbidden = {}};
}
PollFlash flash() {
  return {.call_id = kCall, .competitor_id = {"ada"}};
}
template <class Command>
Command competitor_command(const Outcome& outcome) {
  EXPECT_EQ(outcome.id, "ada");
  return std::get<Command>(std::get<domain::CompetitorCommand>(outcome.command));
}
template <class Command>
Command scores_command(const Outcome& outcome) {
  EXPECT_EQ(outcome.id, "ada");
  return std::get<Command>(std::get<domain::ScoresCommand>(outcome.command));
}
template <class Operation>
Outcomes outcomes_of(Operation operation, const std::vector<VendorAnswer>& answers) {
  auto step = operation.start();
  for (const auto& answer : answers) step = operation.on(answer);
  return std::holds_alternative<Outcomes>(step) ? std::get<Outcomes>(step) : Outcomes{};
}
SyncResult expected_result(VendorErrc code) {
  if (code == VendorErrc::not_found) return SyncResult::missing_remote;
  return code == VendorErrc::forbidden ? SyncResult::not_approved : SyncResult::failed;
}

TEST(PollOdl, AsksAfterTheGivenTime) {
  auto operation = odl(VendorTime{500});
  const auto step = operation.start();
  const auto& call = std::get<GetOdlScores>(std::get<VendorCall>(step));
  EXPECT_EQ(call.syned_user_id, "ada");
  EXPECT_EQ(call.after, VendorTime{500});
}

TEST(PollOdl, ReportsTheWholeAnswerAndHowItWasAsked) {
  ports::OdlScores scores;
  scores.totals = {1, 100, {{"crypto", 100}}};
  scores.last_accessed_at = {77};
  scores.solves.resize(1);
  scores.unknown_fields = 3;
  const auto outcomes = outcomes_of(odl(VendorTime{500}), {scores});
  ASSERT_EQ(outcomes.size(), 1U);
  const auto command = scores_command<domain::RecordOdlScores>(outcomes[0]);
  EXPECT_EQ(command.call_id, kCall);
  EXPECT_EQ(command.asked_after, VendorTime{500});
  EXPECT_EQ(command.totals, scores.totals);
  EXPECT_EQ(command.last_accessed_at, VendorTime{77});
  EXPECT_EQ(command.solves, scores.solves);
  EXPECT_EQ(command.unknown_fields, 3);
}

TEST(PollOdl, ReportsEveryFailureAsWhatItWas) {
  for (const auto code : kAll) {
    if (code == VendorErrc::forbidden) continue;
    const auto outcomes = outcomes_of(odl(), {error(code)});
    ASSERT_EQ(outcomes.size(), 1U);
    const auto command = scores_command<domain::RecordSyncFailure>(outcomes[0]);
    EXPECT_EQ(command.call_id, kCall);
    EXPECT_EQ(command.feed, Feed::odl);
    EXPECT_EQ(command.result, expected_result(code));
  }
}

TEST(PollOdl, ReadsTheStatusOfWhoIsNotApproved) {
  auto operation = odl();
  operation.start();
  const auto step = operation.on(error(VendorErrc::forbidden));
  EXPECT_EQ(std::get<GetUser>(std::get<VendorCall>(step)).syned_user_id, "ada");
  const auto outcomes = outcomes_of(odl(), {error(VendorErrc::forbidden), user("Pending!")});
  ASSERT_EQ(outcomes.size(), 2U);
  const auto status = competitor_command<domain::RecordPlatformStatus>(outcomes[0]);
  EXPECT_EQ(status.metactf_user_status, "Pending!");
  EXPECT_EQ(status.last_login_at, VendorTime{5});
  const auto failure = scores_command<domain::RecordSyncFailure>(outcomes[1]);
  EXPECT_EQ(failure.result, SyncResult::not_approved);
}

TEST(PollOdl, InventsNoStatusWhenThatCannotBeRead) {
  for (const auto code : kAll) {
    const auto outcomes = outcomes_of(odl(), {error(VendorErrc::forbidden), error(code)});
    ASSERT_EQ(outcomes.size(), 1U);
    EXPECT_EQ(scores_command<domain::RecordSyncFailure>(outcomes[0]).result,
              SyncResult::not_approved);
  }
}

TEST(PollFlash, ReportsTheWholeAnswer) {
  ports::FlashProgress progress;
  progress.events.resize(2);
  progress.solves.resize(1);
  progress.unknown_fields = 4;
  const auto outcomes = outcomes_of(flash(), {progress});
  ASSERT_EQ(outcomes.size(), 1U);
  const auto command = scores_command<domain::RecordFlashProgress>(outcomes[0]);
  EXPECT_EQ(command.call_id, kCall);
  EXPECT_EQ(command.events.size(), 2U);
  EXPECT_EQ(command.solves.size(), 1U);
  EXPECT_EQ(command.unknown_fields, 4);
}

TEST(PollFlash, TakesUnknownAsNoProgress) {
  const auto outcomes = outcomes_of(flash(), {error(VendorErrc::not_found)});
  ASSERT_EQ(outcomes.size(), 1U);
  const auto command = scores_command<domain::RecordFlashProgress>(outcomes[0]);
  EXPECT_TRUE(command.events.empty() && command.solves.empty());
}

TEST(PollFlash, ReportsEveryOtherFailure) {
  for (const auto code : kAll) {
    if (code == VendorErrc::not_found) continue;
    const auto outcomes = outcomes_of(flash(), {error(code)});
    ASSERT_EQ(outcomes.size(), 1U);
    const auto command = scores_command<domain::RecordSyncFailure>(outcomes[0]);
    EXPECT_EQ(command.feed, Feed::flash_ctf);
    EXPECT_EQ(command.result, expected_result(code));
  }
}

TEST(Polls, TakeAnAnswerToAnotherQuestionAsMalformed) {
  for (const auto& outcomes : {outcomes_of(odl(), {Done{}}), outcomes_of(flash(), {Done{}})}) {
    ASSERT_EQ(outcomes.size(), 1U);
    const auto command = scores_command<domain::RecordSyncFailure>(outcomes[0]);
    EXPECT_EQ(command.failure.code, "vendor-answer-malformed");
    EXPECT_TRUE(command.failure.passing);  // But slowly: see retry_policy.h.
  }
}

TEST(CheckCoachStatus, ReportsTheStatusVerbatim) {
  const auto outcomes = outcomes_of(CheckCoachStatus{{"kim"}}, {user("As Said")});
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].id, "kim");
  const auto& command = std::get<domain::CoachCommand>(outcomes[0].command);
  const auto& status = std::get<domain::RecordCoachPlatformStatus>(command);
  EXPECT_EQ(status.metactf_user_status, "As Said");
  EXPECT_EQ(status.last_login_at, VendorTime{5});
}

TEST(CheckCoachStatus, TakesAbsenceAsNoEvidence) {
  for (const auto code : kAll) {
    if (code == VendorErrc::not_found) continue;
    EXPECT_TRUE(outcomes_of(CheckCoachStatus{{"kim"}}, {error(code)}).empty());
  }
}

TEST(CheckCoachStatus, TellsTheCoachThatTheAccountIsGone) {
  const auto told = outcomes_of(CheckCoachStatus{{"kim"}}, {error(VendorErrc::not_found)});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().id, "kim");
  EXPECT_TRUE(std::holds_alternative<domain::RecordCoachAccountMissing>(
      std::get<domain::CoachCommand>(told.front().command)));
}

TEST(VendorFailure, HasARemedyAndKeepsWhatTheVendorSaid) {
  for (const auto code : kAll) {
    const auto failure = to_failure({code, 418, "What went wrong.", {}});
    EXPECT_FALSE(failure.code.empty());
    EXPECT_FALSE(failure.remedy.empty()) << failure.code;
    EXPECT_EQ(failure.http_status, 418);
    EXPECT_EQ(failure.message, "What went wrong.");
  }
}

TEST(VendorFailure, PassesUnlessTheRequestIsWrong) {
  for (const auto code : kAll) {
    const bool lasting = code == VendorErrc::rejected;
    EXPECT_EQ(to_failure({code, 0, "", {}}).passing, !lasting) << events::enum_name(code);
  }
}

}  // namespace
}  // namespace lockstep::vendor
