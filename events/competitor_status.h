// A competitor's status: a pure function of the whole state, computed here and nowhere else
// (product.md section 1; lessons.md "status is computed in one place").
#pragma once
#include <cstdint>

#include <boost/describe.hpp>

namespace lockstep::events {

enum class CompetitorStatus : std::uint8_t { pending, profile, compliance, complete };
BOOST_DESCRIBE_ENUM(CompetitorStatus, pending, profile, compliance, complete)

constexpr CompetitorStatus competitor_status(bool profile_complete, bool compliance_complete,
                                             bool has_platform_id) {
  if (!profile_complete) return CompetitorStatus::pending;
  if (!compliance_complete) return CompetitorStatus::profile;
  return has_platform_id ? CompetitorStatus::complete : CompetitorStatus::compliance;
}

}  // namespace lockstep::events
