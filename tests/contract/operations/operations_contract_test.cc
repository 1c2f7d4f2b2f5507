// What every operations store promises, tested against all of them.
#include <thread>

#include <gtest/gtest.h>

#include "adapters/operations_store/sqlite_operations.h"
#include "tests/support/memory_operations.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_keys.h"

namespace lockstep::operations_store {
namespace {

using ports::Attempt;
using ports::Freshness;
using ports::LearnedLimits;
using ports::OperationsLimits;
using ports::Poll;
using ports::PollFailure;
using ports::QuietRun;
using ports::UnendedCall;
using std::chrono::hours;

struct MemoryHarness {
  testing_support::MemoryOperations store;
  explicit MemoryHarness(const OperationsLimits& limits) : store(limits) {}
  ports::Operations& operations() { return store; }
};

struct SqliteHarness {
  testing_support::TempDir dir;
  std::unique_ptr<SqliteOperations> store;
  explicit SqliteHarness(const OperationsLimits& limits)
      : store(SqliteOperations::open(dir.path() / "operations.db", testing_support::test_keys(),
                                     limits)
                  .value()) {}
  ports::Operations& operations() { return *store; }
};

template <class Harness>
class OperationsContract : public testing::Test {
 protected:
  static OperationsLimits small() {
    OperationsLimits limits;
    limits.attempt_age = hours{10};
    limits.attempts = 5;
    limits.run_age = hours{20};
    limits.runs = 3;
    limits.poll_age = hours{30};
    return limits;
  }
  ports::Operations& store() { return harness_.operations(); }
  Harness harness_{small()};
};
using Implementations = testing::Types<MemoryHarness, SqliteHarness>;
TYPED_TEST_SUITE(OperationsContract, Implementations);

TYPED_TEST(OperationsContract, ACallIsUnendedFromItsBeginToItsEnd) {
  auto& store = this->store();
  const auto unended = [&](const std::string& subject) {
    return store.unended_call("getUser", subject).value();
  };
  EXPECT_EQ(unended("competitor:a"), std::nullopt);
  for (std::int64_t begun = 1; begun <= 4; ++begun) {
    ASSERT_TRUE(store.begin_call("getUser", "competitor:a", Timestamp{100 * begun}));
    EXPECT_EQ(unended("competitor:a"), (UnendedCall{begun, Timestamp{100 * begun}}));
  }
  EXPECT_EQ(unended("competitor:b"), std::nullopt);
  EXPECT_EQ(store.unended_call("createUser", "competitor:a").value(), std::nullopt);
  ASSERT_TRUE(store.end_call("getUser", "competitor:a"));
  EXPECT_EQ(unended("competitor:a"), std::nullopt);
  EXPECT_TRUE(store.end_call("getUser", "competitor:a")) << "also of none";
}

Poll answered(const std::string& subject, std::int64_t at, const std::string& kind = "odl") {
  return {subject, kind, Timestamp{at}, Timestamp{at + 1}, "synced", std::nullopt};
}

Poll failed(const std::string& subject, std::int64_t at) {
  return {subject,
          "odl",
          Timestamp{at},
          std::nullopt,
          "failed",
          PollFailure{"vendor-timeout", "No answer came.", "Wait.", 2, Timestamp{at + 60}}};
}

Attempt attempt(const std::string& subject, std::int64_t at) {
  return {Timestamp{at}, "odl", subject, "synced", 120, 200};
}

std::int64_t ms(hours time) {
  return std::chrono::milliseconds(time).count();
}

TYPED_TEST(OperationsContract, ANewStoreKnowsNothing) {
  auto& store = this->store();
  EXPECT_FALSE(store.poll_of("competitor-a", "odl").value());
  EXPECT_TRUE(store.all_polls().value().empty());
  EXPECT_EQ(store.freshness("odl", std::nullopt).value(), Freshness{});
  EXPECT_FALSE(store.limits().value());
  EXPECT_TRUE(store.attempts(std::nullopt, 10).value().empty());
  EXPECT_TRUE(store.runs(std::nullopt, 10).value().empty());
  EXPECT_EQ(store.changed_since(0, 10).value().upto, 0U);
  EXPECT_EQ(store.dropped(), 0U);
}

TYPED_TEST(OperationsContract, TheNewestPollOfASubjectAndKindIsKept) {
  auto& store = this->store();
  store.note(answered("competitor-a", 100));
  store.note(answered("competitor-a", 200));
  store.note(answered("competitor-a", 150, "flash"));
  EXPECT_EQ(store.poll_of("competitor-a", "odl").value(), answered("competitor-a", 200));
  EXPECT_EQ(store.poll_of("competitor-a", "flash").value(), answered("competitor-a", 150, "flash"));
  EXPECT_FALSE(store.poll_of("competitor-b", "odl").value());
}

TYPED_TEST(OperationsContract, AFailureKeepsTheLastAnswerAndTheNextAnswerEndsIt) {
  auto& store = this->store();
  store.note(answered("competitor-a", 100));
  store.note(failed("competitor-a", 200));
  auto expected = failed("competitor-a", 200);
  expected.answered_at = Timestamp{101};
  EXPECT_EQ(store.poll_of("competitor-a", "odl").value(), expected);
  store.note(answered("competitor-a", 300));
  EXPECT_EQ(store.poll_of("competitor-a", "odl").value(), answered("competitor-a", 300));
  auto for_good = failed("competitor-b", 1);
  for_good.failure->retry_at.reset();
  store.note(for_good);
  EXPECT_EQ(store.poll_of("competitor-b", "odl").value(), for_good);
}

TYPED_TEST(OperationsContract, PollsAreListedBySubjectAndKind) {
  auto& store = this->store();
  store.note(answered("competitor-b", 1));
  store.note(answered("competitor-a", 2));
  store.note(answered("competitor-a", 3, "flash"));
  store.note(answered("competitor-\"c\"", 4));
  const auto flash = answered("competitor-a", 3, "flash");
  const auto a = answered("competitor-a", 2);
  const auto b = answered("competitor-b", 1);
  const auto c = answered("competitor-\"c\"", 4);
  EXPECT_EQ(store.all_polls().value(), (std::vector{c, flash, a, b}));
  EXPECT_EQ(store.polls_of({"competitor-b", "competitor-x", "competitor-\"c\""}).value(),
            (std::vector{c, b}));
  EXPECT_TRUE(store.polls_of({}).value().empty());
}

TYPED_TEST(OperationsContract, FreshnessIsThatOfTheAnswersOfAKind) {
  auto& store = this->store();
  store.note(answered("competitor-a", 100));
  store.note(answered("competitor-b", 200));
  store.note(answered("competitor-c", 900, "flash"));
  store.note(failed("competitor-d", 950));
  EXPECT_EQ(store.freshness("odl", std::nullopt).value(),
            (Freshness{Timestamp{201}, Timestamp{101}, 2}));
  EXPECT_EQ(store.freshness("odl", {{"competitor-b", "competitor-c", "competitor-x"}}).value(),
            (Freshness{Timestamp{201}, Timestamp{201}, 1}));
  EXPECT_EQ(store.freshness("odl", std::vector<std::string>{}).value(), Freshness{});
  EXPECT_EQ(store.freshness("flash", std::nullopt).value(),
            (Freshness{Timestamp{901}, Timestamp{901}, 1}));
}

TYPED_TEST(OperationsContract, ChangesAreToldOnceInTheirOrder) {
  auto& store = this->store();
  store.note(answered("competitor-a", 1));
  store.note(answered("competitor-b", 2));
  store.note(answered("competitor-c", 3));
  store.note(answered("competitor-a", 4));
  const auto first = store.changed_since(0, 2).value();
  EXPECT_EQ(first.polls, (std::vector{answered("competitor-b", 2), answered("competitor-c", 3)}));
  const auto second = store.changed_since(first.upto, 2).value();
  EXPECT_EQ(second.polls, std::vector{answered("competitor-a", 4)});
  EXPECT_EQ(second.store, first.store);
  const auto third = store.changed_since(second.upto, 2).value();
  EXPECT_TRUE(third.polls.empty());
  EXPECT_EQ(third.upto, second.upto);
  store.note(answered("competitor-b", 5));
  EXPECT_EQ(store.changed_since(second.upto, 2).value().polls,
            std::vector{answered("competitor-b", 5)});
}

TYPED_TEST(OperationsContract, ChangeNumbersGoOnAfterTheNewestWasForgotten) {
  auto& store = this->store();
  store.note(answered("competitor-a", 1));
  const auto upto = store.changed_since(0, 10).value().upto;
  ASSERT_TRUE(store.prune(Timestamp{ms(hours{31})}));
  EXPECT_TRUE(store.all_polls().value().empty());
  store.note(answered("competitor-b", 2));
  EXPECT_EQ(store.changed_since(upto, 10).value().polls.size(), 1U);
}

TYPED_TEST(OperationsContract, AttemptsAndRunsComeNewestFirst) {
  auto& store = this->store();
  for (std::int64_t at = 1; at <= 3; ++at) {
    store.note(attempt("competitor-a", at));
    store.note(attempt("competitor-b", at));
    store.note(QuietRun{at == 2 ? "sweep" : "drift", Timestamp{at}, Timestamp{at + 5}, "{}"});
  }
  EXPECT_EQ(store.attempts(std::nullopt, 3).value(),
            (std::vector{attempt("competitor-b", 3), attempt("competitor-a", 3),
                         attempt("competitor-b", 2)}));
  EXPECT_EQ(store.attempts("competitor-a", 2).value(),
            (std::vector{attempt("competitor-a", 3), attempt("competitor-a", 2)}));
  EXPECT_EQ(store.runs("drift", 5).value(),
            (std::vector{QuietRun{"drift", Timestamp{3}, Timestamp{8}, "{}"},
                         QuietRun{"drift", Timestamp{1}, Timestamp{6}, "{}"}}));
  EXPECT_EQ(store.runs(std::nullopt, 2).value().size(), 2U);
}

TYPED_TEST(OperationsContract, TheNewestLimitsAreKept) {
  auto& store = this->store();
  store.note(LearnedLimits{Timestamp{1}, R"({"rate":5})"});
  store.note(LearnedLimits{Timestamp{2}, R"({"rate":7})"});
  EXPECT_EQ(store.limits().value(), (LearnedLimits{Timestamp{2}, R"({"rate":7})"}));
}

TYPED_TEST(OperationsContract, WhatIsTooOldIsForgotten) {
  auto& store = this->store();
  const auto now = ms(hours{100});
  store.note(attempt("competitor-a", now - ms(hours{10}) - 1));
  store.note(attempt("competitor-b", now - ms(hours{10})));
  store.note(QuietRun{"drift", Timestamp{now - ms(hours{20}) - 1}, Timestamp{now}, "{}"});
  store.note(QuietRun{"sweep", Timestamp{now - ms(hours{20})}, Timestamp{now}, "{}"});
  store.note(answered("competitor-a", now - ms(hours{30}) - 1));
  store.note(answered("competitor-b", now - ms(hours{30})));
  ASSERT_TRUE(store.begin_call("getUser", "a", Timestamp{now - ms(hours{10}) - 1}));
  ASSERT_TRUE(store.begin_call("getUser", "b", Timestamp{now - ms(hours{10})}));
  ASSERT_TRUE(store.prune(Timestamp{now}));
  EXPECT_EQ(store.unended_call("getUser", "a").value(), std::nullopt);
  EXPECT_TRUE(store.unended_call("getUser", "b").value());
  ASSERT_EQ(store.attempts(std::nullopt, 9).value().size(), 1U);
  EXPECT_EQ(store.attempts(std::nullopt, 9).value().front().subject, "competitor-b");
  ASSERT_EQ(store.runs(std::nullopt, 9).value().size(), 1U);
  EXPECT_EQ(store.runs(std::nullopt, 9).value().front().kind, "sweep");
  ASSERT_EQ(store.all_polls().value().size(), 1U);
  EXPECT_EQ(store.all_polls().value().front().subject, "competitor-b");
}

TYPED_TEST(OperationsContract, OfMoreThanTheLimitTheOldestAreForgotten) {
  auto& store = this->store();
  for (std::int64_t at = 1; at <= 12; ++at) {
    store.note(attempt("competitor-a", at));
    store.note(QuietRun{"drift", Timestamp{at}, Timestamp{at}, "{}"});
  }
  ASSERT_TRUE(store.prune(Timestamp{20}));
  ASSERT_EQ(store.attempts(std::nullopt, 99).value().size(), 5U);
  EXPECT_EQ(store.attempts(std::nullopt, 99).value().back().at, Timestamp{8});
  ASSERT_EQ(store.runs(std::nullopt, 99).value().size(), 3U);
  EXPECT_EQ(store.runs(std::nullopt, 99).value().back().started, Timestamp{10});
  ASSERT_TRUE(store.prune(Timestamp{20}));
  EXPECT_EQ(store.attempts(std::nullopt, 99).value().size(), 5U);
}

TYPED_TEST(OperationsContract, ManyThreadsNoteAndAskAtOnce) {
  auto& store = this->store();
  constexpr int kThreads = 4;
  constexpr int kEach = 200;
  std::vector<std::thread> threads;
  std::atomic<int> unseen{0};
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      const auto subject = "competitor-" + std::to_string(t);
      for (int i = 1; i <= kEach; ++i) {
        store.note(answered(subject, i));
        store.note(attempt(subject, i));
        if (i % 20 == 0 && store.poll_of(subject, "odl").value() != answered(subject, i)) ++unseen;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(unseen, 0) << "a question sees what was noted before it";
  EXPECT_EQ(store.freshness("odl", std::nullopt).value(),
            (Freshness{Timestamp{kEach + 1}, Timestamp{kEach + 1}, kThreads}));
  EXPECT_EQ(store.attempts(std::nullopt, 10'000).value().size(), std::size_t{kThreads} * kEach);
  EXPECT_EQ(store.changed_since(0, 100).value().upto, std::uint64_t{kThreads} * kEach);
  EXPECT_EQ(store.dropped(), 0U);
}

}  // namespace
}  // namespace lockstep::operations_store
