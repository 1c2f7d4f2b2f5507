#include "adapters/sqlite/database_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "engine/log/posix_files.h"

namespace lockstep::sqlite {

namespace {

namespace fs = std::filesystem;
using boost::outcome_v2::success;

constexpr const char* kKey = ".key";
constexpr const char* kDamaged = ".damaged";
/// All that ever lies beside the file; the key goes first, so that nothing is read with it any
/// more.
constexpr std::array kNames{kKey,   ".key.new", "",       "-wal",
                            "-shm", "-journal", kDamaged, ".damaged.new"};
constexpr std::size_t kLongestWrappedKey = 256;
constexpr int kMostSetAside = 100;

fs::path beside(const fs::path& file, const char* suffix) {
  return file.string() + suffix;
}

// What the key is for: the files of a directory do not take each other's.
std::string purpose_of(const fs::path& file) {
  return "store " + file.filename().string();
}

// Nothing, or a file that we may use.
bool is_usable(const fs::path& path) {
  const auto kind = log::kind_of(path);
  if (!kind) return false;
  if (kind.value() != log::Kind::file) return kind.value() == log::Kind::nothing;
  return ::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) == 0;
}

// Somebody may have put it there for a reason: what is in a directory is kept.
bool set_aside(const fs::path& directory) {
  if (::rmdir(directory.c_str()) == 0) return true;
  if (errno != ENOTEMPTY && errno != EEXIST) return false;
  for (int i = 1; i <= kMostSetAside; ++i) {
    const auto place =
        directory.string() + ".set-aside" + (i == 1 ? std::string{} : "-" + std::to_string(i));
    if (log::file_exists(place)) continue;
    return ::rename(directory.c_str(), place.c_str()) == 0;
  }
  return false;
}

Result<void> make_way(const fs::path& path, const StoreName& store) {
  LOCKSTEP_TRY(const auto kind, log::kind_of(path));
  if (kind == log::Kind::nothing) return success();
  const bool gone = kind == log::Kind::directory ? set_aside(path) : ::unlink(path.c_str()) == 0;
  if (!gone) return cannot_create(path, {errno, std::system_category()}, store);
  return success();
}

}  // namespace

std::string damaged_type(const StoreName& store) {
  return std::string(store.type) + "-damaged";
}

Error not_ours(const StoreName& store) {
  return {Errc::corrupt, damaged_type(store), std::string(store.what) + " is not ours.",
          std::string(store.damaged_remedy)};
}

Error of_another_version(const StoreName& store) {
  return {Errc::corrupt, std::string(store.type) + "-of-another-version",
          std::string(store.what) + " was made by another version.",
          std::string(store.damaged_remedy)};
}

Error cannot_create(const fs::path& file, const std::error_code& why, const StoreName& store) {
  return {Errc::unavailable, std::string(store.type) + "-unavailable",
          std::string(store.what) + "'s file cannot be created: " + file.string() + " (" +
              why.message() + ").",
          "Check that its directory can be made, has space and may be written, and that nothing "
          "else lies or is mounted there."};
}

bool has_content(const fs::path& file) {
  const auto kind = log::kind_of(file);
  if (!kind || kind.value() != log::Kind::file) return !kind || kind.value() != log::Kind::nothing;
  std::error_code unknown;
  return fs::file_size(file, unknown) > 0;
}

Result<std::unique_ptr<SealedFiles>> create_private_file(const fs::path& file,
                                                         const log::Keyring* keys,
                                                         const StoreName& store) {
  for (const auto* name : kNames) {
    LOCKSTEP_TRY(make_way(beside(file, name), store));
  }
  const auto key = log::Key::random();
  if (keys != nullptr) {
    LOCKSTEP_TRY(log::write_private_file(beside(file, kKey), keys->wrap(key, purpose_of(file))));
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
  const bool usable =
      std::ranges::all_of(kNames, [&](const char* name) { return is_usable(beside(file, name)); });
  if (!usable || log::file_exists(beside(file, kDamaged)) || !log::file_exists(beside(file, kKey)))
    return not_ours(store);
  LOCKSTEP_TRY(const auto wrapped, log::read_file(beside(file, kKey), kLongestWrappedKey));
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

bool mark_damaged(const fs::path& file) {
  return log::write_private_file(beside(file, kDamaged), "damaged\n").has_value();
}

}  // namespace lockstep::sqlite
