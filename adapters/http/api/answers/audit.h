// What happened, what the vendor was told, and why somebody is as told.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/api/answers/failures.h"
#include "adapters/http/shown.h"
#include "engine/domain/onboarding_preview.h"
#include "engine/usecases/disclosures.h"
#include "events/competitor_status.h"
#include "events/envelope.h"

namespace lockstep::http::answers {

struct Event {
  Version version;
  Position position;
  std::string type;
  Timestamp at;
  events::Principal who;
  std::string correlation_id;
  std::string causation_id;
  boost::json::object data;                          ///< As it is stored.
  LeftOut<std::optional<std::string>> from = {};     ///< Where it was asked from. Not for coaches.
  LeftOut<std::optional<std::string>> through = {};  ///< See StoredEvent::through. Likewise.
};
BOOST_DESCRIBE_STRUCT(Event, (),
                      (version, position, type, at, who, correlation_id, causation_id, data, from,
                       through))

struct History {
  std::vector<Event> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(History, (), (items, next))

struct Disclosure {
  std::string subject;
  std::string call_id;
  std::string call;
  Version version;
  Position position;
  Timestamp requested_at;
  events::Principal asked_by;
  std::string correlation_id;
  bool erased;
  std::optional<boost::json::object> payload;  ///< As it was sent.
  usecases::DisclosureState state;
  usecases::Sent sent;
  std::optional<Timestamp> settled_at;
  std::optional<Failure> failure;
};
BOOST_DESCRIBE_STRUCT(Disclosure, (),
                      (subject, call_id, call, version, position, requested_at, asked_by,
                       correlation_id, erased, payload, state, sent, settled_at, failure))

struct Disclosures {
  std::vector<Disclosure> items;
  std::optional<std::string> next;
  std::int64_t total;
};
BOOST_DESCRIBE_STRUCT(Disclosures, (), (items, next, total))

struct ExplainedFact {
  std::string code;
  std::string text;
  std::string remedy;
  std::optional<Timestamp> at;
};
BOOST_DESCRIBE_STRUCT(ExplainedFact, (), (code, text, remedy, at))

struct Explanation {
  std::string id;
  events::CompetitorStatus status;
  std::vector<ExplainedFact> facts;
};
BOOST_DESCRIBE_STRUCT(Explanation, (), (id, status, facts))

/// What would be sent, word for word (events::UserPayload).
struct UserPayload {
  static constexpr bool kVendorsWords = true;
  std::string first_name;
  std::string last_name;
  Email email;
  std::string role;
  std::string syned_user_id;
  LeftOut<std::optional<std::string>> preferred_username;
  LeftOut<std::optional<std::string>> syned_school_id;
  LeftOut<std::optional<std::string>> syned_region_id;
  LeftOut<std::optional<std::string>> syned_coach_user_id;
};
BOOST_DESCRIBE_STRUCT(UserPayload, (),
                      (first_name, last_name, email, role, syned_user_id, preferred_username,
                       syned_school_id, syned_region_id, syned_coach_user_id))

struct OnboardingPreview {
  std::string id;
  bool dry_run = true;
  domain::WouldDo would;
  std::optional<UserPayload> payload;
  std::optional<Failure> refusal;
};
BOOST_DESCRIBE_STRUCT(OnboardingPreview, (), (id, dry_run, would, payload, refusal))

}  // namespace lockstep::http::answers
