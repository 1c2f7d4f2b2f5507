// See master_key.h.
#include "engine/log/master_key.h"

#include "engine/log/posix_files.h"

namespace lockstep::log {

namespace {

Error missing(const std::filesystem::path& file) {
  return Error{Errc::unavailable, "master-key-missing",
               "The master key file " + file.string() +
                   " is missing, and there are keys that only "
                   "it can open. A new one is not made: all personal data would be lost.",
               "Bring the file back from its backup: docs/runbook.md, \"Keys are missing\"."};
}

Error exposed_key(const std::filesystem::path& file) {
  return Error{Errc::unavailable, "master-key-exposed",
               "Others than its owner may read the master key file " + file.string() +
                   ", which opens all personal data.",
               "chmod 600 it, and think of who may have read it."};
}

}  // namespace

Result<MasterKey> load_master_key(const std::filesystem::path& file, bool may_create) {
  if (!file_exists(file)) {
    if (!may_create) return missing(file);
    MasterKey made{Key::random(), true};
    LOCKSTEP_TRY(write_private_file(file, made.key.view()));
    return made;
  }
  LOCKSTEP_TRY(const bool exposed, is_exposed(file));
  if (exposed) return exposed_key(file);
  auto bytes = read_file(file, Key::kBytes + 1);
  if (!bytes)
    return Error{Errc::unavailable, "master-key-unreadable", bytes.error().detail,
                 "Make the file readable for the user that runs the engine."};
  if (bytes.value().size() != Key::kBytes)
    return Error{Errc::corrupt, "master-key-wrong-size",
                 "The master key file " + file.string() + " is not exactly 32 bytes long.",
                 "Bring the file back from its backup: docs/runbook.md, \"Keys are missing\"."};
  return MasterKey{Key(bytes.value()), false};
}

}  // namespace lockstep::log
