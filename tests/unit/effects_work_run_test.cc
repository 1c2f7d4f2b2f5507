// One piece of work under way: what is next after each answer, and that nothing which was found out
// gets lost.
#include <gtest/gtest.h>

#include "engine/effects/operations.h"
#include "engine/effects/work_run.h"

namespace lockstep::effects {
namespace {

using projections::WorkKind;

const WorkKey kPoll{"scores-ada", WorkKind::poll_flash};
const Error kNobodyAnswered{Errc::timeout, "no-answer", "", ""};
const Error kRefused{Errc::conflict, "no", "", ""};
const Error kTooLarge{Errc::too_large, "too-large", "", ""};

WorkRun run_of(vendor::VendorOperation operation, WorkKey key = kPoll) {
  return WorkRun{
      {std::move(key), rate::Lane::sla_poll, {}, "kim", {std::move(operation), "cor", "out"}}};
}
WorkRun poll() {
  return run_of(vendor::PollFlash{{"call"}, {"ada"}});
}
bool is_call(const WorkRun& run, std::string_view name) {
  const auto step = run.next();
  const auto* call = std::get_if<vendor::VendorCall>(&step);
  return call != nullptr && name_of(*call) == name;
}
CommandRequest command_of(const WorkRun& run) {
  const auto step = run.next();
  return std::get<CommandRequest>(step);
}
bool is_over(const WorkRun& run) {
  return std::holds_alternative<Over>(run.next());
}

TEST(WorkRun, CallsThenReportsThenIsOver) {
  auto run = poll();
  EXPECT_TRUE(is_call(run, "get_flash_ctf_progress"));
  EXPECT_TRUE(is_call(run, "get_flash_ctf_progress")) << "until it is answered";
  run.answered(ports::FlashProgress{});
  const auto command = command_of(run);
  EXPECT_EQ(command.id, "ada");
  EXPECT_EQ(command.command_id.value, "out:0");
  EXPECT_EQ(command.correlation_id, "cor");
  EXPECT_EQ(command.who, (events::Principal{"system", "sync"}));
  EXPECT_FALSE(run.left_a_trace());
  run.accepted({Version{1}, Position{7}, true});
  EXPECT_TRUE(is_over(run));
  EXPECT_TRUE(run.left_a_trace());
}

TEST(WorkRun, AnOutcomeThatChangedNothingLeavesNoTrace) {
  auto run = poll();
  run.answered(ports::FlashProgress{});
  run.accepted({Version{1}, Position{7}, false});
  EXPECT_TRUE(is_over(run));
  EXPECT_FALSE(run.left_a_trace());
  ASSERT_TRUE(run.poll_end());
  EXPECT_EQ(run.poll_end()->result, "answered");
  EXPECT_FALSE(run.poll_end()->failure);
}

TEST(WorkRun, WhatNobodyHeardIsSaidAgainUnderTheSameId) {
  for (const auto code : {Errc::busy, Errc::timeout, Errc::unavailable, Errc::stale}) {
    auto run = poll();
    run.answered(ports::FlashProgress{});
    EXPECT_EQ(run.refused({code, "", "", ""}), Refusal::unheard);
    EXPECT_EQ(command_of(run).command_id.value, "out:0");
  }
}

TEST(WorkRun, WhatIsRefusedIsPassedOver) {
  auto run = poll();
  run.answered(ports::FlashProgress{});
  EXPECT_EQ(run.refused(kRefused), Refusal::refused);
  EXPECT_TRUE(is_over(run));
}

TEST(WorkRun, AnAnswerTooLargeToBeStoredCountsAsAFailedPoll) {
  auto run = poll();
  run.answered(ports::FlashProgress{});
  EXPECT_EQ(run.refused(kTooLarge), Refusal::refused);
  const auto instead = command_of(run);
  EXPECT_EQ(instead.command_id.value, "out:1");
  const auto& failure =
      std::get<domain::RecordSyncFailure>(std::get<domain::ScoresCommand>(instead.command));
  EXPECT_EQ(failure.call_id, CallId{"call"});
  EXPECT_EQ(failure.feed, events::Feed::flash_ctf);
  EXPECT_EQ(failure.failure.code, "vendor-answer-too-large");
  EXPECT_EQ(run.refused(kTooLarge), Refusal::refused);
  EXPECT_TRUE(is_over(run)) << "there is nothing smaller to say";
  ASSERT_TRUE(run.poll_end());
  EXPECT_EQ(run.poll_end()->result, "failed") << "the last word counts";
}

TEST(WorkRun, ACommandIsGivenWithoutAnyCall) {
  WorkRun run{{{"team-red", WorkKind::retry_team_deletion},
               rate::Lane::interactive_write,
               {},
               "kim",
               of_command(*due_command(WorkKind::retry_team_deletion), Position{4}, Timestamp{9})}};
  const auto command = command_of(run);
  EXPECT_EQ(command.id, "red");
  EXPECT_EQ(command.command_id.value, "retry:4:9:0");
  EXPECT_EQ(command.correlation_id, "retry:4:9");
}

TEST(WorkRun, AListIsComparedWithTheRosterOfWhenItHasCome) {
  auto run = run_of(vendor::Reconcile{{{"run"}, Position{1}, {}, std::nullopt}},
                    {"platform-reconciliation", WorkKind::call_reconciliation});
  EXPECT_TRUE(is_call(run, "get_team_assignments"));
  run.answered(ports::VendorAssignments{});
  EXPECT_TRUE(std::holds_alternative<ReadRoster>(run.next()));
  run.compare_with(std::nullopt);
  const auto command = command_of(run);
  const auto& plan =
      std::get<domain::RecordReconciliation>(std::get<domain::PlatformCommand>(command.command))
          .plan;
  ASSERT_TRUE(plan.inconclusive);
  EXPECT_EQ(plan.inconclusive->code, "read-store-unavailable");
}

TEST(WorkRun, WhoTellsNothingIsOver) {
  auto run = run_of(vendor::CheckCoachStatus{{"kim"}}, {"coach-kim", WorkKind::check_coach_status});
  EXPECT_TRUE(is_call(run, "get_user"));
  run.answered(ports::VendorError{ports::VendorErrc::server, 500, "", std::nullopt});
  EXPECT_TRUE(is_over(run));
  EXPECT_FALSE(run.left_a_trace());
  EXPECT_TRUE(run.poll_end()->failure) << "it is looked up again";
}

}  // namespace
}  // namespace lockstep::effects
