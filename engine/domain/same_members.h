// What two described structs have by the same name. So facts are listed where they are declared,
// and whatever copies or compares them follows.
#pragma once
#include <cstddef>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "events/codec.h"

namespace lockstep::domain {

/// Calls `f(a, b)` with the descriptors of every two members of one name.
template <class A, class B, class F>
constexpr void for_same_members(F f) {
  boost::mp11::mp_for_each<events::Fields<A>>([&]<class InA>(InA a) {
    boost::mp11::mp_for_each<events::Fields<B>>([&]<class InB>(InB b) {
      if constexpr (std::string_view{InA::name} == std::string_view{InB::name}) f(a, b);
    });
  });
}

/// How many there are: for a static_assert that none has been forgotten on one side.
template <class A, class B>
constexpr std::size_t count_same_members() {
  std::size_t out = 0;
  for_same_members<A, B>([&](auto, auto) { ++out; });
  return out;
}

template <class To, class From>
void take_same_members(To& to, const From& from) {
  for_same_members<To, From>(
      [&]<class InTo, class InFrom>(InTo, InFrom) { to.*InTo::pointer = from.*InFrom::pointer; });
}

template <class A, class B>
bool equal_in_same_members(const A& a, const B& b) {
  bool out = true;
  for_same_members<A, B>(
      [&]<class InA, class InB>(InA, InB) { out = out && a.*InA::pointer == b.*InB::pointer; });
  return out;
}

}  // namespace lockstep::domain
