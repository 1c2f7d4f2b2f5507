// The wire with nothing behind it but what a test says: sockets are real, what is served is not.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/http/wire/server.h"
#include "tests/contract/http/raw_client.h"
#include "tests/support/eventually.h"

namespace lockstep::http::wire {

using std::chrono::milliseconds;

/// Stands for the api. Any thread.
class FakeApi {
 public:
  using Handler = std::function<void(const Request&, const wire::Reply&)>;

  /// What is not told otherwise is answered 200 with its method, path, query and body; a refusal
  /// by its problem; and of /hold the reply is kept.
  void serve(Request request, wire::Reply reply);
  void on(const std::string& path, Handler handler);
  /// The same, answered at once.
  void answer(const std::string& path, Answer answer);

  /// Everything that came, refused or not.
  std::vector<Request> asked();
  /// The paths of what was not refused.
  std::vector<std::string> served();
  /// Waits for the replies of so many requests to /hold, and takes them.
  std::vector<wire::Reply> take_held(std::size_t count = 1);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Handler> handlers_;
  std::vector<Request> asked_;
  std::vector<wire::Reply> held_;
};

/// What the server told about connections.
struct Told {
  std::atomic<std::size_t> open{0};
  std::atomic<int> refused{0};
  std::atomic<int> displaced{0};
  std::atomic<int> accept_failed{0};
};

class WireTest : public testing::Test {
 protected:
  /// No deadline ends anything during a test.
  static Options patient();
  void start(const Options& options);
  Callbacks callbacks();
  [[nodiscard]] int port() const { return server_->port(); }
  /// One request on a connection of its own.
  [[nodiscard]] http::Reply get(std::string_view path) const;
  bool is_open(std::size_t count) {
    return testing_support::eventually([&] { return told_.open == count; });
  }

  FakeApi api_;
  std::function<void(Request, Verdict)> judge_;  ///< See Callbacks; to be set before start().
  Told told_;
  std::unique_ptr<Server> server_;
};

Answer with_text(std::string body);
Answer with_status(int status, std::string body = "");
Answer with_headers(std::vector<std::pair<std::string, std::string>> headers);
Answer with_stream(StreamBody body);

/// With a Host, and more lines where they are given (each with its line end).
std::string request(std::string_view method, std::string_view target, std::string_view lines = "",
                    std::string_view body = "");

}  // namespace lockstep::http::wire
