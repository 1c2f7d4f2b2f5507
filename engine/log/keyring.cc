// See keyring.h. What is stored under which name is told in docs/log-format.md.
#include "engine/log/keyring.h"

#include <algorithm>
#include <utility>

#include "engine/log/bytes.h"
#include "engine/log/log_errors.h"

namespace lockstep::log {

namespace {

const std::string kCheckEntry = "check";        // Proves the master key; holds the log's identity.
const std::string kRevisionEntry = "revision";  // Number of writes so far.
constexpr std::string_view kCheckContext = "lockstep keys 1";
constexpr std::size_t kHalfCache = 16'384;

std::string entry_name(const std::string& subject) {
  return "subject/" + subject;
}

/// A wrapped key cannot be moved to another subject or another generation.
std::string wrap_context(const std::string& subject, std::uint32_t generation) {
  return ByteWriter().u32(generation).raw(subject).take();
}

/// It cannot be taken for another log's, for another purpose, or for a subject's.
std::string purpose_context(const LogId& log_id, std::string_view purpose) {
  return ByteWriter()
      .raw("lockstep kept key 1 ")
      .raw({log_id.data(), log_id.size()})
      .raw(purpose)
      .take();
}

Error wrong_master_key() {
  return Error{
      Errc::corrupt, "master-key-wrong", "The master key does not open the stored keys.",
      "Use the master key file that belongs to this directory: docs/runbook.md, \"Keys are "
      "missing\"."};
}

Error key_missing() {
  return keys_lost("key-missing", "The key of a subject that was never erased is missing.");
}

}  // namespace

std::string seal_part(const SubjectKey& key, std::string_view plain, std::string_view context,
                      Randomness& random) {
  if (plain.empty()) return {};
  std::string content(random.take(kSaltBytes));
  content.append(plain);
  return encode_sealed({sha256(content), key.generation, seal(key.key, content, context, random)});
}

Keyring::Keyring(std::unique_ptr<KeyStore> store, const Key& master, const LogId& log_id,
                 std::uint64_t revision)
    : store_(std::move(store)), master_(master), log_id_(log_id), revision_(revision) {}

Result<bool> Keyring::in_use(KeyStore& store) {
  LOCKSTEP_TRY(auto check, store.get(kCheckEntry));
  return check.has_value();
}

Result<std::unique_ptr<Keyring>> Keyring::open(std::unique_ptr<KeyStore> store, const Key& master,
                                               const LogId& new_id) {
  LOCKSTEP_TRY(auto check, store->get(kCheckEntry));
  if (!check) {
    const std::string_view id(new_id.data(), new_id.size());
    LOCKSTEP_TRY(store->put({{kCheckEntry, seal(master, id, kCheckContext)},
                             {kRevisionEntry, ByteWriter().u64(1).take()}}));
    return std::unique_ptr<Keyring>(new Keyring(std::move(store), master, new_id, 1));
  }
  const auto id = open_sealed(master, *check, kCheckContext);
  LogId log_id{};
  if (!id || id->size() != log_id.size()) return wrong_master_key();
  std::copy(id->begin(), id->end(), log_id.begin());
  LOCKSTEP_TRY(auto revision, store->get(kRevisionEntry));
  if (!revision) return keys_lost("keys-damaged", "The key store does not know its revision.");
  return std::unique_ptr<Keyring>(
      new Keyring(std::move(store), master, log_id, ByteReader(*revision).u64()));
}

std::string Keyring::wrap(const Key& key, std::string_view purpose) const {
  return seal(master_, key.view(), purpose_context(log_id_, purpose));
}

std::optional<Key> Keyring::unwrap(std::string_view wrapped, std::string_view purpose) const {
  const auto plain = open_sealed(master_, wrapped, purpose_context(log_id_, purpose));
  if (!plain || plain->size() != Key::kBytes) return std::nullopt;
  return Key(*plain);
}

Result<Keyring::Keys> Keyring::keys_for_writing(const std::set<std::string>& subjects) {
  const base::MutexLock lock(write_mutex_);
  Keys keys;
  KeyStore::Entries fresh;
  for (const auto& subject : subjects) {
    LOCKSTEP_TRY(auto known, find(subject));
    if (!known || !known->live) {
      const auto generation = known ? known->generation + 1 : 1;
      known = SubjectKey{generation, true, Key::random()};
      const auto wrapped = seal(master_, known->key.view(), wrap_context(subject, generation));
      fresh.emplace_back(entry_name(subject), encode_key_record({generation, wrapped}));
    }
    keys.emplace(subject, *known);
  }
  if (fresh.empty()) return keys;
  LOCKSTEP_TRY(put(std::move(fresh)));
  const base::MutexLock cache_lock(cache_mutex_);
  for (const auto& [subject, key] : keys) insert(subject, key);
  return keys;
}

Result<std::string> Keyring::seal_if_live(const std::string& subject, std::string_view plain,
                                          std::string_view context) {
  LOCKSTEP_TRY(auto known, find(subject));
  if (!known || !known->live) return std::string{};
  Randomness random(kSealRandomness);
  return seal_part(*known, plain, context, random);
}

Result<std::string> Keyring::unseal(const std::string& subject, std::string_view sealed,
                                    std::string_view context) {
  if (sealed.empty()) return std::string{};
  const auto parts = decode_sealed(sealed);
  if (!parts) return keys_lost("sealed-part-damaged", "A sealed part is too short.");
  LOCKSTEP_TRY(auto known, find(subject));
  if (!known || parts->generation > known->generation) return key_missing();
  if (!known->live || parts->generation < known->generation) return std::string{};
  auto content = open_sealed(known->key, parts->box, context);
  if (!content || content->size() < kSaltBytes)
    return keys_lost("sealed-part-damaged", "A sealed part does not open with its subject's key.");
  if (sha256(*content) != parts->commitment)
    return damaged("A sealed part is not what its commitment says.");
  return std::move(content->erase(0, kSaltBytes));
}

Result<void> Keyring::erase(const std::string& subject) {
  const base::MutexLock lock(write_mutex_);
  LOCKSTEP_TRY(auto known, load(subject));
  const auto generation = known ? known->generation : 1;
  if (!known || known->live) {
    LOCKSTEP_TRY(put({{entry_name(subject), encode_key_record({generation, {}})}}));
  }
  {
    const base::MutexLock cache_lock(cache_mutex_);
    ++erasures_;
    young_.erase(subject);
    old_.erase(subject);
  }
  return store_->scrub();
}

Result<void> Keyring::put(KeyStore::Entries entries) {
  const auto next = revision_.load() + 1;
  entries.emplace_back(kRevisionEntry, ByteWriter().u64(next).take());
  LOCKSTEP_TRY(store_->put(entries));
  revision_.store(next);
  return boost::outcome_v2::success();
}

Result<std::optional<SubjectKey>> Keyring::find(const std::string& subject) {
  if (auto known = cached(subject)) return known;
  std::uint64_t erasures_before = 0;
  {
    const base::MutexLock lock(cache_mutex_);
    erasures_before = erasures_;
  }
  LOCKSTEP_TRY(auto loaded, load(subject));
  if (!loaded || !loaded->live) return loaded;
  const base::MutexLock lock(cache_mutex_);
  // A key that was erased while we were reading it must not stay in memory.
  if (erasures_ == erasures_before) insert(subject, *loaded);
  return loaded;
}

Result<std::optional<SubjectKey>> Keyring::load(const std::string& subject) {
  LOCKSTEP_TRY(auto bytes, store_->get(entry_name(subject)));
  if (!bytes) return std::optional<SubjectKey>{};
  const auto record = decode_key_record(*bytes);
  if (!record) return keys_lost("keys-damaged", "An entry of the key store is damaged.");
  SubjectKey known{record->generation, !record->wrapped.empty(), Key{}};
  if (!known.live) return std::optional<SubjectKey>{known};
  const auto plain = open_sealed(master_, record->wrapped, wrap_context(subject, known.generation));
  if (!plain || plain->size() != Key::kBytes)
    return keys_lost("keys-damaged", "An entry of the key store does not open.");
  known.key = Key(*plain);
  return std::optional<SubjectKey>{known};
}

std::optional<SubjectKey> Keyring::cached(const std::string& subject) {
  const base::MutexLock lock(cache_mutex_);
  if (const auto found = young_.find(subject); found != young_.end()) return found->second;
  const auto found = old_.find(subject);
  if (found == old_.end()) return std::nullopt;
  const auto key = found->second;
  insert(subject, key);
  return key;
}

void Keyring::insert(const std::string& subject, const SubjectKey& key) {
  if (young_.size() >= kHalfCache) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_.insert_or_assign(subject, key);
}

}  // namespace lockstep::log
