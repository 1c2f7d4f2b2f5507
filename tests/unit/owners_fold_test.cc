// Whose something is, and since when: what the event stream and looks into the past go by.
#include <gtest/gtest.h>

#include "events/any_event.h"
#include "projections/owners/owners.h"
#include "tests/support/memory_rows.h"

namespace lockstep {
namespace {

using projections::OwnerRow;

class Owners : public testing::Test {
 protected:
  void competitor_of(const std::string& coach) {
    events::CompetitorFactsRecorded facts;
    facts.competitor_id = {"ann"};
    facts.coach_id = {coach};
    apply("competitor", "ann", facts);
  }
  void apply(const std::string& category, const std::string& id, const events::AnyEvent& event) {
    ++at_.value;
    projections::Owners::apply(projections::RowAccess{rows_}, {at_, {}, {}, {category, id}}, event);
  }
  OwnerRow row(const std::string& stream) {
    return rows_.get(projections::keyed<OwnerRow>(stream)).value();
  }

  testing_support::MemoryRows rows_;
  Position at_{};
};

TEST_F(Owners, AreThoseOfTheNewestFactsSinceTheyBecameIt) {
  competitor_of("ada");
  competitor_of("ada");
  EXPECT_EQ(row("competitor-ann"), (OwnerRow{"competitor-ann", {"ada"}, Position{1}}));
  competitor_of("bob");
  competitor_of("bob");
  EXPECT_EQ(row("competitor-ann"), (OwnerRow{"competitor-ann", {"bob"}, Position{3}}));
  competitor_of("ada");
  EXPECT_EQ(row("competitor-ann"), (OwnerRow{"competitor-ann", {"ada"}, Position{5}}))
      << "not since the first time";
}

TEST_F(Owners, OutliveADeletedTeam) {
  events::TeamFactsRecorded facts;
  facts.team_id = {"apes"};
  facts.coach_id = {"ada"};
  apply("team", "apes", facts);
  apply("team", "apes", events::TeamDeleted{{"apes"}, {"ada"}});
  EXPECT_EQ(row("team-apes"), (OwnerRow{"team-apes", {"ada"}, Position{1}}));
}

}  // namespace
}  // namespace lockstep
