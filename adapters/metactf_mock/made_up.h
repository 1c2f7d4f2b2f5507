// What the vendor has about a person, made up from a seed and the id alone: nobody has to keep it,
// so that a hundred thousand people cost nothing until they are asked for. Never reads a clock:
// times are told from kDatasetAnchor.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/metactf_mock/dataset.h"

namespace lockstep::metactf_mock {

/// Of made_up_person() what costs next to nothing: status, last_login, last_accessed.
VendorPerson made_up_head(std::uint64_t seed, const std::string& syned_user_id);
/// Of made_up_person() all but the Flash CTFs, which are most of the work.
VendorPerson made_up_odl(std::uint64_t seed, const std::string& syned_user_id);
/// Heavy-tailed: most have solved a little, a few almost everything, some are inactive or have
/// never been there. One in a dozen Flash CTFs has a solve id that is used elsewhere, too.
VendorPerson made_up_person(std::uint64_t seed, const std::string& syned_user_id);

/// When the monthly Flash CTF of this name begins; none if there is no such one.
std::optional<std::int64_t> made_up_flash_start(std::string_view name);

}  // namespace lockstep::metactf_mock
