#include "events/time.h"

#include <chrono>

#include "base/time.h"

namespace lockstep {

std::string rfc3339(Timestamp time) {
  return base::rfc3339(base::Moment{std::chrono::milliseconds{time.value}});
}

std::string rfc3339(VendorTime time) {
  return base::rfc3339(std::chrono::sys_seconds{std::chrono::seconds{time.value}});
}

std::optional<Timestamp> timestamp_in(std::string_view rfc3339) {
  const auto moment = base::moment_in(rfc3339);
  if (!moment) return std::nullopt;
  return Timestamp{moment->time_since_epoch().count()};
}

}  // namespace lockstep
