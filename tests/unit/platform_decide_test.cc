// The decide table of the platform: one reconciliation at a time, and what it holds for an admin.
#include <gtest/gtest.h>

#include "engine/domain/platform.h"
#include "tests/support/decide_table.h"

namespace lockstep::domain {
namespace {

using events::DriftAction;
using events::DriftClass;
using events::DriftFinding;
using events::DriftPlan;
using events::HeldRemoval;
using test::Refusal;
using Events = std::vector<Platform::Event>;
using PlatformRow = test::Row<Platform>;

const CallId kRun{"run-1"};
const CallId kNext{"run-2"};
const CompetitorId kAda{"ada"};
const CompetitorId kBob{"bob"};

DriftFinding found(const std::string& who, DriftAction action = DriftAction::hold) {
  return {DriftClass::extra, action, who, {}, TeamId{"red"}, 4};
}
HeldRemoval removal(const CompetitorId& who) {
  return {who, {"red"}, 4};
}
DriftPlan plan(std::vector<DriftFinding> findings = {}) {
  DriftPlan out;
  out.as_of = Position{7};
  out.findings = std::move(findings);
  return out;
}
DriftPlan nothing_known() {
  auto out = plan();
  out.inconclusive = events::CallFailure{"vendor-timeout", 0, "No answer.", "Wait.", true};
  return out;
}
events::PlatformReconciliationRequested requested(const CallId& run, bool dry = false) {
  return {run, dry};
}
events::PlatformReconciliationRecorded recorded(const CallId& run, const DriftPlan& plan,
                                                bool dry = false) {
  return {run, dry, plan};
}
events::PlatformRemovalsApproved approved(std::vector<HeldRemoval> removals) {
  return {kRun, std::move(removals)};
}
events::PlatformRemovalsRejected rejected(std::vector<HeldRemoval> removals) {
  return {kRun, std::move(removals)};
}
Events plus(Events events, const Events& more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

const DriftPlan kTwoHeld = plan({found("ada"), found("bob"), found("cy", DriftAction::heal)});
const Events kAsked{requested(kRun)};
const Events kAskedDry{requested(kRun, true)};
const Events kHolding = plus(kAsked, {recorded(kRun, kTwoHeld)});
const Events kAskedAgain = plus(kHolding, {requested(kNext)});

const Refusal kUnderWay{Errc::conflict, "reconciliation-under-way", "Wait until it has ended."};
const Refusal kStale{Errc::conflict, "drift-plan-stale", "Decide about the newest run."};

const std::vector<PlatformRow> kRuns{
    {"ARunIsAskedFor", {}, RequestReconciliation{kRun}, Events{requested(kRun)}},
    {"ADryRunIsAnotherIntent",
     {},
     RequestReconciliation{kRun, true},
     Events{requested(kRun, true)}},
    {"ARunNeedsAnId", {}, RequestReconciliation{}, Refusal{Errc::invalid, "run-missing", ""}},
    {"TheSameRunIsOne", kHolding, RequestReconciliation{kRun}, Events{}},
    {"OneAtATime", kAsked, RequestReconciliation{kNext}, kUnderWay},
    {"OneAtATimeAlsoBesideADryRun", kAskedDry, RequestReconciliation{kNext}, kUnderWay},
    {"TheNextOneComesWhenItHasEnded", kHolding, RequestReconciliation{kNext, true},
     Events{requested(kNext, true)}},
    {"WhatItFoundIsRecorded", kAsked, RecordReconciliation{kRun, kTwoHeld},
     Events{recorded(kRun, kTwoHeld)}},
    {"ADryRunIsRecordedAsOne", kAskedDry, RecordReconciliation{kRun, kTwoHeld},
     Events{recorded(kRun, kTwoHeld, true)}},
    {"ALateRecordChangesNothing", kHolding, RecordReconciliation{kRun, plan()}, Events{}},
    {"ARecordNobodyAskedForChangesNothing", kAsked, RecordReconciliation{kNext, plan()}, Events{}},
    {"ANewerRunLooksAgain", kAskedAgain, RecordReconciliation{kNext, plan()},
     Events{events::PlatformRemovalsSuperseded{kRun, kNext, {kAda, kBob}},
            recorded(kNext, plan())}},
    {"OnlyWhatWasUndecidedIsSuperseded",
     plus(kHolding, {approved({removal(kAda)}), requested(kNext)}),
     RecordReconciliation{kNext, plan()},
     Events{events::PlatformRemovalsSuperseded{kRun, kNext, {kBob}}, recorded(kNext, plan())}},
    {"ARunWithoutEvidenceSupersedesNothing", kAskedAgain,
     RecordReconciliation{kNext, nothing_known()}, Events{recorded(kNext, nothing_known())}},
    {"ADryRunSupersedesNothing", plus(kHolding, {requested(kNext, true)}),
     RecordReconciliation{kNext, plan()}, Events{recorded(kNext, plan(), true)}},
};

const std::vector<PlatformRow> kDecisions{
    {"AllAreApproved", kHolding, ApproveRemovals{kRun, {}},
     Events{approved({removal(kAda), removal(kBob)})}},
    {"OneIsApproved", kHolding, ApproveRemovals{kRun, kBob}, Events{approved({removal(kBob)})}},
    {"AllAreRejected", kHolding, RejectRemovals{kRun, {}},
     Events{rejected({removal(kAda), removal(kBob)})}},
    {"OneIsRejected", kHolding, RejectRemovals{kRun, kAda}, Events{rejected({removal(kAda)})}},
    {"AllMeansThoseThatAreLeft", plus(kHolding, {rejected({removal(kAda)})}),
     ApproveRemovals{kRun, {}}, Events{approved({removal(kBob)})}},
    {"NothingIsLeftToDecide", plus(kHolding, {approved({removal(kAda), removal(kBob)})}),
     ApproveRemovals{kRun, {}}, Events{}},
    {"NorAreAllDecidedAnew", plus(kHolding, {approved({removal(kAda), removal(kBob)})}),
     RejectRemovals{kRun, {}},
     Refusal{Errc::conflict, "removal-decided", "Start a new run: it looks again."}},
    {"OfBothKindsNothingIsLeft",
     plus(kHolding, {approved({removal(kAda)}), rejected({removal(kBob)})}),
     ApproveRemovals{kRun, {}}, Events{}},
    {"ADecisionStands", plus(kHolding, {approved({removal(kAda)})}), RejectRemovals{kRun, kAda},
     Refusal{Errc::conflict, "removal-decided", "Start a new run: it looks again."}},
    {"WhoIsHealedIsNotHeld", kHolding, ApproveRemovals{kRun, CompetitorId{"cy"}},
     Refusal{Errc::not_found, "removal-unknown", ""}},
    {"WithoutARunNothingIsHeld", {}, ApproveRemovals{kRun, {}}, kStale},
    {"NorIsItWithoutAnId", {}, ApproveRemovals{{}, {}}, kStale},
    {"ADryRunCannotBeApproved", plus(kAskedDry, {recorded(kRun, kTwoHeld, true)}),
     ApproveRemovals{kRun, {}}, kStale},
    {"AnOlderRunCannotBeApproved", plus(kAskedAgain, {recorded(kNext, kTwoHeld)}),
     ApproveRemovals{kRun, {}}, kStale},
    {"NorRejected", plus(kAskedAgain, {recorded(kNext, kTwoHeld)}), RejectRemovals{kRun, kAda},
     kStale},
    {"ARunThatIsUnderWayLeavesTheOlderOnesRemovals", kAskedAgain, ApproveRemovals{kRun, kAda},
     Events{approved({removal(kAda)})}},
    {"SoDoesOneWithoutEvidence", plus(kAskedAgain, {recorded(kNext, nothing_known())}),
     RejectRemovals{kRun, kAda}, Events{rejected({removal(kAda)})}},
};

const DecideAccounts kAdoptAdas{{"decision-1"},
                                events::AccountDecision::adopt,
                                {"email"},
                                {{events::AccountHolder::competitor, "ada", MetactfUserId{7}}}};
const events::PlatformAccountsDecided kDecidedAdas{kAdoptAdas.decision_id, kAdoptAdas.decision,
                                                   kAdoptAdas.same, kAdoptAdas.found};
const std::vector<PlatformRow> kAccounts{
    {"ADecisionAboutAccountsIsRecorded", {}, kAdoptAdas, Events{kDecidedAdas}},
    {"TheSameDecisionIsOne", {kDecidedAdas}, kAdoptAdas, Events{}},
    {"ADecisionAboutNobodyIsNone",
     {},
     DecideAccounts{{"decision-2"}, events::AccountDecision::reject, {"email"}, {}},
     Events{}},
    {"ADecisionNeedsAnId",
     {},
     DecideAccounts{{}, events::AccountDecision::reject, {"email"}, kAdoptAdas.found},
     Refusal{Errc::invalid, "decision-missing", ""}},
};

std::vector<PlatformRow> all_rows() {
  auto out = kRuns;
  out.insert(out.end(), kDecisions.begin(), kDecisions.end());
  out.insert(out.end(), kAccounts.begin(), kAccounts.end());
  return out;
}

class PlatformDecide : public testing::TestWithParam<PlatformRow> {};

TEST_P(PlatformDecide, YieldsTheEventsAndYieldsThemOnce) {
  test::expect_row(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, PlatformDecide, testing::ValuesIn(all_rows()),
                         [](const auto& it) { return it.param.name; });

TEST(PlatformDecideTable, HasARowForEveryCommandAndEveryEvent) {
  EXPECT_EQ(test::commands_in(all_rows()), test::places<PlatformCommand>());
  EXPECT_EQ(test::events_in(all_rows()), test::places<Platform::Event>());
}

}  // namespace
}  // namespace lockstep::domain
