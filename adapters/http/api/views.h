// Rows of the read model, and what else is known, as the answers that clients see.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/http/api/answers/audit.h"
#include "adapters/http/api/answers/operations.h"
#include "adapters/http/api/answers/roster.h"
#include "engine/ports/health.h"
#include "engine/ports/read_store.h"
#include "engine/usecases/disclosures.h"
#include "events/envelope.h"
#include "events/result.h"
#include "projections/explanation.h"

namespace lockstep::http {

answers::Coach view(const projections::CoachRow& row);
answers::Competitor view(const projections::CompetitorRow& row);
/// With the competitor's polls and scores; null while there are none.
answers::Competitor view(const projections::CompetitorRow& row,
                         const std::optional<projections::SyncStateRow>& sync,
                         const std::optional<projections::StatsRow>& stats);
answers::Team view(const projections::TeamRow& row, const std::vector<ports::MemberView>& members);
answers::SyncState view(const projections::SyncStateRow& row);
answers::Scores view(const projections::StatsRow& row);
answers::Summary view(const ports::Summary& summary);
answers::Health view(const ports::HealthReport& report);
answers::ExplainedFact view(const projections::ExplainedFact& fact);
answers::OnboardingPreview view(const CompetitorId& id, const domain::OnboardingPreview& preview);
answers::Disclosure view(const usecases::Disclosure& disclosure);
/// Decoded, with personal members in place; where it was asked from only for readers who are no
/// coach. Errc::corrupt when it cannot be read.
Result<answers::Event> view(const events::StoredEvent& stored, std::string_view reader_role);

}  // namespace lockstep::http
