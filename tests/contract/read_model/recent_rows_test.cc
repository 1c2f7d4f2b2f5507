// Rows in memory: never another answer than the file's, and never more than have a place.
#include "adapters/read_store/recent_rows.h"

#include <gtest/gtest.h>

#include "projections/tables/row_key.h"

namespace lockstep::read_store {
namespace {

using projections::CoachRow;
using projections::TeamRow;

template <class Row>
using Changes = typename projections::CachedTable<Row>::Changes;

template <class Row>
void remember(RecentRows& rows, const std::vector<Row>& written) {
  Changes<Row> changes;
  for (const auto& row : written) changes.put.push_back(&row);
  rows.remember<Row>(changes);
}

CoachRow coach(const std::string& id, const std::string& email) {
  auto out = projections::keyed<CoachRow>(CoachId{id});
  out.email = email;
  return out;
}

std::string email_of(const RecentRows& rows, const std::string& id) {
  const auto row = rows.find<CoachRow>(id);
  return row ? row->email : "ask the file";
}

TEST(RecentRows, AreAsTheyWereWrittenLast) {
  RecentRows rows{10};
  EXPECT_EQ(email_of(rows, "kim"), "ask the file");
  remember<CoachRow>(rows, {coach("kim", "old"), coach("lee", "lee")});
  remember<CoachRow>(rows, {coach("kim", "new")});
  EXPECT_EQ(email_of(rows, "kim"), "new");
  EXPECT_EQ(email_of(rows, "lee"), "lee");
}

TEST(RecentRows, WhileTheyAreBeingWrittenTheFileTells) {
  RecentRows rows{10};
  remember<CoachRow>(rows, {coach("kim", "old"), coach("lee", "lee")});
  const auto kim = coach("kim", "new");
  rows.doubt<CoachRow>({{&kim}, {}});
  EXPECT_EQ(email_of(rows, "kim"), "ask the file");
  EXPECT_EQ(email_of(rows, "lee"), "lee");
}

TEST(RecentRows, AreGoneWhenTheyAreErased) {
  RecentRows rows{10};
  remember<CoachRow>(rows, {coach("kim", "old")});
  const auto kim = projections::keyed<CoachRow>(CoachId{"kim"});
  const Changes<CoachRow> changes{{}, {&kim}};
  rows.doubt<CoachRow>(changes);
  rows.remember<CoachRow>(changes);
  EXPECT_EQ(email_of(rows, "kim"), "ask the file");
}

TEST(RecentRows, AreAsTheFileHasThemNotAsTheyWereGiven) {
  RecentRows rows{10};
  remember<CoachRow>(rows, {coach("kim", std::string("a\0b", 3))});
  EXPECT_EQ(email_of(rows, "kim"), projections::clean_text(std::string("a\0b", 3)));
}

TEST(RecentRows, AreBoundedByTable) {
  RecentRows rows{10};
  remember<TeamRow>(rows, {projections::keyed<TeamRow>(TeamId{"red"})});
  for (int i = 0; i < 25; ++i) remember<CoachRow>(rows, {coach(std::to_string(i), "x")});
  int kept = 0;
  for (int i = 0; i < 25; ++i) kept += rows.find<CoachRow>(std::to_string(i)) ? 1 : 0;
  EXPECT_GE(kept, 1);
  EXPECT_LE(kept, 10);
  EXPECT_EQ(email_of(rows, "24"), "x") << "the newest is there";
  EXPECT_TRUE(rows.find<TeamRow>("red")) << "another table";
}

}  // namespace
}  // namespace lockstep::read_store
