// The dry run of the onboarding: it reads, and hands what it read to a pure function. It knows no
// way to give a command.
#pragma once
#include "engine/domain/onboarding_preview.h"
#include "engine/log/event_reader.h"

namespace lockstep::usecases {

/// As the log has competitor and coach now.
Result<domain::OnboardingPreview> preview_onboarding(log::EventReader& log,
                                                     const CompetitorId& competitor, Timestamp now,
                                                     const domain::OnboardingPolicy& policy);

}  // namespace lockstep::usecases
