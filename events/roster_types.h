// Values that events and commands about coaches, teams and their members share.
#pragma once
#include <cstdint>

#include <boost/describe.hpp>

namespace lockstep::events {

/// What may depend on a coach's account. Stored by name.
enum class DependentKind : std::uint8_t { competitor, team };
BOOST_DESCRIBE_ENUM(DependentKind, competitor, team)

/// Why a membership ended. Stored by name.
enum class RemovalReason : std::uint8_t { asked, moved };
BOOST_DESCRIBE_ENUM(RemovalReason, asked, moved)

}  // namespace lockstep::events
