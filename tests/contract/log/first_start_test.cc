// A first start that is refused leaves the directory as it was found; and where there was a log
// before, none is begun.
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/contract/log/log_fixture.h"
#include "tests/support/odd_files.h"

namespace lockstep::log::testing {
namespace {

namespace fs = std::filesystem;
using testing_support::picture_of;

const Error kNo{Errc::unavailable, "no", "Somebody says no.", "Ask again."};

class FirstStart : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path data() const { return dir_.path() / "a" / "b" / "data"; }
  [[nodiscard]] LogOptions options() const {
    LogOptions out;
    out.directory = data();
    out.made_beside = {"read.sqlite", "operations.db"};
    return out;
  }
  /// Refused at the very end, with a store open beside the log.
  [[nodiscard]] LogOptions refused() const {
    auto out = options();
    out.witnesses = [this](const Keyring& /*keys*/) -> Result<std::vector<Witness>> {
      write_bytes(data() / "read.sqlite", "rows");
      write_bytes(data() / "read.sqlite-wal", "more rows");
      return kNo;
    };
    return out;
  }
  void expect_refused(const LogOptions& options, const std::string& type) const {
    const auto before = picture_of(dir_.path());
    const auto opened = open_rocksdb_event_log(options);
    ASSERT_FALSE(opened) << "opened although " << type << " was expected";
    EXPECT_EQ(opened.error().type, type) << opened.error().detail;
    EXPECT_EQ(picture_of(dir_.path()), before) << type;
  }

