// The five lanes of the gate, in order of importance (design: "How the vendor is called").
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include <boost/describe.hpp>

namespace lockstep::rate {

/// Named as in metrics and in the admin's report.
enum class Lane : std::uint8_t {
  interactive_write,  ///< A coach waits for it.
  manual_refresh,     ///< Somebody asked for a poll.
  sla_poll,           ///< A poll that is due.
  adaptive_poll,      ///< A poll that is worth its price.
  sweep               ///< Safety nets: totals, everybody once a day.
};
BOOST_DESCRIBE_ENUM(Lane, interactive_write, manual_refresh, sla_poll, adaptive_poll, sweep)
inline constexpr std::size_t kLanes = 5;

constexpr std::size_t index_of(Lane lane) {
  return static_cast<std::size_t>(lane);
}

/// Part of all turns that a lane gets at least while it has somebody waiting. What is left over
/// goes to the most important lane that waits, so an idle lane's share is borrowed by the others.
inline constexpr std::array<double, kLanes> kLaneFloors{0.30, 0.20, 0.15, 0.05, 0.05};

/// Nobody waits in front of a screen for these.
constexpr bool is_background(Lane lane) {
  return lane >= Lane::sla_poll;
}

}  // namespace lockstep::rate
