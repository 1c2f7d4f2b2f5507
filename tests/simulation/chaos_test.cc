// Random sequences of commands by several coaches against a vendor with random faults: the vendor
// ends equal to what is desired, or each difference is in a named drift state; nobody is ever on
// two teams, no team ever has 7, nothing is written more than twice for one desired value, and
// nothing that was refused happens.
//
// LOCKSTEP_SIMULATION_RUNS is how many seasons each of the 8 parts plays. LOCKSTEP_SEED plays one
// season alone, and what failed says which.
#include "tests/simulation/chaos.h"

#include <cstdlib>
#include <iostream>

#include <gtest/gtest.h>

namespace lockstep::simulation {
namespace {

constexpr std::uint64_t kParts = 8;
constexpr std::uint64_t kRunsPerPart = 30;
constexpr int kSteps = 100;

std::optional<std::uint64_t> from_environment(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? std::nullopt : std::optional<std::uint64_t>(std::stoull(text));
}

struct Sum {
  std::size_t seasons = 0;
  std::size_t calls = 0;
  std::size_t writes = 0;
  std::size_t sevens = 0;
  std::size_t refusals = 0;
};

void play(std::uint64_t seed, Sum& sum, Answers answers = Answers::faulty) {
  Chaos chaos{seed, answers};
  chaos.play(kSteps);
  chaos.settle();
  for (const auto& complaint : chaos.complaints()) ADD_FAILURE() << complaint;
  EXPECT_TRUE(chaos.world.log->verify({}));
  ++sum.seasons;
  sum.calls += chaos.watch.calls();
  sum.writes += chaos.watch.writes_taken();
  sum.sevens += chaos.watch.sevens_there();
  sum.refusals += chaos.watch.refusals();
  if (testing::Test::HasFailure())
    std::cout << chaos.watch.story() << "again: LOCKSTEP_SEED=" << seed
              << " simulation_test --gtest_filter='*Chaotic*/0'\n";
}

class Chaotic : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Chaotic, SeasonsEndAsDesiredOrInANamedDriftState) {
  Sum sum;
  if (const auto seed = from_environment("LOCKSTEP_SEED")) return play(*seed, sum);
  const auto runs = from_environment("LOCKSTEP_SIMULATION_RUNS").value_or(kRunsPerPart);
  for (std::uint64_t i = 0; i < runs && !HasFailure(); ++i) play(1 + GetParam() + i * kParts, sum);
  std::cout << "  " << sum.seasons << " seasons, " << sum.calls << " calls, " << sum.writes
            << " writes carried out, " << sum.refusals << " refusals, " << sum.sevens
            << " times seven there by others\n";
  EXPECT_GT(sum.refusals, sum.seasons);
}

// No child is lost, doubled, exposed or on a wrong team by an answer that is read too much into.
TEST_P(Chaotic, SeasonsOfAnyAnswersEndAsDesiredOrInANamedDriftState) {
  Sum sum;
  if (const auto seed = from_environment("LOCKSTEP_SEED")) return play(*seed, sum, Answers::any);
  const auto runs = from_environment("LOCKSTEP_SIMULATION_RUNS").value_or(kRunsPerPart);
  for (std::uint64_t i = 0; i < runs && !HasFailure(); ++i)
    play(1 + GetParam() + i * kParts, sum, Answers::any);
  std::cout << "  " << sum.seasons << " seasons, " << sum.calls << " calls, " << sum.writes
            << " writes carried out\n";
}

INSTANTIATE_TEST_SUITE_P(Parts, Chaotic, testing::Range<std::uint64_t>(0, kParts));

}  // namespace
}  // namespace lockstep::simulation
