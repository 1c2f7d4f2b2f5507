#include "adapters/libpq/pg_errors.h"

#include <algorithm>
#include <array>

namespace lockstep::libpq {

namespace {

struct Known {
  std::string_view sqlstate;  ///< Or the class of it, its first two signs.
  Errc code;
  std::string_view type;
  std::string_view detail;
  std::string_view remedy;
};

// The first that fits. What passes by itself, and what is tried again until somebody mends it, is
// Errc::unavailable.
constexpr std::array kAtConnect = std::to_array<Known>({
    {"28P01", Errc::unavailable, "postgres-login-refused",
     "Postgres refuses the user or the password",
     "Correct the user and the password in the database URL."},
    {"28", Errc::unavailable, "postgres-access-refused",
     "Postgres does not let this user in from here",
     "Check the user in the database URL, and pg_hba.conf; where the server requires TLS, "
     "sslmode=require."},
    {"3D000", Errc::unavailable, "postgres-database-missing", "Postgres has no such database",
     "Correct the database in the database URL, or create it."},
    {"42501", Errc::unavailable, "postgres-rights-missing",
     "This user may not connect to the database", "GRANT CONNECT ON the database TO the user."},
    {"53300", Errc::unavailable, "postgres-too-many-connections",
     "Postgres has as many connections as it may have",
     "It is tried again; raise max_connections, or use fewer elsewhere."},
    {"57P03", Errc::unavailable, "postgres-starting",
     "Postgres is starting, stopping or recovering", "It is tried again."},
    {"08", Errc::unavailable, "postgres-pooler-refused",
     "Postgres, or a pooler such as pgbouncer before it, refuses the connection",
     "Check the user and the database as the pooler knows them, and its log."},
    {"", Errc::unavailable, "postgres-connection-refused", "Postgres refuses the connection",
     "Look up the SQLSTATE; the server's log says more."},
});

constexpr std::string_view kMigrate = "Run `lockstep migrate`.";
constexpr std::array kOfStatement = std::to_array<Known>({
    {"42P01", Errc::conflict, "postgres-schema-missing", "A table or column is missing in Postgres",
     kMigrate},
    {"42703", Errc::conflict, "postgres-schema-missing", "A table or column is missing in Postgres",
     kMigrate},
    {"3F000", Errc::conflict, "postgres-schema-missing", "A schema is missing in Postgres",
     kMigrate},
    {"42501", Errc::forbidden, "postgres-rights-missing",
     "The user in the database URL lacks rights on a table or schema of Postgres",
     "GRANT them, or use the user that ran `lockstep migrate`."},
    {"25006", Errc::unavailable, "postgres-read-only",
     "Postgres is read-only: a standby, or set so",
     "It is tried again; the database URL must name the primary."},
    {"53300", Errc::unavailable, "postgres-too-many-connections",
     "Postgres has as many connections as it may have", "It is tried again."},
    {"55P03", Errc::unavailable, "postgres-locked",
     "Somebody else holds a lock in Postgres for longer than we wait", "It is tried again."},
    {"", Errc::conflict, "postgres-refused", "Postgres refused a statement",
     "Look up the SQLSTATE; the server's log has the statement."},
});

constexpr Known kPassing{"", Errc::unavailable, "postgres-unavailable", "Postgres cannot do it now",
                         "It is tried again."};
// Connection, transaction state, serialization, resources, locks, operators, I/O.
constexpr std::array kPassingClasses =
    std::to_array<std::string_view>({"08", "25", "40", "53", "55", "57", "58"});

Error error_of(const Known& known, std::string_view sqlstate) {
  return {known.code, std::string(known.type),
          std::string(known.detail) + " (SQLSTATE " + std::string(sqlstate) + ").",
          std::string(known.remedy)};
}

template <std::size_t N>
const Known& found(const std::array<Known, N>& table, std::string_view sqlstate) {
  const auto* const row = std::ranges::find_if(
      table, [&](const Known& known) { return sqlstate.starts_with(known.sqlstate); });
  return *row;
}

}  // namespace

Error unreachable() {
  return {Errc::unavailable, "postgres-unreachable", "Postgres cannot be reached.",
          "Check the host and the port in the database URL, and that the server runs."};
}

Error connection_refused(std::string_view sqlstate) {
  return error_of(found(kAtConnect, sqlstate), sqlstate);
}

Error password_missing() {
  return {Errc::unavailable, "postgres-password-missing",
          "Postgres wants a password, and the database URL has none.",
          "Put it into the database URL: postgres://user:password@host/database."};
}

Error tls_failed() {
  return {Errc::unavailable, "postgres-tls-failed",
          "The database URL asks for TLS, and it did not come about: Postgres does not offer it, "
          "or its certificate is not one that we trust.",
          "Check sslmode and sslrootcert in the database URL, and the server's certificate."};
}

Error read_only() {
  return {
      Errc::unavailable, "postgres-read-only",
      "Postgres is read-only, a standby or set so, and target_session_attrs in the database URL "
      "asks for one that takes writes.",
      "It is tried again; the database URL must name the primary."};
}

Error statement_refused(std::string_view sqlstate) {
  if (sqlstate.empty()) return unreachable();
  const auto& known = found(kOfStatement, sqlstate);
  // What has a row of its own is told by it.
  const bool passing =
      known.sqlstate.empty() &&
      std::ranges::any_of(kPassingClasses, [&](auto one) { return sqlstate.starts_with(one); });
  return error_of(passing ? kPassing : known, sqlstate);
}

}  // namespace lockstep::libpq
