// What may lie under the name of a file although it is none: directories, links, pipes, devices.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace lockstep::testing_support {

/// Everything below `directory`, itself included, links not followed: names, kinds, modes, what
/// files hold and where links lead. Of a path where nothing is: nothing.
std::vector<std::string> picture_of(const std::filesystem::path& directory);

/// A place outside of the data directory that links lead to. A file and a directory are in it.
class Outside {
 public:
  explicit Outside(const std::filesystem::path& directory);
  /// Nothing in it has been written, made or deleted.
  [[nodiscard]] bool is_untouched() const { return picture_of(path_) == before_; }

  /// A kind of thing that is no file; the words say which.
  struct Oddity {
    std::string what;
    void (*make)(const std::filesystem::path& at, const std::filesystem::path& outside);
    /// A file may be read through it.
    bool leads_to_a_file = false;
  };
  /// All there are. A device is among them where this user may make one.
  static const std::vector<Oddity>& oddities();
  /// Puts one in the place of whatever lies at `path`.
  void put(const Oddity& oddity, const std::filesystem::path& path) const;

 private:
  std::filesystem::path path_;
  std::vector<std::string> before_;
};

/// Until its end this process has the rights of an ordinary user, and may not read all. Where it is
/// not root it has them anyway.
class OrdinaryUser {
 public:
  OrdinaryUser();
  ~OrdinaryUser();
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;
};

}  // namespace lockstep::testing_support
