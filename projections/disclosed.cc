// Fold of intents to create and their outcomes into what the vendor has by them, compared with the
// facts after each event. A call that failed without proof that nothing was done may have been the
// one that made it: then its word counts, not that of the repetition that found it made; and where
// nobody knows which of several calls it was, only what none of them has said differs.
#include "projections/disclosed.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "events/codec.h"

namespace lockstep::projections {

namespace {

using boost::json::array;
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
  if (!e.payload.readable()) return {};
  const auto& payload = e.payload.reveal();
  return object{{"name", payload.team_name}, {"division", events::enum_name(payload.division)}};
}

// Of a user the failure may be that of the look-up after a call that made him.
bool may_have_made_user(const events::CallFailure& why) {
  return !why.nothing_written.value_or(false);
}
bool may_have_made_team(const events::CallFailure& why) {
  if (why.code == events::kVendorAnswerMalformed) return true;
  const bool unheard = why.http_status == 0 && why.code != "vendor-unreachable";
  return unheard || why.http_status == 408 || why.http_status >= 500;
}

// What nobody can tell apart is kept side by side, up to here: beyond, it may be anything.
constexpr std::size_t kMostAlternatives = 8;

value with(const value& alternatives, const value& one) {
  auto out = alternatives.is_array() ? alternatives.get_array() : array{};
  if (one.is_object() && std::ranges::find(out, one) == out.end()) out.push_back(one);
  if (out.size() > kMostAlternatives) return array{object{}};
  return out.empty() ? value{} : value(std::move(out));
}
value with_newest(const DisclosedRow& row) {
  return with(row.undecided, row.newest);
}

// Only what a call of ours has made: of whom it had before we know nothing.
template <class E>
value made(const DisclosedRow& row, const E& e) {
  if (e.maker_unknown.value_or(false)) return with_newest(row);
  return e.created ? with(nullptr, row.newest) : row.undecided;
}
// "It exists" alone: then as it was told before. A record that leaves something out may be of a
// vendor that took the newer word.
value made(const DisclosedRow& row, const events::TeamRemoteCreated& e) {
  const auto& name = e.team_name.reveal();
  const bool unknown = name || e.maker_unknown.value_or(false) || row.undecided.is_null();
  const auto may_be = unknown ? with_newest(row) : row.undecided;
  value out;
  for (auto one : may_be.is_array() ? may_be.get_array() : array{}) {
    if (name) one.get_object()["name"] = *name;
    if (e.division) one.get_object()["division"] = events::enum_name(*e.division);
    out = with(out, one);
  }
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
    const bool may_be = kUser ? may_have_made_user(e.failure) : may_have_made_team(e.failure);
    if (may_be) row.undecided = with_newest(row);
  } else if constexpr (requires { e.maker_unknown; }) {
    row.has = made(row, e);
    row.undecided = nullptr;
  } else if constexpr (std::same_as<E, events::TeamRemoteMissing>) {
    row.undecided = std::exchange(row.has, nullptr);  // If it is there after all, then as it was.
  } else if constexpr (std::same_as<E, events::TeamRemoteDeleted>) {
    row.has = row.undecided = nullptr;
  }  // Facts: only the comparison changes.
}

// A field differs when it does whichever call it was.
bool differs(const array& has, std::string_view field, const auto& is_so_here) {
  return std::ranges::none_of(has, [&](const value& one) {
    const auto* there = one.get_object().if_contains(field);
    return there == nullptr || is_so_here(std::string_view(there->as_string()));
  });
}

Names otherwise(const array& has, const CompetitorRow& now) {
  Names out;
  // Either of his addresses may have been told: which one is a setting.
  const auto an_address = [&](std::string_view email) {
    return email == now.email_personal.value_or("") || email == now.email_school.value_or("");
  };
  if (differs(has, "email", an_address)) out.emplace_back("email");
  if (differs(has, "coachId", std::bind_front(std::equal_to<>{}, now.coach_id.value)))
    out.emplace_back("coachId");
  return out;
}
Names otherwise(const array& has, const CoachRow& now) {
  return differs(has, "email", std::bind_front(std::equal_to<>{}, now.email)) ? Names{"email"}
                                                                              : Names{};
}
Names otherwise(const array& has, const TeamRow& now) {
  Names out;
  if (now.deleted) return out;
  if (differs(has, "name", std::bind_front(std::equal_to<>{}, now.name))) out.emplace_back("name");
  if (differs(has, "division", std::bind_front(std::equal_to<>{}, now.division)))
    out.emplace_back("division");
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
    row->fields = now && row->has.is_array() ? joined(otherwise(row->has.get_array(), *now)) : "";
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
