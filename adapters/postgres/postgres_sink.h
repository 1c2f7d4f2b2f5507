// The projections' rows in Postgres (README.md).
#pragma once
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/postgres/target.h"
#include "engine/ports/read_model_sink.h"
#include "projections/row_cache.h"
#include "projections/table_reader.h"

namespace lockstep::postgres {

/// Connects when first used, and again after every failure. Any error leaves the tables as they
/// were, but for one: when the connection is lost during a commit the outcome is unknown, and the
/// same transact() again, or checkpoint(), finds out.
class PostgresSink final : public ports::ReadModelSink, public projections::TableReader {
 public:
  explicit PostgresSink(std::string url);

  [[nodiscard]] std::string_view name() const override { return "postgres"; }
  /// Begins anew (position 0, no rows) when the tables are those of another read model version.
  Result<ports::Checkpoint> checkpoint() override;
  Result<void> transact(const ports::Checkpoint& from, const ports::Checkpoint& next,
                        const std::function<void(projections::RowAccess&)>& fold) override;
  Result<void> reset() override;
  /// Only exported tables.
  Result<std::vector<projections::Values>> rows_of(std::string_view table) override;

  /// Updates of rows in the dashboard's tables that were not there, since the start. Any thread.
  [[nodiscard]] std::int64_t missing_rows() const { return missing_.load(); }

 private:
  Result<void> connect();
  Result<void> drop_after(Error error);
  Result<std::optional<ports::Checkpoint>> read_checkpoint(const char* lock);
  Result<void> remember(const ports::Checkpoint& checkpoint);
  Result<std::optional<projections::AnyRow>> load(const projections::AnyRow& key);
  Result<std::int64_t> commit_fold(const ports::Checkpoint& from, const ports::Checkpoint& next,
                                   const std::function<void(projections::RowAccess&)>& fold);

  const std::string url_;
  std::unique_ptr<libpq::PgConnection> connection_;
  std::vector<Target> targets_;
  projections::RowCache cache_;
  std::optional<ports::Checkpoint> cached_at_;  ///< What the cached rows reflect.
  std::optional<ports::Checkpoint> in_doubt_;   ///< A commit whose outcome we do not know.
  std::atomic<std::int64_t> missing_{0};
};

}  // namespace lockstep::postgres
