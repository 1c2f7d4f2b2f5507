// Something else lies where the read store keeps a file: it is folded anew, and nothing waits. The
// rule is that of all stores; tests/contract/operations/odd_files_test.cc holds all of it.
#include "tests/support/odd_files.h"

#include <gtest/gtest.h>

#include "adapters/read_store/sqlite_read_store.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_keys.h"

namespace lockstep::read_store {
namespace {

using namespace testing_support;

TEST(OddReadStore, IsMadeAnewAndNothingIsTouchedThroughIt) {
  for (const auto* name : {"", ".key", "-wal"})
    for (const auto& oddity : Outside::oddities()) {
      SCOPED_TRACE(std::string("read.sqlite") + name + " is " + oddity.what);
      const TempDir dir;
      const auto file = dir.path() / "data" / "read.sqlite";
      ASSERT_TRUE(SqliteReadStore::open(file, test_keys()));
      const Outside outside{dir.path() / "outside"};
      outside.put(oddity, file.string() + name);
      const auto store = SqliteReadStore::open(file, test_keys());
      ASSERT_TRUE(store) << store.error().detail;
      EXPECT_TRUE(store.value()->rebuilt());
      EXPECT_TRUE(store.value()->lanes());
      EXPECT_TRUE(outside.is_untouched());
    }
}

}  // namespace
}  // namespace lockstep::read_store
