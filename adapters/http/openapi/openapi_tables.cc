// What is said about schemas. Tables only: how they become a document is in openapi.cc.
#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "adapters/http/openapi/openapi.h"
#include "engine/domain/onboarding_preview.h"
#include "engine/usecases/disclosures.h"
#include "events/codec.h"
#include "projections/roster/rows.h"

namespace lockstep::http {

namespace {

template <events::DescribedEnum E>
boost::json::array names_of() {
  boost::json::array out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto one) { out.emplace_back(one.name); });
  return out;
}

constexpr SchemaText kSchemas[] = {
    // What is sent.
    {"CoachFacts",
     "email~:email firstName~:string lastName~:string schoolName~:string? region~:string? "
     "division~:Division?"},
    {"CompetitorFacts",
     "coachId~:id firstName~:string lastName~:string emailPersonal~:email? "
     "emailSchool~:email? preferredUsername~:string? division~:Division isActive~:boolean "
     "profileComplete~:boolean complianceComplete~:boolean complianceDate~:date? "
     "synedSchoolId~:string? synedRegionId~:string?"},
    {"TeamFacts", "coachId~:id name~:string division~:Division affiliation~:string?"},
    // What commands answer.
    {"Changed", "id:string version:integer position:integer changed:boolean"},
    {"MemberChanged", "id:string teamId~:id version:integer position:integer changed:boolean"},
    {"Problem",
     "type:string title:string status:integer detail:string retryable:boolean remedy~:string "
     "errors~:FieldProblem[] parameter~:string version~:integer"},
    {"FieldProblem", "pointer:string detail:string"},
    // States.
    {"CallError", "code:string? message:string? remedy:string?"},
    {"UserAccount",
     "id:string? status:string? username:string? lastLoginAt:time? syncedAt:time? "
     "error:CallError?"},
    {"TeamAccount", "id:string? status:string username:string? syncedAt:time? error:CallError?"},
    {"Coach",
     "id:string version:integer email:email firstName:string lastName:string schoolName:string? "
     "region:string? division:Division? status:AccountPhase gamePlatform:UserAccount"},
    {"Competitor",
     "id:string version:integer coachId:id firstName:string lastName:string "
     "emailPersonal:email? emailSchool:email? preferredUsername:string? division:Division "
     "isActive:boolean profileComplete:boolean complianceComplete:boolean complianceDate:date? "
     "synedSchoolId:string? synedRegionId:string? status:CompetitorStatus "
     "onboarding:OnboardingPhase teamId:id? gamePlatform:UserAccount sync~:SyncState? "
     "scores~:Scores?"},
    {"SyncState",
     "lastResult:string? lastAttemptAt:time? odlSyncedAt:time? flashCtfSyncedAt:time? "
     "lastAccessedAt:time? error:string? operational:boolean"},
    {"Scores",
     "challengesCompleted:integer? totalScore:integer? categoryPoints:integer{}? "
     "odlSolvesStored:integer "
     "odlPointsStored:integer flashSolvesStored:integer flashPointsStored:integer "
     "flashEventsJoined:integer totalsFetchedAt:time?"},
    {"Team",
     "id:string version:integer coachId:id name:string division:Division affiliation:string? "
     "status:TeamStatus gamePlatform:TeamAccount members:Member[] membersNotShown~:integer"},
    {"Member",
     "id:string firstName:string lastName:string status:CompetitorStatus sync:MemberSync "
     "error~:CallError"},
    {"Competitors", "items:Competitor[] next:string? total:integer"},
    {"Teams", "items:Team[] next:string? total:integer"},
    // Audit.
    {"Principal", "role:string id:string"},
    {"Event",
     "version:integer position:integer type:string at:time who:Principal correlationId:string "
     "causationId:string data:object from~:string?"},
    {"History", "items:Event[] next:string?"},
    {"Failure", "code:string message:string remedy:string"},
    {"Disclosure",
     "subject:string callId:string call:string version:integer position:integer "
     "requestedAt:time askedBy:Principal correlationId:string erased:boolean payload:object? "
     "state:DisclosureState sent:Sent settledAt:time? failure:Failure?"},
    {"Disclosures", "items:Disclosure[] next:string? total:integer"},
    {"ExplainedFact", "code:string text:string remedy:string at:time?"},
    {"Explanation", "id:string status:CompetitorStatus facts:ExplainedFact[]"},
    {"UserPayload",
     "first_name:string last_name:string email:email role:string syned_user_id:string "
     "preferred_username~:string? syned_school_id~:string? syned_region_id~:string? "
     "syned_coach_user_id~:string?"},
    {"OnboardingPreview",
     "id:string dryRun:boolean would:WouldDo payload:UserPayload? refusal:Failure?"},
    // Drift.
    {"StartRun", "dryRun~:boolean"},
    {"WhichRemovals", "competitorId~:id"},
    {"Drift", "newestRun:DriftRun? heldRemovals:DriftRemoval[]"},
    {"DriftRun",
     "id:string dryRun:boolean state:string requestedAt:time recordedAt:time? "
     "knownAssignments:integer listedAssignments:integer counts:DriftCounts "
     "findings:DriftFinding[] findingsLeftOut:integer inconclusive:Failure? "
     "removals~:DriftRemoval[]"},
    {"DriftCounts", "byClass:integer{} byAction:integer{} skipped:integer"},
    {"DriftFinding",
     "class:string action:string synedUserId:string? teamId:id? platformTeamId:string? "
     "fields:string[] remedy:string"},
    {"DriftRemoval",
     "competitorId:id runId:string platformTeamId:string state:string changedAt:time "
     "remedy:string"},
    // Operations.
    {"Summary",
     "position:integer competitors:CompetitorCounts teams:TeamCounts members:MemberCounts "
     "scores:ScoreSums errors:ErrorCounts lastSync:LastSync"},
    {"CompetitorCounts", "total:integer byStatus:integer{} onTeam:integer waitingForCoach:integer"},
    {"TeamCounts", "total:integer onPlatform:integer"},
    {"MemberCounts", "synced:integer pending:integer error:integer"},
    {"ScoreSums",
     "odlSolves:integer flashSolves:integer challengesCompleted:integer totalScore:integer"},
    {"ErrorCounts", "onboarding:integer sync:integer"},
    {"LastSync", "newest:time? oldest:time? never:integer operational:boolean"},
    {"Alive", "alive:boolean"},
    {"Ready", "ready:boolean"},
    {"Health", "ready:boolean checks:HealthCheck[]"},
    {"HealthCheck", "name:string ok:boolean detail:string"},
    {"Usage",
     "enabled:boolean rate~:Rate concurrency~:Concurrency breaker~:Breaker retryBudget~:number "
     "lanes~:Lane[] calls~:Calls"},
    {"Rate",
     "callsPerSecond:number maxCallsPerSecond:number ceiling:number? pausedForSeconds:number"},
    {"Concurrency", "limit:integer max:integer inFlight:integer backingOff:integer"},
    {"Breaker", "state:string reason:string reopensInSeconds:number remedy:string"},
    {"Lane", "name:string waiting:integer inFlight:integer sent:integer longestWaitSeconds:number"},
    {"Calls", "lastMinute:CallCounts lastHour:CallCounts sinceStart:CallCounts"},
    {"CallCounts", "total:integer answered:integer rateLimited:integer failed:integer"},
};

}  // namespace

std::span<const SchemaText> schema_texts() {
  return kSchemas;
}
std::vector<std::pair<std::string_view, boost::json::array>> enum_schemas() {
  return {{"Division", names_of<events::Division>()},
          {"CompetitorStatus", names_of<events::CompetitorStatus>()},
          {"OnboardingPhase", names_of<projections::OnboardingState>()},
          {"AccountPhase", names_of<projections::CoachAccount>()},
          {"MemberSync", names_of<projections::MembershipSync>()},
          {"TeamStatus", {"active", "deleted"}},
          {"DisclosureState", names_of<usecases::DisclosureState>()},
          {"Sent", names_of<usecases::Sent>()},
          {"WouldDo", names_of<domain::WouldDo>()}};
}

}  // namespace lockstep::http
