// What goes wrong with Postgres is named for what it is: whoever refuses was reached, a URL that
// cannot be read was never tried, and nothing of ours is damaged by either. No error repeats a
// password, a name or a text of the server.
#include <atomic>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapters/libpq/pg_connection.h"
#include "adapters/libpq/pg_url.h"
#include "adapters/postgres/migrate.h"
#include "tests/support/postgres_cluster.h"

namespace lockstep::libpq {
namespace {

using testing_support::shared_cluster;

constexpr std::string_view kSecret = "hunter2";

void expect_nothing_told(const Error& error) {
  EXPECT_FALSE(error.remedy.empty()) << error.type;
  for (const auto& text : {error.detail, error.remedy})
    EXPECT_EQ(text.find(kSecret), std::string::npos) << text;
}

/// A database with users who may not all come in.
class PostgresErrors : public testing::Test {
 protected:
  PostgresErrors() : url_(shared_cluster().create_database()) {
    static const bool kReady = [this] {
      sql("CREATE ROLE with_password LOGIN PASSWORD 'right'; CREATE ROLE kept_out LOGIN;"
          "CREATE ROLE plain LOGIN; CREATE ROLE crowd LOGIN CONNECTION LIMIT 0");
      let_in("local all with_password scram-sha-256\nlocal all kept_out reject\n");
      return true;
    }();
    EXPECT_TRUE(kReady);
  }
  std::string sql(const std::string& statement) { return shared_cluster().sql(url_, statement); }
  /// Before all other lines of pg_hba.conf.
  void let_in(const std::string& lines) {
    const auto file = sql("SHOW hba_file");
    std::ifstream in(file);
    const std::string before{std::istreambuf_iterator<char>{in}, {}};
    std::ofstream(file) << lines << before;
    sql("SELECT pg_reload_conf()");
    // The server looks at its signals when it likes; a connection of its own shows that it has.
    for (int i = 0; i < 200 && as("kept_out"); ++i) usleep(20'000);
  }
  [[nodiscard]] std::string url_of(const std::string& user, const std::string& more = "") const {
    return url_.substr(0, url_.find("&user=")) + "&user=" + user + more;
  }
  Result<std::unique_ptr<PgConnection>> as(const std::string& user, const std::string& more = "") {
    return PgConnection::connect(url_of(user, more));
  }
  static std::string type_of(const Result<std::unique_ptr<PgConnection>>& connected) {
    if (connected) return "connected";
    expect_nothing_told(connected.error());
    EXPECT_EQ(connected.error().code, Errc::unavailable) << "it is tried again";
    return connected.error().type;
  }

  std::string url_;
};

TEST_F(PostgresErrors, OfAConnectionSayWhoRefusesWhat) {
  EXPECT_EQ(type_of(as("with_password", "&password=right")), "connected");
  EXPECT_EQ(type_of(as("with_password", "&password=hunter2")), "postgres-login-refused");
  EXPECT_EQ(type_of(as("with_password")), "postgres-password-missing");
  EXPECT_EQ(type_of(as("kept_out")), "postgres-access-refused");
  EXPECT_EQ(type_of(as("hunter2")), "postgres-access-refused") << "there is no such user";
  EXPECT_EQ(type_of(as("crowd")), "postgres-too-many-connections");
  sql("REVOKE CONNECT ON DATABASE " + sql("SELECT current_database()") + " FROM PUBLIC");
  EXPECT_EQ(type_of(as("plain")), "postgres-rights-missing");
  auto elsewhere = url_;
  elsewhere.replace(elsewhere.find("test_"), elsewhere.find('?') - elsewhere.find("test_"),
                    "hunter2");
  EXPECT_EQ(type_of(PgConnection::connect(elsewhere)), "postgres-database-missing");
}

TEST_F(PostgresErrors, OfNobodyThereSayThatNobodyIsThere) {
  for (const auto* url : {"postgres://u:hunter2@127.0.0.1:1/x", "postgresql:///x?host=/nowhere",
                          "host=127.0.0.1 port=1 password=hunter2"})
    EXPECT_EQ(type_of(PgConnection::connect(url)), "postgres-unreachable") << url;
}

TEST_F(PostgresErrors, OfAStatementAreNoDamage) {
  const auto refused = [&](const std::string& url, const std::string& statement) {
    auto connected = PgConnection::connect(url);
    EXPECT_TRUE(connected);
    const auto answer = connected.value()->script(statement);
    EXPECT_FALSE(answer);
    expect_nothing_told(answer.error());
    EXPECT_NE(answer.error().code, Errc::corrupt);
    return answer.error().type;
  };
  sql("CREATE TABLE others (n int CHECK (n > 0))");
  EXPECT_EQ(refused(url_of("plain"), "SELECT * FROM others"), "postgres-rights-missing");
  EXPECT_EQ(refused(url_of("plain"), "CREATE SCHEMA mine"), "postgres-rights-missing");
  EXPECT_EQ(refused(url_, "SELECT * FROM hunter2"), "postgres-schema-missing");
  EXPECT_EQ(refused(url_, "SELECT hunter2 FROM others"), "postgres-schema-missing");
  EXPECT_EQ(refused(url_, "CREATE TABLE hunter2.x (n int)"), "postgres-schema-missing");
  EXPECT_EQ(refused(url_, "INSERT INTO others VALUES (-1)"), "postgres-refused");
  EXPECT_EQ(refused(url_ + "&options=-c%20default_transaction_read_only%3Don",
                    "CREATE TABLE fresh (n int)"),
            "postgres-read-only");
  auto holder = PgConnection::connect(url_);
  ASSERT_TRUE(holder);
  ASSERT_TRUE(holder.value()->script("BEGIN; LOCK TABLE others"));
  EXPECT_EQ(refused(url_, "SET lock_timeout = '50ms'; LOCK TABLE others"), "postgres-locked");
}

TEST_F(PostgresErrors, OfAMigrationWithoutRightsSayThat) {
  const auto done = postgres::migrate(url_of("plain"), false);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().type, "postgres-rights-missing");
  EXPECT_EQ(done.error().code, Errc::forbidden);
}

/// Answers the first bytes of every connection with the same, and closes: what no real server here
/// would say.
class PlayedServer {
 public:
  explicit PlayedServer(std::string answer) : answer_(std::move(answer)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listening_, generic, size) != 0 || ::listen(listening_, 8) != 0 ||
        ::getsockname(listening_, generic, &size) != 0)
      throw std::runtime_error("cannot listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~PlayedServer() {
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }
  [[nodiscard]] std::string url(const std::string& mode) const {
    return "postgres://u:hunter2@127.0.0.1:" + std::to_string(port_) + "/x?sslmode=" + mode;
  }
  /// As Postgres says it.
  static std::string error(const std::string& sqlstate) {
    std::string fields;
    for (const auto& field : {std::string("SFATAL"), std::string("VFATAL"), "C" + sqlstate,
                              std::string("Mno such database: hunter2")})
      fields += field + '\0';
    fields += '\0';
    const auto size = static_cast<std::uint32_t>(fields.size() + 4);
    std::string out = "E";
    for (int shift = 24; shift >= 0; shift -= 8)
      out += static_cast<char>((size >> static_cast<unsigned>(shift)) & 0xFFU);
    return out + fields;
  }

