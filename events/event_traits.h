// What others need to know of an event besides its content: what kind of thing it is, and what it
// must stay in order with. Every event says so beside its struct; whoever looks at all events asks
// here, so that a forgotten one is a compile error and not a silent `else`.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "events/ids.h"

namespace lockstep::events {

/// Not stored.
enum class EventRole : std::uint8_t {
  fact,     ///< What a person recorded about somebody or something.
  wish,     ///< Somebody wants what the vendor will have to be told.
  intent,   ///< A call that changes the vendor: it has an id, and an outcome or a failure follows.
  outcome,  ///< Such a call ended well.
  failure,  ///< Such a call did not, or nobody knows.
  answer,   ///< What the vendor was seen to have or to say, unasked for by any intent.
  step,     ///< What aggregates tell each other, and what they keep to themselves.
  refusal   ///< A no that stays one, whatever becomes possible later.
};

namespace traits_detail {
template <class Tag>
const std::string& text_of(const Id<Tag>& id) {
  return id.value;
}
inline const std::string& text_of(const std::string& id) {
  return id;
}
}  // namespace traits_detail

/// `Key`: the member whose events are to be reacted to one after the other, in the order of the
/// log; null for a stream that has one key alone.
template <EventRole Role, auto Key>
struct EventAbout {
  static constexpr EventRole kRole = Role;
  static constexpr bool kIsQuiet = false;
  template <class E>
  static std::string order_key(const E& event) {
    if constexpr (std::is_null_pointer_v<decltype(Key)>)
      return std::string(E::kType.substr(0, E::kType.find('.')));
    else
      return traits_detail::text_of(event.*Key);
  }
};

/// Of an event that is its own stream's alone: no other stream reacts to it (engine/process), and
/// of the states that are shown it changes nothing but the version (projections/roster).
template <EventRole Role, auto Key>
struct QuietEventAbout : EventAbout<Role, Key> {
  static constexpr bool kIsQuiet = true;
};

/// Specialised beside each event, by inheriting one of these.
template <class E>
struct EventTraits;

template <class E>
inline constexpr EventRole kRoleOf = EventTraits<E>::kRole;
template <class E>
inline constexpr bool kIsQuiet = EventTraits<E>::kIsQuiet;

/// The category of the stream that an event stands in.
template <class E>
inline constexpr std::string_view kCategoryOf = E::kType.substr(0, E::kType.find('.'));

}  // namespace lockstep::events
