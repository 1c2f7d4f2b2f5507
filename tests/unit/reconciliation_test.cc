// A reconciliation's plan, and its two executors: what is evidence, what is done, what is held.
#include <algorithm>

#include <gtest/gtest.h>

#include "engine/vendor/operation.h"

namespace lockstep::process {
namespace {

using vendor::Comparison;
using vendor::Done;
using vendor::GetAssignments;
using vendor::Outcomes;
using vendor::Reconcile;
using vendor::ReconcileDryRun;
using vendor::VendorAnswer;
using vendor::VendorCall;
using vendor::VendorOperation;

using events::DriftAction;
using events::DriftClass;
using Team = std::optional<TeamId>;

constexpr Position kAsOf{100};
const TeamId kRed{"red"};
const TeamId kBlue{"blue"};
const RemovalLimits kLimits;

KnownAssignment known(const std::string& id, const Team& team, const Team& remote) {
  return {{id}, true, team, remote, true, 6, Position{50}};
}
Roster roster(std::vector<KnownAssignment> competitors) {
  return {std::move(competitors), {"red", "blue"}, {}, kAsOf};
}
ports::VendorAssignments list_of(std::vector<ports::VendorAssignment> assignments) {
  const auto count = static_cast<std::int64_t>(assignments.size());
  return {std::move(assignments), count};
}
std::string kid(int i) {
  return "kid" + std::to_string(i);
}

/// What the plan says of the one who is not as they should be.
events::DriftFinding only_finding(const ReconciliationPlan& plan) {
  EXPECT_FALSE(plan.inconclusive) << plan.inconclusive->code;
  EXPECT_EQ(plan.findings.size(), 1U);
  return plan.findings.empty() ? events::DriftFinding{} : plan.findings.front();
}

/// Ada as in the roster and in the list, among nine who are where they should be.
ReconciliationPlan plan_for_ada(const KnownAssignment& ada, const std::optional<std::string>& there,
                                std::vector<events::HeldRemoval> rejected = {}) {
  std::vector<KnownAssignment> all{ada};
  std::vector<ports::VendorAssignment> list;
  for (int i = 0; i < 9; ++i) {
    all.push_back(known(kid(i), kRed, kRed));
    list.push_back({kid(i), "red"});
  }
  if (there) list.push_back({"ada", *there});
  auto all_of_us = roster(std::move(all));
  all_of_us.rejected = std::move(rejected);
  return make_plan(all_of_us, list_of(std::move(list)), kLimits, kAsOf);
}

TEST(Reconciliation, NamesWhatIsMissingWrongExtraOrphanedAndUnknown) {
  struct Case {
    KnownAssignment ada;
    std::optional<std::string> there;
    DriftClass drift;
    DriftAction action;
  };
  auto not_onboarded = known("ada", {}, {});
  not_onboarded.onboarded = false;
  for (const auto& [ada, there, drift, action] : std::vector<Case>{
           {known("ada", kRed, kRed), {}, DriftClass::missing, DriftAction::heal},
           {known("ada", kRed, kRed), "blue", DriftClass::wrong_team, DriftAction::heal},
           {known("ada", {}, {}), "red", DriftClass::extra, DriftAction::remove},
           {known("ada", {}, {}), "gone", DriftClass::orphan_team, DriftAction::remove},
           {known("ada", kRed, kRed), "gone", DriftClass::orphan_team, DriftAction::heal},
           {known("nobody", {}, {}), "red", DriftClass::unknown_user, DriftAction::report},
           {not_onboarded, "red", DriftClass::unknown_user, DriftAction::report}}) {
    const auto found = only_finding(plan_for_ada(ada, there));
    EXPECT_EQ(found.drift, drift) << static_cast<int>(drift);
    EXPECT_EQ(found.action, action) << static_cast<int>(drift);
    EXPECT_EQ(found.syned_user_id, "ada");
    EXPECT_EQ(found.remote_team_id, there ? Team{TeamId{*there}} : Team{});
  }
}

TEST(Reconciliation, LeavesToPeopleWhatIsOfWhoIsInactive) {
  const auto action_of = [](const Team& wanted, const std::optional<std::string>& there) {
    auto ada = known("ada", wanted, wanted);
    ada.inactive = true;
    return only_finding(plan_for_ada(ada, there)).action;
  };
  EXPECT_EQ(action_of(kRed, {}), DriftAction::keep);
  EXPECT_EQ(action_of(kRed, "blue"), DriftAction::keep);
  EXPECT_EQ(action_of({}, "red"), DriftAction::hold) << "an admin decides, however few they are";
  EXPECT_EQ(action_of({}, "gone"), DriftAction::hold);
}

TEST(Reconciliation, HasNothingToSayWhenAllIsAsItShouldBe) {
  const auto plan = plan_for_ada(known("ada", kRed, kRed), "red");
  EXPECT_FALSE(plan.inconclusive);
  EXPECT_TRUE(plan.findings.empty());
  EXPECT_EQ(plan.counts, events::DriftCounts{});
  EXPECT_EQ(plan.known_assignments, 10);
  EXPECT_EQ(plan.listed_assignments, 10);
}

TEST(Reconciliation, SkipsWhoIsOnTheWayOrChangedSinceTheListWasAskedFor) {
  auto under_way = known("ada", kBlue, kRed);
  under_way.settled = false;
  auto changed = known("ada", kBlue, kBlue);
  changed.changed_at = Position{kAsOf.value + 1};
  auto just_onboarded = known("ada", {}, {});
  just_onboarded.changed_at = Position{kAsOf.value + 1};
  for (const auto& ada : {under_way, changed, just_onboarded}) {
    const auto plan = plan_for_ada(ada, "red");
    EXPECT_TRUE(plan.findings.empty());
    EXPECT_EQ(plan.counts.skipped, 1);
  }
}

TEST(Reconciliation, ProposesARejectedRemovalAgainOnlyWhenSomethingHasChanged) {
  const auto ada = known("ada", {}, {});
  const std::vector<events::HeldRemoval> as_now{{{"ada"}, kRed, ada.team_changes}};
  EXPECT_EQ(only_finding(plan_for_ada(ada, "red", as_now)).action, DriftAction::keep);
  EXPECT_EQ(only_finding(plan_for_ada(ada, "blue", as_now)).action, DriftAction::remove);
  const std::vector<events::HeldRemoval> as_then{{{"ada"}, kRed, ada.team_changes - 1}};
  EXPECT_EQ(only_finding(plan_for_ada(ada, "red", as_then)).action, DriftAction::remove);
}

TEST(Reconciliation, ReportsWhatTheVendorHasNoCallFor) {
  auto all = roster({known("ada", kRed, kRed)});
  all.differences = {{"ada", {}, {"email", "coachId"}}, {"", kBlue, {"name"}}};
  auto plan = make_plan(all, list_of({{"ada", "red"}}), kLimits, kAsOf);
  EXPECT_EQ(plan.counts.unremediable, 2);
  EXPECT_EQ(plan.counts.report, 2);
  const auto record = to_record(std::move(plan));
  ASSERT_EQ(record.findings.size(), 2U);
  EXPECT_EQ(record.findings[0], (events::DriftFinding{DriftClass::unremediable,
                                                      DriftAction::report,
                                                      "",
                                                      kBlue,
                                                      {},
                                                      0,
                                                      std::vector<std::string>{"name"}}));
  EXPECT_EQ(record.findings[1],
            (events::DriftFinding{DriftClass::unremediable,
                                  DriftAction::report,
                                  "ada",
                                  {},
                                  {},
                                  0,
                                  std::vector<std::string>{"email", "coachId"}}));
}

TEST(Reconciliation, WhatCannotBeChangedThereHoldsUpNothingElseAndIsToldToNobody) {
  auto all = roster({known("ada", kRed, kRed), known("bob", kRed, kRed)});
  all.differences = {{"ada", {}, {"email"}}};
  Reconcile run{{{"run"}, kAsOf, kLimits, all}};
  const auto step = run.on(list_of({{"ada", "blue"}, {"bob", "red"}}));
  const auto& outcomes = std::get<Outcomes>(step);
  ASSERT_EQ(outcomes.size(), 2U) << "the plan, and ada's healing";
  EXPECT_EQ(outcomes[1].id, "ada");
}

TEST(Reconciliation, AnAnswerThatIsNotWholeReportsNothing) {
  auto all = roster({known("ada", kRed, kRed)});
  all.differences = {{"ada", {}, {"email"}}};
  const auto plan = make_plan(all, {{{"ada", "red"}}, 2}, kLimits, kAsOf);
  EXPECT_TRUE(plan.inconclusive);
  EXPECT_TRUE(plan.findings.empty());
}

TEST(Reconciliation, KeepsNoIdThatMayBeAName) {
  auto all = roster({known("ada", kRed, kRed)});
  const auto plan =
      make_plan(all, list_of({{"ada", "red"}, {"Ada Lovelace <ada@example.org>", "Team Ada"}}),
                kLimits, kAsOf);
  EXPECT_EQ(only_finding(plan).syned_user_id, "(not an id)");
  EXPECT_EQ(only_finding(plan).remote_team_id, TeamId{"(not an id)"});
}

/// `size` competitors on red, of whom the vendor's list misses the first `gone`.
ReconciliationPlan plan_of_vanished(int size, int gone) {
  std::vector<KnownAssignment> all;
  std::vector<ports::VendorAssignment> list;
  for (int i = 0; i < size; ++i) {
    all.push_back(known(kid(i), kRed, kRed));
    if (i >= gone) list.push_back({kid(i), "red"});
  }
  return make_plan(roster(std::move(all)), list_of(std::move(list)), kLimits, kAsOf);
}

/// `size` competitors of whom nothing is desired for the first `lost`, though the vendor has them;
/// one more is missing there.
ReconciliationPlan plan_of_lost_wishes(int size, int lost) {
  std::vector<KnownAssignment> all{known("missing", kRed, kRed)};
  std::vector<ports::VendorAssignment> list;
  for (int i = 0; i < size; ++i) {
    all.push_back(i < lost ? known(kid(i), {}, {}) : known(kid(i), kRed, kRed));
    list.push_back({kid(i), "red"});
  }
  return make_plan(roster(std::move(all)), list_of(std::move(list)), kLimits, kAsOf);
}

std::vector<int> sizes() {
  std::vector<int> out;
  for (int size = 1; size <= 60; ++size) out.push_back(size);
  for (const int size : {100, 250, 500, 999, 1000}) out.push_back(size);
  return out;
}

TEST(ReconciliationProperty, WhateverVanishesFromTheListNobodyIsRemovedAndTheHealsGoOn) {
  for (const int size : sizes())
    for (int percent = 0; percent <= 100; percent += 4) {
      const int gone = size * percent / 100;
      const auto plan = plan_of_vanished(size, gone);
      EXPECT_EQ(plan.counts.remove + plan.counts.hold, 0);
      EXPECT_EQ(plan.inconclusive.has_value(), gone == size) << size << " " << gone;
      EXPECT_EQ(plan.counts.heal, gone == size ? 0 : gone);
    }
}

TEST(ReconciliationProperty, WhateverWishesAreLostNoMoreThanTheThresholdAreRemovedAndTheHealsGoOn) {
  for (const int size : sizes())
    for (int percent = 0; percent <= 100; percent += 4) {
      const int lost = size * percent / 100;
      const auto plan = plan_of_lost_wishes(size, lost);
      const auto allowed = std::min<std::int64_t>(3, (size - lost + 1) / 5);
      EXPECT_EQ(plan.counts.remove, lost <= allowed ? lost : 0) << size << " " << lost;
      EXPECT_EQ(plan.counts.hold, lost <= allowed ? 0 : lost) << size << " " << lost;
      EXPECT_EQ(plan.counts.heal, 1);
    }
}

TEST(Reconciliation, OfATeamOfFiveOneMayGoAndOfFewerNobodyUnasked) {
  EXPECT_EQ(plan_of_lost_wishes(5, 1).counts.remove, 1);
  EXPECT_EQ(plan_of_lost_wishes(5, 2).counts.hold, 2);
  EXPECT_EQ(plan_of_lost_wishes(4, 1).counts.hold, 1);
}

TEST(Reconciliation, ListsHeldRemovalsFirstAndSaysWhatItLeftOut) {
  auto plan = plan_of_lost_wishes(1000, 600);
  const auto counts = plan.counts;
  const auto record = to_record(std::move(plan));
  EXPECT_EQ(record.findings.size(), kMaxListedFindings);
  EXPECT_EQ(record.findings_left_out, 601 - static_cast<std::int64_t>(kMaxListedFindings));
  EXPECT_TRUE(std::ranges::all_of(
      record.findings, [](const auto& found) { return found.action == DriftAction::hold; }));
  EXPECT_EQ(record.counts, counts);
}

/// Of twenty, `lost` are to be on no team here and are on one there; `held` of them wait for an
/// admin.
ReconciliationPlan plan_of_twenty(int lost, int held) {
  std::vector<KnownAssignment> all;
  std::vector<ports::VendorAssignment> list;
  for (int i = 0; i < 20; ++i) {
    all.push_back(known(kid(i), i < lost ? Team{} : Team{kRed}, kRed));
    list.push_back({kid(i), "red"});
  }
  auto all_of_us = roster(std::move(all));
  for (int i = 0; i < held; ++i) all_of_us.held.push_back({{kid(i)}, kRed, 6});
  return make_plan(all_of_us, list_of(std::move(list)), kLimits, kAsOf);
}

// "Of 5 held removals 2 were approved and the other 3 went by themselves."
TEST(Reconciliation, WhatIsHeldStaysHeldHoweverFewAreLeft) {
  for (int held = 0; held <= 3; ++held) {
    const auto plan = plan_of_twenty(3, held);
    EXPECT_EQ(plan.counts.hold, held) << held;
    EXPECT_EQ(plan.counts.remove, 3 - held) << "new ones, and not too many in all";
  }
  EXPECT_EQ(plan_of_twenty(4, 3).counts.hold, 4) << "undecided and new ones count together";
  EXPECT_EQ(plan_of_twenty(0, 3).counts.hold, 0) << "no longer so";
}

TEST(Reconciliation, WhatIsHeldStaysHeldWhileItIsTheSame) {
  auto all_of_us =
      roster({known("ada", {}, {}), known("bob", kRed, kRed), known("cy", kRed, kRed),
              known("di", kRed, kRed), known("eve", kRed, kRed), known("fay", kRed, kRed)});
  const auto list = list_of({{"ada", "red"},
                             {"bob", "red"},
                             {"cy", "red"},
                             {"di", "red"},
                             {"eve", "red"},
                             {"fay", "red"}});
  const auto action = [&] {
    return only_finding(make_plan(all_of_us, list, kLimits, kAsOf)).action;
  };
  EXPECT_EQ(action(), DriftAction::remove);
  all_of_us.held = {{{"ada"}, kRed, 6}};
  EXPECT_EQ(action(), DriftAction::hold);
  all_of_us.held = {{{"ada"}, kBlue, 6}};
  EXPECT_EQ(action(), DriftAction::remove) << "another team";
  all_of_us.held = {{{"ada"}, kRed, 5}};
  EXPECT_EQ(action(), DriftAction::remove) << "the team has changed since";
  all_of_us.held.clear();
  all_of_us.more_are_held = true;
  EXPECT_EQ(action(), DriftAction::hold) << "more than a run can list: this may be one of them";
}

// The executors.

Comparison comparison(std::optional<Roster> all) {
  return {{"run-1"}, kAsOf, kLimits, std::move(all)};
}
Roster one_of_ten_lost() {
  std::vector<KnownAssignment> all;
  for (int i = 0; i < 10; ++i)
    all.push_back(i == 0 ? known(kid(i), {}, {}) : known(kid(i), kRed, kRed));
  return roster(std::move(all));
}
/// kid0 is there but should not be, kid9 is not there but should be.
VendorAnswer answer_for_ten() {
  std::vector<ports::VendorAssignment> list;
  for (int i = 0; i < 9; ++i) list.push_back({kid(i), "red"});
  return list_of(std::move(list));
}
const domain::RecordReconciliation& record_in(const Outcomes& outcomes) {
  EXPECT_EQ(outcomes.front().id, events::kReconciliationId);
  return std::get<domain::RecordReconciliation>(
      std::get<domain::PlatformCommand>(outcomes.front().command));
}

TEST(Reconcile, AsksOnceRecordsAndTellsThoseWhoDifferWhereTheyWereFound) {
  VendorOperation operation = Reconcile{comparison(one_of_ten_lost())};
  const auto first = start(operation);
  EXPECT_EQ(name_of(std::get<VendorCall>(first)), "get_team_assignments");
  EXPECT_FALSE(std::get<GetAssignments>(std::get<VendorCall>(first)).syned_team_id);
  const auto next = advance(operation, answer_for_ten());
  const auto& outcomes = std::get<Outcomes>(next);
  ASSERT_EQ(outcomes.size(), 3U);
  EXPECT_EQ(record_in(outcomes).plan.counts.remove, 1);
  EXPECT_EQ(record_in(outcomes).plan.counts.heal, 1);
  for (std::size_t i = 1; i < 3; ++i) {
    const auto& told = std::get<domain::RecordRemoteTeam>(
        std::get<domain::CompetitorCommand>(outcomes[i].command));
    EXPECT_EQ(told.found_by, CallId{"run-1"});
    EXPECT_EQ(told.team_id, outcomes[i].id == "kid0" ? Team{kRed} : Team{});
    EXPECT_EQ(told.team_changes, 6);
  }
}

TEST(ReconcileDryRun, IsAnotherExecutorThatCanOnlyAskAndRecordTheSamePlan) {
  using Dry = ReconcileDryRun;
  static_assert(std::same_as<decltype(std::declval<Dry>().start()), GetAssignments>);
  static_assert(std::same_as<decltype(std::declval<Dry>().on(std::declval<VendorAnswer>())),
                             domain::RecordReconciliation>);
  VendorOperation dry = Dry{comparison(one_of_ten_lost())};
  VendorOperation real = Reconcile{comparison(one_of_ten_lost())};
  const auto first = start(dry);
  EXPECT_FALSE(writes(std::get<VendorCall>(first)));
  const auto recorded = advance(dry, answer_for_ten());
  const auto done = advance(real, answer_for_ten());
  ASSERT_EQ(std::get<Outcomes>(recorded).size(), 1U);
  EXPECT_EQ(record_in(std::get<Outcomes>(recorded)).plan, record_in(std::get<Outcomes>(done)).plan);
}

struct NoEvidence {
  std::string name;
  VendorAnswer answer;
  std::optional<Roster> all;
  std::string code;
};

VendorAnswer failed(ports::VendorErrc code) {
  return ports::VendorError{code, 0, "Made up.", std::nullopt};
}
std::vector<NoEvidence> no_evidence_cases() {
  using enum ports::VendorErrc;
  const auto all = one_of_ten_lost();
  auto behind = all;
  behind.position = Position{kAsOf.value - 1};
  auto truncated = std::get<ports::VendorAssignments>(answer_for_ten());
  truncated.total_count = 10;
  return {
      {"Unauthorised", failed(unauthorized), all, "vendor-token-refused"},
      {"Forbidden", failed(forbidden), all, "vendor-not-approved"},
      {"NotFound", failed(not_found), all, "vendor-unknown-id"},
      {"ServerError", failed(server), all, "vendor-error"},
      {"Timeout", failed(timeout), all, "vendor-timeout"},
      {"Unreachable", failed(connection), all, "vendor-unreachable"},
      {"RateLimited", failed(rate_limited), all, "vendor-busy"},
      {"Malformed", failed(malformed), all, "vendor-answer-malformed"},
      {"Foreign", failed(foreign), all, "vendor-answer-malformed"},
      {"WrongAddress", failed(wrong_address), all, "vendor-wrong-address"},
      {"AnotherAnswer", Done{}, all, "vendor-answer-malformed"},
      {"Empty", list_of({}), all, "vendor-list-empty"},
      {"EmptyInDisguise", list_of({{"kid1", {}}}), all, "vendor-list-empty"},
      {"Truncated", truncated, all, "vendor-list-truncated"},
      {"Twice", list_of({{"kid0", "red"}, {"kid0", "red"}}), all, "vendor-list-contradicts-itself"},
      {"OnTwoTeams", list_of({{"kid0", "red"}, {"kid0", "blue"}}), all,
       "vendor-list-contradicts-itself"},
      {"Nobody", list_of({{"", "red"}}), all, "vendor-list-contradicts-itself"},
      {"OurOwnRosterUnreadable", answer_for_ten(), {}, "read-store-unavailable"},
      {"OurOwnRosterBehind", answer_for_ten(), behind, "read-model-behind"},
  };
}

class AbsenceNeedsEvidence : public testing::TestWithParam<NoEvidence> {};

TEST_P(AbsenceNeedsEvidence, SoTheRunIsRecordedAndNothingFollows) {
  Reconcile operation{comparison(GetParam().all)};
  const auto next = operation.on(GetParam().answer);
  const auto& outcomes = std::get<Outcomes>(next);
  ASSERT_EQ(outcomes.size(), 1U);
  const auto& plan = record_in(outcomes).plan;
  ASSERT_TRUE(plan.inconclusive);
  EXPECT_EQ(plan.inconclusive->code, GetParam().code);
  EXPECT_FALSE(plan.inconclusive->remedy.empty());
  EXPECT_TRUE(plan.findings.empty());
  EXPECT_EQ(plan.counts, events::DriftCounts{});
}

INSTANTIATE_TEST_SUITE_P(Answers, AbsenceNeedsEvidence, testing::ValuesIn(no_evidence_cases()),
                         [](const auto& it) { return it.param.name; });

TEST(Reconciliation, AnEmptyListIsFineWhenNobodyIsBelievedToBeThere) {
  const auto plan = make_plan(roster({known("ada", {}, {})}), list_of({}), kLimits, kAsOf);
  EXPECT_FALSE(plan.inconclusive);
  EXPECT_TRUE(plan.findings.empty());
}

// Nobody knows whose it is: both are told, and nothing is done about either.
TEST(Reconciliation, OneAccountForTwoOfOursIsNamed) {
  auto all = roster({known("ada", kRed, kRed)});
  all.accounts = {{"ada", MetactfUserId{7}}, {"bob", MetactfUserId{8}}, {"cy", MetactfUserId{7}}};
  const auto plan = make_plan(all, list_of({{"ada", "red"}}), kLimits, kAsOf);
  ASSERT_EQ(plan.findings.size(), 2U);
  for (const auto& found : plan.findings) {
    EXPECT_EQ(found.drift, DriftClass::unremediable);
    EXPECT_EQ(found.action, DriftAction::report);
    EXPECT_EQ(found.fields, std::vector<std::string>{"sharedAccount"});
  }
  EXPECT_EQ(plan.findings[0].syned_user_id, "ada");
  EXPECT_EQ(plan.findings[1].syned_user_id, "cy");
}

}  // namespace
}  // namespace lockstep::process
