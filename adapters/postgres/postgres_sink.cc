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

constexpr std::size_t kCachedRows = 8192;

const Error kMismatch{Errc::corrupt, "checkpoint-mismatch",
                      "The Postgres tables are not where their runner believes them to be.",
                      "Read the checkpoint again and go on from there."};

projections::Values values_of(const libpq::PgRows& rows, int row,
                              const projections::TableSchema& table) {
  projections::Values out;
  for (int column = 0; const auto& schema : table.columns)
    out.push_back(from_text(rows.text(row, column++), schema.type));
  return out;
}

}  // namespace

PostgresSink::PostgresSink(std::string url)
    : url_(std::move(url)),
      cache_([this](const projections::AnyRow& key) { return load(key); }, kCachedRows) {}

Result<void> PostgresSink::connect() {
  if (connection_ && connection_->alive()) return success();
  connection_.reset();
  cache_.forget();
  cached_at_.reset();
  LOCKSTEP_TRY(auto connection, libpq::PgConnection::connect(url_));
  LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(*connection, "READ ONLY"));
  LOCKSTEP_TRY(const auto catalog, read_catalog(*connection));
  LOCKSTEP_TRY(targets_, make_targets(catalog));
  LOCKSTEP_TRY(transaction.commit());
  connection_ = std::move(connection);
  return success();
}

// After any failure everything is looked at again: the tables may have changed, too.
Result<void> PostgresSink::drop_after(Error error) {
  connection_.reset();
  cache_.forget();
  cached_at_.reset();
  return error;
}

// None: there is none, or it is of another version of the read model.
Result<std::optional<ports::Checkpoint>> PostgresSink::read_checkpoint(const char* lock) {
  LOCKSTEP_TRY(const auto rows,
               connection_->query("SELECT position, hash, read_model_version FROM public." +
                                  std::string(kCheckpointTable) + lock));
  if (rows.size() == 0 || rows.text(0, 2) != projections::kReadModelVersion)
    return std::optional<ports::Checkpoint>{};
  return std::optional<ports::Checkpoint>{
      {Position{static_cast<std::uint64_t>(rows.integer(0, 0))},
       base::hash_in(rows.text(0, 1).value_or("")).value_or(base::Hash{})}};
}

Result<void> PostgresSink::remember(const ports::Checkpoint& checkpoint) {
  LOCKSTEP_TRY(connection_->query(
      "INSERT INTO public." + std::string(kCheckpointTable) +
          " (position, hash, read_model_version) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE "
          "SET position = EXCLUDED.position, hash = EXCLUDED.hash, "
          "read_model_version = EXCLUDED.read_model_version, updated_at = now()",
      {std::to_string(checkpoint.position.value), base::to_hex(checkpoint.hash),
       std::string(projections::kReadModelVersion)}));
  return success();
}

Result<ports::Checkpoint> PostgresSink::checkpoint() {
  LOCKSTEP_TRY(connect());
  in_doubt_.reset();
  auto stored = read_checkpoint("");
  if (!stored) {
    LOCKSTEP_TRY(drop_after(stored.error()));
  }
  if (stored.value()) return *stored.value();
  LOCKSTEP_TRY(reset());
  return ports::Checkpoint{};
}

Result<void> PostgresSink::reset() {
  LOCKSTEP_TRY(connect());
  cache_.forget();
  cached_at_.reset();
  const auto clear = [&]() -> Result<void> {
    LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(*connection_));
    std::string names;
    for (const auto& target : targets_) names += (names.empty() ? "" : ", ") + target.where;
    LOCKSTEP_TRY(connection_->query("TRUNCATE " + names));
    LOCKSTEP_TRY(remember({}));
    return transaction.commit();
  };
  auto done = clear();
  return done ? done : drop_after(done.error());
}

Result<std::optional<projections::AnyRow>> PostgresSink::load(const projections::AnyRow& key) {
  const auto target = std::find_if(targets_.begin(), targets_.end(),
                                   [&](const Target& t) { return t.table == key.index(); });
  if (target == targets_.end()) return std::optional<projections::AnyRow>{};  // Not exported.
  const auto& table = projections::tables()[key.index()];
  libpq::PgParameters parameters;
  for (std::size_t i = 0; const auto& value : projections::key_values(key))
    parameters.push_back(to_text(value, table.columns[i++].type));
  LOCKSTEP_TRY(const auto rows, connection_->query(target->find, parameters));
  if (rows.size() == 0) return std::optional<projections::AnyRow>{};
  auto row = projections::from_values(key.index(), values_of(rows, 0, table));
  if (!row)
    return Error{Errc::corrupt, "postgres-row-damaged", "A row in Postgres is not as we wrote it.",
                 "Rebuild the export: delete the row in lockstep_checkpoint."};
  return row;
}

Result<std::int64_t> PostgresSink::commit_fold(
    const ports::Checkpoint& from, const ports::Checkpoint& next,
    const std::function<void(projections::RowAccess&)>& fold) {
  std::int64_t missing = 0;
  LOCKSTEP_TRY(auto transaction, libpq::PgTransaction::begin(*connection_));
  LOCKSTEP_TRY(const auto stored, read_checkpoint(" FOR UPDATE"));
  if (in_doubt_ == next && stored == next) return missing;  // It was committed after all.
  if (stored != from) return kMismatch;  // None: checkpoint() has to begin anew first.
  fold(cache_);
  LOCKSTEP_TRY(const auto changes, cache_.changes());
  for (const auto& target : targets_) {
    LOCKSTEP_TRY(write_changes(*connection_, target, changes[target.table], missing));
  }
  LOCKSTEP_TRY(remember(next));
  in_doubt_ = next;
  LOCKSTEP_TRY(transaction.commit());
  return missing;
}

Result<void> PostgresSink::transact(const ports::Checkpoint& from, const ports::Checkpoint& next,
                                    const std::function<void(projections::RowAccess&)>& fold) {
  LOCKSTEP_TRY(connect());
  if (cached_at_ != from || cache_.dirty()) cache_.forget();
  const auto missing = commit_fold(from, next, fold);
  if (!missing) return drop_after(missing.error());
  cache_.committed();
  cached_at_ = next;
  in_doubt_.reset();
  missing_ += missing.value();
  return success();
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