  testing_support::TempDir dir_;
};

TEST_F(FirstStart, ThatIsRefusedLeavesNoDirectory) {
  expect_refused(refused(), "no");
  auto ahead = options();
  ahead.witnesses = [](const Keyring& /*keys*/) {
    return std::vector<Witness>{{"the checkpoint in Postgres", Position{7}, {}}};
  };
  expect_refused(ahead, "log-behind-witness");
  auto bad_key = options();
  bad_key.master_key_file = dir_.path() / "bad";
  write_bytes(bad_key.master_key_file, "short");
  fs::permissions(bad_key.master_key_file, fs::perms{0600});
  expect_refused(bad_key, "master-key-wrong-size");
  fs::permissions(bad_key.master_key_file, fs::perms{0644});
  expect_refused(bad_key, "master-key-exposed");
  EXPECT_TRUE(must(open_rocksdb_event_log(options())).created) << "the next one is the first";
}

TEST_F(FirstStart, ThatIsRefusedLetsGoBeforeAnythingIsRemoved) {
  auto refusing = refused();
  bool there = false;
  refusing.let_go = [&] { there = fs::exists(data() / "read.sqlite"); };
  expect_refused(refusing, "no");
  EXPECT_TRUE(there);
}

TEST_F(FirstStart, ThatIsRefusedLeavesWhatOthersHavePutThere) {
  fs::create_directories(data() / "log");
  fs::create_directories(data() / "lost+found");
  fs::permissions(data(), fs::perms{0700});
  write_bytes(data() / "notes", "somebody's");
  fs::create_symlink(dir_.path(), data() / "link");
  expect_refused(refused(), "no");
}

// They may be putting a backup in place just now.
TEST_F(FirstStart, ThatIsRefusedLeavesWhatOthersPutThereMeanwhile) {
  auto meanwhile = refused();
  const auto& refuse = meanwhile.witnesses;
  meanwhile.witnesses = [this, refuse](const Keyring& keys) {
    fs::create_directories(data() / "log" / "log");
    write_bytes(data() / "log" / "log" / "000004.log", "facts");
    write_bytes(data() / "backup.tar", "facts");
    return refuse(keys);
  };
  EXPECT_FALSE(open_rocksdb_event_log(meanwhile));
  EXPECT_EQ(file_bytes(data() / "log" / "log" / "000004.log"), "facts");
  EXPECT_EQ(file_bytes(data() / "backup.tar"), "facts");
  EXPECT_FALSE(fs::exists(data() / "keys"));
  EXPECT_FALSE(fs::exists(data() / "holder"));
}

TEST_F(FirstStart, ThatIsRefusedTakesItsMasterKeyAlongWhereverThatLies) {
  auto elsewhere = refused();
  elsewhere.master_key_file = dir_.path() / "key";
  expect_refused(elsewhere, "no");
  write_bytes(elsewhere.master_key_file, std::string(32, 'k'));
  fs::permissions(elsewhere.master_key_file, fs::perms{0600});
  expect_refused(elsewhere, "no");
  EXPECT_TRUE(fs::exists(elsewhere.master_key_file)) << "it was there before";
}

// What keys/ holds can be opened by it alone.
TEST_F(FirstStart, ThatGoesOnAfterOneThatDiedKeepsTheMasterKeyOfItsKeys) {
  must(open_rocksdb_event_log(options()));
  for (const auto* name : {"log", "watermark"}) fs::remove_all(data() / name);
  EXPECT_EQ(open_rocksdb_event_log(refused()).error().type, "no");
  EXPECT_TRUE(fs::exists(data() / "master.key"));
  EXPECT_TRUE(must(open_rocksdb_event_log(options())).created);
}

TEST_F(FirstStart, BesideOneThatHoldsTheDirectoryTouchesNothing) {
  const auto first = must(open_rocksdb_event_log(options()));
  expect_refused(options(), "log-held");
}

TEST_F(FirstStart, IsNoneWhereAnythingIsLeftOfALog) {
  for (const auto* name :
       {"read.sqlite", "read.sqlite.key", "read.sqlite-wal", "operations.db", "operations.db.key",
        "log/000004.log", "log/000012.sst", "keys/000004.log"}) {
    SCOPED_TRACE(name);
    fs::remove_all(data());
    fs::create_directories((data() / name).parent_path());
    write_bytes(data() / name, "x");
    auto elsewhere = options();
    elsewhere.master_key_file = dir_.path() / "key";
    expect_refused(elsewhere, "log-gone");
    expect_refused(options(), "log-gone");
    EXPECT_NE(open_rocksdb_event_log(options()).error().remedy.find("The log is gone"),
              std::string::npos);
  }
}

TEST_F(FirstStart, IsOneWhereThereIsNothingOfOurs) {
  fs::create_directories(data() / "lost+found");
  fs::permissions(data(), fs::perms{0700});
  write_bytes(data() / "lockstep.toml", "");
  write_bytes(data() / "read", "");
  EXPECT_TRUE(must(open_rocksdb_event_log(options())).created);
}

TEST_F(FirstStart, IsNoneWhereOthersHaveTheirThings) {
  fs::create_directories(data());
  fs::permissions(data(), fs::perms{01777});
  expect_refused(options(), "data-directory-shared");
  const auto refused = open_rocksdb_event_log(options()).error();
  EXPECT_EQ(refused.code, Errc::invalid) << "a mistake of the configuration";
  EXPECT_NE(refused.detail.find("sticky"), std::string::npos) << refused.detail;
  EXPECT_EQ(refused.remedy.find("empty"), std::string::npos) << "it is empty";
  fs::permissions(data(), fs::perms{0755});
  fs::create_directories(data() / "photos");
  expect_refused(options(), "data-directory-shared");
  fs::permissions(data(), fs::perms{0700});
  EXPECT_TRUE(must(open_rocksdb_event_log(options())).created) << "nobody else may enter it";
}

// "A home directory that holds only files was taken for ours and closed to everybody."
TEST_F(FirstStart, IsNoneInAHomeThatHoldsFilesAlone) {
  fs::create_directories(data());
  write_bytes(data() / ".profile", "x");
  fs::permissions(data(), fs::perms{0755});
  expect_refused(options(), "data-directory-shared");
  EXPECT_EQ(fs::status(data()).permissions(), fs::perms{0755});
  fs::remove(data() / ".profile");
  fs::create_directories(data() / "lost+found");
  EXPECT_TRUE(must(open_rocksdb_event_log(options())).created) << "as good as empty";
}

TEST_F(FirstStart, IsNoneInTheDirectoryOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a directory away";
  fs::create_directories(data());
  fs::permissions(data(), fs::perms{0700});
  constexpr uid_t kSomebody = 12345;
  ASSERT_EQ(::chown(data().c_str(), kSomebody, kSomebody), 0);
  expect_refused(options(), "data-directory-shared");
}

TEST_F(FirstStart, TakesTheDirectoryFromOthers) {
  fs::create_directories(data());
  fs::permissions(data(), fs::perms{0777});
  EXPECT_TRUE(must(open_rocksdb_event_log(options())).created);
  EXPECT_EQ(fs::status(data()).permissions(), fs::perms{0700});
}

// "A refused start leaves an empty log/ behind."
TEST_F(FirstStart, IsNoneWhereAWatermarkIsAndNothingIsMadeThere) {
  fill(*must(open_rocksdb_event_log(options())).log, 3);
  for (const auto* name : {"log", "keys"}) {
    const auto away = dir_.path() / "away";
    fs::rename(data() / name, away);
    EXPECT_EQ(open_rocksdb_event_log(options()).error().type,
              std::string(name) == "log" ? "log-damaged" : "keys-damaged");
    EXPECT_FALSE(fs::exists(data() / name));
    fs::rename(away, data() / name);
  }
  EXPECT_TRUE(open_rocksdb_event_log(options()));
}

}  // namespace
}  // namespace lockstep::log::testing
