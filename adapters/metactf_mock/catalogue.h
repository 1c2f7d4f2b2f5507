// The challenges of the datasets that are made up by seed: as many as the vendor has.
#pragma once
#include <cstdint>

#include "adapters/metactf_mock/dataset.h"

namespace lockstep::metactf_mock {

inline constexpr std::int64_t kCatalogueOdl = 201;
inline constexpr std::int64_t kCatalogueFlash = 202;

/// The solve of the `index`-th challenge of a feed (counted round and round). Nine categories,
/// spelled in varied case as the vendor does.
VendorSolve catalogue_odl(std::int64_t index, std::int64_t solve_id, std::int64_t at);
VendorSolve catalogue_flash(std::int64_t index, std::int64_t solve_id, std::int64_t at);

}  // namespace lockstep::metactf_mock
