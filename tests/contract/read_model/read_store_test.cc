// The embedded store's file, and the questions it answers.
#include <fstream>
#include <limits>
#include <set>
#include <thread>

#include <sys/stat.h>

#include "adapters/sqlite/database_file.h"
#include "projections/tables/row_key.h"
#include "tests/contract/read_model/stores.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_keys.h"

namespace lockstep {
namespace {

using namespace testing_support;
using namespace projections;
using read_store::SqliteReadStore;

const CoachId kCoach{"coach-1"};

class ReadStore : public testing::Test {
 protected:
  void write(const std::function<void(const RowAccess&)>& fold) {
    const ports::Checkpoint next{Position{from_.position.value + 1}, {}};
    ASSERT_TRUE(write_all(*store_, from_, next, fold).has_value());
    from_ = next;
  }
  std::unique_ptr<SqliteReadStore> store_ = make_store<SqliteReadStore>();
  ports::Checkpoint from_;
};

CompetitorRow competitor(const std::string& id, const std::string& first, const std::string& last) {
  auto row = keyed<CompetitorRow>(CompetitorId{id});
  row.coach_id = kCoach;
  row.first_name = first;
  row.last_name = last;
  row.status = events::CompetitorStatus::pending;
  row.onboarding = projections::OnboardingState::none;
  return row;
}

std::vector<std::string> ids(const ports::Page<CompetitorRow>& page) {
  std::vector<std::string> out;
  for (const auto& row : page.rows) out.push_back(row.id.value);
  return out;
}

ports::CompetitorQuery asking(std::size_t limit, std::optional<std::string> after = {}) {
  ports::CompetitorQuery query;
  query.limit = limit;
  query.after = std::move(after);
  return query;
}

// "A dashboard card showed 910 of 11,000 solves": pages add up to everything, totals are exact.
TEST_F(ReadStore, NothingIsSilentlyCapped) {
  write([](const RowAccess& rows) {
    for (int i = 0; i < 1234; ++i) rows.put(competitor("c" + std::to_string(i), "A", "B"));
  });
  auto query = asking(100);
  query.coach_id = kCoach;
  std::set<std::string> seen;
  for (;;) {
    const auto page = store_->roster().competitors(query).value();
    EXPECT_EQ(page.total, 1234);
    for (const auto& id : ids(page)) EXPECT_TRUE(seen.insert(id).second) << id;
    if (!page.next) break;
    query.after = page.next;
    // Whoever is renamed while we read is neither skipped nor seen twice.
    write([&](const RowAccess& rows) { rows.put(competitor("c7", "Z" + *page.next, "A")); });
  }
  EXPECT_EQ(seen.size(), 1234U);
  EXPECT_EQ(store_->across().summary(kCoach).value().competitors, 1234);
}

TEST_F(ReadStore, AWrongLimitIsInvalid) {
  EXPECT_EQ(store_->roster().competitors(asking(0)).error().code, Errc::invalid);
  EXPECT_EQ(store_->roster().competitors(asking(501)).error().code, Errc::invalid);
}

TEST_F(ReadStore, NamesAreFoundWhateverTheCaseAndPatternsAreText) {
  write([](const RowAccess& rows) {
    rows.put(competitor("1", "\xC3\x89mile", "Dup_ont"));  // Émile
    rows.put(competitor("2", "Ada", "100% Byron"));
    auto other = competitor("3", "Ada", "Else");
    other.coach_id = CoachId{"coach-2"};
    rows.put(other);
  });
  const auto find = [&](const std::string& text) {
    auto query = asking(100);
    query.coach_id = kCoach;
    query.text = text;
    return ids(store_->roster().competitors(query).value());
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(find("\xC3\xA9MILE dup"), Ids{"1"});  // éMILE
  EXPECT_EQ(find("ADA"), Ids{"2"});
  EXPECT_EQ(find("%"), Ids{"2"});
  EXPECT_EQ(find("_"), Ids{"1"});
  EXPECT_EQ(find("' OR 1=1 --"), Ids{});
}

TEST_F(ReadStore, NamesAreFoundHoweverTheyAreTypedAndByTheirAddresses) {
  write([](const RowAccess& rows) {
    auto jose = competitor("1", "José", "Núñez");
    jose.email_personal = "Pepe@example.org";
    rows.put(jose);
    auto bjorn = competitor("2", "Bjørn", "O’Neil");
    bjorn.email_school = "bo@school.example";
    rows.put(bjorn);
  });
  const auto find = [&](const std::string& text) {
    auto query = asking(100);
    query.text = text;
    return ids(store_->roster().competitors(query).value());
  };
  using Ids = std::vector<std::string>;
  for (const auto* text : {"jose nunez", "JOSÉ", "Jose\u0301", "Nu\u0301n", "pepe@", "EXAMPLE.ORG"})
    EXPECT_EQ(find(text), Ids{"1"}) << text;
  for (const auto* text : {"bjorn", "o'neil", "BJØRN", "bo@school"})
    EXPECT_EQ(find(text), Ids{"2"}) << text;
  EXPECT_EQ(find("nunez pepe"), Ids{}) << "a name and an address are two things";
  EXPECT_EQ(find("example"), (Ids{"1", "2"}));
}

TEST_F(ReadStore, MembersAreShownWithTheirMembershipsEvenWhenTheirFactsAreNotKnown) {
  write([](const RowAccess& rows) {
    rows.put(competitor("a", "Ada", "B"));
    for (const auto* id : {"a", "b", "c"}) {
      auto row = keyed<MembershipRow>(CompetitorId{id});
      row.team_id = TeamId{*id == 'c' ? "t2" : "t1"};
      row.sync = projections::MembershipSync::pending;
      rows.put(row);
    }
  });
  const auto members = store_->roster().members(TeamId{"t1"}).value();
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].competitor.first_name, "Ada");
  EXPECT_EQ(members[1].competitor.id.value, "b");
  EXPECT_EQ(members[1].membership.sync, projections::MembershipSync::pending);
}

// "Optional team joined as required: 4 % of report cards not found."
TEST_F(ReadStore, OptionalRelationsAreOptionalInTheSummary) {
  write([](const RowAccess& rows) {
    rows.put(competitor("alone", "A", "B"));
    auto member = competitor("member", "A", "B");
    member.team_id = TeamId{"t"};
    member.onboarding = projections::OnboardingState::failed;
    rows.put(member);
    auto membership = keyed<MembershipRow>(CompetitorId{"member"});
    membership.team_id = TeamId{"t"};
    membership.sync = projections::MembershipSync::error;
    rows.put(membership);
    auto stats = keyed<StatsRow>(CompetitorId{"member"});
    stats.odl_solves_stored = 11;
    stats.total_score = 1100;
    rows.put(stats);
    auto team = keyed<TeamRow>(TeamId{"t"});
    team.coach_id = kCoach;
    rows.put(team);
    team.id = TeamId{"gone"};
    team.deleted = true;
    rows.put(team);
  });
  const auto summary = store_->across().summary(kCoach).value();
  EXPECT_EQ(summary.competitors, 2);
  EXPECT_EQ(summary.competitors_by_status.at("pending"), 2);
  EXPECT_EQ(summary.competitors_on_team, 1);
  EXPECT_EQ(summary.members_error, 1);
  EXPECT_EQ(summary.odl_solves, 11);
  EXPECT_EQ(summary.total_score, 1100);
  EXPECT_EQ(summary.onboarding_errors, 1);
  EXPECT_EQ(summary.teams, 1);
  EXPECT_EQ(store_->across().summary(CoachId{"nobody"}).value().competitors, 0);
}

// A sum beyond 64 bits ends the query of SQLite: nobody had a summary.
TEST_F(ReadStore, SumsOfTheSummaryStopAtTheEnds) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  const auto total_of = [&](std::int64_t a, std::int64_t b) {
    write([&](const RowAccess& rows) {
      for (const auto& [id, score] : {std::pair("a", a), std::pair("b", b)}) {
        rows.put(competitor(id, "A", "B"));
        auto stats = keyed<StatsRow>(CompetitorId{id});
        stats.total_score = score;
        rows.put(stats);
      }
    });
    const auto summary = store_->across().summary(kCoach);
    EXPECT_TRUE(summary) << a << " and " << b;
    return summary ? summary.value().total_score : 0;
  };
  EXPECT_EQ(total_of(kMost, kMost), kMost);
  EXPECT_EQ(total_of(kMost, 1), kMost);
  EXPECT_EQ(total_of(kLeast, -1), kLeast);
  EXPECT_EQ(total_of(kMost, kLeast), -1);
  EXPECT_EQ(total_of(kMost, -1), kMost - 1);
  EXPECT_EQ(total_of(-5, 3), -2);
  EXPECT_EQ(total_of(1LL << 40, 7), (1LL << 40) + 7);
}

