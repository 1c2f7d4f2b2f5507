// A planner with a log of its own, played by hand: events come in, whatever it asks is answered,
// and what may begin is handed to the test.
#pragma once
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/effects/planner.h"
#include "engine/overloaded.h"
#include "events/any_event.h"

namespace lockstep::testing_support {

class Planning {
 public:
  explicit Planning(const effects::PlanSettings& settings = {}) : planner(settings) {}

  /// It happens now.
  template <class E>
  Position see(const std::string& stream, const E& event) {
    const auto dash = stream.find('-');
    const StreamId id{stream.substr(0, dash), stream.substr(dash + 1)};
    const auto encoded = events::encode(event);
    events::StoredEvent stored;
    stored.position = Position{log_.size() + 1};
    stored.stream = id;
    stored.type = std::string(E::kType);
    stored.recorded_at = now;
    stored.correlation_id = "asked-" + std::to_string(stored.position.value);
    stored.body = boost::json::serialize(encoded.body);
    if (!encoded.personal.empty()) stored.personal = boost::json::serialize(encoded.personal);
    planner.fold({stored.position, Version{1}, now, id}, events::AnyEvent{event});
    log_.push_back(stored);
    return stored.position;
  }
  /// The vendor has the competitor: there is something to poll.
  void see_scores_begun(const std::string& kid) {
    see("scores-" + kid, events::ScoresBegun{{kid}, {7}});
  }

  /// One round: everything that may begin now.
  std::vector<effects::WorkItem> begin() {
    std::vector<effects::WorkItem> out;
    put_back = !planner.begin(now);
    bool idle = false;
    while (!idle) {
      auto next = planner.next(now, "fresh-" + std::to_string(++fresh_));
      std::visit(
          Overloaded{[&](effects::WorkItem& item) { out.push_back(std::move(item)); },
                     [&](const effects::AskWhose& ask) { planner.whose(tenants(ask.keys)); },
                     [&](const effects::ReadIntent& ask) { planner.intent(intent(ask.position)); },
                     [&](const effects::ReadCursor& ask) { planner.cursor(cursor(ask)); },
                     [&](const effects::AskToLeave& ask) { asked_to_leave.push_back(ask); },
                     [&](const effects::Idle& nothing) {
                       until = nothing.until;
                       idle = true;
                     }},
          next);
    }
    return out;
  }
  /// What began is over and has said so in the log.
  void end(const effects::WorkItem& item) { planner.ended(item.key, true, std::nullopt, now); }
  /// A poll is over: answered without news, or failed.
  const ports::Poll* end_poll(const effects::WorkItem& item,
                              const std::optional<events::CallFailure>& failure = {}) {
    return planner.ended(item.key, false,
                         effects::PollEnd{failure ? "failed" : "answered", failure}, now);
  }
  void pass(std::chrono::milliseconds time) { now.value += time.count(); }

  effects::Planner planner;
  Timestamp now{1'790'000'000'000};
  bool readable = true;                         ///< The log, and the read model's cursors.
  std::map<std::string, VendorTime> cursors;    ///< By competitor.
  std::map<std::string, std::string> coach_of;  ///< By stream.
  std::vector<effects::AskToLeave> asked_to_leave;
  std::optional<Timestamp> until;  ///< As the last round said.
  bool put_back = false;           ///< Likewise: the clock.

 private:
  std::vector<std::string> tenants(const std::vector<effects::WorkKey>& keys) {
    std::vector<std::string> out;
    for (const auto& key : keys) out.push_back(coach_of[key.first]);
    return out;
  }
  std::optional<effects::Intent> intent(Position at) {
    if (!readable) return std::nullopt;
    return effects::Intent{log_.at(at.value - 1), Position{log_.size()}};
  }
  std::optional<effects::Cursor> cursor(const effects::ReadCursor& ask) {
    if (!readable) return std::nullopt;
    const auto found = cursors.find(ask.competitor_id.value);
    return effects::Cursor{found == cursors.end() ? std::nullopt : std::optional(found->second)};
  }

  std::vector<events::StoredEvent> log_;
  int fresh_ = 0;
};

}  // namespace lockstep::testing_support
