// The operations store in one SQLite file (README.md): what is noted is queued and written in
// batches by a thread of its own. Disposable: never repaired, always made anew.
#pragma once
#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "adapters/sqlite/damage.h"
#include "adapters/sqlite/sqlite_connection.h"
#include "base/mutex.h"
#include "engine/log/keyring.h"
#include "engine/ports/operations.h"

namespace lockstep::operations_store {

inline constexpr sqlite::StoreName kStoreName{
    "operations-store", "The operations store",
    "Restart lockstep: the file is deleted and made anew. What was polled is polled again."};

class SqliteOperations final : public ports::Operations {
 public:
  /// Makes the file (mode 0600) and its directory if need be. A file that is damaged, not ours or
  /// of another log is made anew. `keys` are used during the call.
  static Result<std::unique_ptr<SqliteOperations>> open(const std::filesystem::path& file,
                                                        const log::Keyring& keys,
                                                        const ports::OperationsLimits& limits = {});
  /// Writes what is queued.
  ~SqliteOperations() override;

  /// open() found a file that it could not use and deleted it: freshness and learned limits are
  /// gone, everything is asked for again.
  [[nodiscard]] bool made_anew() const { return made_anew_.has_value(); }
  /// And why.
  [[nodiscard]] const std::optional<Error>& why_made_anew() const { return made_anew_; }
  /// Damage was met since: it is made anew at the next start. Any thread.
  [[nodiscard]] bool damaged() const { return damage_.met(); }
  /// Who is told of that, once.
  void when_damaged(sqlite::Damage::Tell tell) { damage_.when_met(std::move(tell)); }

  void note(ports::Poll poll) override { add(std::move(poll)); }
  void note(ports::Attempt attempt) override { add(std::move(attempt)); }
  void note(ports::LearnedLimits limits) override { add(std::move(limits)); }
  void note(ports::QuietRun run) override { add(std::move(run)); }
  Result<void> begin_call(const std::string& kind, const std::string& subject,
                          Timestamp now) override;
  Result<void> end_call(const std::string& kind, const std::string& subject) override;
  Result<std::optional<ports::UnendedCall>> unended_call(const std::string& kind,
                                                         const std::string& subject) override;
  [[nodiscard]] std::uint64_t dropped() const override { return dropped_.load(); }

  Result<std::optional<ports::Poll>> poll_of(const std::string& subject,
                                             const std::string& kind) override;
  Result<std::vector<ports::Poll>> polls_of(const std::vector<std::string>& subjects) override;
  Result<std::vector<ports::Poll>> all_polls() override;
  Result<ports::Freshness> freshness(
      const std::string& kind, const std::optional<std::vector<std::string>>& subjects) override;
  Result<ports::PollChanges> changed_since(std::uint64_t after, std::size_t limit) override;
  Result<std::optional<ports::LearnedLimits>> limits() override;
  Result<std::vector<ports::Attempt>> attempts(const std::optional<std::string>& subject,
                                               std::size_t limit) override;
  Result<std::vector<ports::QuietRun>> runs(const std::optional<std::string>& kind,
                                            std::size_t limit) override;
  Result<void> prune(Timestamp now) override;

 private:
  using Note = std::variant<ports::Poll, ports::Attempt, ports::LearnedLimits, ports::QuietRun>;

  SqliteOperations(std::filesystem::path file, const ports::OperationsLimits& limits)
      : file_(std::move(file)), limits_(limits), damage_(file_, kStoreName) {}
  /// Opens the file, or makes it (anew). Before anybody else is there.
  Result<void> open_file(const log::Keyring& keys);
  Result<void> check_file(const log::Keyring& keys) LOCKSTEP_REQUIRES(write_mutex_, read_mutex_);
  Result<void> create_file(const log::Keyring& keys) LOCKSTEP_REQUIRES(write_mutex_, read_mutex_);
  Result<void> open_connections() LOCKSTEP_REQUIRES(write_mutex_, read_mutex_);

  void add(Note note) LOCKSTEP_EXCLUDES(queue_mutex_);
  void write_until_stopped();
  /// Keeps the bounds of what is noted all day, by the time of the notes.
  void prune_now_and_then();
  Result<void> write_queued() LOCKSTEP_EXCLUDES(write_mutex_, queue_mutex_);
  Result<void> write(const std::deque<Note>& notes) LOCKSTEP_REQUIRES(write_mutex_);
  Result<void> prune_all(Timestamp now);
  /// Runs `sql` again and again, a piece at a time, until it deletes nothing more.
  Result<void> erase_in_pieces(const std::string& sql, std::int64_t bound);

  /// Writes what is queued, then runs `question` in one read transaction.
  template <class T>
  Result<T> ask(const std::function<Result<T>(sqlite::SqliteConnection&)>& question);
  template <class T>
  Result<T> answer(const std::function<Result<T>(sqlite::SqliteConnection&)>& question);
  Result<std::optional<ports::UnendedCall>> find_call(const std::string& kind,
                                                      const std::string& subject);

  const std::filesystem::path file_;
  const ports::OperationsLimits limits_;
  sqlite::Damage damage_;
  std::optional<Error> made_anew_;
  std::string store_id_;
  std::unique_ptr<sqlite::SealedFiles> files_;  ///< Before both connections.

  base::Mutex queue_mutex_;  ///< Held for a push or a swap, never over a write.
  base::Condition noted_;
  std::deque<Note> queue_ LOCKSTEP_GUARDED_BY(queue_mutex_);
  bool stopping_ LOCKSTEP_GUARDED_BY(queue_mutex_) = false;
  std::atomic<std::uint64_t> dropped_{0};

  base::Mutex write_mutex_;  ///< Taken before queue_mutex_.
  std::unique_ptr<sqlite::SqliteConnection> writer_ LOCKSTEP_GUARDED_BY(write_mutex_);
  /// Of the last poll written.
  std::uint64_t change_ LOCKSTEP_GUARDED_BY(write_mutex_) = 0;
  std::size_t attempts_since_prune_ LOCKSTEP_GUARDED_BY(write_mutex_) = 0;
  Timestamp newest_attempt_ LOCKSTEP_GUARDED_BY(write_mutex_){};
  base::Mutex read_mutex_;
  std::unique_ptr<sqlite::SqliteConnection> reader_ LOCKSTEP_GUARDED_BY(read_mutex_);
  std::thread thread_;  ///< Last: ends before what it uses.
};

}  // namespace lockstep::operations_store
