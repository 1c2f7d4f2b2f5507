// What a group of read models is: a pure fold of events into rows of its own. No clock, no I/O, no
// state of its own, so a replay from position 0 yields the same rows (ARCHITECTURE.md, invariants 3
// and 7).
#pragma once
#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/mp11.hpp>

#include "events/any_event.h"
#include "events/envelope.h"
#include "events/event_traits.h"
#include "projections/tables/row_key.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// Where an event stands.
struct EventMeta {
  Position position{};
  Version version{};
  Timestamp recorded_at{};
  StreamId stream;
};

/// `kName`: stored with the group's checkpoint, told in reports. `kVersion`: changed = the rows are
/// folded again from position 0. `Rows`: its tables. `Inputs`: the events that change them; it is
/// shown no others.
template <class G>
concept Group = requires(const RowsOf<typename G::Rows>& rows, const EventMeta& meta,
                         const events::AnyEvent& event) {
  { G::kName } -> std::convertible_to<std::string_view>;
  { G::kVersion } -> std::convertible_to<std::string_view>;
  typename G::Inputs;
  G::apply(rows, meta, event);
};

template <class... Es>
using Handles = boost::mp11::mp_list<Es...>;

template <class E, class... Es>
concept OneOf = (std::same_as<E, Es> || ...);

/// These, and every event that is quiet.
template <class E, class... Es>
concept QuietOrOneOf = events::kIsQuiet<E> || OneOf<E, Es...>;

/// Calls `f` with the event when its type is in the type list `Handled` (a variant is one too).
template <class Handled, class F>
void when(const events::AnyEvent& event, F&& f) {
  std::visit(
      [&]<class E>(const E& e) {
        if constexpr (boost::mp11::mp_contains<Handled, E>::value) f(e);
      },
      event);
}

/// Changes the row of `key` by `change(row)` and puts it back with where it stands now, and how
/// often facts were recorded. A row begins with its `First` event; what is `over` after the change
/// goes.
template <class First, class E, class Rows, class Row, class Change, class Over>
void fold_row(const Rows& rows, const EventMeta& meta, const Row& key, Change&& change,
              Over&& over) {
  auto row = rows.take(key);
  if (!row && !std::same_as<E, First>) return;
  if (!row) row = key;
  change(*row);
  if (events::kRoleOf<E> == events::EventRole::fact) ++row->facts_revision;
  row->version = meta.version;
  row->position = meta.position;
  if (over(*row)) return rows.erase(key);
  rows.put(*std::move(row));
}
template <class First, class E, class Rows, class Row, class Change>
void fold_row(const Rows& rows, const EventMeta& meta, const Row& key, Change&& change) {
  fold_row<First, E>(rows, meta, key, std::forward<Change>(change),
                     [](const Row&) { return false; });
}

}  // namespace lockstep::projections
