// Random histories, given to the log in memory and to the one on disk: they must agree about
// everything, also after restarts. Prints its seed; LOCKSTEP_SEED=n repeats a run.
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

#include "tests/contract/log/log_fixture.h"

namespace lockstep::log::testing {

namespace {

class RandomHistory {
 public:
  explicit RandomHistory(std::uint64_t seed) : random_(seed) {}

  std::vector<AppendRequest> batch() {
    std::vector<AppendRequest> out(1 + below(12));
    for (auto& request : out) request = below(5) == 0 && !given_.empty() ? repeated() : fresh();
    return out;
  }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

 private:
  AppendRequest repeated() {
    auto out = given_[below(given_.size())];
    if (below(4) == 0) out.fingerprint = "another";
    return out;
  }
  AppendRequest fresh() {
    const auto stream = std::to_string(below(6));
    auto& version = guesses_[stream];
    auto out = request(stream, version, below(4), below(2) == 0 ? R"({"name":"x"})" : "");
    out.remember = below(2) == 0;
    out.fingerprint = below(2) == 0 ? "" : "print";
    if (below(6) == 0)
      out.expected.value += 1 + below(2);  // Most likely stale.
    else
      version += out.events.size();
    given_.push_back(out);
    return out;
  }
  std::mt19937_64 random_;
  std::map<std::string, std::uint64_t> guesses_;
  std::vector<AppendRequest> given_;
};

std::string told(const Result<Appended>& answer) {
  if (!answer) return answer.error().type;
  const auto& a = answer.value();
  return std::to_string(a.version.value) + "/" + std::to_string(a.position.value) + "/" +
         std::to_string(a.count) + (a.repeated ? "/repeated" : "");
}

void expect_same_events(EventLog& one, EventLog& other) {
  const auto a = read_everything(one);
  const auto b = read_everything(other);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].stream, b[i].stream);
    ASSERT_EQ(a[i].version, b[i].version);
    ASSERT_EQ(a[i].causation_id, b[i].causation_id);
    ASSERT_EQ(a[i].body, b[i].body);
    ASSERT_EQ(a[i].personal, b[i].personal);
  }
}

}  // namespace

TEST(RandomHistories, look_the_same_in_memory_and_on_disk) {
  const char* given = std::getenv("LOCKSTEP_SEED");
  const auto seed = given != nullptr ? std::stoull(given) : std::random_device{}();
  SCOPED_TRACE("LOCKSTEP_SEED=" + std::to_string(seed));
  RandomHistory history(seed);
  MemoryEventLog memory;
  RocksdbHarness disk;
  for (int step = 0; step < 150; ++step) {
    const auto batch = history.batch();
    const auto expected = memory.append(batch);
    const auto answers = disk.log().append(batch);
    ASSERT_EQ(answers.size(), expected.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
      ASSERT_EQ(told(answers[i]), told(expected[i])) << "step " << step << ", request " << i;
    if (history.below(25) == 0) disk.reopen();
    if (history.below(25) == 0) {
      must(memory.keys().erase("competitor-1"));
      must(disk.keys().erase("competitor-1"));
    }
  }
  expect_same_events(memory, disk.log());
  EXPECT_EQ(must(memory.verify({})).position, must(disk.log().verify({})).position);
  EXPECT_GT(memory.head().position.value, 300U) << "the history is worth its name";
}

}  // namespace lockstep::log::testing
