#include "tests/support/odd_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/sha256.h"

namespace lockstep::testing_support {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kKindAndMode = S_IFMT | 07777;
constexpr uid_t kSomebody = 65534;

std::string picture_of_one(const fs::path& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return {};
  auto out = path.string() + ' ' + std::to_string(found.st_mode & kKindAndMode);
  if (S_ISLNK(found.st_mode)) out += " -> " + fs::read_symlink(path).string();
  if (S_ISREG(found.st_mode)) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    out += ' ' + std::to_string(bytes.size()) + " bytes, " + base::to_hex(base::sha256(bytes));
  }
  return out;
}

bool can_make_devices() {
  static const bool kCan = [] {
    const auto name =
        (fs::temp_directory_path() / "lockstep-device").string() + std::to_string(::getpid());
    const bool made = ::mknod(name.c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0;
    ::unlink(name.c_str());
    return made;
  }();
  return kCan;
}

std::vector<Outside::Oddity> all_oddities() {
  std::vector<Outside::Oddity> out{
      {"an empty directory", [](const fs::path& at, const fs::path&) { fs::create_directory(at); }},
      {"a directory with something in it",
       [](const fs::path& at, const fs::path&) {
         fs::create_directory(at);
         std::ofstream(at / "somebodys") << "somebody's";
       }},
      {"a pipe",
       [](const fs::path& at, const fs::path&) {
         if (::mkfifo(at.c_str(), 0600) != 0) throw std::runtime_error("no pipe");
       }},
      {"a link that leads nowhere",
       [](const fs::path& at, const fs::path& outside) {
         fs::create_symlink(outside / "nowhere", at);
       }},
      {"a link to itself",
       [](const fs::path& at, const fs::path&) { fs::create_symlink(at.filename(), at); }},
      {"a link to a file",
       [](const fs::path& at, const fs::path& outside) {
         fs::create_symlink(outside / "file", at);
       },
       true},
      {"a link to a directory",
       [](const fs::path& at, const fs::path& outside) {
         fs::create_symlink(outside / "directory", at);
       }},
      {"a link to a device",
       [](const fs::path& at, const fs::path&) { fs::create_symlink("/dev/zero", at); }}};
  if (can_make_devices())
    out.push_back({"a device", [](const fs::path& at, const fs::path&) {
                     if (::mknod(at.c_str(), S_IFCHR | 0600, makedev(1, 5)) != 0)
                       throw std::runtime_error("no device");
                   }});
  return out;
}

}  // namespace

std::vector<std::string> picture_of(const fs::path& directory) {
  std::vector<std::string> out;
  if (auto own = picture_of_one(directory); !own.empty()) out.push_back(std::move(own));
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(directory, none))
    out.push_back(picture_of_one(entry.path()));
  std::ranges::sort(out);
  return out;
}

Outside::Outside(const fs::path& directory) : path_(directory) {
  fs::create_directories(path_ / "directory");
  std::ofstream(path_ / "file") << "somebody's";
  std::ofstream(path_ / "directory" / "file") << "somebody else's";
  before_ = picture_of(path_);
}

const std::vector<Outside::Oddity>& Outside::oddities() {
  static const auto kOddities = all_oddities();
  return kOddities;
}

void Outside::put(const Oddity& oddity, const fs::path& path) const {
  fs::remove_all(path);
  oddity.make(path, path_);
}

OrdinaryUser::OrdinaryUser() {
  if (::geteuid() == 0 && ::seteuid(kSomebody) != 0) throw std::runtime_error("not an own user");
}

OrdinaryUser::~OrdinaryUser() {
  if (::getuid() == 0) (void)!::seteuid(0);
}

}  // namespace lockstep::testing_support
