// Who is next: five lanes with floors and borrowing, and within a lane one turn per tenant in
// rotation, so that a coach with a thousand waiting calls delays another one by a single turn.
#pragma once
#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/rate/lane.h"

namespace lockstep::rate {

template <class T>
class LaneQueue {
 public:
  void push(Lane lane, const std::string& tenant, T item) {
    auto& waiting = lanes_[index_of(lane)];
    auto& own = waiting.by_tenant[tenant];
    if (own.empty()) waiting.rotation.push_back(tenant);
    own.push_back(std::move(item));
    ++waiting.size;
  }
  /// Before everybody else of its lane: it has had its turn and was sent back.
  void push_front(Lane lane, const std::string& tenant, T item) {
    auto& waiting = lanes_[index_of(lane)];
    auto& own = waiting.by_tenant[tenant];
    own.push_front(std::move(item));
    std::erase(waiting.rotation, tenant);
    waiting.rotation.push_front(tenant);
    ++waiting.size;
  }

  /// Without `background` the lanes that are nobody's screen are passed over.
  std::optional<T> pop(bool background = true) {
    auto* lane = next_lane(background);
    if (lane == nullptr) return std::nullopt;
    lane->credit -= 1;
    const auto tenant = std::move(lane->rotation.front());
    lane->rotation.pop_front();
    const auto own = lane->by_tenant.find(tenant);
    std::optional<T> out{std::move(own->second.front())};
    own->second.pop_front();
    if (own->second.empty())
      lane->by_tenant.erase(own);
    else
      lane->rotation.push_back(tenant);
    if (--lane->size == 0) lane->credit = 0;
    return out;
  }

  [[nodiscard]] std::size_t size(Lane lane) const { return lanes_[index_of(lane)].size; }
  [[nodiscard]] bool empty(bool background = true) const {
    for (std::size_t i = 0; i < kLanes; ++i)
      if (lanes_[i].size > 0 && (background || !is_background(static_cast<Lane>(i)))) return false;
    return true;
  }

 private:
  struct Waiting {
    std::unordered_map<std::string, std::deque<T>> by_tenant;  ///< Nobody with nothing.
    std::deque<std::string> rotation;                          ///< Each of them once.
    std::size_t size = 0;
    double credit = 0;  ///< Turns that its floor owes it; below zero: it has borrowed.
  };

  /// Every lane that waits earns its floor per turn; one that is owed a whole turn goes first.
  Waiting* next_lane(bool background) {
    constexpr double kMostOwed = 4;  // A lane that was passed over for long does not flood.
    Waiting* owed = nullptr;
    Waiting* important = nullptr;
    for (std::size_t i = 0; i < kLanes; ++i) {
      auto& lane = lanes_[i];
      if (lane.size == 0) continue;
      lane.credit = std::clamp(lane.credit + kLaneFloors[i], -1.0, kMostOwed);
      if (!background && is_background(static_cast<Lane>(i))) continue;
      if (important == nullptr) important = &lane;
      if (owed == nullptr && lane.credit >= 1) owed = &lane;
    }
    return owed != nullptr ? owed : important;
  }

  std::array<Waiting, kLanes> lanes_;
};

}  // namespace lockstep::rate
