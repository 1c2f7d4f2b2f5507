// lessons.md "status is computed in one place from the whole state": the whole truth table.
#include "events/competitor_status.h"

#include <gtest/gtest.h>

namespace lockstep::events {
namespace {

struct StatusCase {
  bool profile_complete;
  bool compliance_complete;
  bool has_platform_id;
  CompetitorStatus status;
};
constexpr StatusCase kTable[] = {
    {false, false, false, CompetitorStatus::pending},
    {false, false, true, CompetitorStatus::pending},
    {false, true, false, CompetitorStatus::pending},
    {false, true, true, CompetitorStatus::pending},
    {true, false, false, CompetitorStatus::profile},
    {true, false, true, CompetitorStatus::profile},
    {true, true, false, CompetitorStatus::compliance},
    {true, true, true, CompetitorStatus::complete},
};

TEST(CompetitorStatus, FollowsFromProfileComplianceAndPlatformId) {
  for (const auto& row : kTable)
    EXPECT_EQ(competitor_status(row.profile_complete, row.compliance_complete, row.has_platform_id),
              row.status)
        << row.profile_complete << row.compliance_complete << row.has_platform_id;
}

}  // namespace
}  // namespace lockstep::events
