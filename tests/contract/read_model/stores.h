// The two stores, as one kind of thing to test, and ways to feed them.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/postgres/migrate.h"
#include "adapters/postgres/postgres_sink.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "projections/all_projections.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/random_events.h"

namespace lockstep::testing_support {

/// A new, empty store.
template <class Store>
std::unique_ptr<Store> make_store() {
  if constexpr (std::is_same_v<Store, postgres::PostgresSink>) {
    const auto url = shared_cluster().create_database();
    EXPECT_TRUE(postgres::migrate(url, false).has_value());
    return std::make_unique<Store>(url);
  } else {
    return Store::open_temporary().value();
  }
}

inline ports::Checkpoint checkpoint_at(const events::StoredEvent& event) {
  return {event.position, event.hash};
}

/// Of the groups that are read.
inline std::vector<ports::Lane> live_lanes(ports::ReadModelSink& sink) {
  std::vector<ports::Lane> out;
  const auto lanes = sink.lanes();
  for (const auto& state : lanes.value())
    if (!state.lane.beside) out.push_back(state.lane);
  return out;
}

/// Of one group, or of the one that all those that are read share.
inline ports::Checkpoint checkpoint_of(ports::ReadModelSink& sink,
                                       std::optional<ports::Lane> lane = std::nullopt) {
  std::optional<ports::Checkpoint> out;
  const auto lanes = sink.lanes();
  for (const auto& state : lanes.value()) {
    if (lane ? state.lane != *lane : state.lane.beside) continue;
    EXPECT_TRUE(!out || *out == state.at);
    out = state.at;
  }
  return out.value_or(ports::Checkpoint{});
}

/// One step of all groups that are read, with rows of one's own.
inline Result<void> write_all(ports::ReadModelSink& sink, const ports::Checkpoint& from,
                              const ports::Checkpoint& next,
                              const std::function<void(const projections::RowAccess&)>& fold) {
  const auto lanes = live_lanes(sink);
  return sink.transact(lanes, from, next,
                       [&](const ports::Lane& lane, const projections::RowAccess& rows) {
                         if (lane == lanes.front()) fold(rows);
                       });
}

/// What a runner does to one lane with some events.
inline ports::ReadModelSink::Fold fold_of(std::span<const PlacedEvent> events) {
  return [events](const ports::Lane& lane, const projections::RowAccess& rows) {
    const auto& group = projections::groups()[lane.group];
    for (const auto& [stored, event] : events)
      if (group.wants(stored.type)) group.apply(rows, projections::meta_of(stored), event);
  };
}

/// As the projection runner does: rows and checkpoints together, in batches.
inline Result<void> feed(ports::ReadModelSink& sink, const std::vector<ports::Lane>& lanes,
                         ports::Checkpoint from, std::span<const PlacedEvent> events,
                         std::size_t batch) {
  for (std::size_t at = 0; at < events.size(); at += batch) {
    const auto some = events.subspan(at, std::min(batch, events.size() - at));
    const auto next = checkpoint_at(some.back().stored);
    LOCKSTEP_TRY(sink.transact(lanes, from, next, fold_of(some)));
    from = next;
  }
  return boost::outcome_v2::success();
}
/// All groups that are read.
inline Result<void> feed(ports::ReadModelSink& sink, std::span<const PlacedEvent> events,
                         std::size_t batch) {
  LOCKSTEP_TRY(const auto states, sink.lanes());
  return feed(sink, live_lanes(sink), states.front().at, events, batch);
}

/// Every exported table has the same rows, column by column, in both.
inline void expect_equal_tables(projections::TableReader& one, projections::TableReader& other) {
  for (const auto& table : projections::tables()) {
    if (!table.exported) continue;
    const auto expected = one.rows_of(table.name);
    const auto actual = other.rows_of(table.name);
    ASSERT_TRUE(expected.has_value() && actual.has_value()) << table.name;
    ASSERT_EQ(expected.value().size(), actual.value().size()) << table.name;
    for (std::size_t row = 0; row < expected.value().size(); ++row)
      for (std::size_t column = 0; column < table.columns.size(); ++column)
        ASSERT_EQ(expected.value()[row][column], actual.value()[row][column])
            << table.name << " row " << row << " column " << table.columns[column].name;
  }
}

}  // namespace lockstep::testing_support
