// Work that waits without a thread: it goes on once, whoever ends the wait, on any thread.
#include "adapters/http/task.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace lockstep::http {
namespace {

using std::chrono::steady_clock;
const auto kLater = steady_clock::time_point::max();

class Tasks : public testing::Test {
 protected:
  void SetUp() override {
    if (!Task::kMayWait) GTEST_SKIP() << "the sanitizers take another stack for a broken one";
  }
  /// True: it has ended.
  bool resume() {
    return task_.resume([this] { ++ready_; }, [this](const auto& pause) { pause_ = pause; });
  }

  Task task_;
  int ready_ = 0;
  std::shared_ptr<Pause> pause_;
};

TEST_F(Tasks, RunToTheirEndOnTheSpotWhenTheyDoNotWait) {
  bool done = false;
  EXPECT_EQ(Task::current(), nullptr);
  task_.begin([&] { done = Task::current() == &task_; });
  EXPECT_TRUE(resume());
  EXPECT_TRUE(done);
  EXPECT_EQ(Task::current(), nullptr);
}

TEST_F(Tasks, GoOnWithWhatEndedTheWait) {
  std::function<void(int)> answer;
  std::optional<int> got;
  task_.begin([&] {
    got = Task::wait_for<int>(kLater, [&](auto on_answer) { answer = std::move(on_answer); });
  });
  EXPECT_FALSE(resume());
  EXPECT_EQ(Task::current(), nullptr) << "the thread is free";
  EXPECT_EQ(ready_, 0);
  answer(7);
  EXPECT_EQ(ready_, 1);
  EXPECT_EQ(got, std::nullopt) << "not before somebody has a thread for it";
  EXPECT_TRUE(resume());
  EXPECT_EQ(got, 7);
}

TEST_F(Tasks, GoOnWhenTheAnswerIsThereAtOnce) {
  std::optional<int> got;
  task_.begin([&] { got = Task::wait_for<int>(kLater, [](auto on_answer) { on_answer(7); }); });
  EXPECT_FALSE(resume());
  EXPECT_EQ(ready_, 1);
  EXPECT_TRUE(resume());
  EXPECT_EQ(got, 7);
}

TEST_F(Tasks, GoOnOnceHoweverManyEndTheWait) {
  std::function<void(int)> answer;
  std::optional<int> got = 1;
  task_.begin([&] {
    got = Task::wait_for<int>(steady_clock::time_point{},
                              [&](auto on_answer) { answer = std::move(on_answer); });
  });
  EXPECT_FALSE(resume());
  EXPECT_EQ(pause_->until(), steady_clock::time_point{});
  ASSERT_TRUE(pause_->claim());  // Its time is up.
  pause_->go_on();
  answer(7);
  EXPECT_EQ(ready_, 1);
  EXPECT_TRUE(resume());
  EXPECT_EQ(got, std::nullopt);
  answer(8);
  EXPECT_EQ(ready_, 1) << "nor afterwards";
}

TEST_F(Tasks, MayBeBegunAgain) {
  for (int i = 0; i < 3; ++i) {
    std::optional<int> got;
    task_.begin([&] { got = Task::wait_for<int>(kLater, [&](auto answer) { answer(i); }); });
    EXPECT_FALSE(resume());
    EXPECT_TRUE(resume());
    EXPECT_EQ(got, i);
  }
}

TEST_F(Tasks, ThrowAndCatchWithinThemselves) {
  std::string caught;
  task_.begin([&] {
    try {
      (void)Task::wait_for<int>(kLater, [](auto answer) { answer(1); });
      throw std::runtime_error("own");
    } catch (const std::runtime_error& e) {
      caught = e.what();
    }
  });
  EXPECT_FALSE(resume());
  EXPECT_TRUE(resume());
  EXPECT_EQ(caught, "own");
}

TEST_F(Tasks, AreTakenOnByWhateverThreadIsFree) {
  constexpr int kTasks = 32;
  constexpr int kWaits = 50;
  struct Job {
    Task task;
    int sum = 0;
  };
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job*> ready;
  int ended = 0;
  std::vector<std::unique_ptr<Job>> jobs;
  for (int i = 0; i < kTasks; ++i) {
    jobs.push_back(std::make_unique<Job>());
    auto* job = jobs.back().get();
    job->task.begin([job] {
      for (int n = 0; n < kWaits; ++n)
        job->sum += *Task::wait_for<int>(kLater, [](auto answer) { answer(1); });
    });
    ready.push_back(job);
  }
  const auto work = [&] {
    for (;;) {
      std::unique_lock lock{mutex};
      changed.wait(lock, [&] { return !ready.empty() || ended == kTasks; });
      if (ready.empty()) return;
      auto* job = ready.front();
      ready.pop_front();
      lock.unlock();
      const auto go_on = [&, job] {
        const std::lock_guard again{mutex};
        ready.push_back(job);
        changed.notify_one();
      };
      if (!job->task.resume(go_on, [](const auto&) {})) continue;
      lock.lock();
      if (++ended == kTasks) changed.notify_all();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  for (const auto& job : jobs) EXPECT_EQ(job->sum, kWaits);
}

}  // namespace
}  // namespace lockstep::http
