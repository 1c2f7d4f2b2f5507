// Plays the coach dashboard: tells a running engine a dataset over its HTTP API, as a dashboard
// would.
#pragma once
#include <functional>
#include <string>

#include "adapters/metactf_mock/dataset.h"
#include "base/endpoint.h"
#include "events/result.h"

namespace lockstep::cli {

struct FeedResult {
  std::size_t onboardings_accepted = 0;
  std::size_t onboardings_refused = 0;  ///< Not eligible yet, which is as it should be.
};

/// `done` is called after every request with how many of `total` there were.
Result<FeedResult> feed_dataset(const metactf_mock::Dataset& dataset, const base::Endpoint& engine,
                                const std::function<void(std::size_t, std::size_t)>& done);

}  // namespace lockstep::cli
