// The file of the operations store: who may read it, what survives, what is thrown away.
#include "adapters/operations_store/sqlite_operations.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/sqlite/database_file.h"
#include "tests/support/eventually.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_keys.h"

namespace lockstep::operations_store {
namespace {

namespace fs = std::filesystem;
using testing_support::test_keys;

const ports::Poll kPoll{"competitor-a", "odl", Timestamp{1}, Timestamp{2}, "synced", std::nullopt};

class TheFile : public testing::Test {
 protected:
  [[nodiscard]] fs::path file() const { return dir_.path() / "data" / "operations.db"; }
  [[nodiscard]] std::unique_ptr<SqliteOperations> open() const {
    auto opened = SqliteOperations::open(file(), test_keys());
    if (!opened) throw std::runtime_error(opened.error().detail);
    return std::move(opened).value();
  }
  void write(const std::string& bytes) const {
    fs::create_directories(file().parent_path());
    std::ofstream(file(), std::ios::binary) << bytes;
  }
  [[nodiscard]] std::string bytes() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  /// So much that the polls have pages of their own.
  void fill() const {
    const auto store = open();
    for (int i = 0; i < 500; ++i) {
      auto poll = kPoll;
      poll.subject += std::to_string(i);
      store->note(poll);
    }
  }
  static std::string with_damage(std::string bytes) {
    if (bytes.size() < 50'000) throw std::runtime_error("the file is too small");
    std::fill(bytes.begin() + 8'192, bytes.begin() + 49'152, 'x');
    return bytes;
  }

  testing_support::TempDir dir_;
};

TEST_F(TheFile, CanBeReadByItsOwnerAlone) {
  const auto store = open();
  store->note(kPoll);
  ASSERT_TRUE(store->all_polls());
  for (const auto& entry : fs::directory_iterator(file().parent_path())) {
    struct stat found {};
    ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << entry.path();
  }
}

TEST_F(TheFile, HoldsEverythingAfterAnOrderlyEnd) {
  const ports::LearnedLimits limits{Timestamp{3}, R"({"rate":7})"};
  std::string id;
  {
    const auto store = open();
    EXPECT_FALSE(store->made_anew()) << "a first start is nothing to tell";
    id = store->changed_since(0, 1).value().store;
    store->note(kPoll);
    store->note(limits);
  }
  const auto store = open();
  EXPECT_FALSE(store->made_anew());
  EXPECT_EQ(store->poll_of("competitor-a", "odl").value(), kPoll);
  EXPECT_EQ(store->limits().value(), limits);
  const auto changes = store->changed_since(0, 1).value();
  EXPECT_EQ(changes.store, id);
  store->note(kPoll);
  EXPECT_EQ(store->changed_since(0, 1).value().upto, changes.upto + 1);
}

TEST_F(TheFile, IsWrittenSoonWithoutAQuestion) {
  const auto store = open();
  store->note(kPoll);
  const auto files = sqlite::find_private_file(file(), test_keys(), kStoreName).value();
  EXPECT_TRUE(testing_support::eventually([&] {
    auto reader = sqlite::SqliteConnection::open(file(), *files, kStoreName, {});
    if (!reader) return false;
    auto count = reader.value()->prepare("SELECT count(*) FROM polls");
    return count && count.value().step() && count.value().integer(0) == 1;
  }));
}

TEST_F(TheFile, ThatIsNotOursIsMadeAnew) {
  write("this is no database, but long enough to be taken for the beginning of one by a reader");
  const auto store = open();
  EXPECT_TRUE(store->made_anew());
  store->note(kPoll);
  EXPECT_EQ(store->all_polls().value().size(), 1U);
}

TEST_F(TheFile, WithOtherTablesIsMadeAnewAndIsAnotherStore) {
  std::string id;
  {
    const auto store = open();
    store->note(kPoll);
    id = store->changed_since(0, 1).value().store;
  }
  {
    const auto files = sqlite::find_private_file(file(), test_keys(), kStoreName).value();
    auto other =
        sqlite::SqliteConnection::open(file(), *files, kStoreName, {.writable = true}).value();
    ASSERT_TRUE(other->exec("UPDATE lockstep_operations SET tables = tables || ' '"));
  }
  const auto store = open();
  EXPECT_TRUE(store->made_anew());
  EXPECT_EQ(store->why_made_anew()->type, "operations-store-of-another-version");
  EXPECT_TRUE(store->all_polls().value().empty());
  EXPECT_NE(store->changed_since(0, 1).value().store, id);
}

TEST_F(TheFile, ThatIsDamagedIsMadeAnew) {
  fill();
  write(with_damage(bytes()));
  const auto store = open();
  EXPECT_TRUE(store->made_anew());
  EXPECT_EQ(store->why_made_anew()->type, "operations-store-damaged");
  EXPECT_TRUE(store->all_polls().value().empty());
  store->note(kPoll);
  EXPECT_EQ(store->all_polls().value().size(), 1U);
}

TEST_F(TheFile, WhoseDamageIsFoundWhileItIsUsedIsMadeAnewAtTheNextStart) {
  fill();
  const auto sound = bytes();
  {
    const auto store = open();
    EXPECT_FALSE(store->made_anew());
    EXPECT_FALSE(store->damaged());
    write(with_damage(sound));
    const auto polls = store->all_polls();
    EXPECT_EQ(polls.error().type, "operations-store-damaged");
    EXPECT_EQ(polls.error().code, Errc::unavailable) << "not the fault of who asked: 503";
    EXPECT_TRUE(store->damaged()) << "health tells it";
  }
  write(sound);  // As memory that only sometimes fails.
  EXPECT_TRUE(open()->made_anew());
  EXPECT_FALSE(open()->made_anew()) << "once";
}

// Its end may not have been written: it would be let alone for an hour, as if it ended the process.
TEST_F(TheFile, WhoseDamageWasMetSaysOfNoCallThatItHasNotEnded) {
  fill();
  const auto store = open();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(store->begin_call("getUser", "a", Timestamp{1}));
  EXPECT_EQ(store->unended_call("getUser", "a").value()->begun, 3);
  write(with_damage(bytes()));
  ASSERT_FALSE(store->all_polls());
  const auto call = store->unended_call("getUser", "a");
  ASSERT_FALSE(call);
  EXPECT_EQ(call.error().code, Errc::unavailable);
}

TEST_F(TheFile, ThatCannotBeWrittenCostsNotesAndTheyAreCounted) {
  const auto store = open();
  {
    const auto files = sqlite::find_private_file(file(), test_keys(), kStoreName).value();
    auto other =
        sqlite::SqliteConnection::open(file(), *files, kStoreName, {.writable = true}).value();
    ASSERT_TRUE(other->exec("DROP TABLE polls"));
  }
  store->note(kPoll);
  store->note(kPoll);
  EXPECT_FALSE(store->all_polls());
  EXPECT_EQ(store->dropped(), 2U);
  store->note(ports::LearnedLimits{Timestamp{1}, "{}"});
  EXPECT_TRUE(store->limits().value()) << "what can be written is";
}

TEST_F(TheFile, KnowsTheCallThatEndedTheProcess) {
  (void)test_keys();  // Made here, or each child would have keys of its own.
  for (int times = 1; times <= 3; ++times) {
    const auto child = ::fork();
    if (child == 0) {
      const auto store = open();
      const auto begun = store->begin_call("getUser", "competitor:a", Timestamp{times});
      ::kill(::getpid(), begun ? SIGKILL : SIGTERM);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(WTERMSIG(status), SIGKILL);
    EXPECT_EQ(open()->unended_call("getUser", "competitor:a").value(),
              (ports::UnendedCall{times, Timestamp{times}}));
  }
}

TEST_F(TheFile, ThatCannotBeMadeIsAnError) {
  std::ofstream(dir_.path() / "data") << "a file where the directory should be";
  const auto opened = SqliteOperations::open(file(), test_keys());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().type, "operations-store-unavailable");
}

}  // namespace
}  // namespace lockstep::operations_store