 private:
  void serve() {
    for (;;) {
      const int client = ::accept(listening_, nullptr, nullptr);
      if (client < 0) return;
      char ignored[1024];
      if (::recv(client, ignored, sizeof ignored, 0) > 0)
        (void)!::send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL);
      ::shutdown(client, SHUT_WR);
      while (::recv(client, ignored, sizeof ignored, 0) > 0) continue;
      ::close(client);
    }
  }

  const std::string answer_;
  const int listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
  int port_ = 0;
  std::thread thread_;
};

TEST_F(PostgresErrors, OfPoolersAndOfStartsAreNamedToo) {
  const std::pair<const char*, const char*> table[] = {
      {"08P01", "postgres-pooler-refused"},    {"08006", "postgres-pooler-refused"},
      {"57P03", "postgres-starting"},          {"53300", "postgres-too-many-connections"},
      {"28000", "postgres-access-refused"},    {"28P01", "postgres-login-refused"},
      {"XX000", "postgres-connection-refused"}};
  for (const auto& [sqlstate, type] : table) {
    const PlayedServer server{PlayedServer::error(sqlstate)};
    EXPECT_EQ(type_of(PgConnection::connect(server.url("disable"))), type) << sqlstate;
  }
}

TEST_F(PostgresErrors, OfTlsAreNamedToo) {
  const PlayedServer without{"N"};
  EXPECT_EQ(type_of(PgConnection::connect(without.url("require"))), "postgres-tls-failed");
  const PlayedServer broken{"S and then no TLS"};
  EXPECT_EQ(type_of(PgConnection::connect(broken.url("require"))), "postgres-tls-failed");
}

