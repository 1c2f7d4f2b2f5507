#include "adapters/http/api/change_run.h"

#include <atomic>
#include <exception>
#include <optional>
#include <utility>

#include "adapters/http/api/access.h"
#include "engine/usecases/recollection.h"

namespace lockstep::http {

namespace {

constexpr int kMaxAttempts = 5;

/// One thread at a time: each ends its part by what leads to the next.
class ChangeRun : public std::enable_shared_from_this<ChangeRun> {
 public:
  ChangeRun(PlannedChange planned, std::shared_ptr<Workers> workers, Told told)
      : planned_(std::move(planned)), workers_(std::move(workers)), told_(std::move(told)) {}

  /// In a thread that may wait.
  void attempt();

 private:
  using Heard = usecases::Heard;
  using Step = usecases::Step;

  void go_on(Step step, bool by_worker);
  void give(usecases::Give step, bool by_worker);
  void on_reply(Result<CommandReply> reply);
  void hear(const Heard& heard, bool by_worker);
  void settle(Answered<CommandReply> outcome, bool by_worker);
  void attempt_again();
  void finish(Answered<CommandReply> outcome);
  void fail();
  /// Nothing may come out of the threads that this is called in.
  template <class Work>
  void safely(Work work);
  template <class Work>
  void leave_to_a_worker(Work work);

  std::optional<PlannedChange> planned_;  ///< None: it is over.
  const std::shared_ptr<Workers> workers_;
  const Told told_;
  std::optional<usecases::AnyUseCase> use_case_;
  int attempts_ = 0;
};

template <class Work>
void ChangeRun::safely(Work work) {
  try {
    work();
  } catch (const std::exception&) {
    // What it says may quote the request, so it goes nowhere.
    fail();
  }
}

template <class Work>
void ChangeRun::leave_to_a_worker(Work work) {
  workers_->post([self = shared_from_this(), work = std::move(work)] { self->safely(work); });
}

void ChangeRun::attempt() {
  safely([this] {
    ++attempts_;
    auto use_case = planned_->attempt();
    if (!use_case) return settle(std::move(use_case).error(), true);
    use_case_.emplace(std::move(use_case).value());
    go_on(use_case_->start(), true);
  });
}

void ChangeRun::go_on(Step step, bool by_worker) {
  auto& log = planned_->change.call().api.ports.log;
  for (;;) {
    if (auto* outcome = std::get_if<usecases::Outcome>(&step)) {
      if (*outcome) return settle(std::move(*outcome).value(), by_worker);
      return settle(Problem{std::move(*outcome).error()}, by_worker);
    }
    if (auto* command = std::get_if<usecases::Give>(&step))
      return give(std::move(*command), by_worker);
    if (!by_worker) {
      const auto kept = std::make_shared<Step>(std::move(step));
      return leave_to_a_worker([this, kept] { go_on(std::move(*kept), true); });
    }
    const auto* look = std::get_if<usecases::Look>(&step);
    const auto heard = look != nullptr ? usecases::recollect(log, *look)
                                       : usecases::recollect(log, std::get<usecases::Recall>(step));
    step = use_case_->on(heard);
  }
}

void ChangeRun::give(usecases::Give step, bool by_worker) {
  auto& change = planned_->change;
  const auto at_most = change.time_for(step);
  if (at_most.count() <= 0) return hear(ports::command_timed_out(), by_worker);
  const auto until = Workers::Time::clock::now() + at_most;
  auto& commands = change.call().api.ports.commands;
  auto request = change.request_for(std::move(step));
  const auto over = std::make_shared<std::atomic<bool>>(false);
  // Whoever holds the timer holds this, and nobody else does: a reply may never come.
  const auto timer = workers_->post_at(until, [self = shared_from_this(), over] {
    if (over->exchange(true)) return;
    self->safely([&] { self->hear(ports::command_timed_out(), true); });
  });
  const auto on_reply = [run = weak_from_this(), over, timer](Result<CommandReply> reply) {
    if (over->exchange(true)) return;
    const auto self = run.lock();
    if (!self) return;
    self->workers_->cancel(timer);
    self->safely([&] { self->on_reply(std::move(reply)); });
  };
  commands.submit(std::move(request), on_reply);
}

void ChangeRun::on_reply(Result<CommandReply> reply) {
  if (reply) return hear(std::move(reply).value(), false);
  hear(std::move(reply).error(), false);
}

void ChangeRun::hear(const Heard& heard, bool by_worker) {
  go_on(use_case_->on(heard), by_worker);
}

void ChangeRun::settle(Answered<CommandReply> outcome, bool by_worker) {
  const bool stale = !outcome && outcome.error().error.code == Errc::stale;
  if (!stale || attempts_ == kMaxAttempts) return finish(std::move(outcome));
  if (by_worker) return attempt_again();
  leave_to_a_worker([this] { attempt_again(); });
}

void ChangeRun::attempt_again() {
  if (auto reached = catch_up(planned_->change.call()); !reached)
    return finish(Problem{std::move(reached).error()});
  attempt();
}

void ChangeRun::finish(Answered<CommandReply> outcome) {
  const auto tell = std::move(planned_->tell);
  planned_->change.ended(outcome);
  if (!outcome) {
    auto told = as_told(planned_->change.call(), outcome.error().error);
    if (told.type != outcome.error().error.type) outcome = Problem{std::move(told)};
  }
  planned_.reset();
  told_(tell(std::move(outcome)));
}

void ChangeRun::fail() {
  if (!planned_) return;
  planned_.reset();
  told_(problem_of_status(500));
}

}  // namespace

void carry_out(PlannedChange planned, std::shared_ptr<Workers> workers, Told told) {
  std::make_shared<ChangeRun>(std::move(planned), std::move(workers), std::move(told))->attempt();
}

}  // namespace lockstep::http
