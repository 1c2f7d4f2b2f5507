// One piece of work under way, as explicit states: which single call, which command, or what has to
// be known, is next. Whoever runs it asks, does, and tells, until it is over.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "engine/effects/poll_times.h"
#include "engine/effects/work_item.h"

namespace lockstep::effects {

/// Give it everybody as they are now, or nobody when that cannot be read: WorkRun::compare_with().
struct ReadRoster {};
struct Over {};
using RunStep = std::variant<vendor::VendorCall, ReadRoster, CommandRequest, Over>;

/// What became of a command.
enum class Refusal : std::uint8_t {
  unheard,  ///< Nobody has decided: it is still the next step. What was found must not be lost.
  refused   ///< Passed over; something else may follow in its place.
};

class WorkRun {
 public:
  explicit WorkRun(WorkItem item);

  /// The same until it is told what came of it.
  [[nodiscard]] RunStep next() const;
  /// See vendor::recall(). True: the call of next() may be taken back.
  bool recall();
  void answered(const vendor::VendorAnswer& answer);
  void compare_with(std::optional<process::Roster> roster);
  void accepted(const CommandReply& reply);
  Refusal refused(const Error& error);

  [[nodiscard]] const WorkItem& item() const { return item_; }
  /// An outcome of it stands in the log.
  [[nodiscard]] bool left_a_trace() const { return left_a_trace_; }
  /// Of what is polled, once it is over: how that went.
  [[nodiscard]] std::optional<PollEnd> poll_end() const;

 private:
  [[nodiscard]] vendor::VendorOperation& operation();

  WorkItem item_;
  vendor::NextStep step_;
  std::optional<vendor::VendorAnswer> to_compare_;
  std::size_t next_outcome_ = 0;
  bool left_a_trace_ = false;
};

/// A command of the engine's own.
CommandRequest system_command(std::string correlation_id, std::string id, AnyCommand command,
                              std::string command_id);

}  // namespace lockstep::effects
