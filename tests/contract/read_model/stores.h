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
    return Store::open({}).value();
  }
}

inline ports::Checkpoint checkpoint_at(const events::StoredEvent& event) {
  return {event.position, event.hash};
}

/// As the projection runner does: all projections, rows and checkpoint together, in batches.
inline Result<void> feed(ports::ReadModelSink& sink, std::span<const PlacedEvent> events,
                         std::size_t batch) {
  LOCKSTEP_TRY(auto from, sink.checkpoint());
  for (std::size_t at = 0; at < events.size(); at += batch) {
    const auto some = events.subspan(at, std::min(batch, events.size() - at));
    const auto next = checkpoint_at(some.back().stored);
    LOCKSTEP_TRY(sink.transact(from, next, [&](projections::RowAccess& rows) {
      for (const auto& [stored, event] : some) projections::project_all(rows, stored, event);
    }));
    from = next;
  }
  return boost::outcome_v2::success();
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
