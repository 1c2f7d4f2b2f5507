// Fold of intents to create and their outcomes into what the vendor has by them, compared with the
// facts after each event. A call that failed without proof that nothing was done may have been the
// one that made it: then its word counts, not that of the repetition that found it made.
#include "projections/disclosed.h"

#include <utility>

#include "events/codec.h"

namespace lockstep::projections {

namespace {

using boost::json::object;
using boost::json::value;
using Names = std::vector<std::string>;

using Handled =
    Handles<events::CompetitorFactsRecorded, events::CompetitorOnboardingRequested,
            events::CompetitorOnboardingFailed, events::CompetitorOnboarded,
            events::CoachFactsRecorded, events::CoachAccountRequested, events::CoachAccountFailed,
            events::CoachAccountRecorded, events::TeamFactsRecorded,
            events::TeamRemoteCreationRequested, events::TeamRemoteCreationFailed,
            events::TeamRemoteCreated, events::TeamRemoteMissing, events::TeamRemoteDeleted>;

// What is compared, of each kind.
value told(const events::CompetitorOnboardingRequested& e) {
  if (!e.payload.readable()) return {};
  return object{{"email", e.payload.reveal().email}, {"coachId", e.coach_id.value}};
}
value told(const events::CoachAccountRequested& e) {
  if (!e.payload.readable()) return {};
  return object{{"email", e.payload.reveal().email}};
}
value told(const events::TeamRemoteCreationRequested& e) {
  return object{{"name", e.payload.team_name}, {"division", events::enum_name(e.payload.division)}};
}

// Of a team. Of a user the failure may be that of the look-up after a call that made him.
bool may_have_been_done(const events::CallFailure& why) {
  if (why.code == events::kVendorAnswerMalformed) return true;
  const bool unheard = why.http_status == 0 && why.code != "vendor-unreachable";
  return unheard || why.http_status == 408 || why.http_status >= 500;
}

// Only what a call of ours has made: of whom it had before we know nothing.
value made(const DisclosedRow& row, bool created) {
  return created ? row.newest : row.undecided;
}
// "It exists" alone: then as it was told first. A record that leaves something out may be of a
// vendor that took the newer word, so what was told in two ways nobody can know.
value made(const DisclosedRow& row, const events::TeamRemoteCreated& e) {
  if (!e.team_name && !row.undecided.is_null()) return row.undecided;
  auto out = row.newest;
  auto* names = out.if_object();
  if (names == nullptr) return out;
  if (e.team_name) (*names)["name"] = *e.team_name;
  const auto* before = row.undecided.if_object();
  if (e.division)
    (*names)["division"] = events::enum_name(*e.division);
  else if (before != nullptr && before->at("division") != names->at("division"))
    names->erase("division");
  return out;
}

template <class E>
concept Intent = requires(const E& e) {
  told(e);
};

template <class E>
void change(DisclosedRow& row, const E& e) {
  if constexpr (Intent<E>) {
    row.newest = told(e);
  } else if constexpr (requires { e.failure; }) {
    constexpr bool kUser = !std::same_as<E, events::TeamRemoteCreationFailed>;
    if (row.undecided.is_null() && (kUser || may_have_been_done(e.failure)))
      row.undecided = row.newest;
  } else if constexpr (std::same_as<E, events::TeamRemoteCreated>) {
    row.has = made(row, e);
    row.undecided = nullptr;
  } else if constexpr (requires { e.created; }) {
    row.has = made(row, e.created);
    row.undecided = nullptr;
  } else if constexpr (std::same_as<E, events::TeamRemoteMissing>) {
    row.undecided = std::exchange(row.has, nullptr);  // If it is there after all, then as it was.
  } else if constexpr (std::same_as<E, events::TeamRemoteDeleted>) {
    row.has = row.undecided = nullptr;
  }  // Facts: only the comparison changes.
}

Names otherwise(const object& has, const CompetitorRow& now) {
  Names out;
  // Either of his addresses may have been told: which one is a setting.
  const auto& email = has.at("email").as_string();
  if (email != now.email_personal.value_or("") && email != now.email_school.value_or(""))
    out.emplace_back("email");
  if (has.at("coachId").as_string() != now.coach_id.value) out.emplace_back("coachId");
  return out;
}
Names otherwise(const object& has, const CoachRow& now) {
  return has.at("email").as_string() == now.email ? Names{} : Names{"email"};
}
Names otherwise(const object& has, const TeamRow& now) {
  Names out;
  if (now.deleted) return out;
  const auto differs = [&](std::string_view field, const std::string& fact) {
    const auto* there = has.if_contains(field);
    return there != nullptr && there->as_string() != fact;
  };
  if (differs("name", now.name)) out.emplace_back("name");
  if (differs("division", now.division)) out.emplace_back("division");
  return out;
}

template <class E>
auto facts_key(const E& e) {
  if constexpr (requires { e.competitor_id; })
    return keyed<CompetitorRow>(e.competitor_id);
  else if constexpr (requires { e.team_id; })
    return keyed<TeamRow>(e.team_id);
  else
    return keyed<CoachRow>(e.coach_id);
}

std::string joined(const Names& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ",") + name;
  return out;
}

}  // namespace

void Disclosed::apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Handled>(event, [&]<class E>(const E& e) {
    const auto key = keyed<DisclosedRow>(meta.stream.text());
    auto row = rows.get(key);
    if (!row && !Intent<E>) return;
    if (!row) row = key;
    change(*row, e);
    const auto now = rows.get(facts_key(e));
    row->fields = now && row->has.is_object() ? joined(otherwise(row->has.get_object(), *now)) : "";
    row->position = meta.position;
    rows.put(std::move(*row));
  });
}

std::vector<std::string> field_names(const DisclosedRow& row) {
  Names out;
  for (std::size_t begin = 0; begin < row.fields.size();) {
    const auto end = std::min(row.fields.find(',', begin), row.fields.size());
    out.push_back(row.fields.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

}  // namespace lockstep::projections
