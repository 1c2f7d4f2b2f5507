// Whoever comes to a team that is full at the vendor waits a little for those who have left it:
// most are gone soon.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/effects/team_places.h"
#include "events/ids.h"

namespace lockstep::effects {

/// Asked to free the places that they may hold on a team they have left. Asked again with every
/// intent, so it may get lost.
struct AskToLeave {
  TeamId team;
  std::vector<CompetitorId> ids;
  std::string correlation_id;
};

struct PlaceVerdict {
  bool free = true;  ///< No need to wait (any longer).
  Timestamp wait_until{};
  std::optional<AskToLeave> ask = {};
};

class PlaceWaits {
 public:
  /// May the team call of this competitor be made?
  PlaceVerdict look(const TeamPlaces& places, const CompetitorId& id, Timestamp now);
  /// The competitor's call is made, or there is none any more.
  void forget(const CompetitorId& id) { since_.erase(id.value); }

 private:
  std::map<std::string, Timestamp> since_;  ///< By competitor.
};

}  // namespace lockstep::effects
