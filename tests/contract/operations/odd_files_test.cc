// Something else lies where a store keeps a file: it is made anew, nothing waits, and nothing
// outside is touched. One rule for all stores (adapters/sqlite/database_file.h).
#include "tests/support/odd_files.h"

#include <fstream>

#include <gtest/gtest.h>

#include "adapters/operations_store/sqlite_operations.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_keys.h"

namespace lockstep::operations_store {
namespace {

namespace fs = std::filesystem;
using testing_support::OrdinaryUser;
using testing_support::Outside;
using testing_support::TempDir;
using testing_support::test_keys;

const ports::Poll kPoll{"competitor-a", "odl", Timestamp{1}, Timestamp{2}, "synced", std::nullopt};

class OddStoreFiles : public testing::Test {
 protected:
  [[nodiscard]] static fs::path file_in(const TempDir& dir) {
    return dir.path() / "data" / "operations.db";
  }
  static void make(const fs::path& file) {
    auto store = SqliteOperations::open(file, test_keys());
    ASSERT_TRUE(store);
    store.value()->note(kPoll);
  }
  static void expect_usable(const fs::path& file, bool made_anew) {
    {
      auto store = SqliteOperations::open(file, test_keys());
      ASSERT_TRUE(store) << store.error().detail;
      EXPECT_EQ(store.value()->made_anew(), made_anew);
      store.value()->note(kPoll);
      EXPECT_EQ(store.value()->all_polls().value().size(), 1U);
    }
    auto again = SqliteOperations::open(file, test_keys());
    ASSERT_TRUE(again);
    EXPECT_FALSE(again.value()->made_anew()) << "once";
  }
};

TEST_F(OddStoreFiles, AreMadeAnewAndNothingIsTouchedThroughThem) {
  for (const auto* name :
       {"", ".key", "-wal", "-shm", "-journal", ".damaged", ".key.new", ".damaged.new"})
    for (const auto& oddity : Outside::oddities()) {
      SCOPED_TRACE(std::string("operations.db") + name + " is " + oddity.what);
      const TempDir dir;
      const auto file = file_in(dir);
      make(file);
      const Outside outside{dir.path() / "outside"};
      outside.put(oddity, file.string() + name);
      expect_usable(file, true);
      EXPECT_TRUE(outside.is_untouched());
      for (const auto& entry : fs::directory_iterator(file.parent_path()))
        EXPECT_TRUE(entry.symlink_status().type() == fs::file_type::regular ||
                    entry.path().string().find(".set-aside") != std::string::npos)
            << entry.path();
    }
}

TEST_F(OddStoreFiles, KeepWhatADirectoryHolds) {
  const TempDir dir;
  const auto file = file_in(dir);
  fs::create_directories(file.parent_path());
  for (int i = 0; i < 2; ++i) {
    fs::remove(file);
    fs::create_directory(file);
    std::ofstream(file / "somebodys") << i;
    expect_usable(file, true);
  }
  EXPECT_TRUE(fs::exists(file.string() + ".set-aside/somebodys"));
  EXPECT_TRUE(fs::exists(file.string() + ".set-aside-2/somebodys"));
}

TEST_F(OddStoreFiles, ThatMayNotBeReadAreMadeAnew) {
  const OrdinaryUser user;
  for (const auto* name : {"", ".key", "-wal"}) {
    SCOPED_TRACE(name);
    const TempDir dir;
    const auto file = file_in(dir);
    make(file);
    const auto path = file.string() + name;
    if (!fs::exists(path)) std::ofstream(path) << "x";
    fs::permissions(path, fs::perms::none);
    expect_usable(file, true);
  }
}

TEST_F(OddStoreFiles, ThatCannotBeRemovedAreNamed) {
  const OrdinaryUser user;
  const TempDir dir;
  const auto file = file_in(dir);
  make(file);
  fs::permissions(file, fs::perms::none);
  fs::permissions(file.parent_path(), fs::perms::owner_read | fs::perms::owner_exec);
  const auto opened = SqliteOperations::open(file, test_keys());
  fs::permissions(file.parent_path(), fs::perms::owner_all);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().type, "operations-store-unavailable");
  EXPECT_NE(opened.error().detail.find(file.string()), std::string::npos) << opened.error().detail;
}

}  // namespace
}  // namespace lockstep::operations_store
