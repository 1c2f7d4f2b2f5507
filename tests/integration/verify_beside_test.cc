// `verify`, `log stats` and `log cat` beside an engine that takes new people all the time: what is
// not damaged is not called damaged.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

using Clock = std::chrono::steady_clock;

// A round reads the whole log three times, and the log grows while it does: so a log ends, and
// another one begins, before a round takes seconds. Between two days the engine starts again, which
// writes what was in memory into tables: there is something to compact, and to read in vain.
constexpr int kRoundsADay = 10;
constexpr int kDaysOfALog = 3;
constexpr int kClients = 4;
constexpr int kKidsOfACoach = 50;
constexpr std::chrono::milliseconds kBetweenTwoOfAClient{10 * kClients};  // 100 a second.

// More of them at night: VERIFY_ROUNDS=200.
int rounds() {
  const char* wanted = std::getenv("VERIFY_ROUNDS");
  return wanted == nullptr ? kRoundsADay : std::atoi(wanted);
}

/// Each is a stream and a key of its own: what a reader sees of the one and not of the other would
/// look like damage.
class NewPeople {
 public:
  explicit NewPeople(int port) {
    for (int client = 0; client < kClients; ++client)
      threads_.emplace_back([this, port] { come(port); });
  }
  ~NewPeople() {
    stopping_ = true;
    for (auto& thread : threads_) thread.join();
  }
  NewPeople(const NewPeople&) = delete;
  NewPeople& operator=(const NewPeople&) = delete;
  [[nodiscard]] int count() const { return count_; }

 private:
  static std::string new_name(const char* what) {
    static std::atomic<int> known{0};
    return what + std::to_string(++known);
  }
  void come(int port) {
    ApiClient api{port};
    std::string coach;
    auto due = Clock::now();
    for (int i = 0; !stopping_; ++i) {
      if (i % kKidsOfACoach == 0) {
        coach = new_name("coach-");
        EXPECT_EQ(api.put("/api/coaches/" + coach, coach_body()).status, 200);
      }
      const auto id = new_name("kid-");
      EXPECT_EQ(api.put("/api/competitors/" + id, competitor_body(coach, id)).status, 200);
      ++count_;
      // Who is late is not made up for: there is no rush after a pause.
      due = std::max(due + kBetweenTwoOfAClient, Clock::now() - kBetweenTwoOfAClient);
      std::this_thread::sleep_until(due);
    }
  }

  std::atomic<bool> stopping_{false};
  std::atomic<int> count_{0};
  std::vector<std::thread> threads_;
};

/// So many rounds beside one life of an engine; how many people came meanwhile.
void pass_a_day(const std::string& data, const std::string& vendor_url, int rounds, int* people) {
  EngineProcess engine{
      {.data_dir = data, .vendor_url = vendor_url, .database_url = "", .flags = {}}};
  engine.start();
  {
    const NewPeople coming{engine.port()};
    ASSERT_TRUE(eventually(20, [&] { return coming.count() > 20; }));
    for (int round = 0; round < rounds; ++round)
      for (const auto& asked :
           {std::vector<std::string>{"verify"}, {"log", "stats"}, {"log", "cat"}}) {
        auto args = asked;
        args.insert(args.end(), {"--data-dir", data});
        const auto result = run_lockstep(args);
        ASSERT_EQ(result.exit_code, 0) << asked.back() << ", round " << round << ": " << result.err;
      }
    *people += coming.count();
  }
  EXPECT_EQ(engine.stop(), 0);
}

TEST(VerifyBeside, AnEngineThatTakesNewPeopleNeverCriesWolf) {
  const auto mock = start_mock();
  const testing_support::TempDir dir;
  const auto begun = Clock::now();
  int people = 0;
  int day = 0;
  for (int done = 0; done < rounds() && !HasFailure(); done += kRoundsADay, ++day) {
    const auto data = (dir.path() / ("data-" + std::to_string(day / kDaysOfALog))).string();
    pass_a_day(data, mock->base_url(), std::min(kRoundsADay, rounds() - done), &people);
  }
  const auto took = std::chrono::duration<double>(Clock::now() - begun).count();
  std::printf("%d rounds in %.0f s, on %d days; %d new people, %.0f a second\n", rounds(), took,
              day, people, people / took);
}

}  // namespace
}  // namespace lockstep::integration
