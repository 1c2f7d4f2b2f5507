// What is to be done at the vendor next. It keeps what is open, folded from the log, and answers
// with one whole piece of work at a time, or with what stands in the way. Nothing is read and no
// clock is looked at here: what the log or the read model has to be asked for is said as data.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/effects/open_work_rows.h"
#include "engine/effects/operations.h"
#include "engine/effects/place_waits.h"
#include "engine/effects/plan_settings.h"
#include "engine/effects/poll_times.h"
#include "engine/effects/work_schedule.h"
#include "projections/projection.h"

namespace lockstep::effects {

/// Whose work is this? Answer with Planner::whose().
struct AskWhose {
  std::vector<WorkKey> keys;
};
/// Answer with Planner::intent().
struct ReadIntent {
  Position position{};
};
/// Answer with Planner::cursor().
struct ReadCursor {
  CompetitorId competitor_id;
};
/// Nothing (more) can begin now.
struct Idle {
  std::optional<Timestamp> until;  ///< When something becomes due; none: an event has to come.
};
using NextWork = std::variant<WorkItem, AskWhose, ReadIntent, ReadCursor, AskToLeave, Idle>;

class Planner {
 public:
  explicit Planner(const PlanSettings& settings) : settings_(settings) {}

  /// What is open, and who may be where, at one position. Calls up to `found_at` may have been made
  /// by somebody who died since.
  void load(std::vector<projections::OpenWorkRow> rows,
            std::vector<projections::AssignmentRow> assignments, Position found_at);
  /// How the polls went before the start, as far as that is known.
  void load_polls(std::vector<ports::Poll> polls) { polls_.load(std::move(polls)); }
  void fold(const projections::EventMeta& meta, const events::AnyEvent& event);
  [[nodiscard]] std::size_t open() const { return rows_.size(); }

  /// Plans what has changed. Before every round of next(). False: the clock was put back, and
  /// everything was planned anew.
  bool begin(Timestamp now);
  /// What is under way and was recalled since this was last asked: WorkRun::recall().
  [[nodiscard]] std::vector<WorkKey> take_recalled() { return std::exchange(recalled_, {}); }
  /// To be asked until it is Idle. `fresh_id` is for what it may return, and never given twice.
  NextWork next(Timestamp now, const std::string& fresh_id);

  /// By key, in the order of the question; empty: not known.
  void whose(const std::vector<std::string>& tenants);
  void intent(std::optional<Intent> found);  ///< None: not there, or not to be read now.
  void cursor(std::optional<Cursor> found);  ///< None: not to be read now.

  /// What next() has returned is over; what comes next for its key is what the log says by now.
  /// `poll`: how it went, of what is polled. The poll to be remembered, then; null else.
  const ports::Poll* ended(const WorkKey& key, bool left_a_trace,
                           const std::optional<PollEnd>& poll, Timestamp now);

 private:
  void plan(const WorkKey& key, Timestamp now);
  bool pick();
  std::optional<NextWork> consider(Timestamp now, const std::string& fresh_id);
  std::optional<NextWork> wait_for_place(Timestamp now);
  [[nodiscard]] bool may_have_been_tried(const projections::OpenWorkRow& row) const;
  [[nodiscard]] std::optional<NextWork> question(const WorkKey& key) const;
  [[nodiscard]] std::optional<Undertaking> undertaking(const projections::OpenWorkRow& row,
                                                       Timestamp now,
                                                       const std::string& fresh_id) const;
  [[nodiscard]] PolledAccount account_of(const CompetitorId& id) const;
  [[nodiscard]] bool place_for_background() const;

  PlanSettings settings_;
  OpenWorkRows rows_;
  TeamPlaces places_;
  PlaceWaits place_waits_;
  Position found_at_start_{};
  WorkSchedule schedule_;
  struct Running {
    rate::Lane lane{};
    Timestamp began{};
    std::string call;
  };
  PollTimes polls_;
  Position folded_{};  ///< The log is known up to here.
  std::map<WorkKey, Running> running_;
  std::map<WorkKey, Timestamp> tried_;  ///< When work without a trace in the log was last tried.
  std::vector<WorkKey> recalled_;
  std::set<WorkKey> over_;       ///< Ended since the last round.
  Timestamp seen_at_{};          ///< The clock when it was last looked at.
  std::size_t may_line_up_ = 0;  ///< In this round.
  std::vector<WorkKey> whose_asked_;
  // Whose turn it is, and what was found out for it.
  std::optional<WorkSchedule::Due> picked_;
  bool answered_ = false;
  std::optional<Intent> intent_;
  std::optional<Cursor> cursor_;
};

}  // namespace lockstep::effects
