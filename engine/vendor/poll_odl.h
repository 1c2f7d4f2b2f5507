// What is new of a competitor's ODL scores.
#pragma once
#include <optional>

#include "engine/vendor/step.h"

namespace lockstep::vendor {

struct PollOdl {
  CallId call_id;
  CompetitorId competitor_id;
  std::optional<VendorTime> after;
  /// After a 403 the user's status is read: why are they not approved?
  std::optional<ports::VendorError> forbidden;
  /// The competitor's account; none: it is not known.
  std::optional<MetactfUserId> recorded = {};
  bool differs = false;  ///< The last answer was about another one.
  NextStep start();
  NextStep on(const VendorAnswer& answer);
  /// See vendor::recall(). It changes nothing there, so nothing is left to find out.
  static bool recall() { return true; }

 private:
  [[nodiscard]] NextStep on_scores(const ports::OdlScores& scores) const;
};

}  // namespace lockstep::vendor
