// The life of a SQLite file that holds nothing that could not be had again: made with a private
// mode and a key of its own, thrown away when in doubt, never repaired.
#pragma once
#include <filesystem>
#include <system_error>

#include "adapters/sqlite/sqlite_connection.h"
#include "engine/log/keyring.h"

namespace lockstep::sqlite {

/// Errc::corrupt, `<type>-damaged`: not a file of this store.
Error not_ours(const StoreName& store);
/// Errc::unavailable, `<type>-unavailable`: names the file and the reason.
Error cannot_create(const std::filesystem::path& file, const std::error_code& why,
                    const StoreName& store);

/// An empty file with mode 0600 in place of whatever was there, and its key: a new one each time,
/// so that nobody can read what was there before. It is kept beside the file (`<file>.key`),
/// wrapped by the master key for this log and this file alone; without `keys` nowhere.
Result<std::unique_ptr<SealedFiles>> create_private_file(const std::filesystem::path& file,
                                                         const log::Keyring* keys,
                                                         const StoreName& store);
/// With the key that it was made with. not_ours() when that is missing, damaged, of another log or
/// of another master key.
Result<std::unique_ptr<SealedFiles>> find_private_file(const std::filesystem::path& file,
                                                       const log::Keyring& keys,
                                                       const StoreName& store);
/// Reads all of the file. not_ours() when SQLite finds anything wrong.
Result<void> check_sound(SqliteConnection& connection, const StoreName& store);

/// Damage that is met while running is remembered beside the file, so that the next start begins
/// anew: find_private_file() does not find it. create_private_file() forgets it.
void mark_if_damaged(const std::filesystem::path& file, const Error& error, const StoreName& store);

}  // namespace lockstep::sqlite
