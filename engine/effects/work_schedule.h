// What of the open work is tried when, and in which order once it is due: by lane, and within a
// lane in turns between coaches, so that one who asks for a lot does not make the others wait.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/effects/work_key.h"
#include "engine/rate/lane_queue.h"
#include "events/ids.h"

namespace lockstep::effects {

class WorkSchedule {
 public:
  struct Due {
    WorkKey key;
    rate::Lane lane{};
    Timestamp at{};      ///< 0: at once.
    std::string tenant;  ///< Whose work it is: a coach's id, or empty.
  };

  /// Puts it in, or changes its time and lane. What is waiting for its turn and still due in the
  /// same lane keeps its place.
  void put(const WorkKey& key, rate::Lane lane, Timestamp at, Timestamp now);
  void remove(const WorkKey& key);

  /// What has become due by `now` and is not lined up, at most `limit`.
  [[nodiscard]] std::vector<WorkKey> due(Timestamp now, std::size_t limit) const;
  void line_up(const WorkKey& key, const std::string& tenant);
  /// Takes out whose turn it is; without `background` only what somebody waits for.
  std::optional<Due> pop(bool background);
  /// When the next one that is not lined up is due.
  [[nodiscard]] std::optional<Timestamp> next_due() const;

 private:
  struct Entry {
    rate::Lane lane{};
    Timestamp at{};
    bool lined_up = false;
  };
  std::map<WorkKey, Entry> entries_;
  std::set<std::pair<Timestamp, WorkKey>> later_;  ///< Those that are not lined up.
  /// May hold keys that have left or changed meanwhile: pop() passes over them.
  rate::LaneQueue<Due> line_;
};

}  // namespace lockstep::effects
