// Something else lies where the log keeps a file: a start never waits, never ends by a signal,
// never writes or deletes through a link, and says which name it is.
#include "tests/support/odd_files.h"

#include <gtest/gtest.h>

#include "tests/contract/log/log_fixture.h"

namespace lockstep::log::testing {
namespace {

namespace fs = std::filesystem;
using testing_support::OrdinaryUser;
using testing_support::Outside;

class OddFiles : public ::testing::Test {
 protected:
  void make() {
    LogOptions options;
    options.directory = data();
    auto opened = must(open_rocksdb_event_log(options));
    fill(*opened.log, 20);
  }
  [[nodiscard]] fs::path data() const { return dir_.path() / "data"; }
  [[nodiscard]] Result<OpenedLog> open(bool read_only) const {
    LogOptions options;
    options.directory = data();
    options.read_only = read_only;
    return open_rocksdb_event_log(options);
  }
  /// What `look` is given lies at `name` for as long as it looks.
  template <class Look>
  void with_each_oddity_at(const std::string& name, const Look& look) const {
    const Outside outside{dir_.path() / "outside"};
    const auto path = data() / name;
    const auto away = dir_.path() / "away";
    const bool was_there = fs::exists(path);
    if (was_there) fs::rename(path, away);
    for (const auto& oddity : Outside::oddities()) {
      SCOPED_TRACE(name + " is " + oddity.what);
      outside.put(oddity, path);
      look(oddity);
      EXPECT_TRUE(outside.is_untouched());
    }
    fs::remove_all(path);
    if (was_there) fs::rename(away, path);
  }
  void expect_named(const std::string& name, const Result<OpenedLog>& opened) const {
    ASSERT_FALSE(opened);
    const auto last = fs::path(name).filename().string();
    EXPECT_NE(opened.error().detail.find(last), std::string::npos) << opened.error().detail;
    EXPECT_FALSE(opened.error().remedy.empty());
  }
  /// Every name that the log has made, and those that it makes now and then.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out{"log", "keys"};
    for (const auto& entry : fs::recursive_directory_iterator(data()))
      if (entry.is_regular_file()) out.push_back(fs::relative(entry.path(), data()).string());
    return out;
  }

  testing_support::TempDir dir_;
};

TEST_F(OddFiles, AreRefusedByNameAndNothingIsTouchedThroughThem) {
  make();
  const auto all = names();
  ASSERT_GT(all.size(), 12U);
  for (const auto& name : all)
    with_each_oddity_at(name, [&](const auto& oddity) {
      expect_named(name, open(false));
      // Who only reads takes no lock.
      if (name != "holder" && oddity.what == "a pipe") expect_named(name, open(true));
    });
  EXPECT_TRUE(open(false)) << "nothing of the log was changed";
}

TEST_F(OddFiles, InPlaceOfFilesThatComeAndGoAreRefusedToo) {
  make();
  for (const auto* name : {"log/LOG.old.1", "log/000999.sst", "keys/000999.log"})
    with_each_oddity_at(name, [&](const auto& /*oddity*/) { expect_named(name, open(false)); });
  EXPECT_TRUE(open(false));
}

TEST_F(OddFiles, ThatAreNobodysBusinessStay) {
  make();
  fs::create_directory(data() / "lost+found");
  fs::create_directory(data() / "log" / "lost+found");
  fs::create_symlink("nowhere", data() / "log" / "note");
  EXPECT_TRUE(open(false));
  EXPECT_TRUE(fs::is_symlink(data() / "log" / "note"));
}

// Orchestrators put secrets there as links.
TEST_F(OddFiles, AMasterKeyIsReadThroughALink) {
  make();
  fs::rename(data() / "master.key", dir_.path() / "key");
  fs::create_symlink(dir_.path() / "key", data() / "master.key");
  EXPECT_TRUE(open(false));
}

// "is missing" would begin a new log beside the old one.
TEST_F(OddFiles, AFileThatMayNotBeReadIsNamedAndNotTakenForMissing) {
  const OrdinaryUser user;
  const testing_support::TempDir own;
  LogOptions options;
  options.directory = own.path() / "data";
  fill(*must(open_rocksdb_event_log(options)).log, 20);
  for (const auto* name : {"log", "keys", "watermark", "holder", "log/CURRENT", "master.key"}) {
    SCOPED_TRACE(name);
    const auto path = options.directory / name;
    const auto before = fs::status(path).permissions();
    fs::permissions(path, fs::perms::none);
    const auto opened = open_rocksdb_event_log(options);
    fs::permissions(path, before);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find(fs::path(name).filename().string()), std::string::npos)
        << opened.error().detail;
    EXPECT_NE(opened.error().detail.find("ermission"), std::string::npos) << opened.error().detail;
    EXPECT_TRUE(open_rocksdb_event_log(options)) << "nothing was changed";
  }
}

}  // namespace
}  // namespace lockstep::log::testing
