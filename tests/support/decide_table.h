// Decide tables: given these events, when this command comes, then these events or this refusal.
// Every row is also checked for what holds of every decider (ARCHITECTURE.md, invariants 3 to 5).
#pragma once
#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <gtest/gtest.h>

#include "engine/decider.h"
#include "events/codec.h"
#include "events/event_traits.h"

namespace lockstep::test {

inline const Context kContext{Timestamp{1'000'000}, "seed"};

/// A refusal as clients see it: they branch on the type and act on the remedy.
struct Refusal {
  Errc code{};
  std::string type;
  std::string remedy;
};

template <Decider D>
struct Row {
  std::string name;
  std::vector<typename D::Event> given;
  typename D::Command when;
  std::variant<std::vector<typename D::Event>, Refusal> then;
  Context context = kContext;
  PolicyOf<D> policy = {};

  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};

template <Decider D>
using Decision = Result<std::vector<typename D::Event>>;

/// For messages of failed tests. Without what is sealed.
template <Decider D>
std::string text_of(const Decision<D>& decision) {
  if (!decision) return decision.error().type + " (" + decision.error().detail + ")";
  std::string out;
  for (const auto& event : decision.value())
    out += "\n  " + std::string(events::type_of(event)) + " " +
           std::visit([](const auto& e) { return boost::json::serialize(events::encode(e).body); },
                      event);
  return out.empty() ? "no events" : out;
}

template <Decider D>
void expect_then(const Row<D>& row, const Decision<D>& decision) {
  if (const auto* refusal = std::get_if<Refusal>(&row.then)) {
    ASSERT_FALSE(decision) << "decided " << text_of<D>(decision);
    EXPECT_EQ(decision.error().code, refusal->code);
    EXPECT_EQ(decision.error().type, refusal->type);
    EXPECT_EQ(decision.error().remedy, refusal->remedy);
    EXPECT_FALSE(decision.error().detail.empty());
    return;
  }
  const auto& events = std::get<std::vector<typename D::Event>>(row.then);
  EXPECT_TRUE(decision == Decision<D>(events))
      << "decided " << text_of<D>(decision) << "\ninstead of " << text_of<D>(events);
}

template <Decider D>
bool refuses(const std::vector<typename D::Event>& events) {
  const auto refuses_it = [](const auto& event) {
    return std::visit(
        []<class E>(const E&) { return events::kRoleOf<E> == events::EventRole::refusal; }, event);
  };
  return std::ranges::any_of(events, refuses_it);
}

/// What the row says, and nothing when the same command is given again.
template <Decider D>
void expect_once(const Row<D>& row) {
  const auto state = fold<D>({}, row.given);
  const auto decision = decide<D>(state, row.when, row.context, row.policy);
  expect_then<D>(row, decision);
  if (!decision) return;
  const auto next = fold<D>(state, decision.value());
  const auto again = decide<D>(next, row.when, row.context, row.policy);
  // What was refused and recorded may be refused again, but is not recorded again.
  if (refuses<D>(decision.value()) && !again) return;
  EXPECT_TRUE(again == Decision<D>(std::vector<typename D::Event>{}))
      << "given twice it decided " << text_of<D>(again);
}

template <Decider D>
std::string stored(const typename D::State& state) {
  const auto encoded = events::encode(state);
  return boost::json::serialize(encoded.body) + boost::json::serialize(encoded.personal);
}

/// The same state and command decide the same, before and after a snapshot.
template <Decider D>
void expect_pure(const Row<D>& row) {
  const auto state = fold<D>({}, row.given);
  const auto before = stored<D>(state);
  const auto first = decide<D>(state, row.when, row.context, row.policy);
  EXPECT_EQ(stored<D>(state), before) << "decide() changed the state";
  EXPECT_TRUE(decide<D>(state, row.when, row.context, row.policy) == first)
      << "another time, another answer";
  const auto snapshot = events::encode(state);
  const auto body = boost::json::parse(boost::json::serialize(snapshot.body)).as_object();
  const auto personal = boost::json::parse(boost::json::serialize(snapshot.personal)).as_object();
  const auto restored = events::decode<typename D::State>(body, personal);
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_EQ(stored<D>(restored.value()), before);
  EXPECT_TRUE(decide<D>(restored.value(), row.when, row.context, row.policy) == first)
      << "another answer after a snapshot";
}

/// Every event there is can happen to any state, sensible or not, and leaves one that can be
/// stored.
template <Decider D>
void expect_total(const Row<D>& row) {
  const auto reached = fold<D>({}, row.given);
  using Event = typename D::Event;
  const auto apply = [&](const Event& event) {
    for (const auto& state : {typename D::State{}, reached})
      EXPECT_FALSE(stored<D>(D::evolve(state, event)).empty());
  };
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Event>>(
      [&](auto tag) { apply(Event{typename decltype(tag)::type{}}); });
  for (const auto& event : row.given) apply(event);
  const auto* then = std::get_if<std::vector<Event>>(&row.then);
  if (then == nullptr) return;
  for (const auto& event : *then) apply(event);
}

/// All of the above.
template <Decider D>
void expect_row(const Row<D>& row) {
  expect_once(row);
  expect_pure(row);
  expect_total(row);
}

/// The commands that the rows give, by their place in the variant.
template <Decider D>
std::set<std::size_t> commands_in(const std::vector<Row<D>>& rows) {
  std::set<std::size_t> out;
  for (const auto& row : rows) out.insert(row.when.index());
  return out;
}
/// The events that the rows decide, by their place in the variant.
template <Decider D>
std::set<std::size_t> events_in(const std::vector<Row<D>>& rows) {
  std::set<std::size_t> out;
  for (const auto& row : rows)
    if (const auto* then = std::get_if<std::vector<typename D::Event>>(&row.then))
      for (const auto& event : *then) out.insert(event.index());
  return out;
}
/// The places of these alternatives in the variant; of all when none is named.
template <class Variant, class... Ts>
std::set<std::size_t> places() {
  using All = boost::mp11::mp_rename<Variant, boost::mp11::mp_list>;
  using Named = std::conditional_t<sizeof...(Ts) == 0, All, boost::mp11::mp_list<Ts...>>;
  std::set<std::size_t> out;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Named>>(
      [&](auto tag) {
        out.insert(boost::mp11::mp_find<All, typename decltype(tag)::type>::value);
      });
  return out;
}

}  // namespace lockstep::test
