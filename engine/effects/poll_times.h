// When what is asked for again and again was asked last, and what came of it. The log does not say:
// a poll without news is no event. The operations store remembers it over a restart; losing that
// costs calls, never facts.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/effects/work_key.h"
#include "engine/ports/operations.h"
#include "events/vendor_types.h"
#include "projections/vendor_work/rows.h"
#include "projections/vendor_work/work_due.h"

namespace lockstep::effects {

/// How one poll ended.
struct PollEnd {
  std::string result;                          ///< `answered`, or the name of a SyncResult.
  std::optional<events::CallFailure> failure;  ///< None: there was a whole, valid answer.
};

class PollTimes {
 public:
  void load(std::vector<ports::Poll> polls);
  void forget(const WorkKey& key) { polls_.erase(key); }
  /// `call`: names the poll; it decides the jitter of a retry.
  const ports::Poll& ended(const WorkKey& key, const PollEnd& end, Timestamp began, Timestamp now,
                           const std::string& call);
  /// The newest poll; null: none that is known.
  [[nodiscard]] const ports::Poll* newest(const WorkKey& key) const;
  /// The log's word and the newest poll together. Both empty: it is asked for now.
  [[nodiscard]] projections::WorkTimes times_of(const projections::OpenWorkRow& row) const;

  /// Somebody asked, or it began, and nobody has looked since.
  [[nodiscard]] bool is_asked_for(const projections::OpenWorkRow& row) const;

 private:
  std::map<WorkKey, ports::Poll> polls_;
};

}  // namespace lockstep::effects
