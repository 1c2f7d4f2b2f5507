// What of the open work is tried when, and in which order once it is due: by lane, and within a
// lane in turns between coaches, so that one who asks for a lot does not make the others wait.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/rate/lane_queue.h"
#include "projections/work_kind.h"

namespace lockstep::actors {

/// Stream and kind: what can be open at most once.
using WorkKey = std::pair<std::string, projections::WorkKind>;

class WorkSchedule {
 public:
  struct Due {
    WorkKey key;
    rate::Lane lane{};
    std::string tenant;
  };
  /// Whose work it is: a coach's id, or empty.
  using TenantOf = std::function<std::string(const WorkKey&)>;

  /// Puts it in, or changes its time and lane; times are in ms since the epoch. What is waiting for
  /// its turn and still due in the same lane keeps its place.
  void put(const WorkKey& key, rate::Lane lane, std::int64_t due, std::int64_t now);
  void remove(const WorkKey& key);

  /// Lines up what has become due by `now`, at most `limit`. True when there is more.
  bool line_up(std::int64_t now, const TenantOf& tenant_of, std::size_t limit);
  /// Takes out whose turn it is; without `background` only what somebody waits for.
  std::optional<Due> pop(bool background);
  /// When the next one that is not lined up is due.
  [[nodiscard]] std::optional<std::int64_t> next_due() const;

 private:
  struct Entry {
    rate::Lane lane{};
    std::int64_t due{};
    bool lined_up = false;
  };
  std::map<WorkKey, Entry> entries_;
  std::set<std::pair<std::int64_t, WorkKey>> later_;  ///< Those that are not lined up.
  /// May hold keys that have left or changed meanwhile: pop() passes over them.
  rate::LaneQueue<Due> line_;
};

}  // namespace lockstep::actors
