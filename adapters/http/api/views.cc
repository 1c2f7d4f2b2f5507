#include "adapters/http/api/views.h"

#include <utility>

#include "adapters/http/auth/auth.h"
#include "events/any_event.h"
#include "events/codec.h"
#include "events/whose_account.h"

namespace lockstep::http {

namespace {

template <class Row>
std::optional<answers::CallError> error_of(const Row& row) {
  if (!row.game_platform_sync_error && !row.game_platform_sync_error_code) return {};
  return answers::CallError{.code = row.game_platform_sync_error_code,
                            .message = row.game_platform_sync_error,
                            .remedy = row.game_platform_sync_remedy};
}

template <class User>
answers::UserAccount account_of(const User& row) {
  return {.id = row.game_platform_id,
          .status = row.metactf_user_status,
          .username = row.metactf_username,
          .last_login_at = row.last_login_at,
          .synced_at = row.game_platform_synced_at,
          .error = error_of(row)};
}

answers::Member view(const ports::MemberView& member) {
  return {.id = member.competitor.id.value,
          .first_name = member.competitor.first_name,
          .last_name = member.competitor.last_name,
          .status = member.competitor.status,
          .sync = member.membership.sync,
          .error = {error_of(member.membership)}};
}

answers::UserPayload view(const events::UserPayload& payload) {
  return {.first_name = payload.first_name,
          .last_name = payload.last_name,
          .email = payload.email,
          .role = payload.role,
          .syned_user_id = payload.syned_user_id,
          .preferred_username = {payload.preferred_username},
          .syned_school_id = {payload.syned_school_id},
          .syned_region_id = {payload.syned_region_id},
          .syned_coach_user_id = {payload.syned_coach_user_id}};
}

// Of the vendor: null = unknown.
std::optional<std::map<std::string, std::int64_t>> points_of(const boost::json::value& stored) {
  std::optional<std::map<std::string, std::int64_t>> out;
  if (!events::from_json(stored, out)) out.reset();
  return out;
}

}  // namespace

answers::Coach view(const projections::CoachRow& row) {
  return {.id = row.id.value,
          .version = row.version,
          .email = row.email,
          .first_name = row.first_name,
          .last_name = row.last_name,
          .school_name = row.school_name,
          .region = row.region,
          .division = row.division,
          .status = row.account,
          .game_platform = account_of(row)};
}

answers::Competitor view(const projections::CompetitorRow& row) {
  return {.id = row.id.value,
          .version = row.version,
          .coach_id = row.coach_id,
          .first_name = row.first_name,
          .last_name = row.last_name,
          .email_personal = row.email_personal,
          .email_school = row.email_school,
          .preferred_username = row.preferred_username,
          .division = row.division,
          .is_active = row.is_active,
          .profile_complete = row.profile_complete,
          .compliance_complete = row.compliance_complete,
          .compliance_date = row.compliance_date,
          .syned_school_id = row.syned_school_id,
          .syned_region_id = row.syned_region_id,
          .status = row.status,
          .onboarding = row.onboarding,
          .team_id = row.team_id,
          .game_platform = account_of(row)};
}

answers::Competitor view(const projections::CompetitorRow& row,
                         const std::optional<projections::SyncStateRow>& sync,
                         const std::optional<projections::StatsRow>& stats) {
  auto out = view(row);
  out.sync.value.emplace();
  if (sync) out.sync.value->emplace(view(*sync));
  out.scores.value.emplace();
  if (stats) out.scores.value->emplace(view(*stats));
  return out;
}

answers::Team view(const projections::TeamRow& row, const std::vector<ports::MemberView>& members) {
  answers::Team out{
      .id = row.id.value,
      .version = row.version,
      .coach_id = row.coach_id,
      .name = row.name,
      .division = row.division,
      .affiliation = row.affiliation,
      .status = row.deleted ? answers::TeamStatus::deleted : answers::TeamStatus::active,
      .game_platform = {.id = row.game_platform_id,
                        .status = std::string(events::enum_name(row.remote)),
                        .username = {},
                        .synced_at = row.game_platform_synced_at,
                        .error = error_of(row)},
      .members = {}};
  for (const auto& member : members) out.members.push_back(view(member));
  return out;
}

answers::SyncState view(const projections::SyncStateRow& row) {
  answers::SyncState out{
      .last_result = {},
      .last_attempt_at = row.last_attempt_at,
      .odl_synced_at = row.last_odl_synced_at,
      .flash_ctf_synced_at = row.last_flash_ctf_synced_at,
      .last_accessed_at = row.last_remote_accessed_at,
      .error = row.error_message,
      .set_aside = row.odl_set_aside + row.flash_set_aside,
      .set_aside_why = row.odl_set_aside_why ? row.odl_set_aside_why : row.flash_set_aside_why,
      .odd_stored = row.odl_odd_stored + row.flash_odd_stored,
      .odd_times = row.odd_times};
  if (row.last_result) out.last_result = events::enum_name(*row.last_result);
  return out;
}

answers::Scores view(const projections::StatsRow& row) {
  return {.challenges_completed = row.challenges_completed,
          .total_score = row.total_score,
          .category_points = points_of(row.category_points),
          .odl_solves_stored = row.odl_solves_stored,
          .odl_points_stored = row.odl_points_stored,
          .flash_solves_stored = row.flash_solves_stored,
          .flash_points_stored = row.flash_points_stored,
          .flash_events_joined = row.flash_events_joined,
          .totals_fetched_at = row.totals_fetched_at};
}

answers::Summary view(const ports::Summary& summary) {
  return {.position = summary.position,
          .competitors = {.total = summary.competitors,
                          .by_status = summary.competitors_by_status,
                          .on_team = summary.competitors_on_team,
                          .waiting_for_coach = summary.waiting_for_coach},
          .teams = {.total = summary.teams, .on_platform = summary.teams_on_platform},
          .members = {.synced = summary.members_synced,
                      .pending = summary.members_pending,
                      .error = summary.members_error},
          .scores = {.odl_solves = summary.odl_solves,
                     .flash_solves = summary.flash_solves,
                     .challenges_completed = summary.challenges_completed,
                     .total_score = summary.total_score},
          .errors = {.onboarding = summary.onboarding_errors, .sync = summary.sync_errors},
          .last_sync = {.newest = summary.newest_sync,
                        .oldest = summary.oldest_sync,
                        .never = summary.never_synced}};
}

answers::Health view(const ports::HealthReport& report) {
  answers::Health out{.ready = report.ready, .checks = {}};
  for (const auto& check : report.checks)
    out.checks.push_back({.name = check.name, .ok = check.ok, .detail = check.detail});
  return out;
}

answers::ExplainedFact view(const projections::ExplainedFact& fact) {
  return {.code = fact.code, .text = fact.text, .remedy = fact.remedy, .at = fact.at};
}

answers::OnboardingPreview view(const CompetitorId& id, const domain::OnboardingPreview& preview) {
  answers::OnboardingPreview out{
      .id = id.value, .would = preview.outcome, .payload = {}, .refusal = {}};
  if (preview.payload) out.payload = view(*preview.payload);
  if (const auto& why = preview.refusal)
    out.refusal = {.code = why->type, .message = why->detail, .remedy = why->remedy};
  return out;
}

answers::Disclosure view(const usecases::Disclosure& disclosure) {
  answers::Disclosure out{.subject = disclosure.subject.text(),
                          .call_id = disclosure.call_id.value,
                          .call = std::string(disclosure.call),
                          .version = disclosure.version,
                          .position = disclosure.position,
                          .requested_at = disclosure.requested_at,
                          .asked_by = disclosure.asked_by,
                          .correlation_id = disclosure.correlation_id,
                          .erased = !disclosure.payload.has_value(),
                          .payload = disclosure.payload,
                          .state = disclosure.state,
                          .sent = disclosure.sent,
                          .settled_at = disclosure.settled_at,
                          .failure = {}};
  if (const auto& why = disclosure.failure)
    out.failure = {.code = why->code, .message = why->message, .remedy = why->remedy};
  return out;
}

Result<answers::Event> view(const events::StoredEvent& stored, std::string_view reader_role) {
  LOCKSTEP_TRY(auto event, events::decode(stored));
  auto encoded = std::visit([](const auto& e) { return events::encode(e); }, event);
  for (auto& member : encoded.personal) encoded.body[member.key()] = std::move(member.value());
  // Whose account it is a coach is told when an admin has said so (docs/security.md).
  if (reader_role == kRoleCoach)
    for (const auto name : std::visit(
             []<class E>(const E& /*e*/) { return events::members_of_somebody_else<E>(); }, event))
      encoded.body.erase(name);
  answers::Event out{.version = stored.version,
                     .position = stored.position,
                     .type = stored.type,
                     .at = stored.recorded_at,
                     .who = stored.who,
                     .correlation_id = stored.correlation_id,
                     .causation_id = stored.causation_id,
                     .data = std::move(encoded.body)};
  // A coach has no business with where an admin sits, or what they work with.
  if (reader_role == kRoleCoach) return out;
  auto& from = out.from.value.emplace();
  if (!stored.origin.empty()) from = stored.origin;
  auto& through = out.through.value.emplace();
  if (!stored.through.empty()) through = stored.through;
  return out;
}

}  // namespace lockstep::http
