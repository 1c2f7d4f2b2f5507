// The dataset `large`: a vendor in mid-season. Users, teams and assignments are there; scores are
// made up when they are asked for (made_up.h).
#pragma once
#include <cstdint>

#include "adapters/metactf_mock/store.h"

namespace lockstep::metactf_mock {

/// `size` competitors, about 25 to a coach, in teams of up to 6 of one division; a few on none.
/// The same size and seed are the same records. The vendor's own numbers are not in yet.
Records large_records(std::int64_t size, std::uint64_t seed);

}  // namespace lockstep::metactf_mock
