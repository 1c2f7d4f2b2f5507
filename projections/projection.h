// What a read model is: a pure fold of events into rows. No clock, no I/O, no state of its own, so
// a replay from position 0 yields the same rows (ARCHITECTURE.md, invariants 3 and 7).
#pragma once
#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/mp11.hpp>

#include "events/any_event.h"
#include "events/envelope.h"
#include "projections/row_access.h"
#include "projections/row_key.h"

namespace lockstep::projections {

/// Where an event stands.
struct EventMeta {
  Position position{};
  Version version{};
  Timestamp recorded_at{};
  StreamId stream;
};

template <class P>
concept Projection = requires(RowAccess& rows, const EventMeta& meta,
                              const events::AnyEvent& event) {
  { P::kName } -> std::convertible_to<std::string_view>;
  P::apply(rows, meta, event);
};

template <class... Es>
using Handles = boost::mp11::mp_list<Es...>;

template <class E, class... Es>
concept OneOf = (std::same_as<E, Es> || ...);

/// Calls `f` with the event when its type is in the type list `Handled` (a variant is one too).
template <class Handled, class F>
void when(const events::AnyEvent& event, F&& f) {
  std::visit(
      [&]<class E>(const E& e) {
        if constexpr (boost::mp11::mp_contains<Handled, E>::value) f(e);
      },
      event);
}

/// The row with the key of `key`, or `key` itself as a new row.
template <class Row>
Row row_or(RowAccess& rows, Row key) {
  if (auto found = rows.get(key)) return std::move(*found);
  return key;
}

}  // namespace lockstep::projections
