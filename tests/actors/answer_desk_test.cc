// Questions to actors: every one ends once, with its own answer or with none.
#include "actors/answer_desk.h"

#include <atomic>
#include <future>
#include <optional>

#include <gtest/gtest.h>

namespace lockstep::actors {
namespace {

using std::chrono::seconds;

class Desk : public testing::Test {
 protected:
  /// Doubles what is positive, never answers 0, and ends at anything below.
  caf::actor doubler() {
    return system_.spawn([](caf::event_based_actor* self) -> caf::behavior {
      return {[self](int number) -> caf::result<int> {
        auto promise = self->make_response_promise<int>();
        if (number > 0) promise.deliver(2 * number);
        if (number < 0) self->quit(caf::exit_reason::user_shutdown);
        return promise;
      }};
    });
  }
  std::future<std::optional<int>> ask(AnswerDesk& desk, const caf::actor& whom, int number) {
    auto answered = std::make_shared<std::promise<std::optional<int>>>();
    auto out = answered->get_future();
    desk.ask<int>(whom, number, [answered](const int* answer) {
      answered->set_value(answer != nullptr ? std::optional(*answer) : std::nullopt);
    });
    return out;
  }

  caf::actor_system_config config_;
  caf::actor_system system_{config_};
};

TEST_F(Desk, HandsEveryAnswerToWhomItIsFor) {
  AnswerDesk desk{system_};
  const auto actor = doubler();
  std::map<int, std::future<std::optional<int>>> answers;
  for (int i = 1; i <= 1000; ++i) answers.emplace(i, ask(desk, actor, i));
  for (auto& [number, answer] : answers) EXPECT_EQ(answer.get(), 2 * number);
  anon_send_exit(actor, caf::exit_reason::user_shutdown);
}

TEST_F(Desk, TellsThatWhoHasEndedDoesNotAnswer) {
  AnswerDesk desk{system_};
  const auto actor = doubler();
  auto last = ask(desk, actor, -1);
  auto behind = ask(desk, actor, 1);
  ASSERT_EQ(behind.wait_for(seconds{20}), std::future_status::ready);
  EXPECT_EQ(behind.get(), std::nullopt);
  EXPECT_EQ(ask(desk, actor, 2).get(), std::nullopt) << "nor who had ended before";
}

TEST_F(Desk, GivesUpWhatIsNeverAnswered) {
  AnswerDesk desk{system_, seconds{0}};
  const auto actor = doubler();
  auto unanswered = ask(desk, actor, 0);
  for (std::uint64_t i = 1; i < AnswerDesk::kSweepEvery; ++i) (void)ask(desk, actor, 0);
  ASSERT_EQ(unanswered.wait_for(seconds{0}), std::future_status::ready);
  EXPECT_EQ(unanswered.get(), std::nullopt);
  anon_send_exit(actor, caf::exit_reason::user_shutdown);
}

TEST_F(Desk, IsNotReachedByWhatComesAfterItsEnd) {
  // Keeps what it was asked until it is told to answer.
  std::vector<caf::typed_response_promise<int>> kept;
  std::promise<void> both_asked;
  std::promise<void> both_answered;
  const auto actor = system_.spawn([&](caf::event_based_actor* self) -> caf::behavior {
    return {[&, self](int) -> caf::result<int> {
              kept.push_back(self->make_response_promise<int>());
              if (kept.size() == 2) both_asked.set_value();
              return kept.back();
            },
            [&](const std::string&) {
              for (auto& promise : kept) promise.deliver(42);
              both_answered.set_value();
            }};
  });
  std::atomic<int> told_ended{0};
  AnswerDesk other{system_};
  auto answer = ask(other, actor, 1);
  {
    AnswerDesk desk{system_};
    desk.ask<int>(actor, 1, [&](const int*) { ++told_ended; });
    both_asked.get_future().wait();
  }
  caf::anon_send(actor, std::string("answer"));
  both_answered.get_future().wait();
  EXPECT_EQ(answer.get(), 42) << "who is there still is told";
  EXPECT_EQ(told_ended, 0);
  anon_send_exit(actor, caf::exit_reason::user_shutdown);
}

}  // namespace
}  // namespace lockstep::actors
