#include "adapters/sqlite/database_file.h"

#include <fstream>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace lockstep::sqlite {

namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, const char* suffix) {
  return file.string() + suffix;
}

}  // namespace

Error not_ours(const StoreName& store) {
  return {Errc::corrupt, std::string(store.type) + "-damaged",
          std::string(store.what) + " is not ours.", std::string(store.damaged_remedy)};
}

Error cannot_create(const StoreName& store) {
  return {Errc::unavailable, std::string(store.type) + "-unavailable",
          std::string(store.what) + "'s file cannot be created.",
          "Check that the data directory exists, has space and may be written."};
}

Result<void> create_private_file(const fs::path& file, const StoreName& store) {
  std::error_code ignored;
  for (const auto* suffix : {"", "-wal", "-shm", "-journal", ".damaged"})
    fs::remove(beside(file, suffix), ignored);
  // Made by us, because SQLite's own mode would let the group read it.
  const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (made < 0) return cannot_create(store);
  ::close(made);
  return boost::outcome_v2::success();
}

Result<void> check_sound(SqliteConnection& connection, const StoreName& store) {
  LOCKSTEP_TRY(auto check, connection.prepare("PRAGMA quick_check(1)"));
  LOCKSTEP_TRY(const bool answered, check.step());
  if (!answered || check.text(0) != "ok") return not_ours(store);
  return boost::outcome_v2::success();
}

void mark_if_damaged(const fs::path& file, const Error& error) {
  if (error.code == Errc::corrupt) std::ofstream(beside(file, ".damaged")) << "damaged\n";
}

bool is_marked_damaged(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(beside(file, ".damaged"), ignored);
}

}  // namespace lockstep::sqlite
