// The projections' rows in Postgres (README.md).
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "adapters/libpq/pg_connection.h"
#include "adapters/postgres/target.h"
#include "engine/ports/read_model_sink.h"
#include "projections/row_cache.h"
#include "projections/tables/table_reader.h"

namespace lockstep::postgres {

/// Connects when first used, and again after every failure. Any error leaves the tables as they
/// were, but for one: when the connection is lost during a commit the outcome is unknown, and the
/// same transact() again, or lanes(), finds out.
class PostgresSink final : public ports::ReadModelSink, public projections::TableReader {
 public:
  /// `answer_timeout` is for a server that does not answer at all.
  explicit PostgresSink(std::string url,
                        std::chrono::seconds answer_timeout = libpq::PgConnection::kAnswerTimeout);
  /// Any thread: what waits for Postgres ends, as when the connection broke, and so does all that
  /// is asked from now on.
  void stop() noexcept { stop_.request_stop(); }

  [[nodiscard]] std::string_view name() const override { return "postgres"; }
  /// Of the groups that have a table here.
  Result<std::vector<ports::LaneState>> lanes() override;
  Result<void> transact(const std::vector<ports::Lane>& lanes, const ports::Checkpoint& from,
                        const ports::Checkpoint& next, const Fold& fold) override;
  Result<void> begin_beside(std::size_t group) override;
  /// One beside: what differs is changed in the tables that are read, in one transaction.
  Result<void> finish(const ports::Lane& lane) override;
  /// Only exported tables.
  Result<std::vector<projections::Values>> rows_of(std::string_view table) override;

  /// Updates of rows in the dashboard's tables that were not there, since the start. Any thread.
  [[nodiscard]] std::int64_t missing_rows() const { return missing_.load(); }

 private:
  struct Stored {
    ports::Checkpoint at;
    std::string version;
  };
  Result<void> connect();
  Result<void> drop_after(Error error);
  Result<std::optional<Stored>> read_checkpoint(const ports::Lane& lane, const char* lock);
  Result<void> remember(const ports::Lane& lane, const Stored& stored);
  Result<void> forget_beside(std::size_t group);
  Result<void> prepare_group(std::size_t group);
  Result<bool> is_empty(std::size_t group);
  Result<void> take_over(std::size_t group);
  template <class Row>
  Result<std::optional<Row>> load(const Row& key, bool beside);
  projections::RowCache make_cache(bool beside);
  [[nodiscard]] const std::vector<Target>& targets(bool beside) const {
    return beside ? beside_targets_ : targets_;
  }
  /// False: it was committed before after all.
  Result<bool> fold_all(const std::vector<ports::Lane>& lanes, const ports::Checkpoint& from,
                        const ports::Checkpoint& next, const Fold& fold, std::int64_t& missing);
  Result<void> write_lane(const ports::Lane& lane, std::int64_t& missing);

  const std::string url_;
  const std::chrono::seconds answer_timeout_;
  std::stop_source stop_;
  std::unique_ptr<libpq::PgConnection> connection_;
  std::vector<Target> targets_;
  std::vector<Target> beside_targets_;
  projections::RowCache live_;
  projections::RowCache beside_;
  std::optional<ports::Checkpoint> in_doubt_;  ///< A commit whose outcome we do not know.
  std::atomic<std::int64_t> missing_{0};
};

}  // namespace lockstep::postgres
