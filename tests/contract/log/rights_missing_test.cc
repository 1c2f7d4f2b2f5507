// A file that this user may not read is neither missing nor damaged: nothing is to be restored.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/contract/log/log_fixture.h"

namespace lockstep::log::testing {

namespace fs = std::filesystem;

namespace {

constexpr uid_t kNobody = 65534;

/// While it lives, this process has no more rights than anybody: root may read everything.
class AsAnybody {
 public:
  AsAnybody() : was_(::geteuid()) {
    if (was_ == 0 && ::seteuid(kNobody) != 0) throw std::runtime_error("cannot become nobody");
  }
  ~AsAnybody() {
    if (was_ == 0 && ::seteuid(was_) != 0) std::abort();
  }
  AsAnybody(const AsAnybody&) = delete;
  AsAnybody& operator=(const AsAnybody&) = delete;

 private:
  uid_t was_;
};

/// Nobody may read it, its owner neither.
class Hidden {
 public:
  explicit Hidden(fs::path path) : path_(std::move(path)) {
    struct stat found {};
    if (::stat(path_.c_str(), &found) != 0)
      throw std::runtime_error("not there: " + path_.string());
    mode_ = found.st_mode & 07777U;
    (void)!::chmod(path_.c_str(), 0);
  }
  ~Hidden() { (void)!::chmod(path_.c_str(), mode_); }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  fs::path path_;
  mode_t mode_ = 0;
};

}  // namespace

TEST(RightsMissing, are_no_damage_whatever_is_hidden) {
  RocksdbHarness harness;
  fill(harness.log(), 20);
  harness.reopen();  // So that there are tables too.
  const auto options = harness.options();
  harness.opened = OpenedLog{};
  const auto data = options.directory;
  if (::geteuid() == 0) {
    (void)!::chown(harness.dir.path().c_str(), kNobody, kNobody);
    (void)!::chown(data.c_str(), kNobody, kNobody);
    for (const auto& entry : fs::recursive_directory_iterator(data))
      (void)!::chown(entry.path().c_str(), kNobody, kNobody);
  }
  std::vector<fs::path> all{data};
  for (const auto& entry : fs::recursive_directory_iterator(data)) {
    const auto name = entry.path().filename().string();
    const bool of_no_use = name.starts_with("LOG") || name == "LOCK" || name == "IDENTITY" ||
                           name.starts_with("OPTIONS") || name == "holder";
    if (!of_no_use) all.push_back(entry.path());
  }
  EXPECT_GT(all.size(), 8U);
  // Who writes makes some files anew at every start; these stay where they are.
  const std::vector<fs::path> lasting{data,
                                      data / "log",
                                      data / "log" / "CURRENT",
                                      data / "keys",
                                      data / "watermark",
                                      data / "master.key",
                                      data / "keys" / "CURRENT"};
  for (const bool read_only : {true, false}) {
    auto how = options;
    how.read_only = read_only;
    for (const auto& path : read_only ? all : lasting) {
      const Hidden hidden{path};
      const AsAnybody anybody;
      const auto opened = open_rocksdb_event_log(how);
      ASSERT_FALSE(opened) << path << " was not needed";
      EXPECT_EQ(opened.error().code, Errc::unavailable) << path << ": " << opened.error().detail;
      EXPECT_TRUE(opened.error().detail.find("may not read") != std::string::npos ||
                  opened.error().detail.find("ermission denied") != std::string::npos)
          << path << ": " << opened.error().detail;
    }
  }
  const AsAnybody anybody;
  EXPECT_TRUE(open_rocksdb_event_log(options)) << "nothing was changed meanwhile";
}

}  // namespace lockstep::log::testing
