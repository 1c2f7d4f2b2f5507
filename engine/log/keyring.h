// The keys that personal data is sealed with: one per subject (= stream), wrapped by the master
// key. Erasing a subject's key makes everything that was sealed with it unreadable, and nothing
// else.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.h"
#include "engine/log/crypto.h"
#include "engine/log/format.h"
#include "engine/log/key_store.h"

namespace lockstep::log {

struct SubjectKey {
  std::uint32_t generation{};
  bool live = false;  ///< False: erased, `key` is nothing.
  Key key;
};

/// A sealed part as it is stored: salt and `plain` under the key, with the commitment to both.
/// Empty for an empty text. `key` must be live. Takes kSealRandomness.
std::string seal_part(const SubjectKey& key, std::string_view plain, std::string_view context,
                      Randomness& random);
inline constexpr std::size_t kSealRandomness = kSaltBytes + kNonceBytes;

/// Any thread.
class Keyring {
 public:
  /// With an empty store: `new_id` becomes its identity. Otherwise proves that `master` opens the
  /// store (`master-key-wrong`).
  static Result<std::unique_ptr<Keyring>> open(std::unique_ptr<KeyStore> store, const Key& master,
                                               const LogId& new_id);
  /// False for a store that no Keyring has opened yet.
  static Result<bool> in_use(KeyStore& store);

  /// The log whose keys these are.
  [[nodiscard]] const LogId& log_id() const { return log_id_; }
  /// Grows with every write. A store with a smaller one than before is an older copy.
  [[nodiscard]] std::uint64_t revision() const { return revision_.load(); }

  using Keys = std::map<std::string, SubjectKey, std::less<>>;
  /// A live key for each subject. Those that are new are durable, by one write, when this returns.
  Result<Keys> keys_for_writing(const std::set<std::string>& subjects);

  /// Seals with the subject's key; empty when the subject has none, or not any more.
  Result<std::string> seal_if_live(const std::string& subject, std::string_view plain,
                                   std::string_view context);
  /// Empty when the subject has been erased. `key-missing` and `sealed-part-damaged` when
  /// the content should be there and is not, `log-damaged` when it is not what was committed to.
  Result<std::string> unseal(const std::string& subject, std::string_view sealed,
                             std::string_view context);

  /// A key that is kept beside the log, for what can be made anew: opened by this master key, for
  /// this log and this purpose alone.
  [[nodiscard]] std::string wrap(const Key& key, std::string_view purpose) const;
  [[nodiscard]] std::optional<Key> unwrap(std::string_view wrapped, std::string_view purpose) const;

  /// Forgets the subject's key for good: on disk and in memory. Idempotent.
  Result<void> erase(const std::string& subject);

 private:
  Keyring(std::unique_ptr<KeyStore> store, const Key& master, const LogId& log_id,
          std::uint64_t revision);
  Result<std::optional<SubjectKey>> find(const std::string& subject)
      LOCKSTEP_EXCLUDES(cache_mutex_);
  Result<std::optional<SubjectKey>> load(const std::string& subject);
  Result<void> put(KeyStore::Entries entries) LOCKSTEP_REQUIRES(write_mutex_);
  std::optional<SubjectKey> cached(const std::string& subject) LOCKSTEP_EXCLUDES(cache_mutex_);
  void insert(const std::string& subject, const SubjectKey& key) LOCKSTEP_REQUIRES(cache_mutex_);

  const std::unique_ptr<KeyStore> store_;
  const Key master_;
  const LogId log_id_;
  std::atomic<std::uint64_t> revision_;
  base::Mutex write_mutex_;  ///< One writer of the store at a time; taken before cache_mutex_.
  base::Mutex cache_mutex_;
  /// Two halves: the young one becomes the old one when it is full. Bounded, and what is in use
  /// stays.
  std::unordered_map<std::string, SubjectKey> young_ LOCKSTEP_GUARDED_BY(cache_mutex_);
  std::unordered_map<std::string, SubjectKey> old_ LOCKSTEP_GUARDED_BY(cache_mutex_);
  std::uint64_t erasures_ LOCKSTEP_GUARDED_BY(cache_mutex_) = 0;
};

}  // namespace lockstep::log
