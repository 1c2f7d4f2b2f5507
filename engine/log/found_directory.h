// The data directory as a start found it, for the start that is refused: it leaves nothing behind
// and takes nothing away.
#pragma once
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <sys/types.h>

namespace lockstep::log {

/// Of a directory that no log is in yet. One thread.
class FoundDirectory {
 public:
  /// Before anything is made, the directory itself included. `made_beside`: how the names of what
  /// others make in it begin.
  FoundDirectory(std::filesystem::path directory, std::vector<std::string> made_beside);
  /// When this process holds the directory, and before anything else is made in it: what is there
  /// by then is somebody's.
  void is_held();
  /// Why it is not ours to take from everybody else; empty: it is. It is when it was made now, when
  /// nobody else may enter it, or when nothing but ours is in it. Only while it is held.
  [[nodiscard]] std::string why_shared() const;
  /// Removes what was made since; false when something is still there that was sealed since. It
  /// knows its own by name, follows no link, and lets everything else lie: somebody may be putting
  /// a backup in place. Only while the directory is held, and with nothing in it open any more.
  [[nodiscard]] bool restore() const;

 private:
  [[nodiscard]] bool is_ours(const std::string& name) const;
  [[nodiscard]] bool remove_what_is_new() const;

  std::filesystem::path directory_;
  std::vector<std::string> made_beside_;
  std::vector<std::filesystem::path> missing_;  ///< It and its parents, the deepest first.
  std::optional<mode_t> mode_;                  ///< None: it was not there.
  uid_t owner_ = 0;
  bool had_holder_ = false;
  bool held_ = false;
  std::set<std::string> names_;
  std::set<std::string> empty_;  ///< Directories in it without anything.
  bool has_foreign_things_ = false;
};

}  // namespace lockstep::log
