// Turns between lanes and between tenants, on the queue alone.
#include "engine/rate/lane_queue.h"

#include <vector>

#include <gtest/gtest.h>

namespace lockstep::rate {
namespace {

std::vector<int> pop_all(LaneQueue<int>& queue, bool background = true) {
  std::vector<int> out;
  while (auto item = queue.pop(background)) out.push_back(*item);
  return out;
}

TEST(LaneQueue, GivesBackNothingWhenThereIsNothing) {
  LaneQueue<int> queue;
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(LaneQueue, OneTenantsItemsKeepTheirOrder) {
  LaneQueue<int> queue;
  for (int i = 0; i < 5; ++i) queue.push(Lane::sweep, "a", i);
  EXPECT_EQ(pop_all(queue), (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(LaneQueue, TenantsTakeTurns) {
  LaneQueue<int> queue;
  for (int i = 0; i < 3; ++i) queue.push(Lane::sweep, "a", i);
  queue.push(Lane::sweep, "b", 10);
  queue.push(Lane::sweep, "c", 20);
  EXPECT_EQ(pop_all(queue), (std::vector<int>{0, 10, 20, 1, 2}));
}

TEST(LaneQueue, WhatIsSentBackIsNextOfItsLane) {
  LaneQueue<int> queue;
  queue.push(Lane::sweep, "a", 1);
  queue.push(Lane::sweep, "b", 2);
  queue.push(Lane::sweep, "b", 3);
  queue.push_front(Lane::sweep, "b", 0);
  EXPECT_EQ(pop_all(queue), (std::vector<int>{0, 1, 2, 3}));
}

TEST(LaneQueue, BackgroundIsPassedOverWhenThereIsNoPlaceForIt) {
  LaneQueue<int> queue;
  queue.push(Lane::sweep, "a", 1);
  queue.push(Lane::sla_poll, "a", 2);
  queue.push(Lane::manual_refresh, "a", 3);
  EXPECT_EQ(pop_all(queue, false), std::vector<int>{3});
  EXPECT_TRUE(queue.empty(false));
  EXPECT_FALSE(queue.empty(true));
  EXPECT_EQ(pop_all(queue), (std::vector<int>{2, 1}));
}

TEST(LaneQueue, ALaneThatWasAloneHasSavedUpNoClaim) {
  LaneQueue<int> queue;
  for (int i = 0; i < 100; ++i) queue.push(Lane::sweep, "a", i);
  for (int i = 0; i < 90; ++i) queue.pop();
  queue.push(Lane::interactive_write, "a", 1000);
  EXPECT_EQ(queue.pop(), 1000);
}

}  // namespace
}  // namespace lockstep::rate
