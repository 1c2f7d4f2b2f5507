// Rows of the read model as the JSON that clients see. Names of members are defined here.
#pragma once
#include <optional>
#include <string>

#include <boost/json.hpp>

#include "engine/ports/health.h"
#include "engine/ports/read_store.h"
#include "engine/usecases/disclosures.h"
#include "events/envelope.h"
#include "events/result.h"
#include "projections/explanation.h"

namespace lockstep::http {

boost::json::object view(const projections::CoachRow& row);
boost::json::object view(const projections::CompetitorRow& row);
/// With the competitor's polls and scores; null while there are none.
boost::json::object view(const projections::CompetitorRow& row,
                         const std::optional<projections::SyncStateRow>& sync,
                         const std::optional<projections::StatsRow>& stats);
boost::json::object view(const projections::TeamRow& row,
                         const std::vector<ports::MemberView>& members);
boost::json::object view(const projections::SyncStateRow& row);
boost::json::object view(const projections::StatsRow& row);
boost::json::object view(const ports::Summary& summary);
boost::json::object view(const ports::HealthReport& report);
boost::json::object view(const projections::ExplainedFact& fact);
boost::json::object view(const usecases::Disclosure& disclosure);
/// Decoded, with personal members in place; where it was asked from only for readers who are no
/// coach. Errc::corrupt when it cannot be read.
Result<boost::json::object> view(const events::StoredEvent& stored, std::string_view reader_role);

}  // namespace lockstep::http
