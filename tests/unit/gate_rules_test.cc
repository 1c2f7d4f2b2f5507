// Who goes out when: lanes, fairness, the breaker, repetitions, limits that change while it runs.
// The gate's rules in virtual time, against a vendor with a limit or without answers.
#include <cstdio>
#include <map>

#include <gtest/gtest.h>

#include "tests/support/gate_lab.h"

namespace lockstep::testing_support {
namespace {

using namespace std::chrono_literals;
using rate::Lane;

rate::GateLimits limits(double per_second, std::size_t concurrency = 16) {
  return {.rate = {per_second, per_second}, .max_concurrency = concurrency};
}

double seconds(Nanos span) {
  return std::chrono::duration<double>(span).count();
}

/// The wait that `part` of a lane's calls did not exceed, in seconds.
double wait_of(const GateLab& lab, Lane lane, double part) {
  std::vector<double> waits;
  for (const auto& call : lab.sent())
    if (call.lane == lane) waits.push_back(seconds(call.at - call.queued_at));
  std::ranges::sort(waits);
  return waits.at(static_cast<std::size_t>(part * static_cast<double>(waits.size() - 1)));
}

std::map<std::string, double> calls_by_tenant(const GateLab& lab) {
  std::map<std::string, double> out;
  for (const auto& call : lab.sent()) out[call.tenant] += 1;
  return out;
}

double jain(const std::vector<double>& shares) {
  double sum = 0;
  double squares = 0;
  for (const auto share : shares) {
    sum += share;
    squares += share * share;
  }
  return sum * sum / (static_cast<double>(shares.size()) * squares);
}

TEST(GateLanes, AnInteractiveWriteWaitsAtMostASecondWhileASweepSaturatesTheGate) {
  for (const double per_second : {2.0, 5.0, 20.0, 100.0}) {
    GateLab lab{{.rate = {5, 500}, .max_concurrency = 8}, 11};
    lab.vendor.per_second = per_second;
    lab.demand = [](GateLab& l) { l.keep_waiting(Lane::sweep, "", 64); };
    lab.run_for(60s);  // The rate has been found.
    for (int i = 0; i < 300; ++i) {
      lab.submit(Lane::interactive_write, "coach");
      lab.run_for(3s + std::chrono::milliseconds{37 * (i % 50)});
    }
    const auto p99 = wait_of(lab, Lane::interactive_write, 0.99);
    std::printf(
        "  limit %5.1f/s, sweep saturates: interactive write waits p50 %.3f s, p99 %.3f s\n",
        per_second, wait_of(lab, Lane::interactive_write, 0.5), p99);
    EXPECT_LE(p99, 1.0) << per_second;
  }
}

TEST(GateLanes, EvenWhenEverySweepCallTakesForever) {
  GateLab lab{limits(20, 4), 12};
  lab.vendor.per_second = 1000;
  lab.latency = 10s;
  lab.demand = [](GateLab& l) { l.keep_waiting(Lane::sweep, "", 20); };
  lab.run_for(60s);
  lab.submit(Lane::interactive_write, "coach");
  lab.run_for(2s);
  EXPECT_LE(wait_of(lab, Lane::interactive_write, 1), 1.0);
}

TEST(GateLanes, EveryLaneKeepsItsFloorWhenAllAreFull) {
  GateLab lab{limits(100, 64), 13};
  lab.vendor.per_second = 1000;
  lab.demand = [](GateLab& l) {
    for (std::size_t i = 0; i < rate::kLanes; ++i) l.keep_waiting(static_cast<Lane>(i), "", 5);
  };
  lab.run_for(60s);
  std::map<Lane, double> share;
  for (const auto& call : lab.sent())
    share[call.lane] += 1 / static_cast<double>(lab.sent().size());
  for (std::size_t i = 0; i < rate::kLanes; ++i)
    EXPECT_GE(share[static_cast<Lane>(i)], 0.95 * rate::kLaneFloors[i]) << "lane " << i;
  EXPECT_GE(share[Lane::interactive_write], 0.5) << "what is left over goes to the most important";
}

TEST(GateLanes, AnIdleLanesShareIsBorrowed) {
  GateLab lab{limits(100, 64), 14};
  lab.vendor.per_second = 1000;
  lab.demand = [](GateLab& l) { l.keep_waiting(Lane::sweep, "", 5); };
  lab.run_for(10s);
  EXPECT_GE(lab.sent().size(), 990U);
}

TEST(GateFairness, ACoachWhoFloodsTakesNothingFromTheOthers) {
  GateLab lab{limits(50), 15};
  lab.vendor.per_second = 1000;
  for (int i = 0; i < 2000; ++i) lab.submit(Lane::interactive_write, "flood");
  lab.demand = [](GateLab& l) {
    for (int coach = 1; coach < 20; ++coach)
      l.keep_waiting(Lane::interactive_write, std::to_string(coach), 2);
  };
  lab.run_for(30s);
  auto calls = calls_by_tenant(lab);
  const auto flood = calls["flood"];
  calls.erase("flood");
  std::vector<double> others;
  for (const auto& [coach, count] : calls) others.push_back(count);
  std::printf(
      "  19 coaches beside one who floods: Jain's index %.4f, each %.0f calls, the flood %.0f\n",
      jain(others), others.front(), flood);
  ASSERT_EQ(others.size(), 19U);
  EXPECT_GE(jain(others), 0.98);
  EXPECT_LE(flood, others.front() + 2);
}

TEST(GateFairness, ACoachWhoAsksLittleHardlyWaits) {
  GateLab lab{limits(20), 16};
  lab.vendor.per_second = 1000;
  for (int i = 0; i < 1000; ++i) lab.submit(Lane::manual_refresh, "flood");
  lab.run_for(5s);
  lab.submit(Lane::manual_refresh, "quiet");
  lab.run_for(1s);
  const auto quiet = std::ranges::find(lab.sent(), "quiet", &GateLab::Sent::tenant);
  ASSERT_NE(quiet, lab.sent().end());
  EXPECT_LE(quiet->at - quiet->queued_at, 100ms);
}

class Outage : public testing::TestWithParam<bool> {};

TEST_P(Outage, OfTenMinutesCostsTenCallsAMinuteAndEndsWithoutABurst) {
  GateLab lab{{.rate = {5, 100}, .max_concurrency = 8}, 17};
  lab.vendor.per_second = 20;
  lab.demand = [](GateLab& l) { l.keep_waiting(Lane::sla_poll, "", 40); };
  lab.run_for(120s);
  const auto begin = lab.now();
  lab.vendor.away = true;
  lab.vendor.away_silently = GetParam();
  lab.run_for(600s);
  const auto end = lab.now();
  lab.vendor.away = false;
  lab.run_for(120s);
  std::int64_t worst = 0;
  for (auto from = begin; from + 60s <= end; from += 1s)
    worst =
        std::max(worst, lab.tally(from, from + 60s).passed + lab.tally(from, from + 60s).refused);
  std::int64_t burst = 0;
  for (auto from = end; from + 1s <= end + 60s; from += 100ms) {
    const auto tally = lab.tally(from, from + 1s);
    burst = std::max(burst, tally.passed + tally.refused);
  }
  const auto after = lab.tally(end + 60s, end + 120s).passed;
  std::printf(
      "  10 minutes of outage (%s): at most %ld calls in a minute, then at most %ld in a "
      "second of a limit of 20, %.0f %% of it used a minute later\n",
      GetParam() ? "silence" : "refused", worst, burst, static_cast<double>(after) / 12);
  EXPECT_LE(worst, 10);
  EXPECT_LE(burst, 21);  // A second that begins with a call has one more than its rate.
  EXPECT_GE(after, 900);
}

INSTANTIATE_TEST_SUITE_P(RefusedOrSilent, Outage, testing::Bool());

TEST(GateBreaker, OnlyOneCallAtATimeWhileItIsNotCertain) {
  GateLab lab{limits(50), 18};
  lab.vendor.per_second = 1000;
  lab.vendor.away = true;
  lab.demand = [](GateLab& l) { l.keep_waiting(Lane::sla_poll, "", 40); };
  lab.run_for(5s);
  EXPECT_EQ(lab.gate().report(lab.now()).breaker, rate::BreakerState::open);
  const auto before = lab.sent().size();
  lab.vendor.away = false;
  lab.latency = 2s;
  while (lab.sent().size() == before) lab.run_for(100ms);
  EXPECT_EQ(lab.gate().report(lab.now()).breaker, rate::BreakerState::half_open);
  lab.run_for(500ms);
  EXPECT_EQ(lab.sent().size(), before + 1);
  lab.run_for(20s);
  EXPECT_EQ(lab.gate().report(lab.now()).breaker, rate::BreakerState::closed);
}

TEST(GateBreaker, OneThingThatAlwaysFailsIsNoOutage) {
  rate::CircuitBreaker breaker;
  for (int i = 0; i < 50; ++i) breaker.failed(Nanos{i}, 7, false, 0);
  EXPECT_EQ(breaker.state(), rate::BreakerState::closed);
  breaker.failed(Nanos{50}, 8, false, 0);
  EXPECT_EQ(breaker.state(), rate::BreakerState::open);
}

TEST(GateBreaker, WhatWasLookedIntoIsEnoughAtOnce) {
  rate::CircuitBreaker breaker;
  EXPECT_TRUE(breaker.failed(Nanos{1}, 7, true, 0, 1));
  EXPECT_EQ(breaker.state(), rate::BreakerState::open);
}

TEST(GateBreaker, AnAnswerInBetweenIsNoOutage) {
  rate::CircuitBreaker breaker;
  for (int i = 0; i < 50; ++i) {
    for (int k = 1; k < rate::CircuitBreaker::kFailuresToOpen; ++k)
      breaker.failed(Nanos{i}, static_cast<std::uint64_t>(k), true, 0);
    breaker.answered();
  }
  EXPECT_EQ(breaker.state(), rate::BreakerState::closed);
}

/// Puts one call in and takes it out again.
rate::Ticket take_one(rate::Gate& gate, Nanos now) {
  gate.submit({}, now);
  auto ticket = gate.next(now);
  EXPECT_TRUE(ticket);
  return ticket.value_or(rate::Ticket{});
}

rate::CallResult failure(bool repeatable) {
  return {.end = rate::CallEnd::failed, .repeatable = repeatable, .overloaded = true};
}

TEST(GateRetries, ARepeatableFailureComesBackAtMostTwice) {
  rate::Gate gate{limits(1000), 1};
  auto now = Nanos{1s};
  auto ticket = take_one(gate, now);
  for (int i = 1; i < rate::Gate::kMaxAttempts; ++i) {
    EXPECT_FALSE(gate.finished(ticket, failure(true), now));
    const auto wake = gate.wake_at(now);
    ASSERT_TRUE(wake);
    EXPECT_LE(*wake - now, 10s);
    now = *wake;
    ticket = gate.next(now).value();
    EXPECT_EQ(ticket.attempts, i);
  }
  EXPECT_TRUE(gate.finished(ticket, failure(true), now));
}

TEST(GateRetries, AreABudgetNotAMultiple) {
  rate::Gate gate{limits(1000, 64), 1};
  auto now = Nanos{1s};
  int repeated = 0;
  for (int i = 0; i < 200; ++i) {
    now += 100ms;
    auto ticket = gate.next(now);
    if (!ticket) ticket = take_one(gate, now);
    if (!gate.finished(*ticket, failure(true), now)) ++repeated;
    now += 1ms;
    gate.finished(take_one(gate, now), {}, now);  // Answers in between: no outage.
  }
  EXPECT_LE(repeated, 10 + 200 / 5) << "ten to begin with, then one per five that succeeded";
  EXPECT_GE(repeated, 20);
}

TEST(GateRetries, A429IsNoFailureAndKeepsItsPlace) {
  rate::Gate gate{limits(1000), 1};
  auto now = Nanos{1s};
  auto ticket = take_one(gate, now);
  const auto first = ticket.id;
  gate.submit({.id = 99}, now);
  EXPECT_FALSE(gate.finished(ticket, {.end = rate::CallEnd::rate_limited, .retry_after = 3s}, now));
  EXPECT_EQ(gate.wake_at(now), now + 3s);
  EXPECT_FALSE(gate.next(now + 2999ms));
  const auto again = gate.next(now + 3s);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, first);
  EXPECT_EQ(again->attempts, 0);
}

TEST(GateRetries, ACallThatWasNotMadeTeachesNothing) {
  rate::Gate gate{limits(1000), 1};
  const auto before = gate.report(Nanos{1s});
  for (int i = 0; i < 20; ++i) {
    const auto now = Nanos{1s} + i * 10ms;
    EXPECT_TRUE(gate.finished(take_one(gate, now), {.end = rate::CallEnd::not_made}, now));
  }
  const auto after = gate.report(Nanos{1200ms});
  EXPECT_EQ(after.breaker, rate::BreakerState::closed);
  EXPECT_EQ(after.calls_per_second, before.calls_per_second);
  EXPECT_EQ(after.concurrency, before.concurrency);
  EXPECT_EQ(after.in_flight, 0U);
  EXPECT_EQ(after.total.total(), 0);
}

TEST(GateRetries, AProbeThatWasNotMadeLeavesTheNextOneToTry) {
  rate::Gate gate{limits(1000), 1};
  auto now = Nanos{1s};
  for (int i = 0; i < rate::CircuitBreaker::kFailuresToOpen; ++i)
    gate.finished(take_one(gate, now += 1ms), {.end = rate::CallEnd::failed, .everywhere = true},
                  now);
  ASSERT_EQ(gate.report(now).breaker, rate::BreakerState::open);
  now += rate::CircuitBreaker::kLongest;
  gate.finished(take_one(gate, now), {.end = rate::CallEnd::not_made}, now);
  EXPECT_EQ(gate.report(now).breaker, rate::BreakerState::half_open) << "nothing was learned";
  gate.finished(take_one(gate, now += 1ms), {}, now);
  gate.finished(take_one(gate, now += 1ms), {}, now);
  EXPECT_EQ(gate.report(now).breaker, rate::BreakerState::closed);
}

TEST(GateConcurrency, RisesWhileAnswersComeAndFallsWhenTheyDoNot) {
  GateLab lab{limits(1000, 32), 19};
  lab.vendor.per_second = 10'000;
  lab.latency = 100ms;
  lab.demand = [](GateLab& l) { l.keep_waiting(Lane::interactive_write, "", 100); };
  lab.run_for(30s);
  EXPECT_EQ(lab.gate().report(lab.now()).concurrency, 32U);
  lab.vendor.away = true;
  lab.run_for(1s);
  EXPECT_LE(lab.gate().report(lab.now()).concurrency, 16U);
}

TEST(GateConcurrency, IsNeverSoLowThatOneCallThatHangsKeepsEverybodyOut) {
  rate::ConcurrencyLimit eight{8};
  rate::ConcurrencyLimit one{1};
  for (int i = 1; i < 50; ++i) {
    eight.overloaded(Nanos{i}, Nanos{i});
    one.overloaded(Nanos{i}, Nanos{i});
  }
  EXPECT_EQ(eight.limit(), 2U);
  EXPECT_EQ(one.limit(), 1U);
}

TEST(GateLimits, ChangeWhileItRuns) {
  GateLab lab{limits(100, 32), 20};
  lab.vendor.per_second = 10'000;
  lab.demand = [](GateLab& l) { l.keep_waiting(Lane::interactive_write, "", 100); };
  lab.run_for(10s);
  lab.gate().set_limits(limits(10, 2));
  lab.run_for(10s);
  const auto slow = lab.tally(lab.now() - 9s, lab.now()).passed;
  EXPECT_LE(slow, 91);
  EXPECT_GE(slow, 85);
  EXPECT_LE(lab.gate().report(lab.now()).concurrency, 2U);
  lab.gate().set_limits(limits(200, 32));
  lab.run_for(60s);
  EXPECT_GE(lab.tally(lab.now() - 10s, lab.now()).passed, 1900) << "and is learned up again";
}

TEST(GateReport, CountsEveryCallAndSaysWhyNothingGoesOut) {
  GateLab lab{limits(10), 21};
  lab.vendor.per_second = 5;
  lab.vendor.retry_after = 30s;
  lab.demand = [](GateLab& l) { l.keep_waiting(Lane::sweep, "", 7); };
  lab.run_for(20s);
  const auto report = lab.gate().report(lab.now());
  EXPECT_EQ(report.total.total(), static_cast<std::int64_t>(lab.sent().size()));
  EXPECT_EQ(report.last_minute.rate_limited, lab.tally(0s, lab.now()).refused);
  EXPECT_GT(report.paused_for, 0);
  EXPECT_EQ(report.lanes[index_of(Lane::sweep)].waiting, 8U) << "one was sent back";
  EXPECT_LT(report.calls_per_second, 10);
}

}  // namespace
}  // namespace lockstep::testing_support
