// What was refused never happens: neither the command that got a no, nor the request by number that
// was answered with one, however late, however often it is given again and whoever restarts.
#pragma once
#include <set>
#include <string>

#include "events/any_event.h"

namespace lockstep::simulation {

class Refusals {
 public:
  /// Whoever gave this command was told that it does not happen. What was wrong with that, as both
  /// of these say it; empty: nothing.
  std::string told(const std::string& command_id);
  /// The next event of the log, before or after that.
  std::string look_at(const events::StoredEvent& stored, const events::AnyEvent& event);

  /// Of commands and of requests, to see that there were any.
  [[nodiscard]] std::size_t count() const { return commands_.size() + requests_.size(); }

 private:
  std::set<std::string> commands_;
  std::set<std::string> carried_out_;  ///< The commands that caused an event.
  std::set<std::string> requests_;     ///< Who answers, who asks, and the number.
};

}  // namespace lockstep::simulation
