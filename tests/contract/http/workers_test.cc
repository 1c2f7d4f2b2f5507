// Threads and timers of the API: what is posted runs, what is cancelled or too late does not.
#include "adapters/http/api/workers.h"

#include <atomic>
#include <future>
#include <memory>
#include <thread>

#include <gtest/gtest.h>

#include "base/processors.h"

namespace lockstep::http {
namespace {

using std::chrono::milliseconds;
using Clock = Workers::Time::clock;

TEST(Workers, RunWhatIsPostedAlsoFromTheirOwnThreads) {
  Workers workers{2};
  std::promise<int> done;
  workers.post([&] { workers.post([&] { done.set_value(7); }); });
  EXPECT_EQ(done.get_future().get(), 7);
}

TEST(Workers, RunWhatIsDueAndNotBefore) {
  Workers workers{1};
  std::promise<Workers::Time> ran;
  const auto at = Clock::now() + milliseconds(100);
  workers.post_at(at, [&] { ran.set_value(Clock::now()); });
  EXPECT_GE(ran.get_future().get(), at);
}

TEST(Workers, DropWhatIsCancelled) {
  Workers workers{1};
  std::atomic<int> runs{0};
  const auto held = std::make_shared<int>(1);
  const auto timer = workers.post_at(Clock::now() + milliseconds(50), [&, held] { ++runs; });
  EXPECT_EQ(held.use_count(), 2);
  workers.cancel(timer);
  EXPECT_EQ(held.use_count(), 1) << "it lets go of what it holds at once";
  std::promise<void> later;
  workers.post_at(Clock::now() + milliseconds(200), [&] { later.set_value(); });
  later.get_future().get();
  EXPECT_EQ(runs, 0);
  workers.cancel(timer);
}

/// More than run at a time, by far fewer than there are threads.
std::size_t many() {
  return 2 * base::processors() + 1;
}

TEST(Workers, RunOthersWhileSomeSayThatTheyWait) {
  Workers workers{many() + 1};
  std::promise<void> last;
  const auto until = last.get_future().share();
  for (std::size_t i = 0; i < many(); ++i)
    workers.post([until] {
      const Workers::Waiting waiting;
      until.wait();
    });
  workers.post([&] { last.set_value(); });
  EXPECT_EQ(until.wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

TEST(Workers, HelpThoseThatAreStuckWithoutSayingSo) {
  Workers workers{many() + 1};
  std::promise<void> last;
  const auto until = last.get_future().share();
  for (std::size_t i = 0; i < many(); ++i) workers.post([until] { until.wait(); });
  workers.post([&] { last.set_value(); });
  EXPECT_EQ(until.wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

TEST(Workers, MaySayOutsideOfAWorkerThatTheyWait) {
  const Workers::Waiting nobody;
  Workers workers{1};
  std::promise<void> done;
  workers.post([&] { done.set_value(); });
  done.get_future().get();
}

TEST(Workers, FinishWhatIsUnderWayAtTheStopAndDropTheRest) {
  std::atomic<bool> finished{false};
  std::promise<void> begun;
  const auto held = std::make_shared<int>(1);
  Workers workers{1};
  workers.post_at(Clock::now() + std::chrono::hours(1), [held] {});
  workers.post([&] {
    begun.set_value();
    std::this_thread::sleep_for(milliseconds(50));
    finished = true;
  });
  begun.get_future().get();
  workers.stop();
  EXPECT_TRUE(finished);
  EXPECT_EQ(held.use_count(), 1);
  workers.post_at(Clock::now(), [held] {});
  EXPECT_EQ(held.use_count(), 1) << "too late";
  workers.stop();
}

}  // namespace
}  // namespace lockstep::http
