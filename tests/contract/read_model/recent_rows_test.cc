// Rows in memory: never another answer than the file's, and never more than have a place.
#include "adapters/read_store/recent_rows.h"

#include <gtest/gtest.h>

#include "projections/row_key.h"

namespace lockstep::read_store {
namespace {

using projections::CoachRow;
using projections::OwnerRow;
using projections::SolveRow;

RecentRows::Changes nothing() {
  return RecentRows::Changes(projections::tables().size());
}

template <class Row>
RecentRows::Changes written(const std::vector<Row>& rows) {
  auto out = nothing();
  for (const auto& row : rows)
    out[projections::kTableIndex<Row>].put.push_back(
        projections::to_values(projections::AnyRow{row}));
  return out;
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
  rows.remember(written<CoachRow>({coach("kim", "old"), coach("lee", "lee")}));
  rows.remember(written<CoachRow>({coach("kim", "new")}));
  EXPECT_EQ(email_of(rows, "kim"), "new");
  EXPECT_EQ(email_of(rows, "lee"), "lee");
}

TEST(RecentRows, WhileTheyAreBeingWrittenTheFileTells) {
  RecentRows rows{10};
  rows.remember(written<CoachRow>({coach("kim", "old"), coach("lee", "lee")}));
  rows.doubt(written<CoachRow>({coach("kim", "new")}));
  EXPECT_EQ(email_of(rows, "kim"), "ask the file");
  EXPECT_EQ(email_of(rows, "lee"), "lee");
}

TEST(RecentRows, AreGoneWhenTheyAreErased) {
  RecentRows rows{10};
  rows.remember(written<CoachRow>({coach("kim", "old")}));
  auto changes = nothing();
  changes[projections::kTableIndex<CoachRow>].erased.push_back({std::string("kim")});
  rows.doubt(changes);
  rows.remember(changes);
  EXPECT_EQ(email_of(rows, "kim"), "ask the file");
}

TEST(RecentRows, AreAsTheFileHasThemNotAsTheyWereGiven) {
  RecentRows rows{10};
  rows.remember(written<CoachRow>({coach("kim", std::string("a\0b", 3))}));
  EXPECT_EQ(email_of(rows, "kim"), projections::clean_text(std::string("a\0b", 3)));
}

TEST(RecentRows, AreBoundedByTable) {
  RecentRows rows{10};
  rows.remember(written<OwnerRow>({projections::keyed<OwnerRow>(std::string("team-red"))}));
  for (int i = 0; i < 25; ++i) rows.remember(written<CoachRow>({coach(std::to_string(i), "x")}));
  int kept = 0;
  for (int i = 0; i < 25; ++i) kept += rows.find<CoachRow>(std::to_string(i)) ? 1 : 0;
  EXPECT_GE(kept, 1);
  EXPECT_LE(kept, 10);
  EXPECT_EQ(email_of(rows, "24"), "x") << "the newest is there";
  EXPECT_TRUE(rows.find<OwnerRow>("team-red")) << "another table";
}

TEST(RecentRows, OfLongerKeysAreNotKept) {
  RecentRows rows{10};
  rows.remember(written<SolveRow>({SolveRow{}}));  // And nothing is mistaken for another's.
  rows.forget_all();
  EXPECT_EQ(email_of(rows, ""), "ask the file");
}

}  // namespace
}  // namespace lockstep::read_store
