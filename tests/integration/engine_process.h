// The real binary as a child process, and a client for its HTTP API.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <sys/types.h>

#include "tests/support/child_process.h"

namespace httplib {
class Client;
}

namespace lockstep::integration {

struct RunResult {
  int exit_code = -1;  ///< 128 + signal when it was killed.
  std::string out;
  std::string err;
};

/// Starts `lockstep <args>` and does not wait; its pid. What it says goes to these descriptors; one
/// below 0 is closed.
pid_t start_lockstep(const std::vector<std::string>& args,
                     const std::map<std::string, std::string>& environment, int out, int err);
using testing_support::wait_for_exit;

/// Runs `lockstep <args>` to its end.
RunResult run_lockstep(const std::vector<std::string>& args,
                       const std::map<std::string, std::string>& environment = {});

/// The same, what it says goes to `device`; its exit code.
int run_lockstep_into(const std::string& device, const std::vector<std::string>& args);

struct EngineOptions {
  std::filesystem::path data_dir;
  std::string vendor_url;
  std::string database_url;
  std::vector<std::string> flags;  ///< Further ones.
};

/// `lockstep serve --dev-auth` on a free port. Every log line it ever wrote is kept in
/// `log_file()`; the destructor fails the test when one holds a name or an e-mail address of the
/// datasets.
class EngineProcess {
 public:
  explicit EngineProcess(EngineOptions options);
  ~EngineProcess();
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  void start();  ///< Returns when it serves; throws with its last log lines when it does not.
  void kill_hard();
  int stop();  ///< SIGTERM; the exit code.
  [[nodiscard]] bool running() const { return pid_ > 0; }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] std::string log_text() const;

 private:
  void wait_until_serving(std::size_t log_start);
  EngineOptions options_;
  std::filesystem::path log_file_;
  pid_t pid_ = 0;
  int port_ = 0;
};

struct Answer {
  int status = 0;  ///< 0 = no answer.
  std::string body;
  std::string etag = {};  ///< Empty: none.
  [[nodiscard]] boost::json::object json() const;
};

/// One keep-alive connection, signed in as an admin unless told otherwise. Not thread-safe.
/// Speaks of ids by words (tests/support/test_id.h).
class ApiClient {
 public:
  explicit ApiClient(int port, const std::string& token = "dev:admin:test");
  ~ApiClient();
  /// Sent with every request from here on: a precondition, say.
  void send_always(const std::string& header, const std::string& value);
  Answer put(const std::string& path, const boost::json::object& body, const std::string& key = "");
  Answer post(const std::string& path, const std::string& key = "", const std::string& body = "");
  Answer del(const std::string& path, const std::string& key = "");
  Answer get(const std::string& path);

 private:
  std::unique_ptr<httplib::Client> client_;
};

/// Fails the test when `text` holds a name, e-mail address or username of the mock's datasets.
void expect_nothing_personal(const std::string& text, const std::string& where);

/// Calls `is_so` until it is, at most for so many seconds.
bool eventually(double seconds, const std::function<bool()>& is_so);

}  // namespace lockstep::integration
