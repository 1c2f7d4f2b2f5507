// Starts the server's own binaries; root, whom they refuse, becomes the user `postgres` first.
#include "tests/support/postgres_cluster.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/child_process.h"

namespace lockstep::testing_support {

namespace {

constexpr const char* kBinaries = "/usr/lib/postgresql/15/bin/";

// Empty when we are not root and can run the server as ourselves.
std::string server_user() {
  return geteuid() == 0 ? "postgres" : "";
}

}  // namespace

PostgresCluster::PostgresCluster() : data_(dir_.path() / "data") {
  if (const auto name = server_user(); !name.empty()) {
    const auto* user = getpwnam(name.c_str());
    if (user == nullptr || chown(dir_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error("cannot give the cluster's directory to postgres");
  }
  run({std::string(kBinaries) + "initdb", "-D", data_.string(), "-A", "trust", "-U", "postgres",
       "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C"});
  start();
}

PostgresCluster::~PostgresCluster() {
  stop();
}

pid_t PostgresCluster::spawn(const std::vector<std::string>& command) {
  const auto log = (dir_.path() / "log").string();
  const int file = open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0666);
  const pid_t child = start_program(
      {.words = command, .out = file, .err = file, .user = server_user(), .when_we_end = SIGQUIT});
  close(file);
  return child;
}

void PostgresCluster::run(const std::vector<std::string>& command) {
  if (wait_for_exit(spawn(command)) != 0)
    throw std::runtime_error(command.front() + " failed; is postgresql-15 installed?");
}

void PostgresCluster::start() {
  if (running()) return;
  server_ =
      spawn({std::string(kBinaries) + "postgres", "-D", data_.string(), "-k", dir_.path().string(),
             "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c",
             "shared_buffers=16MB", "-c", "max_connections=20"});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (std::chrono::steady_clock::now() < deadline) {
    if (wait_for_exit(spawn({std::string(kBinaries) + "pg_isready", "-q", "-h",
                             dir_.path().string(), "-t", "1"})) == 0)
      return;
    if (waitpid(server_, nullptr, WNOHANG) == server_) break;
    ::poll(nullptr, 0, 20);
  }
  throw std::runtime_error("postgres does not start");
}

void PostgresCluster::stop() {
  if (!running()) return;
  kill(server_, SIGQUIT);
  waitpid(server_, nullptr, 0);
  server_ = 0;
}

std::string PostgresCluster::url(const std::string& database) const {
  return "postgresql:///" + database + "?host=" + dir_.path().string() + "&user=postgres";
}

std::string PostgresCluster::create_database() {
  const auto name = "test_" + std::to_string(++databases_);
  sql(url("postgres"), "CREATE DATABASE " + name);
  return url(name);
}

std::string PostgresCluster::sql(const std::string& url, const std::string& statement) {
  std::array<int, 2> ends{};
  // Closed in other children: one of another thread would keep it open after this one has ended.
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  const std::vector<std::string> command{std::string(kBinaries) + "psql",
                                         "-XAtq",
                                         "-v",
                                         "ON_ERROR_STOP=1",
                                         "-d",
                                         url,
                                         "-c",
                                         statement};
  const pid_t child =
      start_program({.words = command, .out = ends[1], .err = ends[1], .when_we_end = SIGQUIT});
  close(ends[1]);
  std::string out;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(ends[0], buffer.data(), buffer.size())) > 0;)
    out.append(buffer.data(), static_cast<std::size_t>(got));
  close(ends[0]);
  if (wait_for_exit(child) != 0) throw std::runtime_error("psql: " + out);
  if (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

PostgresCluster& shared_cluster() {
  static PostgresCluster cluster;
  return cluster;
}

}  // namespace lockstep::testing_support
