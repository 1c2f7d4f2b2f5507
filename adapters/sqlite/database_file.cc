#include "adapters/sqlite/database_file.h"

#include <cerrno>
#include <fstream>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "engine/log/posix_files.h"

namespace lockstep::sqlite {

namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, const char* suffix) {
  return file.string() + suffix;
}

fs::path key_file(const fs::path& file) {
  return beside(file, ".key");
}

// What the key is for: the files of a directory do not take each other's.
std::string purpose_of(const fs::path& file) {
  return "store " + file.filename().string();
}

bool is_marked_damaged(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(beside(file, ".damaged"), ignored);
}

constexpr std::size_t kLongestWrappedKey = 256;

std::string damaged_type(const StoreName& store) {
  return std::string(store.type) + "-damaged";
}

}  // namespace

Error not_ours(const StoreName& store) {
  return {Errc::corrupt, damaged_type(store), std::string(store.what) + " is not ours.",
          std::string(store.damaged_remedy)};
}

Error cannot_create(const fs::path& file, const std::error_code& why, const StoreName& store) {
  return {Errc::unavailable, std::string(store.type) + "-unavailable",
          std::string(store.what) + "'s file cannot be created: " + file.string() + " (" +
              why.message() + ").",
          "Check that its directory can be made, has space and may be written."};
}

Result<std::unique_ptr<SealedFiles>> create_private_file(const fs::path& file,
                                                         const log::Keyring* keys,
                                                         const StoreName& store) {
  std::error_code ignored;
  for (const auto* suffix : {".key", "", "-wal", "-shm", "-journal", ".damaged"})
    fs::remove(beside(file, suffix), ignored);
  const auto key = log::Key::random();
  if (keys != nullptr) {
    LOCKSTEP_TRY(log::write_private_file(key_file(file), keys->wrap(key, purpose_of(file))));
  }
  // Made by us, because SQLite's own mode would let the group read it.
  const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (made < 0) return cannot_create(file, {errno, std::system_category()}, store);
  ::close(made);
  return std::make_unique<SealedFiles>(key);
}

Result<std::unique_ptr<SealedFiles>> find_private_file(const fs::path& file,
                                                       const log::Keyring& keys,
                                                       const StoreName& store) {
  if (is_marked_damaged(file) || !log::file_exists(key_file(file))) return not_ours(store);
  LOCKSTEP_TRY(const auto wrapped, log::read_file(key_file(file), kLongestWrappedKey));
  const auto key = keys.unwrap(wrapped, purpose_of(file));
  if (!key) return not_ours(store);
  return std::make_unique<SealedFiles>(*key);
}

Result<void> check_sound(SqliteConnection& connection, const StoreName& store) {
  LOCKSTEP_TRY(auto check, connection.prepare("PRAGMA quick_check(1)"));
  LOCKSTEP_TRY(const bool answered, check.step());
  if (!answered || check.text(0) != "ok") return not_ours(store);
  return boost::outcome_v2::success();
}

void mark_if_damaged(const fs::path& file, const Error& error, const StoreName& store) {
  if (error.type == damaged_type(store)) std::ofstream(beside(file, ".damaged")) << "damaged\n";
}

}  // namespace lockstep::sqlite
