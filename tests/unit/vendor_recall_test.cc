// What was decided on facts that no longer hold tells the vendor nothing (more), and still finds
// out what is there.
#include "engine/vendor/failure.h"
#include "tests/support/vendor_talk.h"

namespace lockstep::vendor {
namespace {

using domain::Account;
using ports::VendorErrc;

const EnsureUser kEnsureUser{.call_id = kCall, .payload = kUser};
const EnsureTeam kEnsureTeam{.call_id = kCall, .payload = kTeam};

events::CallFailure failure_of(const Outcomes& outcomes) {
  const auto& command = outcomes.front().command;
  if (const auto* team = std::get_if<domain::TeamCommand>(&command))
    return std::get<domain::RecordTeamCreationOutcome>(*team).failure.value();
  return std::get<events::CallFailure>(
      std::get<domain::RecordOnboardingOutcome>(std::get<domain::CompetitorCommand>(command))
          .outcome);
}

TEST(EnsureUser, ThatWasRecalledSendsNothingButLooksForWhoMayBeThere) {
  const auto unknown = error(VendorErrc::not_found);
  EnsureUser operation = kEnsureUser;
  EXPECT_TRUE(operation.recall()) << "the look-up is of no use";
  EXPECT_EQ(talk(operation, {}), Names{"report"});
  operation.may_have_written = true;
  EXPECT_FALSE(operation.recall()) << "the look-up is of use";
  EXPECT_EQ(talk(operation, {unknown}), (Names{"get_user", "report"}));
  EXPECT_EQ(talk(operation, {user()}), (Names{"get_user", "report"}));
  const auto found =
      reported<domain::RecordOnboardingOutcome, domain::CompetitorCommand>(operation, {user()});
  EXPECT_TRUE(std::get<Account>(found.outcome).created);
}

TEST(EnsureUser, ThatIsRecalledOnItsWayEndsBeforeTheNextWrite) {
  const auto unknown = error(VendorErrc::not_found);
  EnsureUser operation = kEnsureUser;
  operation.start();
  EXPECT_TRUE(operation.recall());
  EXPECT_EQ(name(operation.on(unknown)), "report") << "the answer was on its way";
  EnsureUser writing = kEnsureUser;
  writing.start();
  writing.on(unknown);
  writing.recorded();
  EXPECT_TRUE(writing.recall()) << "the creation may be taken back";
  const auto step = writing.on(recalled_call());
  const auto failure = failure_of(std::get<Outcomes>(step));
  EXPECT_EQ(failure.code, "facts-changed");
  EXPECT_EQ(failure.nothing_written, true);
}

TEST(EnsureUser, ThatIsRecalledAfterAWriteOfUnknownOutcomeLooksOnceMore) {
  const auto unknown = error(VendorErrc::not_found);
  EnsureUser operation = kEnsureUser;
  operation.start();
  operation.on(unknown);
  operation.recorded();
  operation.on(error(VendorErrc::timeout));
  EXPECT_FALSE(operation.recall()) << "the look-up is of use";
  const auto step = operation.on(unknown);
  const auto failure = failure_of(std::get<Outcomes>(step));
  EXPECT_EQ(failure.code, "facts-changed");
  EXPECT_EQ(failure.nothing_written, std::nullopt);
}

TEST(EnsureUser, ThatIsRecalledWhileTheBeginIsRecordedSendsNothing) {
  EnsureUser operation = kEnsureUser;
  operation.start();
  EXPECT_EQ(name(operation.on(error(VendorErrc::not_found))), "record first");
  operation.recall();
  const auto step = operation.recorded();
  const auto failure = failure_of(std::get<Outcomes>(step));
  EXPECT_EQ(failure.code, "facts-changed");
  EXPECT_EQ(failure.nothing_written, true);
}

TEST(EnsureTeam, ThatWasRecalledSendsNothing) {
  EnsureTeam operation = kEnsureTeam;
  EXPECT_TRUE(operation.recall());
  EXPECT_EQ(talk(operation, {}), Names{"report"});
  const auto failure = failure_of(end_of(operation, {}));
  EXPECT_EQ(failure.code, "facts-changed");
  EXPECT_EQ(failure.nothing_written, true);
}

TEST(EnsureTeam, ThatIsRecalledOnItsWayIsNotRepeated) {
  EXPECT_EQ(failure_of(end_of(kEnsureTeam, {recalled_call()})).nothing_written, true)
      << "taken back";
  EnsureTeam operation = kEnsureTeam;
  operation.start();
  operation.recall();
  const auto step = operation.on(error(VendorErrc::timeout));
  const auto failure = failure_of(std::get<Outcomes>(step));
  EXPECT_EQ(failure.code, "facts-changed");
  EXPECT_EQ(failure.nothing_written, std::nullopt) << "the first may have been heard";
}

const SetAssignment kToRed{.call_id = kCall, .competitor_id = {"ada"}, .team_id = TeamId{"red"}};

events::CallFailure assignment_failure(const Outcomes& outcomes) {
  return std::get<domain::RecordAssignmentOutcome>(
             std::get<domain::CompetitorCommand>(outcomes.front().command))
      .failure.value();
}

TEST(SetAssignment, ThatWasRecalledSendsNothing) {
  auto operation = kToRed;
  operation.recall();
  EXPECT_EQ(talk(operation, {}), Names{"report"});
  EXPECT_EQ(assignment_failure(end_of(operation, {})).nothing_written, true);
  auto again = operation;
  again.may_be_so = again.may_have_written = true;
  EXPECT_EQ(talk(again, {ports::VendorAssignments{}}), (Names{"get_team_assignments", "report"}))
      << "who may be there is looked for";
  EXPECT_EQ(assignment_failure(end_of(again, {ports::VendorAssignments{}})).nothing_written,
            std::nullopt);
}

TEST(SetAssignment, ThatIsRecalledOnItsWayEndsBeforeTheNextWrite) {
  auto operation = kToRed;
  operation.start();
  EXPECT_TRUE(operation.recall()) << "the write may be taken back";
  EXPECT_EQ(assignment_failure(std::get<Outcomes>(operation.on(recalled_call()))).nothing_written,
            true);
  auto lost = kToRed;
  lost.start();
  lost.on(error(VendorErrc::timeout));
  EXPECT_FALSE(lost.recall()) << "the look-up is of use";
  const auto failure = assignment_failure(std::get<Outcomes>(lost.on(ports::VendorAssignments{})));
  EXPECT_EQ(failure.code, "facts-changed");
  EXPECT_EQ(failure.nothing_written, std::nullopt);
}

TEST(MailPasswordReset, ThatWasRecalledIsNotSent) {
  MailPasswordReset operation{.call_id = kCall, .competitor_id = {"ada"}};
  EXPECT_TRUE(operation.recall());
  EXPECT_EQ(name(operation.start()), "report");
}

TEST(Polls, ThatAreRecalledEndAsFailed) {
  VendorOperation operation = PollOdl{kCall, {"ada"}, std::nullopt, std::nullopt};
  vendor::start(operation);
  EXPECT_TRUE(vendor::recall(operation));
  EXPECT_EQ(name(vendor::advance(operation, recalled_call())), "report");
}

}  // namespace
}  // namespace lockstep::vendor
