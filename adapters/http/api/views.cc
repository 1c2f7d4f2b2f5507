#include "adapters/http/api/views.h"

#include "adapters/http/auth/auth.h"
#include "adapters/http/text.h"
#include "events/any_event.h"
#include "events/codec.h"
#include "events/time.h"

namespace lockstep::http {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

value or_null(const std::optional<std::string>& text) {
  return text ? value(*text) : value();
}
value or_null(const std::optional<std::int64_t>& number) {
  return number ? value(*number) : value();
}
template <class Time>
value time_or_null(const std::optional<Time>& time) {
  return time ? value(rfc3339(*time)) : value();
}
template <events::DescribedEnum E>
value name_of(E state) {
  return value(events::enum_name(state));
}
template <events::DescribedEnum E>
value name_or_null(const std::optional<E>& state) {
  return state ? name_of(*state) : value();
}
template <class Tag>
value id_or_null(const std::optional<Id<Tag>>& id) {
  return id ? value(id->value) : value();
}

template <class Row>
value error_of(const Row& row) {
  if (!row.game_platform_sync_error && !row.game_platform_sync_error_code) return {};
  return object{{"code", or_null(row.game_platform_sync_error_code)},
                {"message", or_null(row.game_platform_sync_error)},
                {"remedy", or_null(row.game_platform_sync_remedy)}};
}

template <class User>
object platform_of_user(const User& row) {
  return {{"id", or_null(row.game_platform_id)},
          {"status", or_null(row.metactf_user_status)},
          {"username", or_null(row.metactf_username)},
          {"lastLoginAt", time_or_null(row.last_login_at)},
          {"syncedAt", time_or_null(row.game_platform_synced_at)},
          {"error", error_of(row)}};
}

object view(const events::Principal& who) {
  return {{"role", who.role}, {"id", who.id}};
}

object view_of_member(const ports::MemberView& member) {
  object out{{"id", member.competitor.id.value},
             {"firstName", member.competitor.first_name},
             {"lastName", member.competitor.last_name},
             {"status", name_of(member.competitor.status)},
             {"sync", name_of(member.membership.sync)}};
  if (auto error = error_of(member.membership); !error.is_null()) out["error"] = std::move(error);
  return out;
}

}  // namespace

object view(const projections::CoachRow& row) {
  return {{"id", row.id.value},
          {"version", row.version.value},
          {"email", row.email},
          {"firstName", row.first_name},
          {"lastName", row.last_name},
          {"schoolName", or_null(row.school_name)},
          {"region", or_null(row.region)},
          {"division", name_or_null(row.division)},
          {"status", name_of(row.account)},
          {"gamePlatform", platform_of_user(row)}};
}

object view(const projections::CompetitorRow& row) {
  return {{"id", row.id.value},
          {"version", row.version.value},
          {"coachId", row.coach_id.value},
          {"firstName", row.first_name},
          {"lastName", row.last_name},
          {"emailPersonal", or_null(row.email_personal)},
          {"emailSchool", or_null(row.email_school)},
          {"preferredUsername", or_null(row.preferred_username)},
          {"division", name_of(row.division)},
          {"isActive", row.is_active},
          {"profileComplete", row.profile_complete},
          {"complianceComplete", row.compliance_complete},
          {"complianceDate", or_null(row.compliance_date)},
          {"synedSchoolId", or_null(row.syned_school_id)},
          {"synedRegionId", or_null(row.syned_region_id)},
          {"status", name_of(row.status)},
          {"onboarding", name_of(row.onboarding)},
          {"teamId", id_or_null(row.team_id)},
          {"gamePlatform", platform_of_user(row)}};
}

object view(const projections::CompetitorRow& row,
            const std::optional<projections::SyncStateRow>& sync,
            const std::optional<projections::StatsRow>& stats) {
  auto out = view(row);
  out["sync"] = sync ? value(view(*sync)) : value();
  // Freshness is no fact: it comes from the operations store, too, and may be lost with it.
  if (sync) out["sync"].get_object()["operational"] = true;
  out["scores"] = stats ? value(view(*stats)) : value();
  return out;
}

object view(const projections::TeamRow& row, const std::vector<ports::MemberView>& members) {
  array roster;
  for (const auto& member : members) roster.push_back(view_of_member(member));
  return {{"id", row.id.value},
          {"version", row.version.value},
          {"coachId", row.coach_id.value},
          {"name", row.name},
          {"division", name_of(row.division)},
          {"affiliation", or_null(row.affiliation)},
          {"status", row.deleted ? "deleted" : "active"},
          {"gamePlatform", object{{"id", or_null(row.game_platform_id)},
                                  {"status", name_of(row.remote)},
                                  {"username", nullptr},
                                  {"syncedAt", time_or_null(row.game_platform_synced_at)},
                                  {"error", error_of(row)}}},
          {"members", std::move(roster)}};
}

