// Rows and checkpoint in one transaction, whole columns of a batch per statement.
#include "adapters/postgres/postgres_sink.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "adapters/postgres/pg_values.h"
#include "adapters/postgres/table_sql.h"
#include "base/hex.h"
#include "events/envelope.h"
#include "projections/all_projections.h"

namespace lockstep::postgres {

namespace {

using boost::outcome_v2::success;

const Error kMismatch{Errc::corrupt, "checkpoint-mismatch",
                      "The Postgres tables are not where their runner believes them to be.",
                      "Read the checkpoint again and go on from there."};

using ports::Lane;
using projections::groups;

std::string name_of(const Lane& lane) {
  return std::string(groups()[lane.group].name);
}

std::string version_of(std::size_t group) {
  return std::string(groups()[group].version);
}

std::string flag(bool value) {
  return value ? "true" : "false";
}

projections::Values values_of(const libpq::PgRows& rows, int row,
                              const projections::TableSchema& table) {
  projections::Values out;
  for (int column = 0; const auto& schema : table.columns)
    out.push_back(from_text(rows.text(row, column++), schema.type));
  return out;
}

}  // namespace

PostgresSink::PostgresSink(std::string url, std::chrono::seconds answer_timeout)
    : url_(std::move(url)),
      answer_timeout_(answer_timeout),
      live_(make_cache(false)),
      beside_(make_cache(true)) {}

Result<void> PostgresSink::connect() {
  if (connection_ && connection_->alive()) return success();
  (void)drop_after({});
  LOCKSTEP_TRY(auto connection,
               libpq::PgConnection::connect(url_, stop_.get_token(), answer_timeout_));
  LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(*connection, "READ ONLY"));
  LOCKSTEP_TRY(const auto catalog, read_catalog(*connection));
  LOCKSTEP_TRY(targets_, make_targets(catalog));
  beside_targets_ = beside_targets(targets_);
  LOCKSTEP_TRY(transaction.commit());
  connection_ = std::move(connection);
  return success();
}

// After any failure everything is looked at again: the tables may have changed, too.
Result<void> PostgresSink::drop_after(Error error) {
  connection_.reset();
  live_.forget();
  beside_.forget();
  return error;
}

Result<std::optional<PostgresSink::Stored>> PostgresSink::read_checkpoint(const Lane& lane,
                                                                          const char* lock) {
  LOCKSTEP_TRY(const auto rows,
               connection_->query("SELECT position, hash, read_model_version FROM public." +
                                      std::string(kCheckpointTable) +
                                      " WHERE group_name = $1 AND beside = $2::boolean" + lock,
                                  {name_of(lane), flag(lane.beside)}));
  if (rows.size() == 0) return std::optional<Stored>{};
  return std::optional<Stored>{
      {{Position{static_cast<std::uint64_t>(rows.integer(0, 0))},
        base::hash_in(rows.text(0, 1).value_or("")).value_or(base::Hash{})},
       rows.text(0, 2).value_or("")}};
}

Result<void> PostgresSink::remember(const Lane& lane, const Stored& stored) {
  LOCKSTEP_TRY(connection_->query(
      "INSERT INTO public." + std::string(kCheckpointTable) +
          " (group_name, beside, position, hash, read_model_version) VALUES ($1, $2::boolean, "
          "$3::bigint, $4, $5) ON CONFLICT (group_name, beside) DO UPDATE SET position = "
          "EXCLUDED.position, hash = EXCLUDED.hash, read_model_version = "
          "EXCLUDED.read_model_version, updated_at = now()",
      {name_of(lane), flag(lane.beside), std::to_string(stored.at.position.value),
       base::to_hex(stored.at.hash), stored.version}));
  return success();
}

Result<void> PostgresSink::forget_beside(std::size_t group) {
  LOCKSTEP_TRY(connection_->query(
      "DELETE FROM public." + std::string(kCheckpointTable) + " WHERE group_name = $1 AND beside",
      {name_of({group, true})}));
  for (const auto& target : beside_targets_)
    if (projections::group_of_table(target.table) == group) {
      LOCKSTEP_TRY(connection_->query("TRUNCATE " + target.where));  // Nobody reads it.
    }
  return success();
}

