// Brings about at the vendor what the log says is open: intents without outcome, retries that are
// due, competitors to poll. It keeps no table of its own: what is open is folded from the log, from
// where the read store stands at start. Every call goes through the gate, every outcome comes back
// as a command.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "actors/environment.h"
#include "actors/messages.h"
#include "actors/team_places.h"
#include "actors/work_schedule.h"
#include "engine/process/vendor_operation.h"
#include "projections/row_access.h"

namespace lockstep::actors {

/// Open work in memory, as the open_work projection sees it. Other rows are not there.
class OpenWorkRows final : public projections::RowAccess {
 public:
  std::optional<projections::AnyRow> find(const projections::AnyRow& key) override;
  void put(projections::AnyRow row) override;
  void erase(const projections::AnyRow& key) override;
  [[nodiscard]] std::set<WorkKey> take_changed() { return std::exchange(changed_, {}); }
  [[nodiscard]] const projections::OpenWorkRow* row(const WorkKey& key) const;
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::vector<WorkKey> keys() const;

 private:
  std::map<WorkKey, projections::OpenWorkRow> rows_;
  std::set<WorkKey> changed_;
};

/// One operation under way.
struct RunningWork {
  process::VendorOperation operation;
  Lane lane{};
  std::string tenant;
  std::string correlation_id;
  std::string outcome_id;  ///< Command id of its outcomes, but for their number.
  process::Outcomes outcomes;
  std::size_t next_outcome = 0;
  Position settled_at{};  ///< Where the newest outcome stands in the log.
};

struct EffectPumpState {
  const char* name = "effect_pump";
  OpenWorkRows rows;
  TeamPlaces places;
  bool loaded = false;
  Position found_at_start{};  ///< Calls up to here may have been made by somebody who died since.
  Position position{};
  WorkSchedule schedule;
  std::map<WorkKey, RunningWork> running;
  std::size_t background_running = 0;  ///< Of those in lanes that nobody waits for.
  std::set<WorkKey> asleep;            ///< Outcome not accepted yet: again at the next tick.
  std::map<WorkKey, Timestamp> tried;  ///< When work without a trace in the log was last tried.
  std::map<WorkKey, Timestamp> no_place_since;  ///< Who waits for a place on his team there.
  Timestamp seen_at{};                          ///< The wall clock when it was last looked at.
  // In the scheduler's steady time: the wall clock may jump.
  caf::actor_clock::time_point next_wake{};
  caf::actor_clock::time_point repeat_at{};  ///< When what failed is done again.
};

/// Handles Committed and Tick. Run it detached: it reads the log.
caf::behavior effect_pump(caf::stateful_actor<EffectPumpState>* self, const Environment* env,
                          RouterActor router, GateActor gate);

}  // namespace lockstep::actors
