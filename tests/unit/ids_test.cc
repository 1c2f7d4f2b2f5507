// Ids of different things are different types; derived ids are the same for ever.
#include "events/ids.h"

#include <concepts>
#include <set>
#include <unordered_set>

#include <gtest/gtest.h>

#include "events/envelope.h"
#include "events/vendor_types.h"

namespace lockstep {
namespace {

// lessons.md: the vendor's numeric id was once stored as the link id for three days.
static_assert(!std::convertible_to<CoachId, CompetitorId>);
static_assert(!std::constructible_from<CompetitorId, MetactfUserId>);
static_assert(!std::convertible_to<MetactfUserId, MetactfTeamId>);
static_assert(!std::convertible_to<Version, Position>);
static_assert(!std::convertible_to<Timestamp, VendorTime>);

TEST(Ids, AreEqualWhenTheirTextIs) {
  EXPECT_EQ(CoachId{"a"}, CoachId{"a"});
  EXPECT_NE(CoachId{"a"}, CoachId{"b"});
  EXPECT_LT(CoachId{"a"}, CoachId{"b"});
  EXPECT_TRUE(CoachId{}.empty());
  const std::unordered_set<TeamId, IdHash> seen{{"t"}, {"t"}, {"u"}};
  EXPECT_EQ(seen.size(), 2U);
}

TEST(StreamIds, AreCategoryAndIdWithADash) {
  EXPECT_EQ((StreamId{"team", "a-b"}.text()), "team-a-b");
}

TEST(FlashEventIds, DependOnNameAndStartAloneAndNeverChange) {
  using events::flash_event_id;
  const auto id = flash_event_id("April Flash", VendorTime{1'713'000'000});
  EXPECT_EQ(id, "d32ee830-18de-52a6-ad9a-2b16063c012b");
  EXPECT_EQ(flash_event_id("April Flash", VendorTime{1'713'000'000}), id);
  EXPECT_NE(flash_event_id("April Flash", VendorTime{1'713'000'001}), id);
  EXPECT_NE(flash_event_id("May Flash", VendorTime{1'713'000'000}), id);
}

// lessons.md: the vendor's solve id collides, so it is only one part of the identity.
TEST(SolveKeys, TellSolvesApartThatShareTheVendorsId) {
  events::Solve odl;
  odl.challenge_solve_id = 7;
  odl.challenge_id = 1;
  auto flash = odl;
  flash.source = events::Feed::flash_ctf;
  auto other_event = flash;
  other_event.event_id = "e";
  auto other_challenge = odl;
  other_challenge.challenge_id = 2;
  auto later = odl;
  later.solved_at = VendorTime{5};
  std::set<std::string> keys;
  for (const auto& solve : {odl, flash, other_event, other_challenge, later})
    keys.insert(events::solve_key(solve));
  EXPECT_EQ(keys.size(), 5U);
  auto renamed = odl;
  renamed.challenge_title = "Renamed";
  EXPECT_EQ(events::solve_key(renamed), events::solve_key(odl));
}

}  // namespace
}  // namespace lockstep
