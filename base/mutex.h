// The locks of the product. A member says which mutex guards it, and a function which one its
// caller holds; clang checks both (scripts/check-locks.sh). For g++ they are plain mutexes.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>

#ifdef __clang__
#define LOCKSTEP_LOCKS(attribute) __attribute__((attribute))
#else
#define LOCKSTEP_LOCKS(attribute)
#endif

/// Of a member: read while the mutex is held, changed while it is held by nobody else.
#define LOCKSTEP_GUARDED_BY(mutex) LOCKSTEP_LOCKS(guarded_by(mutex))
/// Of a function or a lambda: the caller holds these.
#define LOCKSTEP_REQUIRES(...) LOCKSTEP_LOCKS(requires_capability(__VA_ARGS__))
/// The caller holds these, perhaps together with other readers.
#define LOCKSTEP_REQUIRES_SHARED(...) LOCKSTEP_LOCKS(requires_shared_capability(__VA_ARGS__))
/// The caller holds none of these: the function takes them.
#define LOCKSTEP_EXCLUDES(...) LOCKSTEP_LOCKS(locks_excluded(__VA_ARGS__))
/// Of a function that clang cannot follow. A comment there says why it is right.
#define LOCKSTEP_NO_THREAD_SAFETY_ANALYSIS LOCKSTEP_LOCKS(no_thread_safety_analysis)

namespace lockstep::base {

/// Held by one thread at a time, through a MutexLock alone.
class LOCKSTEP_LOCKS(capability("mutex")) Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

 private:
  friend class MutexLock;
  std::mutex mutex_;
};

/// Holds the mutex from here to the end of the block, but for what is between unlock() and lock().
class [[nodiscard]] LOCKSTEP_LOCKS(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) LOCKSTEP_LOCKS(acquire_capability(mutex))
      : lock_(mutex.mutex_) {}
  ~MutexLock() LOCKSTEP_LOCKS(release_capability()) {}
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

  /// Only while it is held.
  void unlock() LOCKSTEP_LOCKS(release_capability()) { lock_.unlock(); }
  /// Only after unlock().
  void lock() LOCKSTEP_LOCKS(acquire_capability()) { lock_.lock(); }

 private:
  friend class Condition;
  std::unique_lock<std::mutex> lock_;
};

/// Held by any number of readers (ReadLock), or by one writer (WriteLock).
class LOCKSTEP_LOCKS(capability("shared mutex")) SharedMutex {
 public:
  SharedMutex() = default;
  SharedMutex(const SharedMutex&) = delete;
  SharedMutex& operator=(const SharedMutex&) = delete;

 private:
  friend class ReadLock;
  friend class WriteLock;
  std::shared_mutex mutex_;
};

/// Holds the mutex together with other readers, from here to the end of the block.
class [[nodiscard]] LOCKSTEP_LOCKS(scoped_lockable) ReadLock {
 public:
  explicit ReadLock(SharedMutex& mutex) LOCKSTEP_LOCKS(acquire_shared_capability(mutex))
      : lock_(mutex.mutex_) {}
  ~ReadLock() LOCKSTEP_LOCKS(release_capability()) {}
  ReadLock(const ReadLock&) = delete;
  ReadLock& operator=(const ReadLock&) = delete;

 private:
  std::shared_lock<std::shared_mutex> lock_;
};

/// Holds the mutex alone, from here to the end of the block.
class [[nodiscard]] LOCKSTEP_LOCKS(scoped_lockable) WriteLock {
 public:
  explicit WriteLock(SharedMutex& mutex) LOCKSTEP_LOCKS(acquire_capability(mutex))
      : lock_(mutex.mutex_) {}
  ~WriteLock() LOCKSTEP_LOCKS(release_capability()) {}
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;

 private:
  std::lock_guard<std::shared_mutex> lock_;
};

/// To wait for what other threads do under a Mutex. Every wait lets go of the mutex and holds it
/// again when it returns; `lock` holds the mutex that guards what is waited for.
class Condition {
 public:
  void notify_one() { changed_.notify_one(); }
  void notify_all() { changed_.notify_all(); }

  /// Until it is notified, or for no reason: to be called in a loop that looks.
  void wait(MutexLock& lock) { changed_.wait(lock.lock_); }
  /// The same, or until the time is up.
  void wait_for(MutexLock& lock, std::chrono::milliseconds at_most) {
    changed_.wait_for(lock.lock_, at_most);
  }
  /// Until `done` says so or the time is up; what `done` says then. It is called with the mutex
  /// held, which is for the caller to know: `[this]() LOCKSTEP_REQUIRES(mutex_) { … }`.
  template <class Done>
  bool wait_for(MutexLock& lock, std::chrono::milliseconds at_most,
                const Done& done) LOCKSTEP_NO_THREAD_SAFETY_ANALYSIS {
    return changed_.wait_for(lock.lock_, at_most, done);
  }

 private:
  std::condition_variable changed_;
};

}  // namespace lockstep::base
