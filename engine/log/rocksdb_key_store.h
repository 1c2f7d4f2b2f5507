// The key store on disk: a small database of its own, so that it can be backed up apart from the
// log.
#pragma once
#include <memory>

#include "engine/log/key_store.h"
#include "engine/log/rocksdb_database.h"

namespace lockstep::log {

class RocksdbKeyStore final : public KeyStore {
 public:
  /// `settings.families` is set here.
  static Result<std::unique_ptr<RocksdbKeyStore>> open(DatabaseSettings settings);

  Result<std::optional<std::string>> get(const std::string& key) override;
  Result<void> put(const Entries& entries) override;
  /// Rewrites the whole store, which is small, so that no file holds an overwritten value.
  Result<void> scrub() override;

 private:
  explicit RocksdbKeyStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  std::unique_ptr<Database> database_;
};

}  // namespace lockstep::log
