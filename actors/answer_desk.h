// How threads that are no actors ask actors: the answer comes to a function, so that nobody has to
// hold a thread while he waits for it.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include <caf/actor_companion.hpp>
#include <caf/all.hpp>

namespace lockstep::actors {

/// Any thread. To be destroyed before `system`; answers that come later go nowhere.
class AnswerDesk {
 public:
  explicit AnswerDesk(caf::actor_system& system)
      : actor_(system.spawn<caf::actor_companion, caf::hidden>()) {
    companion().on_enqueue([this](caf::mailbox_element_ptr element) { take(*element); });
  }
  // Without a function it drops what comes. (Its disconnect() is not in Debian's library.)
  ~AnswerDesk() { companion().on_enqueue(nullptr); }
  AnswerDesk(const AnswerDesk&) = delete;
  AnswerDesk& operator=(const AnswerDesk&) = delete;

  /// `on_answer` is called once, from any thread, perhaps before this returns. Null: `whom` has
  /// ended without an answer.
  template <class Answer, class Handle, class Message>
  void ask(const Handle& whom, Message message, std::function<void(const Answer*)> on_answer) {
    const auto number = ++last_;
    {
      const std::lock_guard lock{mutex_};
      pending_[number] = [on_answer = std::move(on_answer)](caf::type_erased_tuple& content) {
        on_answer(content.match_elements<Answer>() ? &content.get_as<Answer>(0) : nullptr);
      };
    }
    const auto to = caf::actor_cast<caf::strong_actor_ptr>(whom);
    to->enqueue(caf::make_mailbox_element(caf::actor_cast<caf::strong_actor_ptr>(actor_),
                                          caf::make_message_id(number), {}, std::move(message)),
                nullptr);
  }

 private:
  using OnContent = std::function<void(caf::type_erased_tuple&)>;

  caf::actor_companion& companion() { return *caf::actor_cast<caf::actor_companion*>(actor_); }
  void take(caf::mailbox_element& element) {
    if (!element.mid.is_response()) return;
    OnContent on_content;
    {
      const std::lock_guard lock{mutex_};
      auto found = pending_.extract(element.mid.request_id().integer_value());
      if (!found) return;
      on_content = std::move(found.mapped());
    }
    on_content(element.content());
  }

  caf::actor actor_;
  std::atomic<std::uint64_t> last_{0};
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, OnContent> pending_;
};

}  // namespace lockstep::actors
