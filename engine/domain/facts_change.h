// A change to one recorded fact: none leaves it as it is. Of a fact that may be absent, the outer
// optional says whether it changes and the inner one what to: none clears it.
#pragma once
#include <optional>

namespace lockstep::domain {

template <class T>
using FactChange = std::optional<T>;
template <class T>
using ClearableFactChange = std::optional<std::optional<T>>;

template <class T>
void apply_change(const std::optional<T>& change, T& fact) {
  if (change) fact = *change;
}

}  // namespace lockstep::domain
