// What nobody answered is said again in a second, by the actor's own tick.
#pragma once
#include <chrono>

#include "actors/messages.h"

namespace lockstep::actors {

/// However many ask for it, one tick is enough. `self->state.repeat_at`, in the scheduler's steady
/// time, is when it comes.
template <class Self>
void repeat_later(Self self) {
  constexpr std::chrono::milliseconds kRepeatAfter{1'000};
  auto& repeat_at = self->state.repeat_at;
  const auto now = self->clock().now();
  if (repeat_at > now) return;
  repeat_at = now + kRepeatAfter;
  self->delayed_send(self, kRepeatAfter, Tick{});
}

}  // namespace lockstep::actors
