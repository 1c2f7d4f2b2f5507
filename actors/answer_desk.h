// How threads that are no actors ask actors: the answer comes to a function, so that nobody has to
// hold a thread while waiting for it.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include <caf/actor_companion.hpp>
#include <caf/all.hpp>

#include "base/mutex.h"

namespace lockstep::actors {

/// Any thread. To be destroyed before `system`; answers that come later go nowhere.
class AnswerDesk {
 public:
  /// An actor that breaks off may leave a question open for ever. It is given up, at one of the
  /// next kSweepEvery questions, when it is as old as `patience`.
  explicit AnswerDesk(caf::actor_system& system,
                      std::chrono::steady_clock::duration patience = std::chrono::minutes{10})
      : patience_(patience), actor_(system.spawn<caf::actor_companion, caf::hidden>()) {
    companion().on_enqueue([this](caf::mailbox_element_ptr element) { take(*element); });
  }
  // Without a function it drops what comes. (Its disconnect() is not in Debian's library.)
  ~AnswerDesk() { companion().on_enqueue(nullptr); }
  AnswerDesk(const AnswerDesk&) = delete;
  AnswerDesk& operator=(const AnswerDesk&) = delete;

  static constexpr std::uint64_t kSweepEvery = 256;

  /// `on_answer` is called once, from any thread, perhaps before this returns. Null: there will be
  /// no answer.
  template <class Answer, class Handle, class Message>
  void ask(const Handle& whom, Message message, std::function<void(const Answer*)> on_answer) {
    const auto number = keep([on_answer = std::move(on_answer)](caf::type_erased_tuple* content) {
      const bool answered = content != nullptr && content->match_elements<Answer>();
      on_answer(answered ? &content->get_as<Answer>(0) : nullptr);
    });
    const auto to = caf::actor_cast<caf::strong_actor_ptr>(whom);
    to->enqueue(caf::make_mailbox_element(caf::actor_cast<caf::strong_actor_ptr>(actor_),
                                          caf::make_message_id(number), {}, std::move(message)),
                nullptr);
  }

 private:
  using OnContent = std::function<void(caf::type_erased_tuple*)>;
  struct Question {
    OnContent on_content;
    std::chrono::steady_clock::time_point asked_at;
  };

  std::uint64_t keep(OnContent on_content) {
    const auto now = std::chrono::steady_clock::now();
    std::vector<OnContent> given_up;
    std::uint64_t number = 0;
    {
      const base::MutexLock lock{mutex_};
      number = ++last_;
      if (number % kSweepEvery == 0)
        std::erase_if(pending_, [&](auto& entry) {
          const bool old = now - entry.second.asked_at >= patience_;
          if (old) given_up.push_back(std::move(entry.second.on_content));
          return old;
        });
      pending_.emplace(number, Question{std::move(on_content), now});
    }
    for (const auto& question : given_up) question(nullptr);
    return number;
  }

  caf::actor_companion& companion() { return *caf::actor_cast<caf::actor_companion*>(actor_); }
  void take(caf::mailbox_element& element) {
    if (!element.mid.is_response()) return;
    OnContent on_content;
    {
      const base::MutexLock lock{mutex_};
      auto found = pending_.extract(element.mid.request_id().integer_value());
      if (!found) return;
      on_content = std::move(found.mapped().on_content);
    }
    on_content(&element.content());
  }

  const std::chrono::steady_clock::duration patience_;
  caf::actor actor_;
  base::Mutex mutex_;
  std::uint64_t last_ LOCKSTEP_GUARDED_BY(mutex_) = 0;
  std::unordered_map<std::uint64_t, Question> pending_ LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace lockstep::actors
