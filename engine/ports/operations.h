// The operations store: what is no fact. How polls went, what calls took, which limits the vendor
// showed, runs that changed nothing. Losing it costs calls, never facts, so nothing here may decide
// what is so; it may only say how fresh it is and when to ask again. No personal data: ids, fixed
// words, numbers, and texts of our own.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/ids.h"
#include "events/result.h"

namespace lockstep::ports {

/// Why the newest poll gave no usable answer.
struct PollFailure {
  std::string code;  ///< A fixed word.
  std::string message;
  std::string remedy;
  std::int64_t in_a_row{};  ///< Failures since the last usable answer, this one included.
  std::optional<Timestamp> retry_at;
  bool operator==(const PollFailure&) const = default;
};

/// The newest poll of one thing about one subject. Its key is subject and kind.
struct Poll {
  std::string subject;  ///< StreamId::text()
  std::string kind;     ///< What was asked for: a feed, a status. A fixed word.
  Timestamp asked_at{};
  std::optional<Timestamp> answered_at;  ///< The last whole, valid answer, whenever it was.
  std::string result;                    ///< Of the newest poll, by the name of its enumerator.
  std::optional<PollFailure> failure;    ///< None when the newest poll was answered.
  bool operator==(const Poll&) const = default;
};

/// One call to the vendor, for those who look for what was slow or refused.
struct Attempt {
  Timestamp at{};
  std::string kind;
  std::string subject;
  std::string result;
  std::int64_t latency_ms{};
  std::int64_t http_status{};  ///< 0: there was no answer.
  bool operator==(const Attempt&) const = default;
};

/// What the gate has learned about the vendor, in words that the gate alone understands.
struct LearnedLimits {
  Timestamp at{};
  std::string json;
  bool operator==(const LearnedLimits&) const = default;
};

/// A run (reconciliation, sweep, job) that changed nothing. What changes something is in the log.
struct QuietRun {
  std::string kind;
  Timestamp started{};
  Timestamp ended{};
  std::string counts;  ///< A JSON object.
  bool operator==(const QuietRun&) const = default;
};

/// A call to the vendor that was begun and has not ended. Where nobody is making it now, the
/// process that did ended while it did.
struct UnendedCall {
  std::int64_t begun{};  ///< How often in a row.
  Timestamp last{};      ///< When it was begun last.
  bool operator==(const UnendedCall&) const = default;
};

/// How old what we know is.
struct Freshness {
  std::optional<Timestamp>
      newest;  ///< Answer of the subject that was answered last; none = no one.
  std::optional<Timestamp> oldest;
  std::int64_t polled{};  ///< Subjects that have ever been answered.
  bool operator==(const Freshness&) const = default;
};

/// Polls in the order in which they changed last.
struct PollChanges {
  std::string store;     ///< Another one than before: a new store, begin anew from 0.
  std::uint64_t upto{};  ///< Pass it as `after` for what follows.
  std::vector<Poll> polls;
};

/// How long and how much is kept. The newest poll of a subject is kept for poll_age after it, a
/// call that has not ended for attempt_age after its last begin.
struct OperationsLimits {
  std::chrono::hours attempt_age{std::chrono::hours{24 * 30}};
  std::int64_t attempts = 1'000'000;
  std::chrono::hours run_age{std::chrono::hours{24 * 90}};
  std::int64_t runs = 10'000;
  std::chrono::hours poll_age{std::chrono::hours{24 * 400}};
};

/// Any thread. The notes return at once: they wait for nobody's disk, are written soon, and are
/// dropped when the store cannot be written (see Operations::dropped()). Every question sees
/// everything that was noted before it was asked, and may wait for the disk: ask from threads that
/// may be blocked.
class Operations {
 public:
  Operations() = default;
  Operations(const Operations&) = delete;
  Operations& operator=(const Operations&) = delete;
  virtual ~Operations() = default;

  /// Takes the place of the one before it for this subject and kind, whatever their times.
  virtual void note(Poll poll) = 0;
  virtual void note(Attempt attempt) = 0;
  virtual void note(LearnedLimits limits) = 0;
  virtual void note(QuietRun run) = 0;
  // Unlike the notes these are written when they return, and may wait for the disk: the process may
  // end in the next moment. A call's key is kind and subject.
  virtual Result<void> begin_call(const std::string& kind, const std::string& subject,
                                  Timestamp now) = 0;
  virtual Result<void> end_call(const std::string& kind, const std::string& subject) = 0;
  virtual Result<std::optional<UnendedCall>> unended_call(const std::string& kind,
                                                          const std::string& subject) = 0;

  /// Notes that were lost since the start: the store could not be written, or fell behind.
  [[nodiscard]] virtual std::uint64_t dropped() const = 0;

  virtual Result<std::optional<Poll>> poll_of(const std::string& subject,
                                              const std::string& kind) = 0;
  /// Of these subjects, all kinds, by subject and kind.
  virtual Result<std::vector<Poll>> polls_of(const std::vector<std::string>& subjects) = 0;
  virtual Result<std::vector<Poll>> all_polls() = 0;
  /// Of one kind; none = of all subjects. From one moment.
  virtual Result<Freshness> freshness(const std::string& kind,
                                      const std::optional<std::vector<std::string>>& subjects) = 0;
  /// Polls that were noted after the change `after`, oldest change first. Each is there once, as it
  /// is now.
  virtual Result<PollChanges> changed_since(std::uint64_t after, std::size_t limit) = 0;

  virtual Result<std::optional<LearnedLimits>> limits() = 0;
  /// Newest first.
  virtual Result<std::vector<Attempt>> attempts(const std::optional<std::string>& subject,
                                                std::size_t limit) = 0;
  virtual Result<std::vector<QuietRun>> runs(const std::optional<std::string>& kind,
                                             std::size_t limit) = 0;

  /// Forgets what is older, or more, than the limits allow.
  virtual Result<void> prune(Timestamp now) = 0;
};

}  // namespace lockstep::ports