Result<bool> PostgresSink::is_empty(std::size_t group) {
  for (const auto& target : targets_) {
    if (projections::group_of_table(target.table) != group) continue;
    LOCKSTEP_TRY(const auto rows, connection_->query("SELECT 1 FROM " + target.where + " LIMIT 1"));
    if (rows.size() > 0) return false;
  }
  return true;
}

// Rows of another version, or of which nobody knows how far they are, are made anew beside.
Result<void> PostgresSink::prepare_group(std::size_t group) {
  const auto version = version_of(group);
  LOCKSTEP_TRY(const auto read, read_checkpoint({group, false}, ""));
  LOCKSTEP_TRY(const auto made, read_checkpoint({group, true}, ""));
  if (made && made->version == version) return success();
  if (made) {
    LOCKSTEP_TRY(forget_beside(group));
  }
  if (read && read->version == version) return success();
  if (!read) {
    LOCKSTEP_TRY(const bool empty, is_empty(group));
    if (empty) return remember({group, false}, {{}, version});
  }
  LOCKSTEP_TRY(forget_beside(group));
  return remember({group, true}, {{}, version});
}

Result<std::vector<ports::LaneState>> PostgresSink::lanes() {
  LOCKSTEP_TRY(connect());
  in_doubt_.reset();
  std::vector<ports::LaneState> out;
  const auto look = [&]() -> Result<void> {
    LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(*connection_));
    for (std::size_t group = 0; group < groups().size(); ++group)
      if (groups()[group].exported) {
        LOCKSTEP_TRY(prepare_group(group));
      }
    for (const bool beside : {false, true})
      for (std::size_t group = 0; group < groups().size(); ++group) {
        LOCKSTEP_TRY(const auto stored, read_checkpoint({group, beside}, ""));
        if (stored) out.push_back({{group, beside}, stored->at});
      }
    return transaction.commit();
  };
  const auto looked = look();
  if (!looked) {
    LOCKSTEP_TRY(drop_after(looked.error()));
  }
  live_.forget();
  beside_.forget();
  return out;
}

template <class Row>
Result<std::optional<Row>> PostgresSink::load(const Row& key, bool beside) {
  constexpr auto kIndex = projections::kTableIndex<Row>;
  const auto& all = targets(beside);
  const auto target = std::ranges::find(all, kIndex, &Target::table);
  if (target == all.end()) return std::optional<Row>{};  // Not exported.
  const auto& table = projections::tables()[kIndex];
  libpq::PgParameters parameters;
  for (std::size_t i = 0; const auto& value : projections::key_values(key))
    parameters.push_back(to_text(value, table.columns[i++].type));
  LOCKSTEP_TRY(const auto rows, connection_->query(target->find, parameters));
  if (rows.size() == 0) return std::optional<Row>{};
  auto row = projections::from_values<Row>(values_of(rows, 0, table));
  if (!row)
    return Error{Errc::corrupt, "postgres-row-damaged", "A row in Postgres is not as we wrote it.",
                 "Rebuild the group: `lockstep replay`."};
  return row;
}

projections::RowCache PostgresSink::make_cache(bool beside) {
  return projections::RowCache([this, beside](const auto& key) { return load(key, beside); });
}

Result<void> PostgresSink::write_lane(const Lane& lane, std::int64_t& missing) {
  Result<void> out = success();
  auto& cache = lane.beside ? beside_ : live_;
  cache.for_each([&]<class Row>(projections::CachedTable<Row>& table) {
    constexpr auto kIndex = projections::kTableIndex<Row>;
    const auto& all = targets(lane.beside);
    const auto target = std::ranges::find(all, kIndex, &Target::table);
    if (!out || target == all.end() || projections::group_of_table(kIndex) != lane.group) return;
    auto changes = table.changes();
    if (!changes) return void(out = changes.error());
    TableChanges values;
    for (const auto* row : changes.value().put) values.put.push_back(projections::to_values(*row));
    for (const auto* row : changes.value().erased)
      values.erased.push_back(projections::key_values(*row));
    out = write_changes(*connection_, *target, values, missing);
  });
  return out;
}

