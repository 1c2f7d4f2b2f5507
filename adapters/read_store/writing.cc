// The writing side of the store: rows and checkpoints of one or more groups in one transaction.
#include <utility>

#include "adapters/read_store/sqlite_read_store.h"
#include "adapters/read_store/table_sql.h"
#include "projections/all_projections.h"

namespace lockstep::read_store {

namespace {

using boost::outcome_v2::success;
using ports::Lane;

// When more rows of a table change at once the log is being folded anew: nobody asks for those.
constexpr std::size_t kFew = 1000;

template <class Row>
const projections::TableSchema& schema() {
  return projections::tables()[projections::kTableIndex<Row>];
}

template <class Table>
struct RowOf;
template <class Row>
struct RowOf<projections::CachedTable<Row>> {
  using type = Row;
};

/// Calls `f(table)` with each table of the lane's group, until one fails.
template <class F>
Result<void> for_tables(projections::RowCache& cache, const Lane& lane, F&& f) {
  Result<void> out = success();
  cache.for_each([&]<class Table>(Table& table) {
    constexpr auto kIndex = projections::kTableIndex<typename RowOf<Table>::type>;
    if (out && projections::group_of_table(kIndex) == lane.group) out = f(table);
  });
  return out;
}

template <class Row>
Result<void> write_table(SqliteConnection& writer, bool beside,
                         const typename projections::CachedTable<Row>::Changes& changes) {
  if (!changes.put.empty()) {
    LOCKSTEP_TRY(auto upsert, writer.prepare(upsert_sql(schema<Row>(), beside)));
    for (const auto* row : changes.put) {
      const auto values = projections::to_values(*row);
      upsert.bind_all(values);
      LOCKSTEP_TRY(upsert.run());
    }
  }
  if (!changes.erased.empty()) {
    LOCKSTEP_TRY(auto erase, writer.prepare(erase_sql(schema<Row>(), beside)));
    for (const auto* row : changes.erased) {
      const auto key = projections::key_values(*row);
      erase.bind_all(key);
      LOCKSTEP_TRY(erase.run());
    }
  }
  return success();
}

}  // namespace

template <class Row>
Result<std::optional<Row>> SqliteReadStore::load(const Row& key, bool beside) {
  static const std::string kSql[] = {find_sql(schema<Row>(), false), find_sql(schema<Row>(), true)};
  const auto values = projections::key_values(key);
  LOCKSTEP_TRY(auto statement, writer_->prepare(kSql[beside ? 1 : 0]));
  statement.bind_all(values);
  LOCKSTEP_TRY(const bool found, statement.step());
  if (!found) return std::optional<Row>{};
  auto row = projections::from_values<Row>(statement.values(schema<Row>().columns));
  if (!row) return sqlite::damaged_row(kStoreName);
  return row;
}

projections::RowCache SqliteReadStore::make_cache(bool beside) {
  return projections::RowCache([this, beside](const auto& key) { return load(key, beside); });
}

Result<std::vector<ports::LaneState>> SqliteReadStore::lanes() {
  return damage_.noted(groups_->lanes());
}

Result<void> SqliteReadStore::write_lane(const Lane& lane) {
  return for_tables(cache_of(lane), lane, [&]<class Row>(projections::CachedTable<Row>& table) {
    return [&]() -> Result<void> {
      LOCKSTEP_TRY(const auto changes, table.changes());
      if constexpr (RecentRows::keeps<Row>())
        if (!lane.beside) recent_.doubt<Row>(changes);
      return write_table<Row>(*writer_, lane.beside, changes);
    }();
  });
}

// When they are written, or are not after all.
void SqliteReadStore::end_lane(const Lane& lane, bool committed) {
  (void)for_tables(cache_of(lane), lane,
                   [&]<class Row>(projections::CachedTable<Row>& table) -> Result<void> {
                     if (!committed) return table.forget(), success();
                     if constexpr (RecentRows::keeps<Row>())
                       if (!lane.beside && table.changed() <= kFew)
                         if (const auto changes = table.changes())
                           recent_.remember<Row>(changes.value());
                     return table.committed(), success();
                   });
}

Result<void> SqliteReadStore::transact(const std::vector<Lane>& lanes,
                                       const ports::Checkpoint& from, const ports::Checkpoint& next,
                                       const Fold& fold) {
  for (const auto& lane : lanes)
    (void)for_tables(cache_of(lane), lane, [](auto& table) -> Result<void> {
      if (table.dirty()) table.forget();  // The last one did not get to its end.
      return success();
    });
  const auto attempt = [&]() -> Result<void> {
    LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(*writer_, "BEGIN IMMEDIATE"));
    for (const auto& lane : lanes) {
      LOCKSTEP_TRY(const auto stored, groups_->checkpoint(lane));
      if (stored != from)
        return Error{Errc::corrupt, "checkpoint-mismatch",
                     "The read model is not where its runner believes it to be.",
                     "Read the checkpoints again and go on from there."};
      fold(lane, cache_of(lane).rows());
      LOCKSTEP_TRY(write_lane(lane));
      LOCKSTEP_TRY(groups_->remember(lane, next));
    }
    return transaction.commit();
  };
  auto done = damage_.noted(attempt());
  for (const auto& lane : lanes) end_lane(lane, done.has_value());
  if (done) publish(lanes, next.position);
  return done;
}

Result<void> SqliteReadStore::begin_beside(std::size_t group) {
  end_lane({group, true}, false);
  return damage_.noted(groups_->begin_beside(group));
}

Result<void> SqliteReadStore::finish(const Lane& lane) {
  return damage_.noted(finish_lane(lane));
}

Result<void> SqliteReadStore::finish_lane(const Lane& lane) {
  LOCKSTEP_TRY(groups_->complete(lane));
  if (!lane.beside) return publish_all();
  for (const bool beside : {false, true}) end_lane({lane.group, beside}, false);
  // Nobody adds to the recent rows but this thread: until the end the file is asked.
  LOCKSTEP_TRY(for_tables(live_, lane,
                          [&]<class Row>(projections::CachedTable<Row>& /*table*/) -> Result<void> {
                            if constexpr (RecentRows::keeps<Row>()) recent_.forget<Row>();
                            return success();
                          }));
  LOCKSTEP_TRY(groups_->swap(lane.group));
  return publish_all();
}

Result<std::vector<projections::Values>> SqliteReadStore::rows_of(std::string_view name) {
  for (const auto& table : projections::tables()) {
    if (table.name != name) continue;
    LOCKSTEP_TRY(auto statement, writer_->prepare(select_sql(table) + " ORDER BY " +
                                                  column_list(table, table.key_columns)));
    std::vector<projections::Values> out;
    for (;;) {
      LOCKSTEP_TRY(const bool found, statement.step());
      if (!found) return out;
      out.push_back(statement.values(table.columns));
    }
  }
  return Error{Errc::not_found, "table-unknown", "There is no such table.", ""};
}

}  // namespace lockstep::read_store
