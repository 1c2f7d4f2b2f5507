// What a poll found is in the log; that it was asked at all is in the operations store.
#include "engine/usecases/freshness.h"

#include <gtest/gtest.h>

#include "projections/tables/row_key.h"

namespace lockstep::usecases {
namespace {

using projections::SyncStateRow;

const CompetitorId kKim{"kim"};

ports::Poll poll(const std::string& id, std::string kind, std::int64_t asked,
                 std::optional<std::int64_t> answered) {
  ports::Poll out;
  out.subject = "scores-" + id;
  out.kind = std::move(kind);
  out.asked_at = Timestamp{asked};
  if (answered) out.answered_at = Timestamp{*answered};
  out.result = "skipped_no_new_data";
  return out;
}

ports::Poll failed(ports::Poll from) {
  from.result = "failed";
  from.failure.emplace();
  from.failure->message = "No answer.";
  return from;
}

// "Last sync was the last batch of 50, not the population."
TEST(Freshness, IsADistribution) {
  const auto fresh = freshness_of(
      {{"a"}, {"b"}, {"c"}}, {},
      {poll("a", "poll_odl", 4900, 5000), poll("a", "poll_flash", 8900, 9000),
       poll("b", "poll_odl", 6900, 7000), poll("d", "poll_odl", 1, 1)});  // Not on the platform.
  EXPECT_EQ(fresh.newest, Timestamp{9000});
  EXPECT_EQ(fresh.oldest, Timestamp{5000});
  EXPECT_EQ(fresh.never, 2) << "b has been answered by one feed only, c by none";
  EXPECT_EQ(fresh.failing, 0);
}

TEST(Freshness, CountsWhoseNewestPollFailedAndKeepsTheirOlderAnswer) {
  const auto fresh = freshness_of(
      {{"a"}}, {},
      {failed(poll("a", "poll_odl", 9000, 5000)), poll("a", "poll_flash", 8000, 8100)});
  EXPECT_EQ(fresh.failing, 1);
  EXPECT_EQ(fresh.oldest, Timestamp{5000});
}

// With the store lost and the vendor away the dashboard once said "never".
TEST(Freshness, IsWhatTheLogSaysWhenTheOperationsStoreWasLost) {
  auto row = projections::keyed<SyncStateRow>(CompetitorId{"a"});
  row.last_odl_synced_at = Timestamp{5000};
  row.last_flash_ctf_synced_at = Timestamp{6000};
  const auto fresh = freshness_of({{"a"}, {"b"}}, {{{"a"}, row}}, {});
  EXPECT_EQ(fresh.newest, Timestamp{6000});
  EXPECT_EQ(fresh.oldest, Timestamp{5000});
  EXPECT_EQ(fresh.never, 1);
}

TEST(SyncStateNow, IsNoneOfWhomWasNeverAsked) {
  EXPECT_EQ(sync_state_now(kKim, std::nullopt, {}), std::nullopt);
}

TEST(SyncStateNow, IsAsTheLogHasItWithoutTheOperationsStore) {
  auto row = projections::keyed<SyncStateRow>(kKim);
  row.last_odl_synced_at = Timestamp{5000};
  row.last_result = events::SyncResult::synced;
  EXPECT_EQ(sync_state_now(kKim, row, {}), row);
}

TEST(SyncStateNow, AnAnswerWithoutNewsIsFreshAllTheSame) {
  SyncStateRow row;
  row.last_odl_synced_at = Timestamp{5000};
  row.odl_result = row.last_result = events::SyncResult::synced;
  const auto now = sync_state_now(kKim, row, {poll("kim", "poll_odl", 8900, 9000)}).value();
  EXPECT_EQ(now.last_odl_synced_at, Timestamp{9000});
  EXPECT_EQ(now.last_attempt_at, Timestamp{8900});
  EXPECT_EQ(now.last_result, events::SyncResult::skipped_no_new_data);
}

TEST(SyncStateNow, AFeedThatWorksDoesNotHideOneThatFails) {
  const auto now = sync_state_now(kKim, std::nullopt,
                                  {failed(poll("kim", "poll_odl", 7000, std::nullopt)),
                                   poll("kim", "poll_flash", 8900, 9000)})
                       .value();
  EXPECT_EQ(now.last_result, events::SyncResult::failed);
  EXPECT_EQ(now.error_message, "No answer.");
  EXPECT_FALSE(now.last_odl_synced_at) << "absence is not evidence";
}

TEST(SyncStateNow, OfTwoPollsOfOneFeedTheNewerIsTheLastWord) {
  const auto now = sync_state_now(kKim, std::nullopt,
                                  {failed(poll("kim", "poll_totals", 9000, 100)),
                                   poll("kim", "poll_odl", 8000, 8100)})
                       .value();
  EXPECT_EQ(now.last_result, events::SyncResult::failed);
  EXPECT_EQ(now.last_odl_synced_at, Timestamp{8100});
}

}  // namespace
}  // namespace lockstep::usecases