TEST_F(PostgresErrors, OfAServerThatTakesNoWritesSaySo) {
  sql("CREATE ROLE reader LOGIN; ALTER ROLE reader SET default_transaction_read_only = on");
  EXPECT_EQ(type_of(as("reader", "&target_session_attrs=read-write")), "postgres-read-only");
  const auto connection = as("reader");
  ASSERT_TRUE(connection);
  const auto written = connection.value()->script("CREATE TABLE t (a int)");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().type, "postgres-read-only");
}

TEST(PostgresUrls, WithAValueThatPostgresDoesNotTakeNameTheParameter) {
  const std::pair<const char*, const char*> table[] = {
      {"sslmode=hunter2", "`sslmode` must be one of disable, allow"},
      {"sslmode=Require", "`sslmode`"},
      {"target_session_attrs=hunter2", "`target_session_attrs` must be one of any, read-write"},
      {"target_session_attrs=read-only", "takes no writes"},
      {"target_session_attrs=standby", "takes no writes"},
      {"connect_timeout=hunter2", "`connect_timeout` must be a whole number"},
      {"connect_timeout=99999999999", "`connect_timeout`"},
      {"keepalives=yes", "`keepalives`"},
      {"keepalives_idle=1s", "`keepalives_idle`"},
      {"tcp_user_timeout=x", "`tcp_user_timeout`"},
      {"gssencmode=yes", "`gssencmode`"},
      {"channel_binding=on", "`channel_binding`"},
      {"ssl_min_protocol_version=1.2", "`ssl_min_protocol_version`"},
      {"sslmode=", "`sslmode`"},
      {"port=hunter2", "`port` must be a number of 1 to 65535"},
      {"port=0", "`port`"},
      {"port=1,65536", "`port`"}};
  for (const auto& [parameter, part] : table)
    for (const auto& url : {"postgres://u:hunter2@h/d?" + std::string(parameter),
                            "host=h password=hunter2 " + std::string(parameter)}) {
      const auto checked = check_url(url);
      ASSERT_FALSE(checked) << url;
      expect_nothing_told(checked.error());
      EXPECT_EQ(checked.error().code, Errc::invalid) << "a mistake of the configuration";
      EXPECT_NE(checked.error().detail.find(part), std::string::npos) << checked.error().detail;
    }
  EXPECT_NE(check_url("postgres://u:hunter2@h/d?ssl=yes").error().detail.find("`ssl`"),
            std::string::npos);
}

TEST(PostgresUrls, LeaveOutWhatTheEnvironmentSaysWrongly) {
  ::setenv("PGSSLMODE", "hunter2", 1);
  const auto checked = check_url("postgres://u:p@h/d");
  const auto overridden = check_url("postgres://u:p@h/d?sslmode=require");
  ::unsetenv("PGSSLMODE");
  ASSERT_FALSE(checked);
  expect_nothing_told(checked.error());
  EXPECT_NE(checked.error().detail.find("`sslmode`"), std::string::npos);
  EXPECT_TRUE(overridden);
}

