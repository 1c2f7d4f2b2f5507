// Where wrapped keys are kept. Apart from the log, so that the two can be backed up separately: a
// key that is erased here, and from the few backups of this store, is gone for good.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "events/result.h"

namespace lockstep::log {

/// Any thread.
class KeyStore {
 public:
  using Entries = std::vector<std::pair<std::string, std::string>>;
  KeyStore() = default;
  KeyStore(const KeyStore&) = delete;
  KeyStore& operator=(const KeyStore&) = delete;
  virtual ~KeyStore() = default;

  virtual Result<std::optional<std::string>> get(const std::string& key) = 0;
  /// All entries become durable with one write before this returns, or none does.
  virtual Result<void> put(const Entries& entries) = 0;
  /// Removes from the disk every value that has been overwritten.
  virtual Result<void> scrub() = 0;
};

class MemoryKeyStore final : public KeyStore {
 public:
  Result<std::optional<std::string>> get(const std::string& key) override {
    const base::MutexLock lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return std::optional<std::string>{};
    return std::optional<std::string>{found->second};
  }
  Result<void> put(const Entries& entries) override {
    const base::MutexLock lock(mutex_);
    for (const auto& [key, value] : entries) entries_[key] = value;
    return boost::outcome_v2::success();
  }
  Result<void> scrub() override { return boost::outcome_v2::success(); }

 private:
  base::Mutex mutex_;
  std::map<std::string, std::string> entries_ LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace lockstep::log
