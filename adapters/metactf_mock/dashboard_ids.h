// The dataset `from-postgres`: who is in a dashboard's database, by id alone. Reads no name and no
// address, and changes nothing.
#pragma once
#include <cstdint>
#include <string>

#include "adapters/metactf_mock/store.h"

namespace lockstep::metactf_mock {

/// Coaches, competitors, teams and assignments that the dashboard says are on the platform: those
/// with a `game_platform_id`. Everybody else comes by being created. Errc::invalid without a URL,
/// Errc::unavailable when the database cannot be reached, Errc::not_found when it has no
/// `competitors`. The vendor's own numbers are not in yet.
Result<Records> read_dashboard(const std::string& url, std::uint64_t seed);

}  // namespace lockstep::metactf_mock
