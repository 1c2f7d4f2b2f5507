// Fold of intents to create and their outcomes into what the vendor has by them, compared with the
// facts after each event. A call that failed without proof that nothing was done may have been the
// one that made it: then its word counts, not that of the repetition that found it made; and where
// nobody knows which of several calls it was, only what none of them has said differs.
#include "projections/disclosed/disclosed.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/text.h"
#include "events/codec.h"
#include "projections/group_info.h"

namespace lockstep::projections {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using Names = std::vector<std::string>;

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

// Of a user the failure may be that of the look-up after a call that made them.
bool may_have_made_user(const events::CallFailure& why) {
  return !why.nothing_written.value_or(false);
}
bool may_have_made_team(const events::CallFailure& why) {
  if (why.code == events::kVendorAnswerMalformed) return true;
  const bool unsent =
      why.code == events::kVendorUnreachable || why.code == events::kVendorWrongAddress;
  const bool unheard = why.http_status == 0 && !unsent;
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

// What is so here of what is compared.
value facts_of(const events::CompetitorFactsRecorded& e) {
  const auto& person = e.person.reveal();
  array emails;
  for (const auto& email : {person.email_personal, person.email_school})
    emails.emplace_back(email.value_or(""));
  return object{{"email", std::move(emails)}, {"coachId", {e.coach_id.value}}};
}
value facts_of(const events::CoachFactsRecorded& e) {
  return object{{"email", {e.person.reveal().email}}};
}
value facts_of(const events::TeamFactsRecorded& e) {
  return object{{"name", {e.name.reveal()}}, {"division", {events::enum_name(e.division)}}};
}

template <class E>
concept Facts = requires(const E& e) {
  facts_of(e);
};

template <class E>
concept Intent = requires(const E& e) {
  told(e);
};

template <class E>
void change(DisclosedRow& row, const E& e) {
  if constexpr (Intent<E>) {
    row.newest = told(e);
  } else if constexpr (Facts<E>) {
    row.facts = facts_of(e);
  } else if constexpr (std::same_as<E, events::TeamDeleted>) {
    row.facts = nullptr;  // Whatever it has there, it is not to have it.
  } else if constexpr (requires { e.seen; }) {
    row.account_differs = e.seen != e.metactf_user_id;
  } else if constexpr (requires { e.nothing_made; }) {
    const bool refused = e.nothing_made.value_or(false);
    if (!refused && may_have_made_user(e.failure)) row.undecided = with_newest(row);
  } else if constexpr (requires { e.failure; }) {
    constexpr bool kTeam = std::same_as<E, events::TeamRemoteCreationFailed>;
    // Whose account was found nobody of ours made: nothing was sent.
    if (kTeam && may_have_made_team(e.failure)) row.undecided = with_newest(row);
  } else if constexpr (requires { e.maker_unknown; }) {
    row.has = made(row, e);
    row.undecided = nullptr;
  } else if constexpr (std::same_as<E, events::TeamRemoteMissing>) {
    row.undecided = std::exchange(row.has, nullptr);  // If it is there after all, then as it was.
  } else {
    static_assert(std::same_as<E, events::TeamRemoteDeleted>);
    row.has = row.undecided = nullptr;
  }
}

// A field differs when it does whichever call it was.
bool differs(const array& has, std::string_view field, const auto& is_so_here) {
  return std::ranges::none_of(has, [&](const value& one) {
    const auto* there = one.get_object().if_contains(field);
    return there == nullptr || is_so_here(std::string_view(there->as_string()));
  });
}

// The case of an e-mail address is nobody's mistake: all who matter take both for one.
bool is_same(std::string_view field, std::string_view here, std::string_view there) {
  return here == there || (field == "email" && base::folded(here) == base::folded(there));
}

// Either of a competitor's addresses may have been told: which one is a setting.
Names otherwise(const array& has, const object& facts) {
  Names out;
  for (const auto& fact : facts) {
    const std::string_view field = fact.key();
    const auto is_so_here = [&](std::string_view there) {
      return std::ranges::any_of(fact.value().get_array(), [&](const value& one) {
        return is_same(field, std::string_view(one.as_string()), there);
      });
    };
    if (differs(has, field, is_so_here)) out.emplace_back(field);
  }
  return out;
}

std::string joined(const Names& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ",") + name;
  return out;
}

}  // namespace

void Disclosed::apply(const DisclosedRows& rows, const EventMeta& meta,
                      const events::AnyEvent& event) {
  when<Inputs>(event, [&]<class E>(const E& e) {
    auto row = rows.get(keyed<DisclosedRow>(meta.stream.text()));
    if (!row && !Facts<E> && !Intent<E>) return;
    if (!row) row = keyed<DisclosedRow>(meta.stream.text());
    change(*row, e);
    const bool compared = row->has.is_array() && row->facts.is_object();
    auto names = compared ? otherwise(row->has.get_array(), row->facts.get_object()) : Names{};
    if (row->account_differs) names.emplace_back("metactfUserId");
    row->fields = joined(names);
    row->position = meta.position;
    rows.put(*std::move(row));
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

template GroupInfo info_of<Disclosed>();

}  // namespace lockstep::projections
