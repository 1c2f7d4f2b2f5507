// What a store does about damage that it meets while it is in use: one rule for all of them.
#pragma once
#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "adapters/sqlite/sqlite_connection.h"
#include "base/mutex.h"

namespace lockstep::sqlite {

/// Errc::corrupt, `<type>-damaged`: what is stored cannot be what we stored, though its page is.
Error damaged_row(const StoreName& store);

/// The damage that a store has met since it was opened. Any thread.
///
/// Damage is remembered beside the file, so that the next start begins anew, and here, for health.
/// Until then what can still be read and written is: each page is right or does not open.
class Damage {
 public:
  /// `store` is a constant of its store.
  Damage(std::filesystem::path file, const StoreName& store)
      : file_(std::move(file)), store_(store) {}

  [[nodiscard]] bool met() const { return met_.load(); }
  /// Who is told once, of the first that is met: at once when it has been.
  using Tell = std::function<void(const Error&)>;
  void when_met(Tell tell) LOCKSTEP_EXCLUDES(mutex_);

  /// Passes on how something ended that was done to the file.
  template <class T>
  Result<T> noted(Result<T> ended) {
    if (!ended) note(ended.error());
    return ended;
  }
  /// The same for whoever asks: damage is no fault of theirs, and there is no answer until the next
  /// start. So it is Errc::unavailable.
  template <class T>
  Result<T> told(Result<T> ended) {
    if (ended || !note(ended.error())) return ended;
    auto error = std::move(ended).error();
    error.code = Errc::unavailable;
    return error;
  }

 private:
  /// It is damage.
  bool note(const Error& error) LOCKSTEP_EXCLUDES(mutex_);
  void tell_first(const Error& error) LOCKSTEP_EXCLUDES(mutex_);

  const std::filesystem::path file_;
  const StoreName& store_;
  std::atomic<bool> met_{false};
  std::atomic<bool> marked_{false};
  base::Mutex mutex_;
  Tell tell_ LOCKSTEP_GUARDED_BY(mutex_);
  std::optional<Error> first_ LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace lockstep::sqlite
