// Calls of the last minute and the last hour, in a ring of slots: exact to a slot, constant memory.
#pragma once
#include <array>
#include <chrono>

#include "engine/rate/gate_report.h"

namespace lockstep::rate {

enum class CallEnd : std::uint8_t {
  answered,
  rate_limited,
  failed,
  not_made  ///< By our own choice, which says nothing about the vendor. Not counted.
};

class CallCounter {
 public:
  void add(Nanos now, CallEnd end) {
    auto& slot = slot_at(now);
    count(slot.counts, end);
    count(total_, end);
  }
  [[nodiscard]] CallCounts last(Nanos now, Nanos span) const {
    CallCounts out;
    const auto newest = now / kSlot;
    const auto oldest = newest - span / kSlot;
    for (const auto& slot : slots_) {
      if (slot.number <= oldest || slot.number > newest) continue;
      out.answered += slot.counts.answered;
      out.rate_limited += slot.counts.rate_limited;
      out.failed += slot.counts.failed;
    }
    return out;
  }
  [[nodiscard]] const CallCounts& total() const { return total_; }

 private:
  static constexpr Nanos kSlot = std::chrono::seconds{5};
  struct Slot {
    std::int64_t number = -1;
    CallCounts counts;
  };
  Slot& slot_at(Nanos now) {
    const auto number = now / kSlot;
    auto& slot = slots_[static_cast<std::size_t>(number) % slots_.size()];
    if (slot.number != number) slot = {number, {}};
    return slot;
  }
  static void count(CallCounts& counts, CallEnd end) {
    if (end == CallEnd::answered) ++counts.answered;
    if (end == CallEnd::rate_limited) ++counts.rate_limited;
    if (end == CallEnd::failed) ++counts.failed;
  }
  std::array<Slot, std::chrono::hours{1} / kSlot> slots_;
  CallCounts total_;
};

}  // namespace lockstep::rate
