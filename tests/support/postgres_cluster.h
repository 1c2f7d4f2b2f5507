// A throw-away Postgres 15 on a unix socket in a directory of its own. It ends with this object,
// and with the test's process if that is killed.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/support/temp_dir.h"

namespace lockstep::testing_support {

/// Throws std::runtime_error when Postgres is not installed or does not start: a test without its
/// Postgres fails, it is not skipped.
class PostgresCluster {
 public:
  PostgresCluster();  ///< initdb and start().
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  /// Makes an empty database; returns its URL.
  std::string create_database();
  /// Runs SQL with psql in a database of create_database(), or throws. Rows as `a|b` lines.
  std::string sql(const std::string& url, const std::string& statement);

  void start();  ///< Returns when it takes connections.
  /// Kills the server by its process id, connections and all, as a crash would (SIGQUIT).
  void stop();
  [[nodiscard]] bool running() const { return server_ > 0; }

 private:
  pid_t spawn(const std::vector<std::string>& command);
  void run(const std::vector<std::string>& command);
  [[nodiscard]] std::string url(const std::string& database) const;

  TempDir dir_;
  std::filesystem::path data_;
  pid_t server_ = 0;
  int databases_ = 0;
};

/// One cluster for all tests of a process: tests take a database each.
PostgresCluster& shared_cluster();

}  // namespace lockstep::testing_support