TEST(PostgresUrls, NameAnUnknownParameterWhereItIsNoPartOfAPassword) {
  const auto told = [](const std::string& url) { return check_url(url).error().detail; };
  EXPECT_NE(told("postgres://u:p@h/d?sslmod=require").find("`sslmod`"), std::string::npos);
  for (const auto* url : {"postgres://u:p@x?hunter=2@h/d", "postgres://h/d?password=a&hunter=b",
                          "postgres://h?hunter=b"})
    EXPECT_EQ(told(url).find("hunter"), std::string::npos) << url;
}

TEST(PostgresUrls, ThatLibpqReadsArePassed) {
  for (const auto* url :
       {"postgres://u:p@h/d", "postgresql://u:p@h:5432/d?sslmode=require&connect_timeout=3",
        "postgresql:///d?host=/tmp/x&user=postgres", "postgres://u:p@[::1]:5432/d",
        "postgres://u:p%40%2F@h/d", "postgres://u:p@h1:1,h2:2/d?target_session_attrs=read-write",
        "postgres://u:p@h1,h2/d?port=5432,5433",
        "postgres://u:p@h/d?connect_timeout=-1&ssl_min_protocol_version=tlsv1.2", "postgres://",
        "postgres://h", "postgres://u:p?q@h/d", "postgres://h/d?ssl=true",
        "host=h dbname=d password='a b'", "dbname=d"}) {
    const auto checked = check_url(url);
    EXPECT_TRUE(checked) << url << ": " << checked.error().detail;
  }
}

TEST(PostgresUrls, ThatAreMalformedSayWhichPartAndRepeatNothing) {
  const std::pair<const char*, const char*> table[] = {
      {"postgres://u:hunter2@h:5432/d?pgbouncer=true", "`pgbouncer`"},
      {"postgres://u:hunter2@h/d?sslmode=require&connection_limit=1", "`connection_limit`"},
      {"postgres://u:hunter2@h/d?schema=public", "`schema`"},
      {"postgres://u:hunter2@h/d?hunter2=1", "none that Postgres knows"},
      {"postgres://u:hunter2@h/d?sslmode", "has no `=`"},
      {"postgres://u:hunter2@h/d?sslmode=a=b", "two `=`"},
      {"postgres://u:hunter2%@h/d", "the user or the password has a `%`"},
      {"postgres://u:hunter2%zz@h/d", "the user or the password has a `%`"},
      {"postgres://u:hunt@er2hunter2@h/d", "more than one `@`"},
      {"postgres://u:hunt/hunter2@h/d", "the port"},
      {"postgres://u:hunter2@h:port/d", "the port"},
      {"postgres://u:hunter2@h:99999/d", "the port"},
      {"postgres://u:hunter2@[::1/d", "`[`"},
      {"postgres://u:hunter2@h/d%", "the database"},
      {"postgres://u:hunter2@h/d?sslmode=%", "a parameter has a `%`"},
      {"mysql://u:hunter2@h/d", "does not begin with postgres://"},
      {"u:hunter2@h/d", "does not begin with postgres://"},
      {"passwort=hunter2", "key=value"},
      {"password='hunter2", "key=value"}};
  for (const auto& [url, part] : table) {
    const auto checked = check_url(url);
    ASSERT_FALSE(checked) << url;
    expect_nothing_told(checked.error());
    EXPECT_EQ(checked.error().code, Errc::invalid);
    EXPECT_EQ(checked.error().type, "postgres-url-malformed");
    EXPECT_NE(checked.error().detail.find(part), std::string::npos)
        << url << ": " << checked.error().detail;
    EXPECT_EQ(PgConnection::connect(url).error(), checked.error()) << "nobody was asked";
  }
}

}  // namespace
}  // namespace lockstep::libpq
