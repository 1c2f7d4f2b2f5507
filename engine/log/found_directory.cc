// See found_directory.h.
#include "engine/log/found_directory.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "engine/log/database_names.h"
#include "engine/log/posix_files.h"

namespace lockstep::log {

namespace fs = std::filesystem;

namespace {

constexpr const char* kHolder = "holder";
constexpr const char* kKeys = "keys";
constexpr const char* kMasterKey = "master.key";
constexpr std::array kDatabases{"log", kKeys};
constexpr std::array kFiles{kMasterKey, "master.key.new", "watermark", "watermark.new"};
constexpr mode_t kModeBits = 07777;
constexpr mode_t kOthers = 0077;
constexpr const char* kLostAndFound = "lost+found";  ///< Of a file system, where it is mounted.

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> out;
  std::error_code failed;
  for (fs::directory_iterator it(directory, failed), end; !failed && it != end;
       it.increment(failed))
    out.push_back(it->path().filename().string());
  return out;
}

bool is_gone(const fs::path& path) {
  const auto kind = kind_of(path);
  return kind && kind.value() == Kind::nothing;
}

void empty_database(const fs::path& directory) {
  const auto kind = kind_of(directory);
  if (!kind || kind.value() != Kind::directory) return;
  for (const auto& name : names_in(directory))
    if (is_database_file(name)) ::unlink((directory / name).c_str());
}

}  // namespace

FoundDirectory::FoundDirectory(fs::path directory, std::vector<std::string> made_beside)
    : directory_(std::move(directory)), made_beside_(std::move(made_beside)) {
  for (auto path = directory_; !path.empty() && !file_exists(path); path = path.parent_path())
    missing_.push_back(path);
  struct stat found {};
  if (::stat(directory_.c_str(), &found) == 0) {
    mode_ = found.st_mode & kModeBits;
    owner_ = found.st_uid;
  }
  had_holder_ = file_exists(directory_ / kHolder);
}

void FoundDirectory::is_held() {
  held_ = true;
  for (const auto& name : names_in(directory_)) {
    names_.insert(name);
    const bool is_known = name == kHolder || name == kLostAndFound || is_ours(name) ||
                          std::ranges::find(kDatabases, name) != kDatabases.end();
    has_foreign_things_ = has_foreign_things_ || !is_known;
    std::error_code unknown;
    const auto kind = kind_of(directory_ / name);
    if (!kind || kind.value() != Kind::directory) continue;
    if (fs::is_empty(directory_ / name, unknown)) empty_.insert(name);
  }
}

std::string FoundDirectory::why_shared() const {
  if (!mode_) return "";
  if (owner_ != ::geteuid()) return "it belongs to another user";
  if ((*mode_ & kOthers) == 0) return "";
  if ((*mode_ & S_ISVTX) != 0) return "everybody may put things into it (it is sticky, as /tmp)";
  return has_foreign_things_ ? "others may enter it, and things that are not Lockstep's lie in it"
                             : "";
}

bool FoundDirectory::is_ours(const std::string& name) const {
  return std::ranges::find(kFiles, name) != kFiles.end() ||
         std::ranges::any_of(made_beside_,
                             [&](const auto& beginning) { return name.starts_with(beginning); });
}

bool FoundDirectory::remove_what_is_new() const {
  // A key store that a start had begun that died: it is in use now, and its master key stays.
  bool all = !names_.contains(kKeys) || empty_.contains(kKeys);
  const bool keeps_master_key = !all;
  for (const std::string name : kDatabases) {
    const bool is_new = !names_.contains(name);
    if (is_new || empty_.contains(name)) empty_database(directory_ / name);
    if (is_new) (void)::rmdir((directory_ / name).c_str());
    if (is_new) all = is_gone(directory_ / name) && all;
  }
  for (const auto& name : names_in(directory_)) {
    if (names_.contains(name) || !is_ours(name)) continue;
    if (keeps_master_key && name == kMasterKey) continue;
    ::unlink((directory_ / name).c_str());
    all = is_gone(directory_ / name) && all;
  }
  // The last to go: whoever waits for it finds everything else as it was.
  if (!had_holder_) ::unlink((directory_ / kHolder).c_str());
  return all;
}

bool FoundDirectory::restore() const {
  const bool all = !held_ || remove_what_is_new();
  if (mode_) (void)::chmod(directory_.c_str(), *mode_);
  // Where somebody else has put something in meanwhile it stays.
  for (const auto& directory : missing_) (void)::rmdir(directory.c_str());
  return all;
}

}  // namespace lockstep::log
