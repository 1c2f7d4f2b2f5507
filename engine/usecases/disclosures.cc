#include "engine/usecases/disclosures.h"

#include "engine/vendor/calls.h"
#include "events/any_event.h"
#include "events/codec.h"

namespace lockstep::usecases {

namespace {

using boost::json::object;
using Payload = std::optional<object>;

/// What one intent tells the vendor, in the words of the contract.
struct Told {
  std::string_view call;
  Payload payload;
  std::string_view purpose;  ///< Calls of one purpose answer the same wish.
};
constexpr std::string_view kAccount = "account";
constexpr std::string_view kRoster = "roster";
constexpr std::string_view kTeam = "team";
constexpr std::string_view kPassword = "password";

template <class T>
object json_of(const T& payload) {
  return events::to_json(payload).as_object();
}
Payload payload_of(const Sealed<events::UserPayload>& payload) {
  return payload.readable() ? Payload{json_of(payload.reveal())} : std::nullopt;
}

Told told(const events::CoachAccountRequested& e) {
  return {vendor::CreateUser::kName, payload_of(e.payload), kAccount};
}
Told told(const events::CompetitorOnboardingRequested& e) {
  return {vendor::CreateUser::kName, payload_of(e.payload), kAccount};
}
Told told(const events::CompetitorAssignmentRequested& e) {
  if (!e.team_id)
    return {vendor::DeleteAssignment::kName, object{{"syned_user_id", e.competitor_id.value}},
            kRoster};
  return {vendor::AssignTeam::kName,
          object{{"syned_team_id", e.team_id->value}, {"syned_user_id", e.competitor_id.value}},
          kRoster};
}
Told told(const events::TeamRemoteCreationRequested& e) {
  if (!e.payload.readable()) return {vendor::CreateTeam::kName, std::nullopt, kTeam};
  return {vendor::CreateTeam::kName, json_of(e.payload.reveal()), kTeam};
}
Told told(const events::TeamRemoteDeletionRequested& e) {
  return {vendor::RemoveTeam::kName, object{{"syned_team_id", e.team_id.value}}, kTeam};
}

Told told(const events::CompetitorPasswordResetRequested& e) {
  return {vendor::SendPasswordReset::kName, object{{"syned_user_id", e.competitor_id.value}},
          kPassword};
}

// Whoever caused these asked for the calls that follow, however much later. Empty: no call that
// changes the vendor follows from it alone.
std::string_view wished(const events::CompetitorOnboardingWanted& /*e*/) {
  return kAccount;
}
// Adopted, it is looked for again, and made if it is gone.
std::string_view wished(const events::CompetitorAccountAdopted& /*e*/) {
  return kAccount;
}
std::string_view wished(const events::CoachAccountAdopted& /*e*/) {
  return kAccount;
}
std::string_view wished(const events::CompetitorTeamRequested& /*e*/) {
  return kRoster;
}
std::string_view wished(const events::CompetitorTeamLeft& /*e*/) {
  return kRoster;
}
std::string_view wished(const events::TeamFactsRecorded& /*e*/) {
  return kTeam;
}
std::string_view wished(const events::TeamDeleted& /*e*/) {
  return kTeam;
}
template <class E>
requires boost::mp11::mp_contains<
    boost::mp11::mp_list<events::CoachFactsRecorded, events::CompetitorFactsRecorded,
                         events::ScoresSyncRequested, events::PlatformReconciliationRequested,
                         events::PlatformRemovalsApproved, events::PlatformAccountsDecided>,
    E>::value std::string_view
wished(const E& /*e*/) {
  return "";
}

using events::EventRole;

// A fact that is its own stream's alone asks the vendor for nothing.
template <class E>
inline constexpr bool kIsWish = events::kRoleOf<E> == EventRole::wish ||
                                (events::kRoleOf<E> == EventRole::fact && !events::kIsQuiet<E>);
template <class E>
inline constexpr bool kIsIntent = events::kRoleOf<E> == EventRole::intent;
template <class E>
inline constexpr bool kIsFailure = events::kRoleOf<E> == EventRole::failure;
template <class E>
inline constexpr bool kIsOutcome = events::kRoleOf<E> == EventRole::outcome || kIsFailure<E>;
// Of coaches and competitors: says whether the look-up found them.
template <class E>
concept UserOutcome = requires(const E& e) {
  e.created;
};

// Of the others nothing is told: they need not be decoded.
bool matters(std::string_view type) {
  bool found = false;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, events::AllEvents>>(
      [&](auto tag) {
        using E = typename decltype(tag)::type;
        if constexpr (kIsWish<E> || kIsIntent<E> || kIsOutcome<E>)
          found = found || E::kType == type;
      });
  return found;
}

bool is_a_person(const events::Principal& who) {
  return who.role != "system";
}

}  // namespace

// What follows from a request shares its correlation.
std::optional<events::Principal> Disclosures::person_behind(
    const events::StoredEvent& stored) const {
  if (is_a_person(stored.who)) return stored.who;
  const auto found = asked_.find(stored.correlation_id);
  return found == asked_.end() ? std::nullopt : std::optional{found->second};
}

// A repetition, and what had to wait, was asked for by whoever wished it; its correlation may be
// that of what it waited for.
events::Principal Disclosures::asker_of(const events::StoredEvent& stored,
                                        const Purpose& purpose) const {
  if (is_a_person(stored.who)) return stored.who;
  if (const auto found = wished_.find(purpose); found != wished_.end()) return found->second;
  return person_behind(stored).value_or(stored.who);
}

template <class E>
void Disclosures::change(const events::StoredEvent& stored, const E& e) {
  if constexpr (kIsWish<E>) {
    const auto purpose = wished(e);
    if (const auto person = person_behind(stored); person && !purpose.empty())
      wished_[{stored.stream.text(), purpose}] = *person;
  } else if constexpr (kIsIntent<E>) {
    auto [call, payload, purpose] = told(e);
    auto asker = asker_of(stored, {stored.stream.text(), purpose});
    wished_[{stored.stream.text(), purpose}] = asker;
    open_[e.call_id.value] = all_.size();
    all_.push_back({.subject = stored.stream,
                    .version = stored.version,
                    .position = stored.position,
                    .call_id = e.call_id,
                    .call = call,
                    .requested_at = stored.recorded_at,
                    .asked_by = std::move(asker),
                    .correlation_id = stored.correlation_id,
                    .payload = std::move(payload)});
  } else if constexpr (kIsOutcome<E>) {
    const auto found = open_.find(e.call_id.value);
    if (found == open_.end()) return;
    auto& disclosure = all_[found->second];
    disclosure.settled_at = stored.recorded_at;
    disclosure.state = kIsFailure<E> ? DisclosureState::failed : DisclosureState::confirmed;
    if constexpr (kIsFailure<E>) {
      disclosure.failure = e.failure;
      if (e.failure.nothing_written.value_or(false))
        disclosure.sent = disclosure.call == vendor::CreateUser::kName ? Sent::id_only : Sent::no;
    } else if constexpr (UserOutcome<E>) {
      disclosure.sent = e.created ? Sent::yes : Sent::id_only;
    } else {
      disclosure.sent = Sent::yes;
    }
    open_.erase(found);
  }
}

Result<void> Disclosures::add(const events::StoredEvent& stored) {
  if (is_a_person(stored.who)) asked_.emplace(stored.correlation_id, stored.who);
  if (!matters(stored.type)) return boost::outcome_v2::success();
  LOCKSTEP_TRY(auto event, events::decode(stored));
  std::visit([&](const auto& e) { change(stored, e); }, event);
  return boost::outcome_v2::success();
}

}  // namespace lockstep::usecases