object view(const projections::SyncStateRow& row) {
  return {{"lastResult", name_or_null(row.last_result)},
          {"lastAttemptAt", time_or_null(row.last_attempt_at)},
          {"odlSyncedAt", time_or_null(row.last_odl_synced_at)},
          {"flashCtfSyncedAt", time_or_null(row.last_flash_ctf_synced_at)},
          {"lastAccessedAt", time_or_null(row.last_remote_accessed_at)},
          {"error", or_null(row.error_message)}};
}

object view(const projections::StatsRow& row) {
  return {{"challengesCompleted", or_null(row.challenges_completed)},
          {"totalScore", or_null(row.total_score)},
          {"categoryPoints", row.category_points},
          {"odlSolvesStored", row.odl_solves_stored},
          {"odlPointsStored", row.odl_points_stored},
          {"flashSolvesStored", row.flash_solves_stored},
          {"flashPointsStored", row.flash_points_stored},
          {"flashEventsJoined", row.flash_events_joined},
          {"totalsFetchedAt", time_or_null(row.totals_fetched_at)}};
}

object view(const ports::Summary& summary) {
  object by_status;
  for (const auto& [status, count] : summary.competitors_by_status) by_status[status] = count;
  return {
      {"position", summary.position.value},
      {"competitors", object{{"total", summary.competitors},
                             {"byStatus", std::move(by_status)},
                             {"onTeam", summary.competitors_on_team},
                             {"waitingForCoach", summary.waiting_for_coach}}},
      {"teams", object{{"total", summary.teams}, {"onPlatform", summary.teams_on_platform}}},
      {"members", object{{"synced", summary.members_synced},
                         {"pending", summary.members_pending},
                         {"error", summary.members_error}}},
      {"scores", object{{"odlSolves", summary.odl_solves},
                        {"flashSolves", summary.flash_solves},
                        {"challengesCompleted", summary.challenges_completed},
                        {"totalScore", summary.total_score}}},
      {"errors", object{{"onboarding", summary.onboarding_errors}, {"sync", summary.sync_errors}}},
      {"lastSync", object{{"newest", time_or_null(summary.newest_sync)},
                          {"operational", true},
                          {"oldest", time_or_null(summary.oldest_sync)},
                          {"never", summary.never_synced}}}};
}

object view(const ports::HealthReport& report) {
  array checks;
  for (const auto& check : report.checks)
    checks.push_back(object{{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
  return {{"ready", report.ready}, {"checks", std::move(checks)}};
}

object view(const projections::ExplainedFact& fact) {
  return {{"code", fact.code},
          {"text", fact.text},
          {"remedy", fact.remedy},
          {"at", time_or_null(fact.at)}};
}

object view(const usecases::Disclosure& disclosure) {
  object out{{"subject", disclosure.subject.text()},
             {"callId", disclosure.call_id.value},
             {"call", disclosure.call},
             {"version", disclosure.version.value},
             {"position", disclosure.position.value},
             {"requestedAt", rfc3339(disclosure.requested_at)},
             {"askedBy", view(disclosure.asked_by)},
             {"correlationId", disclosure.correlation_id},
             {"erased", !disclosure.payload.has_value()},
             {"payload", nullptr},
             {"state", events::enum_name(disclosure.state)},
             {"sent", events::enum_name(disclosure.sent)},
             {"settledAt", time_or_null(disclosure.settled_at)},
             {"failure", nullptr}};
  if (disclosure.payload) out["payload"] = *disclosure.payload;
  if (const auto& failure = disclosure.failure)
    out["failure"] =
        object{{"code", failure->code}, {"message", failure->message}, {"remedy", failure->remedy}};
  return out;
}

Result<object> view(const events::StoredEvent& stored, std::string_view reader_role) {
  LOCKSTEP_TRY(auto event, events::decode(stored));
  auto encoded = std::visit([](const auto& e) { return events::encode(e); }, event);
  for (auto& member : encoded.personal) encoded.body[member.key()] = std::move(member.value());
  object out{{"version", stored.version.value},
             {"position", stored.position.value},
             {"type", stored.type},
             {"at", rfc3339(stored.recorded_at)},
             {"who", view(stored.who)},
             {"correlationId", stored.correlation_id},
             {"causationId", stored.causation_id},
             {"data", std::move(encoded.body)}};
  // A coach has no business with where an admin sits.
  if (reader_role != kRoleCoach)
    out["from"] = stored.origin.empty() ? value() : value(stored.origin);
  return out;
}

}  // namespace lockstep::http