Result<bool> PostgresSink::fold_all(const std::vector<Lane>& lanes, const ports::Checkpoint& from,
                                    const ports::Checkpoint& next, const Fold& fold,
                                    std::int64_t& missing) {
  LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(*connection_));
  for (const auto& lane : lanes) {
    LOCKSTEP_TRY(const auto stored, read_checkpoint(lane, " FOR UPDATE"));
    if (stored && in_doubt_ == next && stored->at == next) return false;
    if (!stored || stored->at != from) return kMismatch;
    fold(lane, (lane.beside ? beside_ : live_).rows());
    LOCKSTEP_TRY(write_lane(lane, missing));
    LOCKSTEP_TRY(remember(lane, {next, stored->version}));
  }
  in_doubt_ = next;
  LOCKSTEP_TRY(transaction.commit());
  return true;
}

Result<void> PostgresSink::transact(const std::vector<Lane>& lanes, const ports::Checkpoint& from,
                                    const ports::Checkpoint& next, const Fold& fold) {
  LOCKSTEP_TRY(connect());
  for (auto* cache : {&live_, &beside_})
    cache->for_each([](auto& table) {
      if (table.dirty()) table.forget();  // The last one did not get to its end.
    });
  std::int64_t missing = 0;
  const auto done = fold_all(lanes, from, next, fold, missing);
  if (!done) return drop_after(done.error());
  for (auto* cache : {&live_, &beside_})
    cache->for_each([&](auto& table) { done.value() ? table.committed() : table.forget(); });
  in_doubt_.reset();
  missing_ += missing;
  return success();
}

Result<void> PostgresSink::begin_beside(std::size_t group) {
  if (!groups()[group].exported) return success();
  LOCKSTEP_TRY(connect());
  const auto begin = [&]() -> Result<void> {
    LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(*connection_));
    LOCKSTEP_TRY(forget_beside(group));
    LOCKSTEP_TRY(remember({group, true}, {{}, version_of(group)}));
    return transaction.commit();
  };
  beside_.forget();
  const auto begun = begin();
  return begun ? begun : drop_after(begun.error());
}

Result<void> PostgresSink::take_over(std::size_t group) {
  LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(*connection_));
  LOCKSTEP_TRY(const auto read, read_checkpoint({group, false}, " FOR UPDATE"));
  LOCKSTEP_TRY(const auto made, read_checkpoint({group, true}, " FOR UPDATE"));
  if (!made || (read && made->at.position < read->at.position)) return kMismatch;
  for (const auto& target : targets_) {
    if (projections::group_of_table(target.table) != group) continue;
    for (const auto& sql : target.take_over) {
      LOCKSTEP_TRY(connection_->query(sql));
    }
  }
  LOCKSTEP_TRY(remember({group, false}, *made));
  LOCKSTEP_TRY(forget_beside(group));
  return transaction.commit();
}

Result<void> PostgresSink::finish(const Lane& lane) {
  if (!lane.beside) return success();  // `migrate` has made the indexes.
  LOCKSTEP_TRY(connect());
  live_.forget();
  beside_.forget();
  const auto done = take_over(lane.group);
  return done ? done : drop_after(done.error());
}

Result<std::vector<projections::Values>> PostgresSink::rows_of(std::string_view name) {
  LOCKSTEP_TRY(connect());
  for (const auto& target : targets_) {
    const auto& table = projections::tables()[target.table];
    if (table.name != name) continue;
    auto sql = select_all_sql(table, target.where) + " ORDER BY ";
    for (std::size_t i = 0; i < table.key_columns; ++i) {
      const auto& key = table.columns[i];
      sql += (i == 0 ? "" : ", ") + std::string(key.name);
      if (key.type == projections::ColumnType::text) sql += " COLLATE \"C\"";
    }
    auto rows = connection_->query(sql);
    if (!rows) {
      LOCKSTEP_TRY(drop_after(rows.error()));
    }
    std::vector<projections::Values> out;
    for (int i = 0; i < rows.value().size(); ++i) out.push_back(values_of(rows.value(), i, table));
    return out;
  }
  return Error{Errc::not_found, "table-unknown", "There is no such table.", ""};
}

}  // namespace lockstep::postgres
