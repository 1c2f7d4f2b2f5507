// What can be set about the engine: how often, how many, and what its owner decides.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "engine/domain/onboarding_policy.h"
#include "engine/effects/plan_settings.h"
#include "engine/rate/gate.h"

namespace lockstep::actors {

struct Settings {
  domain::OnboardingPolicy onboarding{};
  /// False: commands are recorded and nothing is sent to the vendor.
  bool integration_enabled = true;
  rate::GateLimits vendor{};
  effects::PlanSettings plan{};
  /// Entities without a command for so long are passivated; more than so many never stay.
  std::chrono::milliseconds passivate_after{60'000};
  std::size_t max_active_entities = 10'000;
  std::size_t max_commands_in_flight = 4'096;
  std::uint64_t snapshot_every = 256;  ///< Events of a stream between two snapshots.
};

}  // namespace lockstep::actors
