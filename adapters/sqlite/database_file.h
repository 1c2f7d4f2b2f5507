// The life of a SQLite file that holds nothing that could not be had again: made with a private
// mode and a key of its own, thrown away when in doubt, never repaired.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "adapters/sqlite/sqlite_connection.h"
#include "engine/log/keyring.h"

namespace lockstep::sqlite {

/// The type of errors that say that the file is damaged, or none of this store.
std::string damaged_type(const StoreName& store);
/// Errc::corrupt, `<type>-damaged`: not a file of this store.
Error not_ours(const StoreName& store);
/// Errc::corrupt, `<type>-of-another-version`: sound, and not laid out as we do.
Error of_another_version(const StoreName& store);
/// Errc::unavailable, `<type>-unavailable`: names the file and the reason.
Error cannot_create(const std::filesystem::path& file, const std::error_code& why,
                    const StoreName& store);

/// Something lies there, whatever it is. Not an empty file, as a start leaves it that died while it
/// made one.
bool has_content(const std::filesystem::path& file);

/// An empty file with mode 0600 in place of whatever was there, and its key: a new one each time,
/// so that nobody can read what was there before. It is kept beside the file (`<file>.key`),
/// wrapped by the master key for this log and this file alone; without `keys` nowhere.
/// What lies under one of their names goes: of a link, a pipe or a device the name alone, and a
/// directory with something in it is set aside (`<name>.set-aside`). cannot_create() with the name
/// when it will not go.
Result<std::unique_ptr<SealedFiles>> create_private_file(const std::filesystem::path& file,
                                                         const log::Keyring* keys,
                                                         const StoreName& store);
/// With the key that it was made with. not_ours() when that is missing, damaged, of another log or
/// of another master key, when the file was marked as damaged, and when one of its names is not a
/// file that we may read and write: links are not followed, and nothing is waited for.
Result<std::unique_ptr<SealedFiles>> find_private_file(const std::filesystem::path& file,
                                                       const log::Keyring& keys,
                                                       const StoreName& store);
/// Reads all of the file. not_ours() when SQLite finds anything wrong.
Result<void> check_sound(SqliteConnection& connection, const StoreName& store);

/// So that the next start begins anew: find_private_file() does not find it any more, and
/// create_private_file() forgets it. False when that cannot be written.
bool mark_damaged(const std::filesystem::path& file);

}  // namespace lockstep::sqlite
