// The life of a SQLite file that holds nothing that could not be had again: made with a private
// mode, thrown away when in doubt, never repaired.
#pragma once
#include <filesystem>
#include <system_error>

#include "adapters/sqlite/sqlite_connection.h"

namespace lockstep::sqlite {

/// Errc::corrupt, `<type>-damaged`: not a file of this store.
Error not_ours(const StoreName& store);
/// Errc::unavailable, `<type>-unavailable`: names the file and the reason.
Error cannot_create(const std::filesystem::path& file, const std::error_code& why,
                    const StoreName& store);

/// An empty file with mode 0600 in place of whatever was there.
Result<void> create_private_file(const std::filesystem::path& file, const StoreName& store);
/// Reads all of the file. not_ours() when SQLite finds anything wrong.
Result<void> check_sound(SqliteConnection& connection, const StoreName& store);

/// Damage that is met while running is remembered beside the file, so that the next start begins
/// anew; create_private_file() forgets it.
void mark_if_damaged(const std::filesystem::path& file, const Error& error, const StoreName& store);
bool is_marked_damaged(const std::filesystem::path& file);

}  // namespace lockstep::sqlite