TEST_F(ReadStore, SolvesComeNewestFirst) {
  write([](const RowAccess& rows) {
    for (std::int64_t i = 0; i < 5; ++i)
      rows.put(keyed<SolveRow>(CompetitorId{"a"}, events::Feed::odl, std::string(), i, i,
                               VendorTime{100 + (i * 7) % 5}));
  });
  const auto solves = store_->scores().recent_solves(CompetitorId{"a"}, 3).value();
  ASSERT_EQ(solves.size(), 3U);
  EXPECT_EQ(solves[0].solved_at, VendorTime{104});
  EXPECT_EQ(solves[2].solved_at, VendorTime{102});
}

TEST_F(ReadStore, OpenWorkOfOneSubjectIsItsOwnAlone) {
  write([](const RowAccess& rows) {
    for (const char* subject : {"competitor-a", "competitor-ab", "coach-a"})
      for (const auto kind : {WorkKind::poll_odl, WorkKind::poll_flash})
        rows.put(keyed<OpenWorkRow>(std::string(subject), kind));
  });
  const auto work = store_->work().open_work_of({"competitor", "a"}).value();
  ASSERT_EQ(work.size(), 2U);
  EXPECT_EQ(work[0].kind, WorkKind::poll_flash);
  EXPECT_EQ(work[1].subject, "competitor-a");
  EXPECT_TRUE(store_->work().open_work_of({"team", "a"}).value().empty());
}

