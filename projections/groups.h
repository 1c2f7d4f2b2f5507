// The groups of read models by name, without what they are made of: for whoever says which of them
// an answer depends on.
#pragma once
#include <cstddef>
#include <cstdint>

#include <boost/mp11.hpp>

namespace lockstep::projections {

struct Roster;
struct Scores;
struct Work;
struct Drift;
struct Disclosed;
struct Owners;
struct PasswordResets;
struct Accounts;

/// Every group, in the order of their checkpoints.
using AllGroups =
    boost::mp11::mp_list<Roster, Scores, Work, Drift, Disclosed, Owners, PasswordResets, Accounts>;
inline constexpr std::size_t kGroupCount = boost::mp11::mp_size<AllGroups>::value;

template <class G>
inline constexpr std::size_t kGroupIndex = boost::mp11::mp_find<AllGroups, G>::value;

/// Some of them.
class GroupSet {
 public:
  constexpr GroupSet() = default;
  template <class... Gs>
  static constexpr GroupSet of() {
    GroupSet out;
    (out.add(kGroupIndex<Gs>), ...);
    return out;
  }
  static constexpr GroupSet all() {
    GroupSet out;
    for (std::size_t i = 0; i < kGroupCount; ++i) out.add(i);
    return out;
  }
  constexpr void add(std::size_t group) { bits_ |= std::uint32_t{1} << group; }
  constexpr void add(const GroupSet& more) { bits_ |= more.bits_; }
  [[nodiscard]] constexpr bool contains(std::size_t group) const {
    return (bits_ >> group & 1U) != 0;
  }
  [[nodiscard]] constexpr bool contains_all(const GroupSet& others) const {
    return (bits_ & others.bits_) == others.bits_;
  }
  bool operator==(const GroupSet&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace lockstep::projections
