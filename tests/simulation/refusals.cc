#include "tests/simulation/refusals.h"

#include <concepts>

namespace lockstep::simulation {

namespace {

std::string request(std::string_view what, std::string_view by, std::string_view of,
                    std::int64_t number) {
  return std::string(what) + " " + std::string(by) + " " + std::string(of) + " " +
         std::to_string(number);
}

template <class E, class... Es>
concept OneOf = (std::same_as<E, Es> || ...);

// What an event says yes or no to: one place on a team, as the competitor and as the team counts
// it, and one name, as the coach and as the team does.
std::string request_of(
    const OneOf<events::CompetitorTeamRefused, events::CompetitorTeamAssigned> auto& e) {
  return request("competitor", e.competitor_id.value, e.team_id.value, e.request_no);
}
std::string request_of(const OneOf<events::TeamMemberRefused, events::TeamMemberAdded> auto& e) {
  return request("team", e.team_id.value, e.competitor_id.value, e.request_no);
}
std::string request_of(
    const OneOf<events::CoachTeamNameRefused, events::CoachTeamNameHeld> auto& e) {
  return request("coach", e.coach_id.value, e.team_id.value, e.request_no);
}
std::string request_of(const events::TeamNameRefused& e) {
  return request("name", e.team_id.value, "", e.request_no);
}
std::string request_of(const events::TeamFactsRecorded& e) {
  return request("name", e.team_id.value, "", e.name_request_no.value_or(0));
}

}  // namespace

std::string Refusals::told(const std::string& command_id) {
  commands_.insert(command_id);
  return carried_out_.contains(command_id) ? "refused and carried out: " + command_id : "";
}

std::string Refusals::look_at(const events::StoredEvent& stored, const events::AnyEvent& event) {
  carried_out_.insert(stored.causation_id);
  if (commands_.contains(stored.causation_id))
    return "a refused command was carried out: " + stored.type + " of " + stored.stream.text();
  return std::visit(
      [&]<class E>(const E& e) -> std::string {
        constexpr bool kIsNo = events::kRoleOf<E> == events::EventRole::refusal;
        constexpr bool kAnswers = requires {
          request_of(e);
        };
        static_assert(kAnswers || !kIsNo, "what must not happen after this?");
        if constexpr (kIsNo)
          requests_.insert(request_of(e));
        else if constexpr (kAnswers)
          if (requests_.contains(request_of(e)))
            return "a refused request was carried out: " + request_of(e);
        return {};
      },
      event);
}

}  // namespace lockstep::simulation