TEST_F(ReadStore, AReaderWaitsForAPositionAndNoLonger) {
  EXPECT_FALSE(store_->wait_for(GroupSet::all(), Position{1}, std::chrono::milliseconds(1)));
  std::thread writer([&] { write([](const RowAccess&) {}); });
  EXPECT_TRUE(store_->wait_for(GroupSet::all(), Position{1}, std::chrono::seconds(20)));
  writer.join();
  EXPECT_EQ(store_->work().open_work().value().position, Position{1});
}

TEST_F(ReadStore, ReadersSeeWholeTransactionsWhileTheRunnerWrites) {
  std::thread writer([&] {
    for (int i = 0; i < 200; ++i)
      write([i](const RowAccess& rows) {
        for (const auto* id : {"a", "b"}) {
          auto row = keyed<StatsRow>(CompetitorId{id});
          row.total_score = i;
          rows.put(row);
          rows.put(competitor(id, "A", "B"));
        }
      });
  });
  for (bool more = true; more;) {
    const auto summary = store_->across().summary(std::nullopt).value();
    EXPECT_EQ(summary.total_score % 2, 0);
    if (summary.position.value > 0) {
      EXPECT_EQ(summary.total_score, 2 * (static_cast<std::int64_t>(summary.position.value) - 1));
    }
    more = summary.position.value < 200;
  }
  writer.join();
}

class ReadStoreFile : public testing::Test {
 protected:
  std::unique_ptr<SqliteReadStore> open() {
    return SqliteReadStore::open(file_, test_keys()).value();
  }
  void fill() {
    RandomEvents random(5);
    const auto store = open();
    ASSERT_TRUE(feed(*store, random.take(400), 100).has_value());
  }
  TempDir dir_;
  std::filesystem::path file_ = dir_.path() / "deep" / "read.db";
};

TEST_F(ReadStoreFile, KeepsItsRowsAndOnlyItsOwnerMayReadIt) {
  fill();
  for (const auto& entry : std::filesystem::directory_iterator(file_.parent_path())) {
    struct stat status {};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << entry.path();
  }
  const auto again = open();
  EXPECT_FALSE(again->rebuilt());
  EXPECT_EQ(again->position(GroupSet::all()), Position{400});
  EXPECT_EQ(checkpoint_of(*again).position, Position{400});
}

// Invariant 7: a read model is disposable.
TEST_F(ReadStoreFile, ADamagedFileIsMadeAnew) {
  fill();
  {
    std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 + 10);
    file << std::string(20'000, 'x');
  }
  const auto again = open();
  EXPECT_TRUE(again->rebuilt());
  EXPECT_EQ(checkpoint_of(*again), ports::Checkpoint{});
  EXPECT_EQ(again->rows_of("competitors").value().size(), 0U);
}

TEST_F(ReadStoreFile, AFileThatIsNoDatabaseIsMadeAnew) {
  std::filesystem::create_directories(file_.parent_path());
  std::ofstream(file_) << "this is not SQLite, but it is long enough to be looked at closely";
  EXPECT_EQ(open()->why_rebuilt()->type, "read-store-damaged");
  EXPECT_FALSE(open()->rebuilt());
}

TEST_F(ReadStoreFile, AFileOfAnotherLayoutIsMadeAnew) {
  fill();
  {
    const auto files =
        sqlite::find_private_file(file_, test_keys(), read_store::kStoreName).value();
    auto other =
        read_store::SqliteConnection::open(file_, *files, read_store::kStoreName, {true, 512})
            .value();
    ASSERT_TRUE(
        other->exec("ALTER TABLE lockstep_groups RENAME COLUMN tables TO other").has_value());
  }
  const auto again = open();
  EXPECT_TRUE(again->rebuilt());
  EXPECT_EQ(again->why_rebuilt()->type, "read-store-of-another-version") << "that is no damage";
  EXPECT_EQ(again->position(GroupSet::all()), Position{0});
}

}  // namespace
}  // namespace lockstep
