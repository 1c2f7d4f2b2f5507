// The challenges that the mock's people have solved: what a solve says besides who and when.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "adapters/metactf_mock/dataset.h"

namespace lockstep::metactf_mock {

/// How many different challenges each feed has.
std::size_t odl_challenge_count();
std::size_t flash_challenge_count();

/// The solve of the `index`-th challenge (counted round and round) of a feed. Nine categories,
/// spelled in varied case as the vendor does.
VendorSolve solve_odl(std::size_t index, std::int64_t solve_id, std::int64_t at);
VendorSolve solve_flash(std::size_t index, std::int64_t solve_id, std::int64_t at);

}  // namespace lockstep::metactf_mock
