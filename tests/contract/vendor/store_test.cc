// One suite for every place where the mock can keep its records.
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "adapters/metactf_mock/memory_store.h"
#include "adapters/metactf_mock/postgres_store.h"
#include "tests/support/postgres_cluster.h"

namespace lockstep::metactf_test {
namespace {

using metactf_mock::AssignmentRecord;
using metactf_mock::Counts;
using metactf_mock::MockStore;
using metactf_mock::Origin;
using metactf_mock::Records;
using metactf_mock::Sequence;
using metactf_mock::StoreFailed;
using metactf_mock::TeamRecord;
using metactf_mock::UserRecord;
using metactf_mock::VendorPerson;
using testing_support::shared_cluster;

struct InMemory {
  static std::unique_ptr<MockStore> make() { return metactf_mock::make_memory_store(); }
};
struct InPostgres {
  static std::unique_ptr<MockStore> make() {
    return metactf_mock::open_postgres_store(shared_cluster().create_database()).value();
  }
};

UserRecord user(const std::string& id, std::int64_t number = 1001) {
  return {id, number, "name of \"" + id + "\"", "user", "approved", 1793400000, "c1"};
}
TeamRecord team(const std::string& id) {
  return {id, 201, 1001, "c1", "Ünïcode 🏁", "college", "O'Neill\\School"};
}
VendorPerson person(const std::string& id) {
  VendorPerson out;
  out.syned_user_id = id;
  out.last_accessed = 1793490000;
  out.odl.push_back({7, 8, "Title", 100, "Web", 1793480000, true, {"A Role", "Another"}});
  out.flash.push_back({"Flash CTF - October 2026", 1793300000, std::nullopt, 3, out.odl});
  out.trouble.odl_status = 503;
  return out;
}

template <class Kind>
class Store : public testing::Test {
 protected:
  std::unique_ptr<MockStore> store_ = Kind::make();
};
using Kinds = testing::Types<InMemory, InPostgres>;
TYPED_TEST_SUITE(Store, Kinds);

TYPED_TEST(Store, BeginsEmptyAndUnfilled) {
  auto& store = *this->store_;
  EXPECT_EQ(store.origin(), std::nullopt);
  EXPECT_EQ(store.counts(), Counts{});
  EXPECT_EQ(store.user("u1"), std::nullopt);
  EXPECT_EQ(store.team("t1"), std::nullopt);
  EXPECT_EQ(store.team_of("u1"), std::nullopt);
  EXPECT_EQ(store.person("u1"), nullptr);
  EXPECT_TRUE(store.members("t1").empty());
}

TYPED_TEST(Store, GivesBackWhatItWasGiven) {
  auto& store = *this->store_;
  auto plain = user("u2");
  plain.last_login.reset();
  plain.syned_coach_user_id.reset();
  store.put({{user("u1"), plain}, {team("t1")}, {{"u1", "t1"}}, {person("u1")}});
  EXPECT_EQ(store.user("u1"), user("u1"));
  EXPECT_EQ(store.user("u2"), plain);
  EXPECT_EQ(store.team("t1"), team("t1"));
  ASSERT_NE(store.person("u1"), nullptr);
  EXPECT_EQ(*store.person("u1"), person("u1"));
  EXPECT_EQ(store.counts(), (Counts{2, 1, 1}));
  EXPECT_EQ(store.flash_start("Flash CTF - October 2026"), 1793300000);
  EXPECT_EQ(store.flash_start("nothing"), std::nullopt);
}

TYPED_TEST(Store, ReplacesWhatHasTheSameId) {
  auto& store = *this->store_;
  store.put_user(user("u1"));
  auto changed = user("u1", 1002);
  changed.status = "denied";
  changed.last_login.reset();
  store.put_user(changed);
  EXPECT_EQ(store.users(), std::vector{changed});
  store.put_person(person("u1"));
  auto quiet = person("u1");
  quiet.odl.clear();
  store.put_person(quiet);
  EXPECT_EQ(*store.person("u1"), quiet);
}

TYPED_TEST(Store, ListsAreInTheOrderOfTheBytesOfTheirIds) {
  auto& store = *this->store_;
  for (const auto* id : {"b", "a-1", "B", "a1", "é", "10", "9"}) store.put_user(user(id));
  std::vector<std::string> ids;
  for (const auto& one : store.users()) ids.push_back(one.syned_user_id);
  EXPECT_EQ(ids, (std::vector<std::string>{"10", "9", "B", "a-1", "a1", "b", "é"}));
  for (const auto* id : {"b", "B", "a"}) store.assign(id, "t1");
  EXPECT_EQ(store.members("t1"), (std::vector<std::string>{"B", "a", "b"}));
}

TYPED_TEST(Store, AUserIsOnOneTeamAtMost) {
  auto& store = *this->store_;
  store.assign("u1", "t1");
  store.assign("u2", "t1");
  store.assign("u1", "t2");
  EXPECT_EQ(store.team_of("u1"), "t2");
  EXPECT_EQ(store.members("t1"), std::vector<std::string>{"u2"});
  store.unassign("u1");
  store.unassign("nobody");
  EXPECT_EQ(store.team_of("u1"), std::nullopt);
  EXPECT_EQ(store.assignments(), (std::vector{AssignmentRecord{"u2", "t1"}}));
}

TYPED_TEST(Store, ATeamCanBeErased) {
  auto& store = *this->store_;
  store.put_team(team("t1"));
  store.put_team(team("t2"));
  store.erase_team("t1");
  EXPECT_EQ(store.teams(), std::vector{team("t2")});
}

TYPED_TEST(Store, SequencesCountUpEachByItself) {
  auto& store = *this->store_;
  const auto first = store.next(Sequence::user);
  EXPECT_EQ(store.next(Sequence::user, 10), first + 1);
  EXPECT_EQ(store.next(Sequence::user), first + 11);
  EXPECT_EQ(store.next(Sequence::team), before_first(Sequence::team) + 1);
  store.begin_anew({"large", 5, 6, 7});
  EXPECT_EQ(store.next(Sequence::user), first);
}

TYPED_TEST(Store, BeginningAnewForgetsEverything) {
  auto& store = *this->store_;
  store.put({{user("u1")}, {team("t1")}, {{"u1", "t1"}}, {person("u1")}});
  const Origin origin{"large", 5, 1ULL << 40U, -7};
  store.begin_anew(origin);
  EXPECT_EQ(store.origin(), origin);
  EXPECT_EQ(store.counts(), Counts{});
  EXPECT_EQ(store.person("u1"), nullptr);
  EXPECT_EQ(store.flash_start("Flash CTF - October 2026"), std::nullopt);
}

TYPED_TEST(Store, ThousandsOfRecordsAreOneCall) {
  Records records;
  for (int i = 0; i < 12'000; ++i) records.users.push_back(user("u" + std::to_string(i), i));
  auto& store = *this->store_;
  store.transact([&] { store.put(records); });
  EXPECT_EQ(store.counts().users, 12'000);
  EXPECT_EQ(store.user("u11999").value().metactf_user_id, 11'999);
}

class PostgresStore : public testing::Test {
 protected:
  /// The one who is used, or the error of opening it.
  std::unique_ptr<MockStore> open() { return metactf_mock::open_postgres_store(url_).value(); }
  testing_support::PostgresCluster cluster_;
  std::string url_ = cluster_.create_database();
};

TEST_F(PostgresStore, OutlivesTheProcess) {
  {
    auto store = open();
    store->begin_anew({"baseline", 0, 0, 3});
    store->put({{user("u1")}, {team("t1")}, {{"u1", "t1"}}, {person("u1")}});
    store->next(Sequence::solve, 5);
  }
  auto store = open();
  EXPECT_EQ(store->origin(), (Origin{"baseline", 0, 0, 3}));
  EXPECT_EQ(store->counts(), (Counts{1, 1, 1}));
  EXPECT_EQ(*store->person("u1"), person("u1"));
  EXPECT_EQ(store->next(Sequence::solve), before_first(Sequence::solve) + 6);
}

TEST_F(PostgresStore, KeepsNothingOfATransactionThatFails) {
  auto store = open();
  EXPECT_THROW(store->transact([&] {
    store->put_user(user("u1"));
    throw StoreFailed({Errc::unavailable, "test", "", ""});
  }),
               StoreFailed);
  EXPECT_EQ(store->user("u1"), std::nullopt);
}

TEST_F(PostgresStore, FailsWithoutItsServerAndGoesOnWithIt) {
  auto store = open();
  store->begin_anew({"baseline", 0, 0, 0});
  EXPECT_THROW(store->transact([&] {
    store->put_user(user("u1"));
    cluster_.stop();
    store->put_user(user("u2"));
  }),
               StoreFailed);
  EXPECT_THROW(store->user("u1"), StoreFailed);
  cluster_.start();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  for (bool there = false; !there;) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "it never connects again";
    try {
      there = store->user("u2") == std::nullopt;
    } catch (const StoreFailed&) {
      std::this_thread::yield();
    }
  }
  EXPECT_EQ(store->user("u1"), std::nullopt) << "half of a transaction";
}

TEST_F(PostgresStore, IsForOneMockAtATime) {
  const auto store = open();
  const auto second = metactf_mock::open_postgres_store(url_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().type, "mock-database-in-use");
}

TEST(PostgresStoreUrl, ThatLeadsNowhereIsAClearErrorWithoutIt) {
  const auto store =
      metactf_mock::open_postgres_store("postgresql://u:hunter22@127.0.0.1:1/nothing");
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().type, "mock-database-unreachable");
  EXPECT_EQ((store.error().detail + store.error().remedy).find("hunter22"), std::string::npos);
}

}  // namespace
}  // namespace lockstep::metactf_test
