// `verify`, `log stats` and `log cat` beside an engine that takes new people all the time: what is
// not damaged is not called damaged.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

// More of them at night: VERIFY_ROUNDS=200.
int rounds() {
  const char* wanted = std::getenv("VERIFY_ROUNDS");
  return wanted == nullptr ? 10 : std::atoi(wanted);
}

/// Each is a stream and a key of its own: what a reader sees of the one and not of the other would
/// look like damage.
class NewPeople {
 public:
  explicit NewPeople(int port) : thread_([this, port] { come(port); }) {}
  ~NewPeople() {
    stopping_ = true;
    thread_.join();
  }
  NewPeople(const NewPeople&) = delete;
  NewPeople& operator=(const NewPeople&) = delete;
  [[nodiscard]] int count() const { return count_; }

 private:
  void come(int port) {
    ApiClient api{port};
    EXPECT_EQ(api.put("/api/coaches/coach", coach_body()).status, 200);
    while (!stopping_) {
      const auto id = "kid-" + std::to_string(count_.load());
      EXPECT_EQ(api.put("/api/competitors/" + id, competitor_body("coach", id)).status, 200);
      ++count_;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
  }

  std::atomic<bool> stopping_{false};
  std::atomic<int> count_{0};
  std::thread thread_;
};

TEST(VerifyBeside, AnEngineThatTakesNewPeopleNeverCriesWolf) {
  const auto mock = start_mock();
  const testing_support::TempDir dir;
  const auto data = (dir.path() / "data").string();
  EngineProcess engine{
      {.data_dir = data, .vendor_url = mock->base_url(), .database_url = "", .flags = {}}};
  engine.start();
  const NewPeople people{engine.port()};
  ASSERT_TRUE(eventually(20, [&] { return people.count() > 20; }));
  for (int round = 0; round < rounds(); ++round)
    for (const auto& asked :
         {std::vector<std::string>{"verify"}, {"log", "stats"}, {"log", "cat"}}) {
      auto args = asked;
      args.insert(args.end(), {"--data-dir", data});
      const auto result = run_lockstep(args);
      ASSERT_EQ(result.exit_code, 0) << asked.back() << ", round " << round << ": " << result.err;
    }
  std::printf("%d new people meanwhile\n", people.count());
}

}  // namespace
}  // namespace lockstep::integration
