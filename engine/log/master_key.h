// The one secret that is a file: the key that wraps every subject's key.
#pragma once
#include <filesystem>

#include "engine/log/crypto.h"
#include "events/result.h"

namespace lockstep::log {

struct MasterKey {
  Key key;
  bool created = false;  ///< Just now: somebody should back the file up.
};

/// Reads the key. When the file is missing and `may_create` is set, a new one is made, mode 0600;
/// never set it when there are keys that only the missing one can open.
/// Errors: `master-key-missing`, `master-key-unreadable`, `master-key-wrong-size`,
/// `master-key-exposed`.
Result<MasterKey> load_master_key(const std::filesystem::path& file, bool may_create);

}  // namespace lockstep::log
